#pragma once

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Asks the configured ComfyUI (http://localhost:8188 unless set), or lists the workflow folder, which is
/// made with the templates of the program if there is none. Failed when nobody answers; `status --json`
/// prints its document all the same.
ExitStatus run_comfy(const ComfyCall& call, const app::Config& config, const Console& console);

}  // namespace proofsheet::cli
