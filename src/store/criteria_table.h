#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/database.h"
#include "store/review_types.h"

namespace proofsheet::store {

/// What can be said of pictures. Every function may fail with what the database says (Io; Unsupported when it
/// is read-only).
class CriteriaTable {
public:
    explicit CriteriaTable(Database& database) : database_(database) {}

    /// All criteria in the order in which they are shown, also those that are switched off.
    Result<std::vector<Criterion>> list() const;
    /// Shows the criteria of a set ("standard", "detailed", "flaws"). Errors: NotFound.
    Status switch_on(std::string_view set);
    /// Hides them; what was said with them stays. Errors: NotFound; InvalidInput for "marks", which are
    /// always there.
    Status switch_off(std::string_view set);

private:
    Database& database_;
};

}  // namespace proofsheet::store
