#include <imgui.h>

#include <algorithm>
#include <utility>

#include "ui/key_bindings.h"
#include "ui/settings_parts.h"

namespace proofsheet::ui {
namespace {

using Bindings = std::span<const app::KeyBinding>;

void write(const Context& context, SettingsPanelState& settings, const Rebinding& rebinding) {
    context.emit(app::ChangeSettings{rebinding.edits});
    settings.doubted.reset();
    settings.key_error.clear();
}

/// The key that was pressed for an action becomes its only one, at once unless another action loses it.
void take_recorded(const Context& context, Bindings bindings, SettingsPanelState& settings) {
    if (!settings.recorded || !settings.recording) return;
    const auto chord = std::exchange(settings.recorded, std::nullopt);
    const auto action = std::exchange(settings.recording, std::nullopt);
    const Result<Rebinding> planned = plan_binding(bindings, *action, {*chord});
    settings.key_error = planned ? std::string() : planned.error().message;
    if (!planned) return;
    if (planned->conflicts.empty()) return write(context, settings, *planned);
    settings.doubted = *planned;
}

std::string keys_of(const Context& context, Action action) {
    std::string text;
    for (const Chord& chord : context.keymap.chords_of(action))
        text += (text.empty() ? "" : "   ") + display_chord(chord);
    return text.empty() ? "no key" : text;
}

/// What stands in the way of the key that was pressed, and the way out.
float doubt_row(const Context& context, SettingsPanelState& settings, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float button = context.px(96);
    const Rect take = rect(area.max.x - 2 * button - context.px(8), area.min.y, button, area.height());
    const Rect leave = rect(area.max.x - button, area.min.y, button, area.height());
    draw_text_in(context, list, Type::Small, area.min, {take.min.x - context.px(8), area.max.y},
                 context.theme.warn, to_text(settings.doubted->conflicts.front()));
    const bool taken =
        text_button(context, "settings.keys.take", take, "Take it", ButtonLook::Accent).clicked;
    const bool left = text_button(context, "settings.keys.leave", leave, "Leave it").clicked;
    if (taken) write(context, settings, Rebinding(*settings.doubted));
    if (left) settings.doubted.reset();
    return area.height();
}

void action_row(const Context& context, Bindings bindings, SettingsPanelState& settings,
                const ActionInfo& info, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string name = "settings.key." + std::string(info.name);
    const float button = context.px(76);
    const Rect reset = rect(area.max.x - button, area.min.y, button, area.height());
    const Rect change = rect(reset.min.x - button - context.px(4), area.min.y, button, area.height());
    const float middle = area.min.x + area.width() * 0.5f;
    draw_text_in(context, list, Type::Body, area.min, {middle, area.max.y}, context.theme.text, info.title);
    const bool recording = settings.recording == info.action;
    draw_text_in(context, list, recording ? Type::Body : Type::Mono, {middle, area.min.y},
                 {change.min.x - context.px(8), area.max.y}, context.theme.accent,
                 recording ? "Press a key, Esc cancels" : keys_of(context, info.action));
    if (text_button(context, name + ".change", change, "Change",
                    recording ? ButtonLook::Selected : ButtonLook::Control)
            .clicked) {
        settings.recording = info.action;
        settings.recorded.reset();
        settings.doubted.reset();
        settings.key_error.clear();
    }
    if (is_rebound(bindings, info.action) &&
        text_button(context, name + ".reset", reset, "Reset", ButtonLook::Plain).clicked)
        write(context, settings, plan_reset(bindings, info.action));
}

}  // namespace

float key_rows(const Context& context, const app::AppState& app, PanelState& panel, ImVec2 top, float width) {
    SettingsPanelState& settings = panel.settings;
    const Bindings bindings = app.configuration->config.keys;
    take_recorded(context, bindings, settings);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = top.y;
    const float row = context.px(metric::kControl);
    if (!settings.key_error.empty())
        y += draw_wrapped(context, list, Type::Small, {top.x, y}, width, context.theme.bad,
                          settings.key_error);
    std::string_view section;
    for (const ActionInfo& info : action_table()) {
        if (info.section != section) {
            y += context.px(space::k8);
            draw_text(context, list, Type::Small, {top.x, y}, context.theme.text_dim, info.section);
            y += context.px(22);
            section = info.section;
        }
        action_row(context, bindings, settings, info, rect(top.x, y, width, row - context.px(2)));
        y += row;
        if (settings.doubted && settings.doubted->action == info.action)
            y += doubt_row(context, settings, rect(top.x, y, width, row)) + context.px(4);
    }
    y += context.px(space::k8);
    if (!bindings.empty() && text_button(context, "settings.keys.reset_all",
                                         rect(top.x, y, context.px(220), row), "Reset all keys")
                                 .clicked)
        context.emit(app::ChangeSettings{reset_all_edits()});
    return y + row - top.y;
}

}  // namespace proofsheet::ui
