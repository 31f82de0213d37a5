#include "ui/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::ui {
namespace {

struct CellPx {
    float width;
    float height;
};

/// The largest cell of this shape (width / height) with which the whole grid is visible.
CellPx largest_that_fits(float width, float height, float aspect) {
    const float fitted = std::min(width, height * aspect);
    return {fitted, fitted / aspect};
}

CellPx scaled_to(CellPx cell, float shorter_side) {
    const float factor = shorter_side / std::max(1.0f, std::min(cell.width, cell.height));
    return {cell.width * factor, cell.height * factor};
}

CellPx automatic_cell(const Rect& cells, int columns, int rows, float aspect, float scale) {
    const float smallest = metric::kSmallestCell * scale;
    const float largest = metric::kLargestCell * scale;
    const float per_column = cells.width() / static_cast<float>(columns);
    const float per_row = cells.height() / static_cast<float>(rows);
    CellPx cell = largest_that_fits(per_column, per_row, aspect);
    if (std::min(cell.width, cell.height) < smallest) {
        // Too many to see all: use the width when that leaves cells large enough, and scroll down.
        const CellPx by_width = largest_that_fits(per_column, cells.height(), aspect);
        const float comfortable = 2 * smallest;
        const float side = std::clamp(std::min(by_width.width, by_width.height), smallest, comfortable);
        cell = scaled_to(cell, side);
    }
    if (std::max(cell.width, cell.height) > largest) {
        const float factor = largest / std::max(cell.width, cell.height);
        // A lone picture may fill the window.
        if (columns * rows > 1) cell = {cell.width * factor, cell.height * factor};
    }
    return cell;
}

int first_visible(float scroll, float pitch, int count) {
    return std::clamp(static_cast<int>(std::floor(scroll / pitch)), 0, std::max(0, count - 1));
}

int last_visible(float scroll, float visible, float pitch, int count) {
    return std::min(count - 1, static_cast<int>(std::ceil((scroll + visible) / pitch)) - 1);
}

}  // namespace

float GridLayout::most_scroll_x() const {
    return std::max(0.0f, content_width() - cells.width());
}
float GridLayout::most_scroll_y() const {
    return std::max(0.0f, content_height() - cells.height());
}

Rect GridLayout::cell(int column, int row) const {
    const float x = std::floor(cells.min.x - scroll_x + column_px * static_cast<float>(column));
    const float y = std::floor(cells.min.y - scroll_y + row_px * static_cast<float>(row));
    return rect(x, y, std::floor(column_px - gap_px), std::floor(row_px - gap_px));
}

Rect GridLayout::column_header(int column) const {
    const Rect below = cell(column, 0);
    return {{below.min.x, area.min.y}, {below.max.x, cells.min.y}};
}

Rect GridLayout::row_header(int row) const {
    const Rect right = cell(0, row);
    return {{area.min.x, right.min.y}, {cells.min.x, right.max.y}};
}

int GridLayout::first_column() const {
    return first_visible(scroll_x, column_px, columns);
}
int GridLayout::last_column() const {
    return last_visible(scroll_x, cells.width(), column_px, columns);
}
int GridLayout::first_row() const {
    return first_visible(scroll_y, row_px, rows);
}
int GridLayout::last_row() const {
    return last_visible(scroll_y, cells.height(), row_px, rows);
}

GridLayout layout_grid(const app::AppState& app, const Rect& area, SizePx picture, float scroll_x,
                       float scroll_y, float scale) {
    GridLayout layout;
    layout.area = area;
    layout.columns = static_cast<int>(app.view->columns.size());
    layout.rows = static_cast<int>(app.view->rows.size());
    layout.gap_px = std::round(metric::kCellGap * scale);
    const bool has_x = app.query.mapping.x.has_value();
    const bool has_y = app.query.mapping.y.has_value();
    const float left = has_y ? metric::kRowHeader * scale : space::k8 * scale;
    const float top = has_x ? metric::kColumnHeader * scale : space::k8 * scale;
    layout.cells = {{std::round(area.min.x + left), std::round(area.min.y + top)},
                    {area.max.x - std::round(metric::kScrollBar * scale),
                     area.max.y - std::round(metric::kScrollBar * scale)}};
    const float aspect =
        picture.area() > 0
            ? std::clamp(static_cast<float>(picture.width) / static_cast<float>(picture.height), 0.4f, 2.5f)
            : 1.0f;
    const CellPx automatic =
        automatic_cell(layout.cells, std::max(1, layout.columns), std::max(1, layout.rows), aspect, scale);
    const auto chosen = [&](const std::optional<float>& points, float otherwise) {
        return std::floor(std::max(points ? *points * scale : otherwise, 24 * scale));
    };
    layout.column_px = chosen(app.cell_size.column_width, automatic.width);
    layout.row_px = chosen(app.cell_size.row_height, automatic.height);
    // A grid with room to spare stands clear of the drawer, whether that is open or not: nothing moves when
    // it opens.
    const float spare = std::floor(std::max(0.0f, layout.cells.width() - layout.content_width()));
    const float shift = std::min(spare, std::max(std::floor(spare / 2), std::round(metric::kDrawer * scale)));
    layout.area.min.x += shift;
    layout.cells.min.x += shift;
    layout.scroll_x = std::clamp(scroll_x, 0.0f, layout.most_scroll_x());
    layout.scroll_y = std::clamp(scroll_y, 0.0f, layout.most_scroll_y());
    return layout;
}

float scrolled_into_view(float scroll, float from, float extent, float visible) {
    if (from < scroll) return from;
    if (from + extent > scroll + visible) return extent > visible ? from : from + extent - visible;
    return scroll;
}

}  // namespace proofsheet::ui
