#include "ui/choice_list.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "ui/layer.h"
#include "ui/palette.h"
#include "ui/sampling_panel_state.h"
#include "ui/stroke.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr int kMostOptions = 12;

std::optional<int> follow(PanelState& panel, std::string_view name, bool clicked,
                          std::span<const std::string> options, int selected) {
    ChoiceListState& list = panel.sampling->choices;
    if (clicked) {
        const bool closes = panel.open_list == name;
        panel.open_list = closes ? std::string() : std::string(name);
        list.search.clear();
    }
    if (panel.open_list == name) {
        list.name = name;
        list.options.assign(options.begin(), options.end());
        list.selected = selected;
    }
    if (list.name != name || !list.chosen) return std::nullopt;
    const int chosen = *std::exchange(list.chosen, std::nullopt);
    if (chosen >= static_cast<int>(options.size())) return std::nullopt;
    return chosen;
}

/// The plate, below its field where there is more room than above.
Rect list_area(const Context& context, const app::Box& field, float wanted, const Rect& screen) {
    const float gap = context.px(space::k4);
    const float top = static_cast<float>(field.min.y);
    const float bottom = static_cast<float>(field.min.y + field.size.y);
    const float width =
        std::min(std::max(static_cast<float>(field.size.x), context.px(240)), screen.width() - 2 * gap);
    const float x = std::clamp(static_cast<float>(field.min.x), screen.min.x + gap,
                               std::max(screen.min.x + gap, screen.max.x - width - gap));
    const float below = screen.max.y - bottom - 2 * gap;
    const float above = top - screen.min.y - 2 * gap;
    if (wanted <= below || below >= above) return rect(x, bottom + gap, width, std::min(wanted, below));
    const float height = std::min(wanted, above);
    return rect(x, top - gap - height, width, height);
}

std::vector<int> matching(const ChoiceListState& list) {
    std::vector<int> found;
    for (int i = 0; i < static_cast<int>(list.options.size()); ++i)
        if (list.search.empty() || match_score(list.options[static_cast<std::size_t>(i)], list.search))
            found.push_back(i);
    return found;
}

void option_rows(const Context& context, PanelState& panel, const Rect& area, const std::vector<int>& rows) {
    ChoiceListState& list = panel.sampling->choices;
    const ScrollArea scroll(context, "choices", area);
    const float row = context.px(metric::kControl);
    const float top = ImGui::GetScrollY();
    const int count = static_cast<int>(rows.size());
    // One more on both sides, so that the keyboard can go on there.
    const int first = std::max(0, static_cast<int>(top / row) - 1);
    const int last = std::min(count - 1, static_cast<int>((top + area.height()) / row) + 1);
    for (int i = first; i <= last; ++i) {
        const int option = rows[static_cast<std::size_t>(i)];
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        if (!list_row(context, list.name + "[" + std::to_string(i) + "]", place,
                      list.options[static_cast<std::size_t>(option)], option == list.selected)
                 .clicked)
            continue;
        list.chosen = option;
        if (panel.keyboard.active()) panel.keyboard.target = list.name;
        panel.open_list.clear();
    }
    scroll.set_content_height(row * static_cast<float>(count));
}

}  // namespace

std::optional<int> choice(const Context& context, PanelState& panel, std::string_view name, const Rect& area,
                          std::span<const std::string> options, int selected, std::string_view shown) {
    const bool open = panel.open_list == name;
    const bool clicked = choice_field(context, name, area, "", shown, open).clicked;
    return follow(panel, name, clicked, options, selected);
}

std::optional<int> choice_button(const Context& context, PanelState& panel, std::string_view name,
                                 const Rect& area, std::string_view label,
                                 std::span<const std::string> options) {
    return follow(panel, name, text_button(context, name, area, label).clicked, options, -1);
}

void choice_list_panel(const Context& context, PanelState& panel, const Rect& screen) {
    ChoiceListState& list = panel.sampling->choices;
    if (panel.open_list.empty() || panel.open_list != list.name) return;
    const Target* field = context.targets.find(list.name);
    if (field == nullptr || list.options.empty()) return panel.open_list.clear();
    const bool searched = static_cast<int>(list.options.size()) > kMostOptions;
    const float row = context.px(metric::kControl);
    const float search = searched ? row + context.px(space::k4) : 0;
    const int shown = std::min(static_cast<int>(list.options.size()), kMostOptions);
    const Rect area = list_area(context, field->box,
                                row * static_cast<float>(shown) + search + context.px(space::k8), screen);
    const Layer layer(context, "choice list", screen, Layer::Order::Modal);
    ImDrawList& drawing = *ImGui::GetWindowDrawList();
    drawing.AddRectFilled(area.min, area.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(drawing, area.min, area.max, context.theme.line, context.px(metric::kCardRadius), 1);
    Rect inner = area.inset(context.px(space::k4), context.px(space::k4));
    if (searched) {
        text_field(context, "choice.search", rect(inner.min.x, inner.min.y, inner.width(), row), list.search,
                   "Search", panel.focus_text);
        inner.min.y += search;
    }
    option_rows(context, panel, inner, matching(list));
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsMouseClicked(0) && !box_of(area).contains({mouse.x, mouse.y})) panel.open_list.clear();
}

}  // namespace proofsheet::ui
