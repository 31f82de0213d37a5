#pragma once

#include <filesystem>

#include "shell/glfw_platform.h"

namespace proofsheet::shell {

/// The window's place of the last time; the default one when the file is missing or damaged.
WindowPlace read_window_place(const std::filesystem::path& file);
/// Remembers it. Errors are not worth a message: the next start uses the default.
void write_window_place(const std::filesystem::path& file, const WindowPlace& place);

}  // namespace proofsheet::shell
