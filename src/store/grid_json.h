#pragma once

#include <optional>
#include <string>

#include "grid/query.h"

namespace proofsheet::store {

/// {"x": "cfg", "y": "seed", "slider": "checkpoint"}; a role that nobody plays is left out. A text that is
/// not UTF-8 becomes {"bytes": "hexadecimal"}, so that every name comes back as it was.
std::string mapping_to_json(const grid::Mapping& mapping);
/// Nothing when the text is not what `mapping_to_json` writes.
std::optional<grid::Mapping> mapping_from_json(const std::string& text);

/// [{"dimension": "cfg", "mode": "hide|single|multi", "selected": ["3"]}], texts as in `mapping_to_json`.
std::string filters_to_json(const grid::Filters& filters);
/// Nothing when the text is not what `filters_to_json` writes.
std::optional<grid::Filters> filters_from_json(const std::string& text);

}  // namespace proofsheet::store
