#include "grid/preload.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <queue>
#include <tuple>

#include "grid/place_key.h"

namespace proofsheet::grid {
namespace {

/// How far outside the visible cells a picture is near.
constexpr int kNearCells = 2;

/// A visible range of one axis, inclusive.
struct Range {
    int first = 0;
    int last = 0;

    int distance(int index) const { return std::max({0, first - index, index - last}); }
    bool contains(int index) const { return distance(index) == 0; }
};

Range within(int first, int last, std::size_t count) {
    const int end = static_cast<int>(count) - 1;
    const int start = std::clamp(first, 0, end);
    return {start, std::max(start, std::clamp(last, 0, end))};
}

/// A picture that a visible cell may show, by its index in the view.
struct Flip {
    int distance = 0;
    bool behind = false;
    std::size_t index = 0;
    auto operator<=>(const Flip&) const = default;
};

/// Walks one row away from the visible columns, to the right or to the left.
struct Cursor {
    int distance = 0;  ///< of the picture at `index`, in cells
    int row_distance = 0;
    std::ptrdiff_t index = 0;
    std::ptrdiff_t end = 0;  ///< one behind the last picture in the direction of `step`
    std::ptrdiff_t step = 1;
    bool operator>(const Cursor& other) const {
        return std::tie(distance, row_distance, index) >
               std::tie(other.distance, other.row_distance, other.index);
    }
};

class Preload {
public:
    Preload(const GridView& view, const PreloadWindow& window)
        : view_(view),
          window_(window),
          columns_(within(window.first_column, window.last_column, view.columns.size())),
          rows_(within(window.first_row, window.last_row, view.rows.size())),
          position_(within(window.position, window.position, view.positions.size()).first),
          cells_(window.cells),
          taken_(view.samples.size(), false) {
        std::stable_sort(cells_.begin(), cells_.end(), in_order);
    }

    std::vector<PreloadItem> make() {
        look_at_visible_cells();
        for (const Flip& flip : flips_) take(flip.index, PreloadBand::Flip, flip.distance);
        for (const std::size_t index : stacked_) take(index, PreloadBand::Near, 0);
        for (int ring = 1; ring <= kNearCells; ++ring) take_ring(ring);
        take_rest();
        return std::move(items_);
    }

private:
    static bool in_order(const CellPosition& left, const CellPosition& right) {
        return std::tie(left.row, left.column) < std::tie(right.row, right.column);
    }

    bool full() const { return items_.size() >= window_.limit; }

    /// Index of the first picture at or behind a place.
    std::size_t lower(Place place) const {
        const auto found = std::lower_bound(view_.keys.begin(), view_.keys.end(), pack(place));
        return static_cast<std::size_t>(found - view_.keys.begin());
    }

    void take(std::size_t index, PreloadBand band, int distance) {
        if (full() || taken_[index]) return;
        taken_[index] = true;
        items_.push_back({view_.samples[index], band, distance});
    }

    /// What a cell shows: its own, or what all show.
    CellPosition shown_in(Place place) const {
        const CellPosition wanted{place.column, place.row, position_, 0};
        if (cells_.empty()) return wanted;
        const auto found = std::lower_bound(cells_.begin(), cells_.end(), wanted, in_order);
        if (found == cells_.end() || in_order(wanted, *found)) return wanted;
        CellPosition own = *found;
        own.position = within(own.position, own.position, view_.positions.size()).first;

        return own;
    }

    /// Goes through the pictures of the visible cells and nothing else: gaps are jumped over.
    void look_at_visible_cells() {
        std::size_t first = lower({columns_.first, rows_.first, 0});
        while (first < view_.keys.size()) {
            const Place place = unpack(view_.keys[first]);
            if (place.row > rows_.last) break;
            if (place.column < columns_.first) {
                first = lower({columns_.first, place.row, 0});
            } else if (place.column > columns_.last) {
                first = lower({columns_.first, place.row + 1, 0});
            } else {
                first = look_at_place(first, place);
            }
        }
        keep_soonest();
    }

    /// Notes the pictures at one place of a visible cell. Returns the index behind them.
    std::size_t look_at_place(std::size_t first, Place place) {
        std::size_t last = first;
        while (last < view_.keys.size() && view_.keys[last] == view_.keys[first]) ++last;
        const CellPosition cell = shown_in(place);
        const std::size_t shown = first + static_cast<std::size_t>(cell.stacked) % (last - first);
        const int steps = place.position - cell.position;
        const bool behind = (steps < 0 && window_.travel > 0) || (steps > 0 && window_.travel < 0);
        flips_.push_back({(steps < 0 ? -steps : steps) * (behind ? 2 : 1), behind, shown});
        if (steps != 0) return last;
        for (std::size_t i = first; i < last && stacked_.size() < window_.limit; ++i) stacked_.push_back(i);
        return last;
    }

    void keep_soonest() {
        if (flips_.size() > window_.limit) {
            const auto end = flips_.begin() + static_cast<std::ptrdiff_t>(window_.limit);
            std::nth_element(flips_.begin(), end, flips_.end());
            flips_.erase(end, flips_.end());
        }
        std::sort(flips_.begin(), flips_.end());
    }

    /// What the cells of one ring around the visible ones show at the current position.
    void take_ring(int ring) {
        for (int row = rows_.first - ring; row <= rows_.last + ring && !full(); ++row) {
            const bool whole_row = rows_.distance(row) == ring;
            const int step = whole_row ? 1 : columns_.last - columns_.first + 2 * ring;
            for (int column = columns_.first - ring; column <= columns_.last + ring; column += step)
                take_neighbour({column, row, position_}, ring);
        }
    }

    void take_neighbour(Place place, int ring) {
        if (place.column < 0 || place.row < 0 || place.column >= std::ssize(view_.columns)) return;
        if (place.row >= std::ssize(view_.rows)) return;
        const std::size_t index = lower(place);
        if (index < view_.keys.size() && view_.keys[index] == pack(place))
            take(index, PreloadBand::Near, ring);
    }

    /// Merges the rows by their distance, so that only what is taken is looked at.
    void take_rest() {
        std::size_t above = lower({0, rows_.first, 0});
        std::size_t below = above;
        while (below < view_.keys.size() && unpack(view_.keys[below]).row <= rows_.last)
            below = add_row(below);
        while (!full()) {
            const int next = cursors_.empty() ? std::numeric_limits<int>::max() : cursors_.top().distance;
            if (below < view_.keys.size() && row_distance(below) <= next) {
                below = add_row(below);
            } else if (above > 0 && row_distance(above - 1) <= next) {
                above = lower({0, unpack(view_.keys[above - 1]).row, 0});
                add_row(above);
            } else if (!cursors_.empty()) {
                take_next();
            } else {
                break;
            }
        }
    }

    int row_distance(std::size_t index) const { return rows_.distance(unpack(view_.keys[index]).row); }

    /// Adds the row whose first picture is at `first`. Returns the index of the next row.
    std::size_t add_row(std::size_t first) {
        const int row = unpack(view_.keys[first]).row;
        const std::size_t last = lower({0, row + 1, 0});
        const std::size_t middle = lower({columns_.first, row, 0});
        const int distance = rows_.distance(row);
        const auto at = [](std::size_t index) { return static_cast<std::ptrdiff_t>(index); };
        push({0, distance, at(middle), at(last), 1});
        push({0, distance, at(middle) - 1, at(first) - 1, -1});
        return last;
    }

    void push(Cursor cursor) {
        while (cursor.index != cursor.end && taken_[static_cast<std::size_t>(cursor.index)])
            cursor.index += cursor.step;
        if (cursor.index == cursor.end) return;
        const Place place = unpack(view_.keys[static_cast<std::size_t>(cursor.index)]);
        cursor.distance = std::max(cursor.row_distance, columns_.distance(place.column));
        cursors_.push(cursor);
    }

    void take_next() {
        Cursor cursor = cursors_.top();
        cursors_.pop();
        take(static_cast<std::size_t>(cursor.index), PreloadBand::Rest, cursor.distance);
        push(cursor);
    }

    const GridView& view_;
    const PreloadWindow& window_;
    Range columns_;
    Range rows_;
    int position_ = 0;
    std::vector<CellPosition> cells_;
    std::vector<bool> taken_;
    std::vector<Flip> flips_;
    std::vector<std::size_t> stacked_;
    std::priority_queue<Cursor, std::vector<Cursor>, std::greater<>> cursors_;
    std::vector<PreloadItem> items_;
};

}  // namespace

std::vector<PreloadItem> preload_order(const GridView& view, const PreloadWindow& window) {
    const bool no_cells = view.columns.empty() || view.rows.empty() || view.positions.empty();
    if (no_cells || view.samples.empty() || window.limit == 0) return {};
    return Preload(view, window).make();
}

}  // namespace proofsheet::grid
