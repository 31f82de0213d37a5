#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/analysis_parts.h"
#include "ui/picture_view.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

constexpr float kLargeRowPt = 44, kPreviewPt = 280;

float row_height(const Context& context, const app::AnalysisState& analysis) {
    return context.px(analysis.row_size == app::RowSize::Large ? kLargeRowPt : metric::kDenseRow);
}

Colour ink_of(const Context& context, const review::TableColumn& column, std::string_view text) {
    if (column.key == "flag") return text == "reject" ? context.theme.bad : context.theme.good;
    return context.theme.text;
}

void cell(const Context& context, ImDrawList& list, const ColumnAt& at, std::uint32_t row, const Rect& line) {
    const review::TableColumn& column = *at.column;
    const std::string_view text = column.text(row);
    if (text.empty()) return;
    const Rect area = rect(at.x, line.min.y, at.width, line.height()).inset(context.px(space::k8), 0);
    if (column.kind == review::ValueKind::Score) {
        const double score = column.numbers[static_cast<std::size_t>(column.cells[row])];
        return score_badge(context, list, area, text, score, column.least, column.most);
    }
    const bool number = column.kind == review::ValueKind::Number;
    draw_text_cut(context, list, number ? Type::Mono : Type::Body, area.min, area.max,
                  ink_of(context, column, text), text, number ? Align::Right : Align::Left);
}

PictureRequest request_of(const app::AppState& app, const review::TablePicture& picture, const Rect& area) {
    return {{picture.path, picture.stamp, cache::Level::Proxy},
            {},
            box_of(area),
            {cache::Priority::Visible, 1},
            false,
            app.now};
}

void thumbnail(const Context& context, const app::AppState& app, cache::TextureCache& textures,
               const review::TablePicture& picture, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.picture_surround);
    if (picture.path.empty())
        return draw_icon(context, list, Icon::Missing, area.center(), context.theme.text_dim, 14);
    ShownCell shown;
    const PictureOutcome outcome =
        show_picture(context, list, textures, shown, request_of(app, picture, area));
    if (outcome.level == CellLevel::Failed)
        draw_icon(context, list, Icon::Broken, area.center(), context.theme.text_dim, 14);
}

/// The picture beside the pointer, large enough to be judged.
void preview(const Context& context, const app::AppState& app, cache::TextureCache& textures,
             const review::TablePicture& picture, const Rect& beside) {
    if (picture.path.empty()) return;
    const float side = context.px(kPreviewPt);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float y = std::clamp(beside.center().y - side / 2, context.px(4),
                               std::max(context.px(4), screen.y - side - context.px(4)));
    const Rect plate = rect(beside.max.x + context.px(space::k8), y, side, side);
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled(plate.min, plate.max, context.theme.picture_surround);
    ShownCell shown;
    show_picture(context, list, textures, shown, request_of(app, picture, plate));
}

void view_row(const Context& context, int place) {
    context.emit(app::on_analysis(app::GoToTableRow{place}));
    context.emit(app::on_analysis(app::ViewTablePicture{}));
}

/// The picture and the button that opens it.
void picture_column(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                    const review::TablePicture& picture, int place, const Rect& line) {
    const float width = context.px(40);
    const Rect thumb = rect(line.min.x + context.px(space::k4), line.min.y + context.px(1), width,
                            line.height() - context.px(2));
    const Press on_thumb =
        touch_area(context, place_name("analysis.thumb", place), thumb, TargetKind::Surface);
    const Rect button = rect(thumb.max.x + context.px(space::k4), line.min.y, context.px(48), line.height());
    const Press on_view =
        touch_area(context, place_name("analysis.view", place), button, TargetKind::Surface);
    thumbnail(context, app, textures, picture, thumb);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, button.min, button.max,
                 on_view.hovered ? context.theme.text : context.theme.accent, "View", Align::Center);
    if (on_view.hovered) tooltip(context, "Open in Review  (Enter); Esc comes back");
    if (on_thumb.hovered) preview(context, app, textures, picture, thumb);
    if (on_thumb.clicked || on_view.clicked) view_row(context, place);
}

void row(const Context& context, const app::AppState& app, cache::TextureCache& textures,
         const std::vector<ColumnAt>& columns, int place, const Rect& line) {
    const app::AnalysisState& analysis = *app.analysis;
    const std::uint32_t number = analysis.view->rows[static_cast<std::size_t>(place)];
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool hovered = box_of(line).contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered();
    row_ground(context, line, place == analysis.cursor, hovered);
    picture_column(context, app, textures, analysis.view->table->pictures[number], place, line);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const ColumnAt& column : columns) cell(context, list, column, number, line);
    const Rect rest = {{line.min.x + picture_column_width(context), line.min.y}, line.max};
    const Press press = touch_area(context, place_name("analysis.row", place), rest, TargetKind::Surface);
    if (press.double_clicked)
        view_row(context, place);
    else if (press.clicked)
        context.emit(app::on_analysis(app::GoToTableRow{place}));
}

/// With Shift, or a wheel that tilts, the columns go by.
void scroll_columns(const Context& context, AnalysisPanelState& own, const Rect& area) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!box_of(area).contains({io.MousePos.x, io.MousePos.y}) || !ImGui::IsWindowHovered()) return;
    own.wheel -= io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0.0f);
    const int whole = static_cast<int>(own.wheel);
    if (whole == 0) return;
    own.wheel -= static_cast<float>(whole);
    context.emit(app::on_analysis(app::ScrollColumns{whole}));
}

}  // namespace

void analysis_table(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area) {
    const app::AnalysisState& analysis = *app.analysis;
    AnalysisPanelState& own = *panel.analysis;
    const float bar = context.px(metric::kScrollBar);
    const Rect header = {area.min, {area.max.x - bar, area.min.y + context.px(metric::kColumnHeader)}};
    analysis_header(context, analysis, own, header);
    const Rect rows = {{area.min.x, header.max.y}, area.max};
    if (analysis.view != own.view) {
        if (own.view && own.view->query != analysis.view->query) own.rows.last_cursor = -1;
        own.view = analysis.view;
    }
    const float height = row_height(context, analysis);
    scroll_columns(context, own, rows);
    scroll_rows(context, "analysis.scroll", own.rows, rows, height,
                static_cast<int>(analysis.view->rows.size()), analysis.cursor);
    const Rect lines = {rows.min, {rows.max.x - bar, rows.max.y}};
    const Rect fields = {{lines.min.x + picture_column_width(context), lines.min.y}, lines.max};
    const auto columns = columns_at(context, analysis, fields);
    ImGui::PushClipRect(lines.min, lines.max, true);
    for (int place = own.rows.first; place <= own.rows.last; ++place)
        row(context, app, textures, columns, place, row_area(own.rows, lines, height, place));
    ImGui::PopClipRect();
}

}  // namespace proofsheet::ui
