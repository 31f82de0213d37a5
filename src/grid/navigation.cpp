#include "grid/navigation.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace proofsheet::grid {
namespace {

using Labels = std::vector<std::string>;

/// `index + delta` within the labels; 64 bits, so that no step overflows.
int stepped(const Labels& labels, int index, int delta) {
    const std::int64_t last = std::max<std::int64_t>(std::ssize(labels) - 1, 0);
    return static_cast<int>(std::clamp<std::int64_t>(std::int64_t{index} + delta, 0, last));
}

int last_index(const Labels& labels) {
    return stepped(labels, std::numeric_limits<int>::max(), 0);
}

}  // namespace

int step_position(const GridView& view, int position, int delta) {
    return stepped(view.positions, position, delta);
}

Place neighbour(const GridView& view, Place place, int columns, int rows) {
    return {stepped(view.columns, place.column, columns), stepped(view.rows, place.row, rows),
            step_position(view, place.position, 0)};
}

Place first_in_row(const GridView& view, Place place) {
    return neighbour(view, {0, place.row, place.position}, 0, 0);
}

Place last_in_row(const GridView& view, Place place) {
    return neighbour(view, {last_index(view.columns), place.row, place.position}, 0, 0);
}

Place first_cell(const GridView& view, Place place) {
    return neighbour(view, {0, 0, place.position}, 0, 0);
}

Place last_cell(const GridView& view, Place place) {
    return neighbour(view, {last_index(view.columns), last_index(view.rows), place.position}, 0, 0);
}

}  // namespace proofsheet::grid
