#pragma once

#include "app/state.h"
#include "core/size.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// Where the cells of the grid lie, in device pixels. Pure geometry; only visible cells are ever touched.
struct GridLayout {
    Rect area;            ///< of the whole panel
    Rect cells;           ///< without the headers
    float column_px = 0;  ///< width of a column with its gap
    float row_px = 0;
    float gap_px = 0;
    int columns = 0;
    int rows = 0;
    float scroll_x = 0;
    float scroll_y = 0;

    float content_width() const { return column_px * static_cast<float>(columns); }
    float content_height() const { return row_px * static_cast<float>(rows); }
    float most_scroll_x() const;
    float most_scroll_y() const;
    /// The picture's place in a cell, on whole pixels.
    Rect cell(int column, int row) const;
    Rect column_header(int column) const;
    Rect row_header(int row) const;
    int first_column() const;
    int last_column() const;
    int first_row() const;
    int last_row() const;
};

/// The grid fits its area unless a hand has sized the cells or they would become too small. `picture` gives
/// the shape of a cell, 0 x 0 is square. Scroll offsets are clamped.
GridLayout layout_grid(const app::AppState& app, const Rect& area, SizePx picture, float scroll_x,
                       float scroll_y, float scale);

/// The scroll offset along one axis that brings [from, from + extent) into view with the least movement.
float scrolled_into_view(float scroll, float from, float extent, float visible);

}  // namespace proofsheet::ui
