#pragma once

#include <ostream>

#include "core/error.h"

namespace spdlog {
class logger;
}

namespace proofsheet::cli {

enum class ExitStatus {
    Done = 0,
    Failed = 1,   ///< the work failed
    BadCall = 2,  ///< the call was wrong
};

/// Where a command writes.
struct Console {
    std::ostream& out;    ///< the document it was asked for, and nothing else
    std::ostream& err;    ///< mistakes in the call, progress
    spdlog::logger& log;  ///< everything else; ends on standard error as well
};

/// Logs the error, and says that the work failed.
ExitStatus fail(const Error& error, const Console& console);

}  // namespace proofsheet::cli
