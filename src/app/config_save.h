#pragma once

#include <filesystem>
#include <span>

#include "app/config_edit.h"
#include "core/result.h"

namespace proofsheet::app {

/// Reads the configuration, changes it and writes it at once; a file that is not there is made, with its
/// folder, readable for its owner only, as it may hold tokens. A file that is there keeps its permissions;
/// where it is a symbolic link, the file that it leads to is written. Nothing is written when nothing
/// changes. Errors: those of `edit_config`; Unsupported (no regular file, larger than 1 MiB); Io
/// (write-protected, disk full ...). After an error the file is as it was.
Status save_settings(const std::filesystem::path& file, std::span<const ConfigEdit> edits);

}  // namespace proofsheet::app
