#pragma once

#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Shows what a picture or checkpoint says about itself. A checkpoint with a damaged header prints its
/// document with the problem in it and is Failed all the same.
ExitStatus run_inspect(const InspectCall& call, const Console& console);

}  // namespace proofsheet::cli
