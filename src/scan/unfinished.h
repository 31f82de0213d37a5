#pragma once

#include <set>

#include "grid/catalog.h"
#include "scan/file_identity.h"

namespace proofsheet::scan {

/// Files that are being written. By identity, because links give one file several paths.
struct GrowingFiles {
    std::set<FileIdentity> fresh;      ///< were not there before
    std::set<FileIdentity> rewritten;  ///< replace what was there
    bool operator==(const GrowingFiles&) const = default;

    bool empty() const { return fresh.empty() && rewritten.empty(); }
    bool contains(FileIdentity file) const { return fresh.contains(file) || rewritten.contains(file); }
};

/// What a scan does not look at again.
struct Unfinished {
    /// Left out, or as they were where `before` has them.
    GrowingFiles growing;
    /// The last report of the same scan; may be null, has to outlive the call. What it says about the
    /// metadata of a plain picture counts while the picture keeps its stamp and no .json lies beside it.
    const grid::ScanReport* before = nullptr;
};

}  // namespace proofsheet::scan
