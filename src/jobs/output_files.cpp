#include "jobs/output_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/file_bytes.h"
#include "core/new_file.h"
#include "jobs/output_name.h"

namespace proofsheet::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestFile = 1'073'741'824;

Error disk_error(std::string_view verb, const std::error_code& why, const fs::path& path) {
    return {ErrorKind::Io, fmt::format("Cannot {} ({}). Check space and permissions: {}", verb, why.message(),
                                       display_path(path))};
}

Error leads_out(const fs::path& path) {
    return {
        ErrorKind::InvalidInput,
        fmt::format("The folder is not below the sample folder, so nothing is written into it. Remove the "
                    "link, or choose another study: {}",
                    display_path(path))};
}

/// Whether every part of a relative folder is a plain name.
bool has_plain_parts(std::string_view folder) {
    while (true) {
        const std::size_t slash = folder.find('/');
        if (!path_part_fault(folder.substr(0, slash)).empty()) return false;
        if (slash == std::string_view::npos) return true;
        folder.remove_prefix(slash + 1);
    }
}

/// Whether `inner` is below `outer`; both without links.
bool is_below(const fs::path& inner, const fs::path& outer) {
    const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end() && inner != outer;
}

}  // namespace

Status DiskOutputFiles::prepare(const fs::path& sample_dir, const std::string& folder) {
    const fs::path target = sample_dir / folder;
    if (!sample_dir.is_absolute() || !has_plain_parts(folder)) return leads_out(target);
    std::error_code failed;
    fs::create_directories(sample_dir, failed);
    if (failed) return disk_error("make the sample folder", failed, sample_dir);
    const fs::path root = fs::canonical(sample_dir, failed);
    if (failed) return disk_error("look at the sample folder", failed, sample_dir);
    // Links that are there already are looked at before anything is made behind them.
    const fs::path planned = fs::weakly_canonical(root / folder, failed);
    if (failed) return disk_error("look at the folder", failed, target);
    if (!is_below(planned, root)) return leads_out(target);
    fs::create_directories(planned, failed);
    if (failed) return disk_error("make the folder", failed, target);
    return {};
}

bool DiskOutputFiles::is_there(const fs::path& path) const {
    std::error_code failed;
    return fs::exists(fs::symlink_status(path, failed));
}

std::vector<std::string> DiskOutputFiles::names_in(const fs::path& folder) const {
    std::vector<std::string> names;
    std::error_code failed;
    fs::directory_iterator entry(folder, failed);
    while (!failed && entry != fs::directory_iterator()) {
        names.push_back(entry->path().filename().native());
        entry.increment(failed);
    }
    return names;
}

Result<std::vector<std::byte>> DiskOutputFiles::read(const fs::path& path) const {
    return read_file(path, kLargestFile);
}

Status DiskOutputFiles::write_new(const fs::path& path, std::span<const std::byte> bytes) {
    return write_new_file(path, bytes);
}

Status DiskOutputFiles::write_over(const fs::path& path, std::span<const std::byte> bytes) {
    return write_file_atomically(path, bytes);
}

Status DiskOutputFiles::move_to(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::create_directories(to.parent_path(), failed);
    if (failed) return disk_error("make the folder", failed, to.parent_path());
    if (is_there(to))
        return Error{ErrorKind::Conflict,
                     fmt::format("Something of this name is there already: {}", display_path(to))};
    fs::rename(from, to, failed);
    if (!failed) return {};
    if (failed == std::errc::no_such_file_or_directory)
        return Error{ErrorKind::NotFound, fmt::format("The file is gone: {}", display_path(from))};
    if (failed != std::errc::cross_device_link) return disk_error("move the file", failed, from);
    const auto bytes = read(from);
    if (!bytes) return bytes.error();
    if (Status copied = write_new(to, *bytes); !copied) return copied;
    fs::remove(from, failed);
    return failed ? disk_error("remove the file that was copied", failed, from) : Status{};
}

}  // namespace proofsheet::jobs
