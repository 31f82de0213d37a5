#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "scan/watch_gatherer.h"
#include "scan/watch_listing.h"

namespace proofsheet::scan {

/// Folders that are looked through again and again.
class PolledTrees {
public:
    using Time = ChangeGatherer::Time;

    /// `roots` are absolute. The first poll is due at once; `age` is that of the files that it finds.
    PolledTrees(std::vector<std::string> roots, FileAge age, std::chrono::milliseconds pause);

    /// Looks through all of them and tells the gatherer what changed.
    void poll(ChangeGatherer& gatherer, const std::stop_token& stop);

    const std::vector<std::string>& roots() const { return roots_; }
    bool empty() const { return roots_.empty(); }
    Time next_poll() const { return next_poll_; }
    /// The last poll met more files than `kMostListedFiles`; the rest is not watched.
    bool is_cut() const { return listing_.is_cut; }
    const GrowingFiles& growing() const { return growing_; }

private:
    std::vector<std::string> roots_;
    bool is_first_ = true;
    FileAge age_;
    std::chrono::milliseconds pause_;
    TreeListing listing_;
    GrowingFiles growing_;
    Time next_poll_;
};

}  // namespace proofsheet::scan
