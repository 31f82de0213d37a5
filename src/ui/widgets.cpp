#include "ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

constexpr float kTooltipPt = 480;  // the widest line

Colour face_of(const Theme& theme, ButtonLook look, const Press& press) {
    switch (look) {
        case ButtonLook::Accent:
            return press.held ? with_alpha(theme.accent, 0.85f) : theme.accent;
        case ButtonLook::Selected:
            return theme.control_active;
        case ButtonLook::Control:
            break;
        case ButtonLook::Plain:
            if (!press.hovered) return 0;
            break;
    }
    return press.held ? theme.control_active : press.hovered ? theme.control_hover : theme.control;
}

Colour ink_of(const Theme& theme, ButtonLook look) {
    return look == ButtonLook::Accent ? theme.on_accent : theme.text;
}

void draw_face(const Context& context, const Rect& area, ButtonLook look, const Press& press) {
    const Colour face = face_of(context.theme, look, press);
    if (face != 0) fill_control(context, area, face);
}

/// Scrolls the area that an element lies in until all of it can be seen.
void reveal(const Rect& area) {
    const float top = ImGui::GetWindowPos().y;
    const float bottom = top + ImGui::GetWindowHeight();
    if (area.min.y < top)
        ImGui::SetScrollY(ImGui::GetScrollY() - (top - area.min.y));
    else if (area.max.y > bottom)
        ImGui::SetScrollY(ImGui::GetScrollY() + (area.max.y - bottom));
}

float snap_fraction(float fraction, int count) {
    return std::round(fraction * static_cast<float>(count - 1));
}

}  // namespace

Rect rect(float x, float y, float width, float height) {
    return {{x, y}, {x + width, y + height}};
}

app::Box box_of(const Rect& area) {
    return {{area.min.x, area.min.y}, {area.width(), area.height()}};
}

void fill(const Rect& area, Colour colour) {
    ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max, colour);
}

void rule(const Context& context, ImVec2 from, ImVec2 to) {
    ImGui::GetWindowDrawList()->AddLine(from, to, context.theme.line, 1);
}

Rect take_button(const Context& context, Rect& row) {
    const float side = context.px(26);
    const Rect button = rect(row.max.x - side, row.center().y - side / 2, side, side);
    row.max.x -= side;
    return button;
}

void fill_control(const Context& context, const Rect& area, Colour colour) {
    ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max, colour, context.px(metric::kRadius));
}

void focus_ring(const Context& context, ImDrawList& list, const Rect& area) {
    const float width = context.px(metric::kFocusRing);
    const float out = width / 2 + context.px(1);
    outline(list, {area.min.x - out, area.min.y - out}, {area.max.x + out, area.max.y + out},
            context.theme.accent, context.px(2), width);
}

bool take_keyboard(const Context& context, std::string_view name, const Rect& area) {
    KeyFocus& keyboard = context.keyboard;
    if (keyboard.target != name) return false;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const ImVec2 min = ImGui::GetWindowDrawList()->GetClipRectMin();
    const ImVec2 max = ImGui::GetWindowDrawList()->GetClipRectMax();
    const float spare = context.px(4);
    list.PushClipRect({min.x - spare, min.y - spare}, {max.x + spare, max.y + spare});
    focus_ring(context, list, area);
    list.PopClipRect();
    if (keyboard.reveal) reveal(area);
    keyboard.reveal = false;
    const bool pressed = keyboard.press;
    keyboard.press = false;
    return pressed;
}

void add_target(const Context& context, std::string_view name, const Rect& area, TargetKind kind) {
    context.targets.add(name, box_of(area), kind);
    const ImVec2 min = ImGui::GetWindowDrawList()->GetClipRectMin();
    const ImVec2 max = ImGui::GetWindowDrawList()->GetClipRectMax();
    const ImVec2 center = area.center();
    context.targets.cut_last(box_of({{std::max(area.min.x, min.x), std::max(area.min.y, min.y)},
                                     {std::min(area.max.x, max.x), std::min(area.max.y, max.y)}}));
    if (center.x < min.x || center.x >= max.x || center.y < min.y || center.y >= max.y)
        context.targets.clip_last();
}

Press touch_area(const Context& context, std::string_view name, const Rect& area, TargetKind kind) {
    add_target(context, name, area, kind);
    ImGui::SetCursorScreenPos(area.min);
    ImGui::PushID(name.data(), name.data() + name.size());
    Press press;
    const ImVec2 size(std::max(1.0f, area.width()), std::max(1.0f, area.height()));
    press.clicked = ImGui::InvisibleButton(
        "", size, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    press.hovered = ImGui::IsItemHovered();
    press.held = ImGui::IsItemActive();
    press.double_clicked = press.hovered && ImGui::IsMouseDoubleClicked(0);
    press.right_clicked = press.clicked && ImGui::IsMouseReleased(1);
    press.clicked = press.clicked && !press.right_clicked;
    ImGui::PopID();
    if (kind != TargetKind::Surface && take_keyboard(context, name, area)) press.clicked = true;
    return press;
}

Press text_button(const Context& context, std::string_view name, const Rect& area, std::string_view label,
                  ButtonLook look) {
    const Press press = touch_area(context, name, area);
    draw_face(context, area, look, press);
    const Rect inner = area.inset(context.px(space::k8), 0);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, inner.min, inner.max,
                 ink_of(context.theme, look), label, Align::Center);
    return press;
}

Press icon_button(const Context& context, std::string_view name, const Rect& area, Icon icon,
                  std::string_view hint, ButtonLook look) {
    const Press press = touch_area(context, name, area);
    draw_face(context, area, look, press);
    const Colour ink =
        look == ButtonLook::Plain && !press.hovered ? context.theme.text_dim : ink_of(context.theme, look);
    draw_icon(context, *ImGui::GetWindowDrawList(), icon, area.center(), ink);
    if (press.hovered) tooltip(context, hint);
    return press;
}

Press check_row(const Context& context, std::string_view name, const Rect& area, std::string_view label,
                bool checked) {
    const Press press = touch_area(context, name, area);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered) fill_control(context, area, context.theme.control_hover);
    const float side = context.px(16);
    const float x = area.min.x + context.px(space::k8);
    const float y = std::floor(area.center().y - side / 2);
    const Rect mark = rect(x, y, side, side);
    if (checked) {
        list.AddRectFilled(mark.min, mark.max, context.theme.accent, context.px(4));
        draw_icon(context, list, Icon::Check, mark.center(), context.theme.on_accent, 12);
    } else {
        outline(list, mark.min, mark.max, context.theme.text_dim, context.px(4), context.px(1));
    }
    const ImVec2 from(mark.max.x + context.px(space::k8), area.min.y);
    if (draw_text_in(context, list, Type::Body, from, {area.max.x - context.px(space::k8), area.max.y},
                     context.theme.text, label) &&
        press.hovered)
        tooltip(context, label);
    return press;
}

Press list_row(const Context& context, std::string_view name, const Rect& area, std::string_view label,
               bool selected) {
    const Press press = touch_area(context, name, area);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (selected || press.hovered)
        fill_control(context, area, selected ? context.theme.control_active : context.theme.control_hover);
    if (selected) {
        const float bar = context.px(3);
        list.AddRectFilled({area.min.x, area.min.y + bar}, {area.min.x + bar, area.max.y - bar},
                           context.theme.accent, bar / 2);
    }
    const Rect inner = area.inset(context.px(space::k12), 0);
    if (draw_text_in(context, list, Type::Body, inner.min, inner.max, context.theme.text, label) &&
        press.hovered)
        tooltip(context, label);
    return press;
}

Press choice_field(const Context& context, std::string_view name, const Rect& area, std::string_view caption,
                   std::string_view value, bool open) {
    const Press press = touch_area(context, name, area);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    fill_control(context, area, press.hovered || open ? context.theme.control_hover : context.theme.control);
    float x = area.min.x + context.px(space::k8);
    const float icon = context.px(20);
    if (!caption.empty()) {
        const float width = text_size(context, Type::Small, caption).x;
        draw_text_in(context, list, Type::Small, {x, area.min.y}, {x + width + 1, area.max.y},
                     context.theme.text_dim, caption);
        x += width + context.px(6);
    }
    if (draw_text_in(context, list, Type::Body, {x, area.min.y}, {area.max.x - icon, area.max.y},
                     context.theme.text, value) &&
        press.hovered)
        tooltip(context, value);
    draw_icon(context, list, Icon::ChevronDown, {area.max.x - icon / 2 - context.px(2), area.center().y},
              context.theme.text_dim, 12);
    return press;
}

std::optional<int> segmented(const Context& context, std::string_view name, const Rect& area,
                             std::span<const std::string_view> labels, int selected) {
    fill_control(context, area, context.theme.control);
    const float width = area.width() / static_cast<float>(labels.size());
    std::optional<int> chosen;
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        const Rect part = rect(area.min.x + width * static_cast<float>(i), area.min.y, width, area.height());
        const std::string target = std::string(name) + "[" + std::to_string(i) + "]";
        const Press press = touch_area(context, target, part);
        if (i == selected)
            fill_control(context, part.inset(context.px(2), context.px(2)), context.theme.accent);
        else if (press.hovered)
            fill_control(context, part.inset(context.px(2), context.px(2)), context.theme.control_hover);
        draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, part.min, part.max,
                     i == selected ? context.theme.on_accent : context.theme.text, labels[i], Align::Center);
        if (press.clicked) chosen = i;
    }
    return chosen;
}

std::optional<int> position_track(const Context& context, std::string_view name, const Rect& area,
                                  int position, int count, const TrackLook& look) {
    const Press press = touch_area(context, name, area, TargetKind::Track);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float margin = context.px(std::max(look.knob_pt, 2.0f));
    const float left = area.min.x + margin;
    const float length = std::max(1.0f, area.width() - 2 * margin);
    const float y = area.center().y;
    const float half = context.px(look.thickness_pt) / 2;
    const auto x_of = [&](int i) {
        return count > 1 ? left + length * static_cast<float>(i) / static_cast<float>(count - 1) : left;
    };
    list.AddRectFilled({left, y - half}, {left + length, y + half}, context.theme.line, half);
    list.AddRectFilled({left, y - half}, {x_of(position), y + half}, context.theme.accent, half);
    if (look.ticks && count > 1 && length / static_cast<float>(count) > context.px(8))
        for (int i = 0; i < count; ++i)
            list.AddCircleFilled({x_of(i), y}, half + context.px(1),
                                 i <= position ? context.theme.accent : context.theme.line, 10);
    if (look.knob_pt > 0) {
        const float radius = context.px(look.knob_pt);
        list.AddCircleFilled({x_of(position), y}, radius, context.theme.accent, 24);
        if (press.hovered || press.held)
            list.AddCircle({x_of(position), y}, radius + context.px(2),
                           with_alpha(context.theme.accent, 0.5f), 24, context.px(2));
    }
    if (count < 2) return std::nullopt;
    if (context.keyboard.target == name && context.keyboard.nudge != 0)
        return std::clamp(position + std::exchange(context.keyboard.nudge, 0), 0, count - 1);
    if (!press.held) return std::nullopt;
    const float fraction = std::clamp((ImGui::GetIO().MousePos.x - left) / length, 0.0f, 1.0f);
    return static_cast<int>(snap_fraction(fraction, count));
}

void tooltip(const Context& context, std::string_view text) {
    if (text.empty()) return;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const ImVec2 pad(context.px(space::k8), context.px(5));
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float limit = std::min(context.px(kTooltipPt), screen.x - 2 * context.px(space::k8) - 2 * pad.x);
    const auto lines = wrap_lines(context, Type::Small, text, limit);
    float width = 0;
    for (const std::string_view line : lines)
        width = std::max(width, text_size(context, Type::Small, line).x);
    const float height = line_height(context, Type::Small) * static_cast<float>(lines.size());
    const float x = std::clamp(mouse.x + context.px(12), context.px(4),
                               std::max(context.px(4), screen.x - width - 2 * pad.x - context.px(4)));
    const bool below = mouse.y + context.px(20) + height + 2 * pad.y < screen.y;
    const float y =
        below ? mouse.y + context.px(20) : std::max(0.0f, mouse.y - context.px(12) - height - 2 * pad.y);
    const Rect plate = rect(x, y, width + 2 * pad.x, height + 2 * pad.y);
    list.AddRectFilled(plate.min, plate.max, context.theme.control_active, context.px(4));
    outline(list, plate.min, plate.max, context.theme.line, context.px(4), 1);
    ImVec2 at(plate.min.x + pad.x, plate.min.y + pad.y);
    for (const std::string_view line : lines) {
        draw_text(context, list, Type::Small, at, context.theme.text, line);
        at.y += line_height(context, Type::Small);
    }
}

}  // namespace proofsheet::ui
