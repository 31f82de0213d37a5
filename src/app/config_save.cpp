#include "app/config_save.h"

#include <fmt/format.h>

#include "app/config_parse.h"
#include "core/file_bytes.h"

namespace proofsheet::app {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;
constexpr fs::perms kAnyWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;

Error not_saved(const Error& why) {
    return {why.kind, "The settings were not saved. " + why.message};
}

/// The file behind symbolic links, there or not.
Result<fs::path> file_behind(fs::path file) {
    std::error_code code;
    for (int links = 0; links < 40; ++links) {
        if (!fs::is_symlink(fs::symlink_status(file, code))) return file;
        const fs::path target = fs::read_symlink(file, code);
        if (code) break;
        file = file.parent_path() / target;
    }
    return Error{ErrorKind::Io,
                 fmt::format("The symbolic link leads nowhere; mend it: {}", display_path(file))};
}

/// What a configuration file holds, and the permissions that it should have.
struct OldFile {
    std::string text;
    fs::perms permissions = kOwnerOnly;
};

Result<OldFile> read_old(const fs::path& file) {
    OldFile old;
    const auto bytes = read_file(file, kLargestConfigBytes);
    if (!bytes && bytes.error().kind == ErrorKind::NotFound) return old;
    if (!bytes) return bytes.error();
    old.text.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (!code) old.permissions = status.permissions() & fs::perms::all;
    if ((old.permissions & kAnyWrite) == fs::perms::none)
        return Error{ErrorKind::Io,
                     fmt::format("The file is write-protected; allow writing to it: {}", display_path(file))};
    return old;
}

Status write_new(const fs::path& file, const std::string& text, fs::perms permissions) {
    std::error_code code;
    if (!file.parent_path().empty()) fs::create_directories(file.parent_path(), code);
    if (code)
        return Error{ErrorKind::Io, fmt::format("Cannot create its folder ({}): {}", code.message(),
                                                display_path(file.parent_path()))};
    return write_file_atomically(file, std::as_bytes(std::span(text)), permissions);
}

}  // namespace

Status save_settings(const fs::path& file, std::span<const ConfigEdit> edits) {
    const auto target = file_behind(file);
    if (!target) return not_saved(target.error());
    const auto old = read_old(*target);
    if (!old) return not_saved(old.error());
    const auto text = edit_config(old->text, edits);
    if (!text) return not_saved({text.error().kind, text.error().message + ": " + display_path(*target)});
    if (*text == old->text) return {};
    const Status written = write_new(*target, *text, old->permissions);
    if (!written) return not_saved(written.error());
    return {};
}

}  // namespace proofsheet::app
