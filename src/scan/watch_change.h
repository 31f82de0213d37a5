#pragma once

#include <string>

#include "core/file_bytes.h"
#include "scan/unfinished.h"

namespace proofsheet::scan {

/// What has to be done again.
enum class Changed {
    Pictures,  ///< scan
    Runs,      ///< discover, then scan: checkpoints or folders appeared, vanished or changed
};

/// News from watched folders.
struct Change {
    Changed what = Changed::Pictures;
    GrowingFiles growing;  ///< all of them, for the next scan
    /// For the user, each once: a sentence when folders can only be polled or are too large; empty mostly.
    std::string notice;
    bool operator==(const Change&) const = default;
};

/// A file as the disk has it.
struct FileFacts {
    FileIdentity file;
    FileStamp stamp;
    bool operator==(const FileFacts&) const = default;
};

}  // namespace proofsheet::scan
