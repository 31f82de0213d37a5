#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/result.h"

namespace proofsheet {

/// Writes `path`.part beside the target, flushes it to the disk and gives it its name, but never over
/// something that is there: then Conflict, and nothing is changed. The name is on the disk too when it
/// returns. Errors: Conflict, Io.
Status write_new_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace proofsheet
