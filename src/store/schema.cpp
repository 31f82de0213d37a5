#include "store/schema.h"

#include <array>

#include "store/schema_v1.h"
#include "store/schema_v2.h"
#include "store/schema_v3.h"

namespace proofsheet::store {

std::span<const Migration> schema_migrations() {
    static constexpr std::array kMigrations{Migration{1, kSchemaV1}, Migration{2, kSchemaV2},
                                            Migration{3, kSchemaV3}};
    return kMigrations;
}

int latest_version(std::span<const Migration> migrations) {
    return migrations.empty() ? 0 : migrations.back().version;
}

}  // namespace proofsheet::store
