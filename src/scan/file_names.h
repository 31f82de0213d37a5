#pragma once

#include <string_view>

namespace proofsheet::scan {

/// The names that say "picture": .png, .jpg, .jpeg, .webp in any case.
bool is_picture_name(std::string_view name);

/// .safetensors in any case: a checkpoint, or the folder of its samples.
bool is_safetensors_name(std::string_view name);

/// Folders that programs fill for themselves: unfinished or temporary ones.
bool is_passed_over(std::string_view folder_name);

/// Name without its last extension.
std::string_view stem_of(std::string_view name);

/// What stands behind the last '/'.
std::string_view last_part(std::string_view path);

/// What stands before the last '/', empty when there is none.
std::string_view parent_part(std::string_view path);

}  // namespace proofsheet::scan
