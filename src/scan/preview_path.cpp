#include "scan/preview_path.h"

#include <algorithm>
#include <string>

#include "scan/folder_walk.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

/// `<job>/samples/<index> - <prompt>` is the longest that a trainer makes.
constexpr std::size_t kFoldersRead = 3;

}  // namespace

std::optional<TrainingPreview> parse_preview_in(std::string_view folder, std::string_view relative) {
    const auto parts = split_name(folder, '/');
    std::string path;
    for (std::size_t i = parts.size() - std::min(parts.size(), kFoldersRead); i < parts.size(); ++i)
        path = parts[i].starts_with('.') ? std::string{} : join_path(path, parts[i]);
    return parse_training_preview(join_path(path, relative));
}

}  // namespace proofsheet::scan
