#pragma once

#include <cstdint>
#include <span>

namespace proofsheet::store {

/// `PRAGMA application_id` of our files: "Prsh".
constexpr std::int32_t kApplicationId = 0x50727368;

/// Brings a database from the version before to `version`. One version a step, ascending from 1.
struct Migration {
    int version = 0;
    const char* sql = "";
};

/// All steps from an empty file to the version that this program reads and writes. A step that has been
/// released is never changed; a new one is added behind it.
std::span<const Migration> schema_migrations();

/// The version that `migrations` lead to, 0 when there are none.
int latest_version(std::span<const Migration> migrations);

}  // namespace proofsheet::store
