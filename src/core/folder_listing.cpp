#include "core/folder_listing.h"

#include <algorithm>
#include <array>

#include "core/file_bytes.h"
#include "core/text.h"

namespace proofsheet {
namespace {

namespace fs = std::filesystem;

bool is_picture(std::string_view name) {
    constexpr std::array<std::string_view, 4> kEndings{".png", ".jpg", ".jpeg", ".webp"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

void add(FolderListing& listing, const fs::directory_entry& entry) {
    std::error_code ignored;
    const std::string name = entry.path().filename().native();
    if (entry.is_directory(ignored)) return listing.folders.push_back(name);
    const std::string lower = ascii_lower(name);
    if (is_picture(lower)) ++listing.pictures;
    if (lower.ends_with(".safetensors")) ++listing.checkpoints;
}

}  // namespace

FolderListing list_folder(const fs::path& folder) {
    FolderListing listing;
    std::error_code error;
    const fs::path absolute = fs::absolute(folder, error).lexically_normal();
    listing.path = absolute.native();
    while (listing.path.size() > 1 && listing.path.ends_with('/')) listing.path.pop_back();
    if (listing.path != "/") listing.parent = fs::path(listing.path).parent_path().native();
    fs::directory_iterator entries(listing.path, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) add(listing, *entries);
    if (error)
        listing.error = "Cannot list this folder (" + error.message() +
                        "). Check that it exists and that you may read it: " + display_path(listing.path);
    std::sort(listing.folders.begin(), listing.folders.end(),
              [](const auto& left, const auto& right) { return natural_compare(left, right) < 0; });
    return listing;
}

}  // namespace proofsheet
