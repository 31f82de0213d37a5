#include "ui/text_field.h"
#include "ui/stroke.h"

#include <imgui.h>

#include <array>
#include <cstring>
#include <span>
#include <vector>

namespace proofsheet::ui {
namespace {

/// What a field has room for: a short text, or as much more than a long one.
constexpr std::size_t kRoomBytes = 4096;

struct FieldStyle {
    FieldStyle(const Context& context, const Rect& area) {
        const float pad = (area.height() - context.px(size_pt(Type::Body))) / 2;
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(context.px(space::k8), pad));
        ImGui::PushStyleColor(ImGuiCol_FrameBg, ImVec4(0, 0, 0, 0));
        ImGui::PushStyleColor(ImGuiCol_Text, context.theme.text);
        ImGui::PushStyleColor(ImGuiCol_TextDisabled, context.theme.text_dim);
        ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, with_alpha(context.theme.accent, 0.35f));
        ImGui::PushFont(context.fonts[Type::Body]);
    }
    ~FieldStyle() {
        ImGui::PopFont();
        ImGui::PopStyleColor(4);
        ImGui::PopStyleVar();
    }
    FieldStyle(const FieldStyle&) = delete;
    FieldStyle& operator=(const FieldStyle&) = delete;
};

constexpr std::size_t kMostAreaBytes = 20'001;

/// At rest the library draws no text: it does not break lines, so `draw_at_rest` does.
struct AreaStyle {
    AreaStyle(const Context& context, bool typed) {
        const auto colour = [](Colour value) { return ImGui::ColorConvertU32ToFloat4(value); };
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(context.px(space::k8), context.px(6)));
        ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, context.px(metric::kScrollBar));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
        ImGui::PushStyleColor(ImGuiCol_FrameBg, ImVec4(0, 0, 0, 0));
        ImGui::PushStyleColor(ImGuiCol_ChildBg, ImVec4(0, 0, 0, 0));
        ImGui::PushStyleColor(ImGuiCol_Text, typed ? colour(context.theme.text) : ImVec4(0, 0, 0, 0));
        ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, with_alpha(context.theme.accent, 0.35f));
        ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, ImVec4(0, 0, 0, 0));
        ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, colour(context.theme.line));
        ImGui::PushFont(context.fonts[Type::Body]);
    }
    ~AreaStyle() {
        ImGui::PopFont();
        ImGui::PopStyleColor(6);
        ImGui::PopStyleVar(3);
    }
    AreaStyle(const AreaStyle&) = delete;
    AreaStyle& operator=(const AreaStyle&) = delete;
};

/// The whole text as far as there is room, broken at spaces.
void draw_at_rest(const Context& context, const Rect& area, std::string_view text, std::string_view hint) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect inner = area.inset(context.px(space::k8), context.px(6));
    list.PushClipRect(area.min, area.max, true);
    draw_wrapped(context, list, Type::Body, inner.min, inner.width(),
                 text.empty() ? context.theme.text_dim : context.theme.text, text.empty() ? hint : text);
    list.PopClipRect();
}

/// While a field is typed in, the library keeps a text of its own; this puts another one into it.
int replace_text(ImGuiInputTextCallbackData* data) {
    const auto* text = static_cast<const std::string*>(data->UserData);
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, text->c_str());
    data->SelectionStart = data->SelectionEnd = data->CursorPos = data->BufTextLen;
    return 0;
}

}  // namespace

TextEdit text_field(const Context& context, std::string_view name, const Rect& area, std::string& text,
                    std::string_view hint, std::string& focus_text, TextShow show) {
    add_target(context, name, area, TargetKind::Text);
    fill_control(context, area, context.theme.control);
    std::array<char, kRoomBytes> short_room{};
    std::vector<char> long_room(text.size() < kRoomBytes / 2 ? 0 : text.size() + kRoomBytes);
    const std::span<char> buffer =
        long_room.empty() ? std::span<char>(short_room) : std::span<char>(long_room);
    std::memcpy(buffer.data(), text.data(), text.size());
    ImGui::SetCursorScreenPos(area.min);
    const FieldStyle style(context, area);
    ImGui::SetNextItemWidth(area.width());
    ImGui::PushID(name.data(), name.data() + name.size());
    if (take_keyboard(context, name, area) || focus_text == name) {
        ImGui::SetKeyboardFocusHere();
        focus_text.clear();
    }
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue;
    if (show == TextShow::Secret) flags |= ImGuiInputTextFlags_Password;
    KeyFocus& keyboard = context.keyboard;
    const bool replaced = keyboard.typed_name == name && keyboard.typed_text != text;
    if (replaced) flags |= ImGuiInputTextFlags_CallbackAlways;
    TextEdit edit;
    edit.submitted = ImGui::InputTextWithHint("", std::string(hint).c_str(), buffer.data(), buffer.size(),
                                              flags, replaced ? replace_text : nullptr, &text);
    edit.active = ImGui::IsItemActive();
    if (edit.active) keyboard.typing = name;
    edit.left = ImGui::IsItemDeactivated() && !edit.submitted;
    ImGui::PopID();
    if (edit.active)
        outline(*ImGui::GetWindowDrawList(), area.min, area.max, context.theme.accent,
                context.px(metric::kRadius), context.px(1.5f));
    // With EnterReturnsTrue the buffer holds what was typed in every frame in which the field is active.
    if ((edit.active || edit.submitted) && text != buffer.data()) {
        text = buffer.data();
        edit.changed = true;
    }
    if (edit.active) {
        keyboard.typed_name = name;
        keyboard.typed_text = text;
    } else if (keyboard.typed_name == name) {
        keyboard.typed_name.clear();
    }
    return edit;
}

TextEdit text_area(const Context& context, std::string_view name, const Rect& area, std::string& text,
                   std::string_view hint, std::string& focus_text) {
    add_target(context, name, area, TargetKind::Text);
    fill_control(context, area, context.theme.control);
    KeyFocus& keyboard = context.keyboard;
    const bool was_typed = keyboard.typed_name == name;
    std::vector<char> buffer(kMostAreaBytes);
    std::memcpy(buffer.data(), text.data(), std::min(text.size(), buffer.size() - 1));
    ImGui::SetCursorScreenPos(area.min);
    const AreaStyle style(context, was_typed);
    ImGui::PushID(name.data(), name.data() + name.size());
    if (take_keyboard(context, name, area) || focus_text == name) {
        ImGui::SetKeyboardFocusHere();
        focus_text.clear();
    }
    const bool replaced = was_typed && keyboard.typed_text != text;
    const ImGuiInputTextFlags flags = replaced ? ImGuiInputTextFlags_CallbackAlways : 0;
    TextEdit edit;
    edit.changed =
        ImGui::InputTextMultiline("", buffer.data(), buffer.size(), ImVec2(area.width(), area.height()),
                                  flags, replaced ? replace_text : nullptr, &text);
    edit.active = ImGui::IsItemActive();
    edit.left = ImGui::IsItemDeactivated();
    ImGui::PopID();
    if (edit.active) keyboard.typing = name;
    if (edit.active)
        outline(*ImGui::GetWindowDrawList(), area.min, area.max, context.theme.accent,
                context.px(metric::kRadius), context.px(1.5f));
    if (!was_typed) draw_at_rest(context, area, text, hint);
    if (edit.changed) text = buffer.data();
    if (edit.active) {
        keyboard.typed_name = name;
        keyboard.typed_text = text;
    } else if (was_typed) {
        keyboard.typed_name.clear();
    }
    return edit;
}

}  // namespace proofsheet::ui
