#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/problem.h"
#include "grid/catalog.h"
#include "scan/folder_walk.h"
#include "scan/held_pictures.h"

namespace proofsheet::scan {

/// Name and value, each name once.
using Dimensions = std::vector<std::pair<std::string, std::string>>;

struct ListedPicture {
    std::string name;
    FileStamp stamp;
    bool is_held = false;  ///< growing; the stamp is the one before
};

/// The pictures of a folder with their stamps. What has the name of a picture and cannot be shown becomes a
/// problem instead (kinds "not-a-file", "unreadable", "empty"); a name that is not UTF-8 is noted
/// ("name-encoding"). `shown` is the folder relative to the root of the report. Growing pictures keep the
/// stamp that they are held with; new ones are left out.
std::vector<ListedPicture> list_pictures(const WalkedFolder& folder, std::string_view shown,
                                         const HeldPictures& held, std::vector<Problem>& problems);

/// Rules of a walk through folders of pictures.
WalkRules picture_walk_rules();

/// A picture of one folder: its path is `folder`/name; `location` are the dimensions that it has because of
/// where it lies, followed by those of its name. What the name says oddly is noted (kind "name").
grid::FoundSample read_sample(std::string_view folder, const ListedPicture& picture,
                              const Dimensions& location, std::vector<Problem>& problems);

/// Moves the pictures of one folder that a higher batch counter replaces to `superseded`: equal dimensions,
/// at least one of them beyond the first `shared`, which all pictures of the folder have.
void split_superseded(std::vector<grid::FoundSample>& folder, std::size_t shared,
                      std::vector<std::string>& superseded);

/// Puts superseded pictures and problems in the order of their paths.
void sort_lists(grid::ScanReport& report);

/// Adds a dimension unless one of that name is there.
bool add_dimension(Dimensions& dimensions, std::string_view name, std::string value);

}  // namespace proofsheet::scan
