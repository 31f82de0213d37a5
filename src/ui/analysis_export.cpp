#include <imgui.h>

#include <array>
#include <filesystem>

#include "ui/analysis_parts.h"
#include "ui/card.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr float kExportWidthPt = 560, kExportHeightPt = 330;
constexpr std::array<std::string_view, 3> kForms{"CSV, a row a picture", "CSV, a row a score", "JSON"};
constexpr std::array<std::string_view, 3> kExtensions{".csv", ".csv", ".json"};
constexpr std::array<std::string_view, 3> kForWhat{
    "All that is known of a picture in one line, with a column for each criterion. For spreadsheets.",
    "A line for each picture and criterion. For statistics programs.",
    "Criteria and pictures as one document. For scripts."};

/// In the data folder, until somebody types another one.
std::string first_target(const app::AppState& app) {
    return (app.configuration->config.data_dir / "exports" / "pictures.csv").native();
}

/// The file's name ends as its form asks for.
void follow_form(AnalysisPanelState& own) {
    const std::filesystem::path path(own.target);
    if (path.extension() != ".csv" && path.extension() != ".json") return;
    own.target = std::filesystem::path(path)
                     .replace_extension(kExtensions[static_cast<std::size_t>(own.form)])
                     .native();
}

std::string what_text(const app::AnalysisState& analysis) {
    const auto count = static_cast<std::int64_t>(analysis.view->rows.size());
    std::string text = counted(count, "picture", "pictures") + ", in the order of the table";
    if (analysis.query.filters()) text += ", as the filters let them through";
    return text;
}

/// The heading with the cross that closes; returns the area below.
Rect titled(const Context& context, PanelState& panel, const Rect& plate) {
    const Rect inner = plate.inset(context.px(space::k24), context.px(space::k16));
    const float side = context.px(metric::kControl);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Title, inner.min,
                 {inner.max.x - side, inner.min.y + side}, context.theme.text, "Export the table");
    const Rect cross = rect(inner.max.x - side, inner.min.y, side, side);
    if (icon_button(context, "analysis.export.close", cross, Icon::Close, "Close  (Esc)").clicked)
        panel.open_list.clear();
    return {{inner.min.x, inner.min.y + side + context.px(space::k12)}, inner.max};
}

}  // namespace

void analysis_export(const Context& context, const app::AppState& app, PanelState& panel,
                     const Rect& screen) {
    if (panel.open_list != "analysis.export" || !app.analysis->view) return;
    AnalysisPanelState& own = *panel.analysis;
    if (own.target.empty()) own.target = first_target(app);
    const Layer layer(context, "analysis export", screen, Layer::Order::Modal);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(screen.min, screen.max, context.theme.shade);
    const Rect plate = card_plate(context, screen, {kExportWidthPt, kExportHeightPt});
    const Rect outer = titled(context, panel, plate);
    const ScrollArea scroll(context, "analysis export rows", outer);
    const float content = context.px(230);
    const Rect area = rect(scroll.origin().x, scroll.origin().y,
                           content > outer.height() ? scroll.width() : outer.width(), content);
    scroll.set_content_height(content);
    float y = heading(context, area.min.x, area.min.y, what_text(*app.analysis));
    const Rect forms = rect(area.min.x, y, area.width(), context.px(metric::kControl));
    if (const auto form =
            segmented(context, "analysis.export.form", forms, kForms, static_cast<int>(own.form))) {
        own.form = static_cast<app::TableForm>(*form);
        follow_form(own);
    }
    y = heading(context, area.min.x, forms.max.y + context.px(space::k8),
                kForWhat[static_cast<std::size_t>(own.form)]);
    y = heading(context, area.min.x, y + context.px(space::k8), "File");
    const Rect file = rect(area.min.x, y, area.width(), context.px(32));
    const TextEdit edit = text_field(context, "analysis.export.file", file, own.target,
                                     "/path/of/the/table.csv", panel.focus_text);
    const float width = context.px(130);
    const Rect save = rect(area.max.x - width, area.max.y - context.px(36), width, context.px(32));
    const bool clicked =
        text_button(context, "analysis.export.save", save, "Save", ButtonLook::Accent).clicked;
    if ((!clicked && !edit.submitted) || own.target.empty()) return;
    context.emit(app::on_analysis(app::SaveTable{own.form, own.target}));
    panel.open_list.clear();
}

}  // namespace proofsheet::ui
