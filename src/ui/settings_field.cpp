#include <imgui.h>

#include <algorithm>

#include "ui/line_column.h"
#include "ui/settings_parts.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr float kFieldPt = 440;

void save(const Context& context, const app::SettingField& field, const std::string& text) {
    context.emit(app::ChangeSettings{{app::to_edit(field.setting->key, text)}});
}

Rect narrow(const Context& context, const Rect& area) {
    return rect(area.min.x, area.min.y, std::min(area.width(), context.px(kFieldPt)), area.height());
}

/// A field that saves when Enter is pressed or the keyboard leaves it, unless the text is wrong. Returns what
/// is wrong with it.
std::optional<std::string> text_setting(const Context& context, const app::SettingField& field,
                                        PanelState& panel, const Rect& area) {
    const std::string key(field.setting->key);
    auto& drafts = panel.settings.drafts;
    std::string text = drafts.contains(key) ? drafts[key] : field.text;
    const bool secret = field.setting->kind == app::SettingKind::Secret;
    const TextEdit edit = text_field(context, "settings." + key, narrow(context, area), text, field.hint,
                                     panel.focus_text, secret ? TextShow::Secret : TextShow::Plain);
    if (edit.changed) drafts[key] = text;
    if (!drafts.contains(key)) return std::nullopt;
    const auto wrong = app::check_field(key, text);
    if (wrong || !(edit.submitted || edit.left)) return wrong;
    drafts.erase(key);
    if (text != field.text) save(context, field, text);
    return std::nullopt;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        if (!line.empty()) text += line + "\n";
    return text;
}

/// One line of a list, with a button that takes it out. True when the list changed.
bool list_item(const Context& context, const std::string& name, PanelState& panel, const Rect& area,
               std::string& line) {
    auto& drafts = panel.settings.drafts;
    std::string text = drafts.contains(name) ? drafts[name] : line;
    const Rect field = narrow(context, area);
    const TextEdit edit =
        text_field(context, "settings." + name, field, text, "Add a folder", panel.focus_text);
    if (edit.changed) drafts[name] = text;
    bool changed = false;
    if ((edit.submitted || edit.left) && drafts.erase(name) > 0 && text != line) {
        line = text;
        changed = true;
    }
    const Rect remove = rect(field.max.x + context.px(space::k4), area.min.y, area.height(), area.height());
    if (!line.empty() &&
        icon_button(context, "settings." + name + ".remove", remove, Icon::Delete, "Take it out").clicked) {
        line.clear();
        changed = true;
    }
    return changed;
}

std::optional<std::string> list_setting(const Context& context, const app::SettingField& field,
                                        PanelState& panel, LineColumn& column) {
    std::vector<std::string> lines = lines_of(field.text);
    lines.emplace_back();  // the place for the next one
    bool changed = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string name = std::string(field.setting->key) + "[" + std::to_string(i) + "]";
        changed = list_item(context, name, panel, column.next(metric::kControl), lines[i]) || changed;
        column.gap(space::k4);
    }
    if (!changed) return std::nullopt;
    const std::string text = joined(lines);
    const auto wrong = app::check_field(field.setting->key, text);
    if (!wrong) save(context, field, text);
    return wrong;
}

void choice_setting(const Context& context, const app::SettingField& field, const Rect& area) {
    const auto choices = field.setting->choices;
    const std::string now = field.text.empty() ? std::string(field.setting->default_text) : field.text;
    const auto found = std::find(choices.begin(), choices.end(), now);
    const int selected = found == choices.end() ? -1 : static_cast<int>(found - choices.begin());
    const float width = context.px(96) * static_cast<float>(choices.size());
    if (const auto chosen = segmented(context, "settings." + std::string(field.setting->key),
                                      rect(area.min.x, area.min.y, width, area.height()), choices, selected))
        save(context, field, std::string(choices[static_cast<std::size_t>(*chosen)]));
}

std::optional<std::string> draw_field(const Context& context, const app::SettingField& field,
                                      PanelState& panel, LineColumn& column) {
    switch (field.setting->kind) {
        case app::SettingKind::FolderList:
            return list_setting(context, field, panel, column);
        case app::SettingKind::Choice:
            choice_setting(context, field, column.next(metric::kControl));
            return std::nullopt;
        default:
            return text_setting(context, field, panel, column.next(metric::kControl));
    }
}

void title_line(const Context& context, const app::SettingField& field, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const app::Setting& setting = *field.setting;
    std::string title(setting.title);
    if (!setting.unit.empty()) title += " (" + std::string(setting.unit) + ")";
    draw_text_in(context, list, Type::Body, area.min, area.max, context.theme.text, title);
    const float after = text_size(context, Type::Body, title).x + context.px(space::k12);
    draw_text_in(context, list, Type::Mono, {area.min.x + after, area.min.y}, area.max,
                 context.theme.text_dim, setting.key);
    if (!field.is_set) return;
    const float width = context.px(130);
    const Rect reset = rect(area.max.x - width, area.min.y, width, area.height());
    if (text_button(context, "settings." + std::string(setting.key) + ".reset", reset, "Back to default",
                    ButtonLook::Plain)
            .clicked) {
        panel.settings.drafts.clear();
        save(context, field, "");
    }
}

}  // namespace

float setting_row(const Context& context, const app::SettingField& field, PanelState& panel, ImVec2 top,
                  float width) {
    LineColumn column(context, top, width);
    title_line(context, field, panel, column.next(24));
    column.gap(space::k4);
    const auto wrong = draw_field(context, field, panel, column);
    column.gap(space::k4);
    if (wrong) column.text(context.theme.bad, *wrong);
    column.text(context.theme.text_dim, field.setting->help);
    if (!field.overridden_by.empty())
        column.text(context.theme.warn, field.overridden_by + " wins over this.");
    if (field.setting->takes_effect == app::TakesEffect::AtNextStart)
        column.text(context.theme.text_dim, "Takes effect at the next start.");
    column.gap(space::k16);
    return column.height();
}

}  // namespace proofsheet::ui
