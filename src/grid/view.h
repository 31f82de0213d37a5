#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grid/catalog.h"
#include "grid/query.h"

namespace proofsheet::grid {

/// One place on the grid at one slider position.
struct Place {
    int column = 0;
    int row = 0;
    int position = 0;
    auto operator<=>(const Place&) const = default;
};

/// A run arranged into columns, rows and slider positions. Sparse: only places that hold a picture cost memory.
/// Every sample of the catalog is at exactly one place or counted in `filtered_out`.
struct GridView {
    /// Values along each axis that survive the filters, in the dimension's order; one empty label when no dimension
    /// plays the role. Samples without a value stand under "—", last.
    std::vector<std::string> columns;
    std::vector<std::string> rows;
    std::vector<std::string> positions;
    int filtered_out = 0;

    /// The pictures at a place in catalog order; empty where the combination does not exist. O(log n).
    std::span<const SampleId> at(Place place) const;
    /// Slider positions of a cell that hold a picture, ascending. O(log n + found).
    std::vector<int> positions_of(int column, int row) const;
    /// Where a sample stands; nullopt when it is filtered out. O(n).
    std::optional<Place> find(SampleId sample) const;

    std::vector<std::uint64_t> keys;     ///< sorted places (row, column, position), one a sample
    std::vector<SampleId> samples;       ///< parallel to `keys`
    bool operator==(const GridView&) const = default;
};

/// What stands for a missing value on an axis.
constexpr std::string_view kNoValueLabel = "\xE2\x80\x94";

/// Arranges a catalog. Pure. The filters of mapped dimensions hide their columns, rows and positions; other filters only
/// take pictures out, so that the layout stays where it is. A sample that lacks a dimension whose filter is active is
/// filtered out. A role whose dimension does not exist counts as not given.
GridView arrange(const Catalog& catalog, const GridQuery& query);

}  // namespace proofsheet::grid
