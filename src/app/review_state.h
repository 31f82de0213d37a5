#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "review/model.h"
#include "review/queue.h"

namespace proofsheet::app {

/// What is said of one picture, by criterion.
using PictureValues = std::map<review::CriterionId, review::ReviewValue>;

/// A change that was asked for and is not on the disk yet.
struct PendingEdit {
    std::uint64_t id = 0;
    std::string path;  ///< absolute
    review::CriterionId criterion;
    review::ReviewValue after;
    bool operator==(const PendingEdit&) const = default;
};

/// Sizes of the pictures of the gallery, in points.
constexpr std::array<int, 3> kGallerySizesPt{128, 192, 288};

/// The queue as many small pictures.
struct Gallery {
    bool open = false;
    int size = 1;        ///< index into kGallerySizesPt
    bool pages = false;  ///< page by page, not endless
    bool operator==(const Gallery&) const = default;
};

/// Scores, flags and notes of the open pictures, and the order in which they are reviewed.
struct ReviewState {
    std::vector<review::Criterion> criteria;  ///< as they are shown; empty until the database is read
    /// What is on the disk, by absolute path; pictures of which nothing was said are not in it.
    std::unordered_map<std::string, PictureValues> values;
    std::uint64_t revision = 0;        ///< counts the changes of `values`
    std::vector<PendingEdit> pending;  ///< oldest first
    std::uint64_t next_edit = 1;
    std::uint64_t ticket = 0;  ///< of the latest reading of values
    review::QueueQuery queue;
    bool auto_advance = true;
    bool strip_open = true;
    bool card_open = false;
    Gallery gallery;
    /// The last picture of the queue was scored, and none comes after it: the progress is shown, no picture.
    bool at_end = false;
    int criterion = 0;        ///< index of the score that digits fill while the card is open
    std::string last_scored;  ///< absolute path of the picture that was scored last, empty for none
    /// Shown although the filter hides it: an undo changed it, or it was scored and is stayed on; absolute
    /// path.
    std::string shown_anyway;
};

}  // namespace proofsheet::app
