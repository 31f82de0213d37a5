#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/context.h"
#include "ui/icons.h"
#include "ui/text_draw.h"

namespace proofsheet::ui {

/// A rectangle in device pixels, as the draw list takes it.
struct Rect {
    ImVec2 min;
    ImVec2 max;
    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
    ImVec2 center() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
    Rect inset(float x, float y) const { return {{min.x + x, min.y + y}, {max.x - x, max.y - y}}; }
};
Rect rect(float x, float y, float width, float height);
app::Box box_of(const Rect& rect);

/// Fills a part of the current layer, and draws a thin line of the theme on it.
void fill(const Rect& area, Colour colour);
void rule(const Context& context, ImVec2 from, ImVec2 to);

/// Cuts the place of an icon button off the right end of a row.
Rect take_button(const Context& context, Rect& row);

enum class ButtonLook { Plain, Control, Accent, Selected };

/// What happened to an element in this frame.
struct Press {
    bool clicked = false;
    bool right_clicked = false;
    bool double_clicked = false;
    bool hovered = false;
    bool held = false;
};

/// An invisible element that takes the mouse and the keyboard, registered under `name`.
Press touch_area(const Context& context, std::string_view name, const Rect& area,
                 TargetKind kind = TargetKind::Button);

/// Registers an element that draws itself.
void add_target(const Context& context, std::string_view name, const Rect& area, TargetKind kind);

/// For elements that draw themselves: shows the keyboard's ring and tells whether Enter pressed this one.
bool take_keyboard(const Context& context, std::string_view name, const Rect& area);

/// A button with text in the middle.
Press text_button(const Context& context, std::string_view name, const Rect& area, std::string_view label,
                  ButtonLook look = ButtonLook::Control);

/// A button with an icon; `tooltip` says what it does and by which key.
Press icon_button(const Context& context, std::string_view name, const Rect& area, Icon icon,
                  std::string_view tooltip, ButtonLook look = ButtonLook::Plain);

/// A box with a check mark and a label; the whole row takes the click.
Press check_row(const Context& context, std::string_view name, const Rect& area, std::string_view label,
                bool checked);

/// One row of a list, highlighted under the pointer and when selected.
Press list_row(const Context& context, std::string_view name, const Rect& area, std::string_view label,
               bool selected);

/// A field that shows a choice and opens a list; click it to get `clicked`.
Press choice_field(const Context& context, std::string_view name, const Rect& area, std::string_view caption,
                   std::string_view value, bool open);

/// Several choices side by side; returns the one that was clicked. Targets are `name[index]`.
std::optional<int> segmented(const Context& context, std::string_view name, const Rect& area,
                             std::span<const std::string_view> labels, int selected);

/// How a track of discrete positions is drawn.
struct TrackLook {
    float thickness_pt = 4;
    float knob_pt = 7;  ///< radius; 0 draws no knob
    bool ticks = false;
};

/// A slider that snaps to `count` positions; returns the position that the pointer asks for. `wheel` steps
/// are left to the caller.
std::optional<int> position_track(const Context& context, std::string_view name, const Rect& area,
                                  int position, int count, const TrackLook& look);

/// Shows `text` beside the pointer while the last element is hovered.
void tooltip(const Context& context, std::string_view text);

/// Draws a filled rectangle with the radius of controls.
void fill_control(const Context& context, const Rect& area, Colour colour);
/// Draws the focus ring outside a rectangle.
void focus_ring(const Context& context, ImDrawList& list, const Rect& area);

}  // namespace proofsheet::ui
