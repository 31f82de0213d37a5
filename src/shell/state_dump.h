#pragma once

#include <nlohmann/json_fwd.hpp>

#include "shell/application.h"

namespace proofsheet::shell {

/// What a user can see, as JSON; the shape is fixed by the scripts that read it.
nlohmann::ordered_json dump_state(const Application& application);

/// The interactive elements of the last frame with their rectangles in device pixels:
/// [{"name","x","y","width","height"}].
nlohmann::ordered_json dump_targets(const ui::Targets& targets);

}  // namespace proofsheet::shell
