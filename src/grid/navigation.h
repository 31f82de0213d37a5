#pragma once

#include "grid/view.h"

namespace proofsheet::grid {

/// The slider position `delta` steps on, kept within the view; 0 in an empty view.
int step_position(const GridView& view, int position, int delta);

/// The same place `columns` to the right and `rows` down (negative: left, up), kept within the view.
Place neighbour(const GridView& view, Place place, int columns, int rows);

/// Ends of the row that a place is in.
Place first_in_row(const GridView& view, Place place);
Place last_in_row(const GridView& view, Place place);

/// Top left and bottom right of the view; the slider position stays.
Place first_cell(const GridView& view, Place place);
Place last_cell(const GridView& view, Place place);

}  // namespace proofsheet::grid
