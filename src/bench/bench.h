#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "bench/report.h"
#include "core/result.h"

namespace proofsheet::bench {

struct Request {
    std::filesystem::path program;                  ///< this program, for the sessions
    std::filesystem::path folder;                   ///< for what the measuring makes and keeps
    std::optional<std::filesystem::path> pictures;  ///< a set of one's own instead of the reference set
};

/// Called with what is done now, for people who wait.
using Tell = std::function<void(const std::string& what)>;

/// Measures every row. Takes some minutes; other programs that run meanwhile make the numbers worse. Errors:
/// those of making the sets, of decoding, and of sessions that failed.
Result<Report> measure(const Request& request, const Tell& tell);

}  // namespace proofsheet::bench
