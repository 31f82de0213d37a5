#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/result.h"
#include "grid/query.h"
#include "store/database.h"

namespace proofsheet::store {

/// How a training run was left.
struct RunMemory {
    grid::GridQuery query;
    std::optional<std::string> slider_value;
    bool operator==(const RunMemory&) const = default;
};

/// What comes back at the next start. Keys may hold any bytes. Every function may fail with what the database
/// says (Io; Unsupported when it is read-only).
class MemoryTable {
public:
    explicit MemoryTable(Database& database) : database_(database) {}

    Result<std::map<std::string, std::string>> settings() const;
    Result<std::optional<std::string>> setting(const std::string& key) const;
    /// Makes these all that is kept: others are forgotten.
    Status keep_settings(const std::map<std::string, std::string>& settings);
    Status keep_setting(const std::string& key, const std::string& value);
    Status forget_setting(const std::string& key);

    /// Nothing when the run is not known or what is stored for it cannot be read.
    Result<std::optional<RunMemory>> run(const std::string& run_key) const;
    /// All runs of which what is stored can be read.
    Result<std::map<std::string, RunMemory>> runs() const;
    Status keep_run(const std::string& run_key, const RunMemory& memory);

private:
    Database& database_;
};

}  // namespace proofsheet::store
