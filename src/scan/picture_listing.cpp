#include "scan/picture_listing.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <tuple>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_map>

#include "core/text.h"
#include "scan/file_names.h"
#include "scan/sample_name.h"

namespace proofsheet::scan {
namespace {

constexpr mode_t kEverybodyReads = S_IRUSR | S_IRGRP | S_IROTH;

FileStamp stamp_of_status(const struct stat& status) {
    return {static_cast<std::uint64_t>(status.st_size),
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

bool may_read(int folder, const char* name, mode_t mode) {
    return (mode & kEverybodyReads) == kEverybodyReads || ::faccessat(folder, name, R_OK, 0) == 0;
}

/// Why an entry with the name of a picture is none; an empty kind when it is one.
struct Refusal {
    std::string kind;
    std::string message;
};

Refusal refusal_of(int folder, const FolderEntry& entry, struct stat& status) {
    if (entry.kind == EntryKind::Folder)
        return {"not-a-file", "This folder has the name of a picture; rename it to see what it holds"};
    if (entry.kind == EntryKind::Other)
        return {"not-a-file", "This has the name of a picture but is not a file; rename or remove it"};
    if (::fstatat(folder, entry.name.c_str(), &status, 0) != 0)
        return {"unreadable",
                fmt::format("This picture cannot be read ({}); check its permissions and the disk",
                            std::strerror(errno))};
    if (!S_ISREG(status.st_mode))
        return {"not-a-file", "This has the name of a picture but is not a file; rename or remove it"};
    if (status.st_size == 0) return {"empty", "This file is empty; it is shown once it has been written"};
    if (!may_read(folder, entry.name.c_str(), status.st_mode))
        return {"unreadable", "This picture cannot be read; check its permissions"};
    return {};
}

/// The same for equal dimensions in any order.
std::string key_of(const Dimensions& dimensions) {
    std::vector<const Dimensions::value_type*> sorted;
    for (const auto& dimension : dimensions) sorted.push_back(&dimension);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return *a < *b; });
    std::string key;
    for (const auto* dimension : sorted)
        key += fmt::format("{}:{}={}:{}", dimension->first.size(), dimension->first, dimension->second.size(),
                           dimension->second);
    return key;
}

bool can_be_superseded(const grid::FoundSample& sample, std::size_t shared) {
    return sample.sample.batch > 0 && sample.dimensions.size() > shared;
}

/// With one counter for all nothing can replace anything, which is what most folders look like.
bool counters_differ(const std::vector<grid::FoundSample>& folder, std::size_t shared) {
    int first = 0;
    for (const grid::FoundSample& sample : folder) {
        if (!can_be_superseded(sample, shared)) continue;
        if (first == 0) first = sample.sample.batch;
        if (sample.sample.batch != first) return true;
    }
    return false;
}

}  // namespace

std::vector<ListedPicture> list_pictures(const WalkedFolder& folder, std::string_view shown,
                                         const HeldPictures& held, std::vector<Problem>& problems) {
    std::vector<ListedPicture> pictures;
    for (const FolderEntry& entry : folder.entries) {
        if (!is_picture_name(entry.name)) continue;
        struct stat status {};
        Refusal refusal = refusal_of(folder.descriptor, entry, status);
        const auto report = [&](std::string kind, std::string message) {
            problems.push_back(
                {to_display(join_path(shown, entry.name)), std::move(kind), std::move(message)});
        };
        std::optional<FileStamp> stamp = stamp_of_status(status);
        const bool is_held = S_ISREG(status.st_mode) && held.is_growing(identity_of(status));
        if (is_held) {
            stamp = held.stamp_before(join_path(shown, entry.name), *stamp);
        } else if (!refusal.kind.empty()) {
            report(std::move(refusal.kind), std::move(refusal.message));
            continue;
        }
        if (!stamp) continue;
        if (!is_utf8(entry.name))
            report("name-encoding",
                   "The name of this picture is not UTF-8 and is shown with replacements; rename it to see "
                   "it right");
        pictures.push_back({entry.name, *stamp, is_held});
    }
    return pictures;
}

WalkRules picture_walk_rules() {
    return {is_picture_name, [](const std::string& relative) {
                return !is_picture_name(relative) && !is_passed_over(relative);
            }};
}

grid::FoundSample read_sample(std::string_view folder, const ListedPicture& picture,
                              const Dimensions& location, std::vector<Problem>& problems) {
    SampleName name = parse_sample_name(stem_of(picture.name));
    grid::FoundSample found;
    found.sample = {join_path(folder, picture.name), picture.stamp, name.batch};
    const auto note = [&](std::string message) {
        problems.push_back({to_display(found.sample.path), "name", std::move(message)});
    };
    found.dimensions.reserve(location.size() + name.dimensions.size());
    found.dimensions = location;
    for (auto& [key, value] : name.dimensions)
        if (!add_dimension(found.dimensions, key, std::move(value)))
            note(fmt::format("The key \"{}\" is ignored: the folder says it already", to_display(key)));
    for (std::string& message : name.notes) note(std::move(message));
    return found;
}

void split_superseded(std::vector<grid::FoundSample>& folder, std::size_t shared,
                      std::vector<std::string>& superseded) {
    if (!counters_differ(folder, shared)) return;
    std::unordered_map<std::string, int> highest;
    for (const grid::FoundSample& sample : folder) {
        if (!can_be_superseded(sample, shared)) continue;
        int& counter = highest[key_of(sample.dimensions)];
        counter = std::max(counter, sample.sample.batch);
    }
    const auto stays = [&](const grid::FoundSample& sample) {
        return !can_be_superseded(sample, shared) ||
               sample.sample.batch == highest[key_of(sample.dimensions)];
    };
    const auto replaced = std::stable_partition(folder.begin(), folder.end(), stays);
    for (auto sample = replaced; sample != folder.end(); ++sample)
        superseded.push_back(std::move(sample->sample.path));
    folder.erase(replaced, folder.end());
}

void sort_lists(grid::ScanReport& report) {
    std::sort(report.superseded.begin(), report.superseded.end());
    std::stable_sort(report.problems.begin(), report.problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.path, a.kind) < std::tie(b.path, b.kind);
    });
}

bool add_dimension(Dimensions& dimensions, std::string_view name, std::string value) {
    const bool is_there = std::any_of(dimensions.begin(), dimensions.end(),
                                      [&](const auto& dimension) { return dimension.first == name; });
    if (!is_there) dimensions.emplace_back(name, std::move(value));
    return !is_there;
}

}  // namespace proofsheet::scan
