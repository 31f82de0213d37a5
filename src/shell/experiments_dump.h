#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/state.h"

namespace proofsheet::shell {

/// How SinkIn stands: "off" without a token, else "idle", "working", "waiting", "stopped".
std::string sinkin_of(const app::AppState& state);

/// Runs, queue, form and credits as a user sees them. Credits are numbers. Never holds a token.
nlohmann::ordered_json dump_experiments(const app::AppState& state);

}  // namespace proofsheet::shell
