#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/id.h"

namespace proofsheet::review {

struct PictureTag;
struct CriterionTag;
/// The content of a picture, wherever its files are.
using PictureId = Id<PictureTag>;
using CriterionId = Id<CriterionTag>;
/// Place in the log; later events have greater numbers.
using EventNumber = std::int64_t;

enum class Scale {
    Score,   ///< a number from minimum to maximum
    Choice,  ///< the place in `choices`, from 1
    Tag,     ///< 1 or not set
    Note,    ///< free text
};

/// Something that can be said of a picture: a score, a flaw, a flag, a note.
struct Criterion {
    CriterionId id;
    std::string key;  ///< for files and scripts: "overall_quality"
    std::string name;
    std::string description;
    Scale scale = Scale::Score;
    int minimum = 1;
    int maximum = 1;
    std::vector<std::string> choices;  ///< in ascending order of worth: "no", "test_more", "yes"
    std::string set;                   ///< "standard", "detailed", "flaws" or "marks"
    int position = 0;
    bool active = true;
    bool operator==(const Criterion&) const = default;
};

/// Not set; a score, choice or tag; or a note.
using ReviewValue = std::variant<std::monostate, int, std::string>;

/// One change of one value of one picture.
struct ReviewEdit {
    PictureId picture;
    CriterionId criterion;
    ReviewValue before;  ///< what was shown when the change was made
    ReviewValue after;
    std::chrono::system_clock::time_point when;
    std::string screen;  ///< where it was made: "review", "grid", "compare" ...
    bool blind = false;  ///< the labels of the picture were hidden
    std::optional<std::chrono::milliseconds> since_shown;
    bool operator==(const ReviewEdit&) const = default;
};

enum class EventKind { Edit, Undo, Redo };

/// One row of the log. For Undo and Redo `edit` says what they changed, so `after` is always what was set.
struct ReviewEvent {
    EventNumber number = 0;
    EventKind kind = EventKind::Edit;
    EventNumber reverses = 0;  ///< the edit that an Undo or Redo is about
    ReviewEdit edit;
    bool operator==(const ReviewEvent&) const = default;
};

/// A value that is set, and the event that set it.
struct CurrentValue {
    PictureId picture;
    CriterionId criterion;
    ReviewValue value;
    EventNumber event = 0;
    bool operator==(const CurrentValue&) const = default;
};

}  // namespace proofsheet::review
