#include "ui/text_field.h"
#include "ui/stroke.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace proofsheet::ui {
namespace {

constexpr std::size_t kMostBytes = 4096;

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
    std::array<char, kMostBytes> buffer{};
    std::memcpy(buffer.data(), text.data(), std::min(text.size(), buffer.size() - 1));
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

}  // namespace proofsheet::ui
