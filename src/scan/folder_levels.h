#pragma once

#include <span>
#include <string>
#include <vector>

#include "scan/picture_listing.h"

namespace proofsheet::scan {

struct FolderLevels {
    std::vector<Dimensions> dimensions;         ///< one for each picture
    std::vector<std::string> checkpoint_order;  ///< training order where a level is checkpoints
};

/// What the folders say that pictures lie in. `paths` are relative to the scan, with file names. Folders
/// named like checkpoint files are the dimension `checkpoint`; of the other levels each whose names differ is
/// one: "folder", "folder 2" ...
FolderLevels read_folder_levels(std::span<const std::string> paths);

}  // namespace proofsheet::scan
