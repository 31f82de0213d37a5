#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"
#include "sheet/canvas.h"
#include "sheet/sheet.h"

namespace proofsheet::sheet {

/// What the labels of a sheet take, in pixels; 0 where there are none.
struct LabelRoom {
    int title = 0;          ///< lines above the grid, together
    int position_line = 0;  ///< names the slider position of a block of columns
    int column_line = 0;
    int row_labels = 0;  ///< width
    int space = 0;       ///< between labels and cells
    bool operator==(const LabelRoom&) const = default;
};

/// A cell column of a sheet: where the sheet shows several slider positions, each has its own block.
struct CellColumn {
    int column = 0;
    int position = 0;
    bool operator==(const CellColumn&) const = default;
};

/// One file of a sheet: some of its columns and rows, with all labels.
struct Page {
    int first_column = 0;  ///< counted over all blocks
    int columns = 0;
    int first_row = 0;
    int rows = 0;
    int position = 0;  ///< of the first block
    int part = 1;      ///< where a sheet is cut into several
    int parts = 1;
    SizePx size;
    bool operator==(const Page&) const = default;
};

/// Where everything stands on the files of a sheet.
struct SheetPlan {
    SizePx cell;
    int gap = 0;
    int block_gap = 0;  ///< added to `gap` between slider positions
    int margin = 0;
    int left = 0;           ///< of the first cell
    int top = 0;            ///< of the first cell
    int block_columns = 1;  ///< columns of each slider position
    LabelRoom labels;
    std::vector<Page> pages;

    /// The column at a place of a page, counted from the page's first.
    CellColumn column_at(const Page& page, int index) const;
    /// Left edge of a column of a page.
    int x_of(const Page& page, int index) const;
    /// Height of a row with the gap below it.
    int row_height() const { return cell.height + gap; }
    /// The most memory that a part of the sheet takes while it is drawn.
    std::size_t band_bytes() const;
};

/// Refuses layouts and positions out of range. Errors: InvalidInput.
Status check_request(const SheetRequest& request);

/// Cuts the sheet into files between cells. Pure. Errors: InvalidInput when not even one cell with its labels
/// fits; Unsupported when there are too many files or a row needs too much memory.
Result<SheetPlan> plan_sheet(const SheetRequest& request, SizePx cell, const LabelRoom& labels);

}  // namespace proofsheet::sheet
