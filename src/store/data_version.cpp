#include "store/data_version.h"

#include "store/sql.h"

namespace proofsheet::store {

Result<std::int64_t> data_version(const Database& database) {
    return at_edge("Cannot look for changes", database.file(), [&]() -> Result<std::int64_t> {
        return database.connection().execAndGet("PRAGMA data_version").getInt64();
    });
}

}  // namespace proofsheet::store
