#include "scan/watch_gatherer.h"

#include <algorithm>
#include <utility>

namespace proofsheet::scan {

void ChangeGatherer::changed(Changed what, Time now) {
    if (!news_) first_ = now;
    last_ = now;
    news_ = std::max(news_.value_or(what), what);
}

void ChangeGatherer::changed_at_once(Changed what, Time now) {
    changed(what, now);
    first_ = now - times_.longest;
}

/// The beginning is news as well: a scan that ran just then may have seen the file without knowing.
void ChangeGatherer::begin(const std::string& path, Growth growth, Time now) {
    growth.deadline = now + growth.patience;
    changed(growth.what, now);
    growing_.insert_or_assign(path, std::move(growth));
}

void ChangeGatherer::created(const std::string& path, Changed what, const FileFacts& facts, Time now) {
    // One that has content already may have been linked into place, of which no close tells the end.
    const auto patience = facts.stamp.bytes > 0 ? times_.settle : times_.never_closed;
    begin(path, {what, facts.file, true, facts.stamp, patience, {}}, now);
}

void ChangeGatherer::modified(const std::string& path, Changed what, const FileFacts& facts, Time now) {
    const auto growing = growing_.find(path);
    if (growing == growing_.end())
        return begin(path, {what, facts.file, false, std::nullopt, times_.never_closed, {}}, now);
    growing->second.looked_at.reset();
    growing->second.patience = times_.never_closed;
    growing->second.deadline = now + times_.never_closed;
}

void ChangeGatherer::suspected(const std::string& path, Changed what, FileAge age, const FileFacts& facts,
                               Time now) {
    const bool is_fresh = age == FileAge::Fresh;
    if (!is_growing(path)) begin(path, {what, facts.file, is_fresh, facts.stamp, times_.settle, {}}, now);
}

void ChangeGatherer::completed(const std::string& path, Changed what, Time now) {
    growing_.erase(path);
    changed(what, now);
}

void ChangeGatherer::gone(const std::string& path, Changed what, Time now) {
    completed(path, what, now);
}

void ChangeGatherer::gone_below(const std::string& folder, Time now) {
    const std::string start = folder.ends_with('/') ? folder : folder + '/';
    auto growth = growing_.lower_bound(start);
    while (growth != growing_.end() && growth->first.starts_with(start)) growth = growing_.erase(growth);
    changed(Changed::Runs, now);
}

std::vector<std::string> ChangeGatherer::growing_paths() const {
    std::vector<std::string> paths;
    for (const auto& [path, growth] : growing_) paths.push_back(path);
    return paths;
}

std::vector<std::string> ChangeGatherer::overdue(Time now) const {
    std::vector<std::string> paths;
    for (const auto& [path, growth] : growing_)
        if (growth.deadline <= now) paths.push_back(path);
    return paths;
}

void ChangeGatherer::checked(const std::string& path, const std::optional<FileFacts>& facts, Time now) {
    const auto growing = growing_.find(path);
    if (growing == growing_.end()) return;
    Growth& growth = growing->second;
    const bool is_same = facts && facts->file == growth.file;
    if (!is_same || !growth.looked_at || *growth.looked_at == facts->stamp)
        return completed(path, growth.what, now);
    growth.looked_at = facts->stamp;
    growth.deadline = now + growth.patience;
}

void ChangeGatherer::unsettle(const std::string& path, const std::optional<FileFacts>& facts, Time now) {
    const auto growing = growing_.find(path);
    if (growing == growing_.end()) return;
    Growth& growth = growing->second;
    if (!facts || facts->file != growth.file) return completed(path, growth.what, now);
    growth.looked_at = facts->stamp;
    growth.patience = times_.settle;
    growth.deadline = now + growth.patience;
}

ChangeGatherer::Time ChangeGatherer::due() const {
    return std::min(last_ + times_.quiet, first_ + times_.longest);
}

std::optional<ChangeGatherer::Time> ChangeGatherer::deadline() const {
    std::optional<Time> earliest;
    if (news_) earliest = due();
    for (const auto& [path, growth] : growing_)
        earliest = std::min(earliest.value_or(growth.deadline), growth.deadline);
    return earliest;
}

std::optional<Change> ChangeGatherer::take(Time now) {
    if (!news_ || now < due()) return std::nullopt;
    Change change;
    change.what = *std::exchange(news_, std::nullopt);
    for (const auto& [path, growth] : growing_)
        (growth.is_fresh ? change.growing.fresh : change.growing.rewritten).insert(growth.file);
    return change;
}

}  // namespace proofsheet::scan
