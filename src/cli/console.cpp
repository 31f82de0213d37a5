#include "cli/console.h"

#include <spdlog/logger.h>

#include "core/text.h"

namespace proofsheet::cli {

ExitStatus fail(const Error& error, const Console& console) {
    console.log.error("{}", to_display(error.message));
    return ExitStatus::Failed;
}

}  // namespace proofsheet::cli
