#pragma once

#include <optional>
#include <string>

#include "core/problem.h"

namespace proofsheet::scan {

/// Looks at the first bytes of a checkpoint and the size of its file; nullopt when they fit each other.
/// `folder` is an open descriptor, `name` the file in it, `path` its absolute path. Kinds: "bad-header",
/// "unreadable".
std::optional<Problem> check_checkpoint_start(int folder, const std::string& name, const std::string& path);

}  // namespace proofsheet::scan
