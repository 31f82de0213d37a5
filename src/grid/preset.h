#pragma once

#include <string>
#include <vector>

#include "grid/catalog.h"
#include "grid/query.h"

namespace proofsheet::grid {

/// A named mapping with its filters.
struct Preset {
    std::string id;  ///< UUID
    std::string name;
    Mapping mapping;
    Filters filters;
    std::string created_at;  ///< RFC 3339
    std::string updated_at;  ///< RFC 3339
    bool operator==(const Preset&) const = default;
};

struct AppliedPreset {
    GridQuery query;                     ///< the part of the preset that the catalog has dimensions for
    std::vector<std::string> unmatched;  ///< dimensions that the catalog lacks, for a warning; each once
    bool operator==(const AppliedPreset&) const = default;
};

/// What a preset means for a catalog. A filter that holds nothing back is not missed in `unmatched`. A
/// dimension that the preset gives two roles keeps the first of X, Y, slider.
AppliedPreset apply_preset(const Catalog& catalog, const Preset& preset);

}  // namespace proofsheet::grid
