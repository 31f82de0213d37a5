#include "ui/layer.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace proofsheet::ui {

Layer::Layer(const Context& context, const char* name, const Rect& area, Order order) {
    context.targets.begin_layer(order == Order::Modal, box_of(area));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                             ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse;
    // A toast that appears must not take the keyboard from the field that is typed in.
    flags |= ImGuiWindowFlags_NoFocusOnAppearing;
    if (order == Order::Background) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    ImGui::SetNextWindowPos(area.min);
    ImGui::SetNextWindowSize(ImVec2(area.width(), area.height()));
    ImGui::Begin(name, nullptr, flags);
    ImGui::PopStyleVar(4);
    // Layers lie above each other as they are drawn, whichever was clicked last.
    if (order != Order::Background) ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}

Layer::~Layer() {
    ImGui::End();
}

ScrollArea::ScrollArea(const Context& context, const char* name, const Rect& area) {
    const float bar = context.px(metric::kScrollBar);
    ImGui::SetCursorScreenPos(area.min);
    ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, bar);
    ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarRounding, bar / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    const auto colour = [](Colour value) { return ImGui::ColorConvertU32ToFloat4(value); };
    ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, ImVec4(0, 0, 0, 0));
    ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, colour(context.theme.line));
    ImGui::PushStyleColor(ImGuiCol_ScrollbarGrabHovered, colour(context.theme.text_dim));
    ImGui::PushStyleColor(ImGuiCol_ScrollbarGrabActive, colour(context.theme.text_dim));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ImVec4(0, 0, 0, 0));
    ImGui::BeginChild(name, ImVec2(area.width(), area.height()), 0, ImGuiWindowFlags_NoNav);
    ImGui::PopStyleColor(5);
    ImGui::PopStyleVar(3);
    origin_ = ImGui::GetCursorScreenPos();
    width_ = area.width() - bar - context.px(2);
    visible_ = area.height();
}

ScrollArea::~ScrollArea() {
    ImGui::EndChild();
}

void ScrollArea::scroll_by_keys(const Context& context, int& lines) const {
    const int asked = std::exchange(lines, 0);
    if (asked == 0) return;
    const float to = ImGui::GetScrollY() + static_cast<float>(asked) * context.px(metric::kDenseRow);
    ImGui::SetScrollY(std::clamp(to, 0.0f, ImGui::GetScrollMaxY()));
}

void ScrollArea::show(float from, float height) const {
    const float top = ImGui::GetScrollY();
    if (from < top) ImGui::SetScrollY(from);
    if (from + height > top + visible_) ImGui::SetScrollY(from + height - visible_);
}

void ScrollArea::set_content_height(float height) const {
    ImGui::SetCursorScreenPos(ImVec2(origin_.x, origin_.y + std::max(0.0f, std::floor(height) - 2)));
    ImGui::Dummy(ImVec2(1, 1));
}

}  // namespace proofsheet::ui
