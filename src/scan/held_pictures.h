#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "scan/unfinished.h"

namespace proofsheet::scan {

/// The report before a scan, and which files the scan takes from it. `unfinished` has to outlive this.
class HeldPictures {
public:
    /// A report of another root counts for nothing.
    HeldPictures(const Unfinished& unfinished, std::string_view root);

    bool is_growing(FileIdentity file) const { return unfinished_.growing.contains(file); }
    /// The entry of a path in the report before; null when there is none.
    const grid::FoundSample* before(std::string_view path) const;
    /// The stamp that a growing picture keeps, `now` for one that was superseded; nullopt for a new one.
    std::optional<FileStamp> stamp_before(std::string_view path, FileStamp now) const;

private:
    const Unfinished& unfinished_;
    std::unordered_map<std::string_view, const grid::FoundSample*> found_;
    std::unordered_set<std::string_view> superseded_;
};

}  // namespace proofsheet::scan
