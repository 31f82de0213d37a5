#include "scan/held_pictures.h"

namespace proofsheet::scan {

HeldPictures::HeldPictures(const Unfinished& unfinished, std::string_view root) : unfinished_(unfinished) {
    const grid::ScanReport* const report = unfinished.before;
    if (report == nullptr || report->root != root) return;
    for (const grid::FoundSample& found : report->found) found_.emplace(found.sample.path, &found);
    superseded_.insert(report->superseded.begin(), report->superseded.end());
}

const grid::FoundSample* HeldPictures::before(std::string_view path) const {
    const auto found = found_.find(path);
    return found == found_.end() ? nullptr : found->second;
}

std::optional<FileStamp> HeldPictures::stamp_before(std::string_view path, FileStamp now) const {
    if (const grid::FoundSample* const found = before(path)) return found->sample.stamp;
    return superseded_.contains(path) ? std::optional(now) : std::nullopt;
}

}  // namespace proofsheet::scan
