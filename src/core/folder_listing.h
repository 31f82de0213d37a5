#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace proofsheet {

/// What a folder holds, for people who look for one to open.
struct FolderListing {
    std::string path;                  ///< absolute, native bytes
    std::string parent;                ///< empty at the top
    std::vector<std::string> folders;  ///< names, naturally sorted; native bytes
    int pictures = 0;
    int checkpoints = 0;
    std::string error;  ///< why it cannot be listed, empty otherwise
    bool operator==(const FolderListing&) const = default;
};

/// Lists one folder, links to folders included; counts files by their extension. Never fails; see `error`.
FolderListing list_folder(const std::filesystem::path& folder);

}  // namespace proofsheet
