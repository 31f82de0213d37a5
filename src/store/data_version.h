#pragma once

#include <cstdint>

#include "core/result.h"
#include "store/database.h"

namespace proofsheet::store {

/// A number that is another one once a different connection, of this process or of another, has committed a
/// change. Cheap enough to be asked every second. Errors: Io.
Result<std::int64_t> data_version(const Database& database);

}  // namespace proofsheet::store
