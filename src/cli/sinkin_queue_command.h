#pragma once

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

ExitStatus run_sinkin_queue(const SinkInQueueCall& call, const app::Config& config, const Console& console);

}  // namespace proofsheet::cli
