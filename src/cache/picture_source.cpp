#include "cache/picture_source.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "image/decode.h"
#include "image/reduce.h"

namespace proofsheet::cache {
namespace {

/// What the header of a picture says, and what it will take to load it.
struct Outlook {
    SizePx size;
    std::size_t peak_bytes = 0;
};

std::string megabytes(std::uint64_t bytes) {
    return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

Error cancelled() {
    return {ErrorKind::Cancelled, "The picture is not wanted any more."};
}

/// Reads no more of the file than it takes to find the size: a JPEG may have it behind large metadata.
Result<SizePx> read_size(const std::filesystem::path& path, std::uint64_t file_bytes) {
    constexpr std::uint64_t kEnoughForMost = 4096;
    constexpr std::uint64_t kEnoughForMetadata = 1 << 20;
    for (const std::uint64_t count : {kEnoughForMost, kEnoughForMetadata, file_bytes}) {
        const Result<std::vector<std::byte>> head = read_file_head(path, std::min(count, file_bytes));
        if (!head) return head.error();
        const Result<image::PictureInfo> info = image::read_info(*head);
        if (info) return info->size;
        const bool may_be_cut_short = info.error().kind == ErrorKind::InvalidInput && count < file_bytes;
        if (!may_be_cut_short) return info.error();
    }
    return Error{ErrorKind::InvalidInput, "The picture's size is nowhere to be found."};
}

/// At its peak a full picture has its file, the unpacked rows and the pixels in memory; later the pixels and
/// their levels, which is less. A proxy is reduced while it is decoded, but an interlaced file needs all
/// pixels first.
std::size_t peak_bytes(SizePx size, std::uint64_t file_bytes, Level level) {
    const std::size_t pixels = size.rgba_bytes();
    return file_bytes + (level == Level::Full ? pixels * 2 : pixels + pixels / 2);
}

Result<Outlook> read_outlook(const PictureKey& key, std::size_t memory_limit) {
    const std::filesystem::path path(key.path);
    const Result<FileStamp> stamp = stamp_of(path);
    if (!stamp) return stamp.error();
    if (stamp->bytes > std::min<std::uint64_t>(image::kLargestPictureFile, memory_limit))
        return Error{ErrorKind::Unsupported,
                     "The file has " + megabytes(stamp->bytes) + ", too much for a picture."};
    const Result<SizePx> size = read_size(path, stamp->bytes);
    if (!size) return size.error();
    if (size->rgba_bytes() + size->rgba_bytes() / 3 > memory_limit)
        return Error{ErrorKind::Unsupported, "The picture is " + std::to_string(size->width) + " x " +
                                                 std::to_string(size->height) +
                                                 " pixels, which takes more than the " +
                                                 megabytes(memory_limit) + " that one picture may have."};
    return Outlook{*size, peak_bytes(*size, stamp->bytes, key.level)};
}

Result<image::Pixels> decode_level(const PictureKey& key, const std::stop_token& stop) {
    const Result<std::vector<std::byte>> file =
        read_file(std::filesystem::path(key.path), image::kLargestPictureFile);
    if (!file) return file.error();
    if (stop.stop_requested()) return cancelled();
    if (key.level == Level::Full) return image::decode(*file, stop);
    return image::decode_reduced(*file, kProxySide, stop);
}

}  // namespace

std::size_t LoadedPicture::bytes() const {
    std::size_t bytes = 0;
    for (const image::Pixels& level : levels) bytes += level.bytes().size();
    return bytes;
}

Result<LoadedPicture> PictureSource::load_admitted(const PictureKey& key, std::stop_token stop,
                                                   const Admit&) {
    return load(key, std::move(stop));
}

Result<LoadedPicture> FilePictureSource::load(const PictureKey& key, std::stop_token stop) {
    return load_admitted(key, std::move(stop), [](SizePx, std::size_t) { return true; });
}

Result<LoadedPicture> FilePictureSource::load_admitted(const PictureKey& key, std::stop_token stop,
                                                       const Admit& admit) {
    if (stop.stop_requested()) return cancelled();
    const Result<Outlook> outlook = read_outlook(key, memory_limit_bytes_);
    if (!outlook) return outlook.error();
    if (stop.stop_requested() || !admit(outlook->size, outlook->peak_bytes)) return cancelled();
    Result<image::Pixels> pixels = decode_level(key, stop);
    if (!pixels) return std::move(pixels).error();
    if (stop.stop_requested()) return cancelled();
    LoadedPicture picture;
    picture.full_size = outlook->size;
    picture.levels.push_back(std::move(pixels).value());
    std::vector<image::Pixels> reduced = image::make_mip_chain(picture.levels.front());
    std::ranges::move(reduced, std::back_inserter(picture.levels));
    return picture;
}

}  // namespace proofsheet::cache
