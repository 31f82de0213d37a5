#pragma once

#include <cstdint>
#include <vector>

#include "grid/view.h"

namespace proofsheet::grid {

/// What a visible cell shows when it differs from the others.
struct CellPosition {
    int column = 0;
    int row = 0;
    int position = 0;  ///< slider position of its own
    int stacked = 0;   ///< which of several pictures, counted round
    bool operator==(const CellPosition&) const = default;
};

/// What is on the screen. Rows and columns are inclusive and may reach beyond the view.
struct PreloadWindow {
    int first_column = 0;
    int last_column = 0;
    int first_row = 0;
    int last_row = 0;
    int position = 0;                 ///< of the master slider
    int travel = 0;                   ///< direction of the last step: -1, +1, 0 when it is not known
    std::vector<CellPosition> cells;  ///< only those that differ
    std::size_t limit = 2000;         ///< at most so many items
    bool operator==(const PreloadWindow&) const = default;
};

/// Why a picture may be needed soon; earlier is sooner.
enum class PreloadBand : std::uint8_t {
    Flip,  ///< what a visible cell shows at some slider position
    Near,  ///< the other pictures of a visible cell, and what cells just outside show, at the current
           ///< position
    Rest,  ///< everything else in the view, from the visible cells outwards
};

struct PreloadItem {
    SampleId sample;
    PreloadBand band = PreloadBand::Rest;
    int distance =
        0;  ///< Flip: slider steps, double against the direction of travel; else cells from the visible ones
    bool operator==(const PreloadItem&) const = default;
};

/// The samples to have ready, soonest first: ascending by band and distance, each at most once. What the
/// cells show now comes first, with distance 0. Pure. Costs O(limit + pictures of the visible cells + log n
/// per row touched), so that it can be asked whenever the window moves.
std::vector<PreloadItem> preload_order(const GridView& view, const PreloadWindow& window);

}  // namespace proofsheet::grid
