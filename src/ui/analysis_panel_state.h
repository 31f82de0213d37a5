#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "app/analysis_state.h"

namespace proofsheet::ui {

/// A list of rows of one height of which only the visible ones are drawn.
struct RowWindow {
    float top = 0;  ///< rows above the upper edge, with a fraction
    int page = 1;   ///< whole rows that fit
    int first = 0;  ///< drawn in the last frame
    int last = -1;
    int last_cursor = -1;  ///< that was scrolled into view last
};

/// Small state of the Analysis screen: scroll offsets, drafts, open lists.
struct AnalysisPanelState {
    RowWindow rows;                                 ///< of the table
    RowWindow groups;                               ///< of the ranking
    std::shared_ptr<const review::TableView> view;  ///< that was drawn last
    std::string search;                             ///< as it is typed
    std::string dragged;  ///< key of the column whose header is dragged, empty for none
    float wheel = 0;      ///< part of a column that the wheel has turned
    /// Indices of the groups in their order, and what they were ordered for.
    std::vector<std::size_t> order;
    std::shared_ptr<const review::TableView> ordered_view;
    app::RankOrder ordered_by = app::RankOrder::ByValue;
    int first_group = 0;  ///< at the left edge of the chart
    app::TableForm form = app::TableForm::WideCsv;
    std::string target;  ///< path of the file to be written
};

}  // namespace proofsheet::ui
