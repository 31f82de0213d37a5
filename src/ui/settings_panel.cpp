#include <imgui.h>

#include <algorithm>

#include "core/file_bytes.h"
#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/settings_parts.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr float kWidestSettingsPt = 720;

std::vector<std::string_view> sections() {
    std::vector<std::string_view> names;
    for (const app::Setting& setting : app::settings())
        if (names.empty() || names.back() != setting.section) names.push_back(setting.section);
    return names;
}

void section_list(const Context& context, PanelState& panel, const Rect& area) {
    const float row = context.px(metric::kControl + 4);
    text_field(context, "settings.search",
               rect(area.min.x, area.min.y, area.width(), context.px(metric::kControl)),
               panel.settings.search, "Search settings", panel.focus_text);
    float y = area.min.y + row + context.px(space::k8);
    const auto names = sections();
    if (panel.settings.section.empty()) panel.settings.section = names.front();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool selected = panel.settings.search.empty() && panel.settings.section == names[i];
        const Rect place = rect(area.min.x, y, area.width(), row - context.px(2));
        if (list_row(context, "settings.section[" + std::to_string(i) + "]", place, names[i], selected)
                .clicked) {
            panel.settings.section = names[i];
            panel.settings.search.clear();
        }
        y += row;
    }
}

bool is_shown(const app::SettingField& field, const SettingsPanelState& settings,
              const std::vector<const app::Setting*>& found) {
    if (settings.search.empty()) return field.setting->section == settings.section;
    return std::find(found.begin(), found.end(), field.setting) != found.end();
}

void setting_list(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const ScrollArea scroll(context, "settings", area);
    const float width = std::min(scroll.width(), context.px(kWidestSettingsPt));
    const auto found = app::find_settings(panel.settings.search);
    float y = scroll.origin().y;
    bool any = false;
    for (const app::SettingField& field : app.setting_fields) {
        if (!is_shown(field, panel.settings, found)) continue;
        any = true;
        const ImVec2 top(scroll.origin().x, y);
        y += field.setting->kind == app::SettingKind::Bindings
                 ? key_rows(context, app, panel, top, width)
                 : setting_row(context, field, panel, top, width);
    }
    if (!any)
        draw_text(context, *ImGui::GetWindowDrawList(), Type::Body, scroll.origin(), context.theme.text_dim,
                  app.setting_fields.empty() ? "Reading the configuration…" : "No setting has these words.");
    scroll.set_content_height(y - scroll.origin().y);
}

}  // namespace

void settings_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect inner = area.inset(context.px(space::k24), context.px(space::k16));
    const float line = context.px(metric::kControl);
    draw_text_in(context, list, Type::Display, inner.min, {inner.max.x, inner.min.y + line},
                 context.theme.text, "Settings");
    const std::string file = "Kept in " + display_path(app.configuration->settings_file);
    draw_text_in(context, list, Type::Small, {inner.min.x, inner.min.y + line},
                 {inner.max.x, inner.min.y + line + context.px(20)}, context.theme.text_dim, file);
    const float top = inner.min.y + line + context.px(36);
    const float left = std::min(context.px(200), inner.width() * 0.35f);
    section_list(context, panel, {{inner.min.x, top}, {inner.min.x + left, inner.max.y}});
    setting_list(context, app, panel, {{inner.min.x + left + context.px(space::k32), top}, inner.max});
}

}  // namespace proofsheet::ui
