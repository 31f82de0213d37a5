#pragma once

#include <string>

namespace proofsheet {

/// Something that was skipped or is wrong on the disk, listed for the user and never hidden.
/// `path` is valid UTF-8 for display (see `display_path`), `kind` a short stable word for scripts
/// ("bad-header", "outside", "unreadable" ...), `message` one sentence.
struct Problem {
    std::string path;
    std::string kind;
    std::string message;
    bool operator==(const Problem&) const = default;
};

}  // namespace proofsheet
