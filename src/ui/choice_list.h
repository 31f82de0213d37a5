#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets.h"

namespace proofsheet::ui {

struct PanelState;

/// The list of a `choice` that is open.
struct ChoiceListState {
    std::string name;  ///< of the field
    std::vector<std::string> options;
    int selected = -1;
    std::string search;
    std::optional<int> chosen;  ///< waits until its field is drawn again
};

/// A field that shows one of several texts and opens them as a list, searched by typing when it is long.
/// Returns the index that was chosen. `choice_list_panel` draws the list.
std::optional<int> choice(const Context& context, PanelState& panel, std::string_view name, const Rect& area,
                          std::span<const std::string> options, int selected, std::string_view shown);

/// A button that opens such a list.
std::optional<int> choice_button(const Context& context, PanelState& panel, std::string_view name,
                                 const Rect& area, std::string_view label,
                                 std::span<const std::string> options);

/// The open list above everything that was drawn before.
void choice_list_panel(const Context& context, PanelState& panel, const Rect& screen);

}  // namespace proofsheet::ui
