#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/analysis_command.h"
#include "app/analysis_state.h"
#include "ui/analysis_panel_state.h"
#include "ui/panels.h"

/// The pieces of the Analysis screen. Only its own files include this.
namespace proofsheet::ui {

// analysis_rows.cpp: what all of its lists share
/// Draws one line inside a rectangle; what does not fit is cut off at the end, whatever its length. True when
/// it was cut.
bool draw_text_cut(const Context& context, ImDrawList& list, Type type, ImVec2 min, ImVec2 max, Colour colour,
                   std::string_view text, Align align = Align::Left);
/// Scrolls by wheel and bar, brings the cursor into view when it has moved, and says which rows are visible.
void scroll_rows(const Context& context, std::string_view name, RowWindow& rows, const Rect& area,
                 float row_px, int count, int cursor);
/// Where a row lies.
Rect row_area(const RowWindow& rows, const Rect& area, float row_px, int place);
/// The ground of a row: under the cursor, under the pointer, or none.
void row_ground(const Context& context, const Rect& row, bool is_cursor, bool hovered);
/// "analysis.row[3]".
std::string place_name(std::string_view list, int place);
/// A number on the colour of its place on the scale, in the middle of `area`.
void score_badge(const Context& context, ImDrawList& list, const Rect& area, std::string_view text,
                 double score, int least, int most);

// The pages
void analysis_table(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area);
void analysis_header(const Context& context, const app::AnalysisState& analysis, AnalysisPanelState& own,
                     const Rect& area);
void analysis_ranking(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void analysis_chart(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);

// analysis_bars.cpp: what stands above them
void analysis_top_bar(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void analysis_filter_bar(const Context& context, const app::AppState& app, PanelState& panel,
                         const Rect& area);

// analysis_lists.cpp, analysis_columns.cpp, analysis_export.cpp: what opens above everything
void analysis_lists(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
void analysis_columns(const Context& context, const app::AppState& app, PanelState& panel,
                      const Rect& screen);
void analysis_export(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
/// A plate below the field that opened a list; closes the list when something else is clicked.
Rect list_plate(const Context& context, PanelState& panel, const Target& field, ImVec2 size,
                const Rect& screen);

// analysis_columns_layout.cpp
/// A column as it is drawn.
struct ColumnAt {
    const review::TableColumn* column = nullptr;
    float x = 0;
    float width = 0;
};
/// The columns that fit, from the first one at the left edge on; spare room goes to the prompt.
std::vector<ColumnAt> columns_at(const Context& context, const app::AnalysisState& analysis,
                                 const Rect& area);
/// The picture and the button that opens it, left of the columns, in device pixels.
float picture_column_width(const Context& context);

/// The order of the groups, kept until the view or the wish changes.
const std::vector<std::size_t>& group_order(const app::AnalysisState& analysis, AnalysisPanelState& own);
/// "Overall quality", or the key itself when the table lacks the column.
std::string title_of(const app::AnalysisState& analysis, const std::string& key);
std::string_view label_of(review::FlagFilter flag);
/// "n = 12 · mean 7.4 · ..."
std::string spread_text(const review::RankGroup& group);

}  // namespace proofsheet::ui
