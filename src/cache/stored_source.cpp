#include "cache/stored_source.h"

#include <chrono>
#include <utility>

namespace proofsheet::cache {
namespace {

/// A file that was written this recently may be written again without a new time of modification.
bool is_recent(const FileStamp& stamp) {
    constexpr std::chrono::seconds kCoarsestClock{2};
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::nanoseconds(stamp.mtime_ns) > now - kCoarsestClock;
}

bool is_still(const PictureKey& key) {
    const Result<FileStamp> stamp = stamp_of(key.path);
    return stamp && *stamp == key.stamp && !is_recent(key.stamp);
}

}  // namespace

Result<LoadedPicture> StoredPictureSource::load(const PictureKey& key, std::stop_token stop) {
    return load_admitted(key, std::move(stop), [](SizePx, std::size_t) { return true; });
}

Result<LoadedPicture> StoredPictureSource::load_admitted(const PictureKey& key, std::stop_token stop,
                                                         const Admit& admit) {
    if (key.level != Level::Proxy) return source_->load_admitted(key, std::move(stop), admit);
    ProxyRead kept = store_->read(key, admit);
    if (kept.answer == ProxyAnswer::Found) return std::move(kept.picture);
    if (kept.answer == ProxyAnswer::Refused)
        return Error{ErrorKind::Cancelled, "There is no room for the picture now."};
    Result<LoadedPicture> loaded = source_->load_admitted(key, std::move(stop), admit);
    if (loaded && is_still(key)) store_->keep(key, *loaded);
    return loaded;
}

}  // namespace proofsheet::cache
