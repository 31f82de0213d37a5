#include "cache/preview_source.h"

#include <iterator>
#include <utility>

#include "image/decode.h"
#include "image/reduce.h"

namespace proofsheet::cache {
namespace {

constexpr std::string_view kPrefix = "preview:";
constexpr std::size_t kLargestPreviewFile = std::size_t{16} << 20;
constexpr std::size_t kMostPreviews = 8;

LoadedPicture with_levels(image::Pixels pixels, SizePx full_size) {
    LoadedPicture picture;
    picture.full_size = full_size;
    picture.levels.push_back(std::move(pixels));
    std::vector<image::Pixels> reduced = image::make_mip_chain(picture.levels.front());
    std::ranges::move(reduced, std::back_inserter(picture.levels));
    return picture;
}

}  // namespace

std::string preview_path(const std::string& job_id) {
    return std::string(kPrefix) + job_id;
}

PictureKey preview_key(const std::string& job_id, std::uint64_t number) {
    return {preview_path(job_id), {number, 0}, Level::Proxy};
}

void PreviewSource::put(const std::string& job_id, std::uint64_t number, std::vector<std::byte> file) {
    if (file.size() > kLargestPreviewFile) return;
    Held held{number, std::make_shared<const std::vector<std::byte>>(std::move(file))};
    held_.edit([&](std::map<std::string, Held>& all) {
        all[preview_path(job_id)] = std::move(held);
        while (all.size() > kMostPreviews) all.erase(all.begin());
    });
}

void PreviewSource::forget(const std::string& job_id) {
    held_.edit([&](std::map<std::string, Held>& all) { all.erase(preview_path(job_id)); });
}

Result<LoadedPicture> PreviewSource::load(const PictureKey& key, std::stop_token stop) {
    return load_admitted(key, std::move(stop), [](SizePx, std::size_t) { return true; });
}

Result<LoadedPicture> PreviewSource::load_admitted(const PictureKey& key, std::stop_token stop,
                                                   const Admit& admit) {
    if (!key.path.starts_with(kPrefix)) return files_->load_admitted(key, std::move(stop), admit);
    Held held;
    held_.edit([&](std::map<std::string, Held>& all) {
        if (const auto found = all.find(key.path); found != all.end()) held = found->second;
    });
    if (!held.file || held.number != key.stamp.bytes)
        return Error{ErrorKind::Cancelled, "The preview was replaced by a newer one."};
    const Result<image::PictureInfo> info = image::read_info(*held.file);
    if (!info) return info.error();
    if (!admit(info->size, info->size.rgba_bytes() * 2))
        return Error{ErrorKind::Cancelled, "The preview is not wanted any more."};
    Result<image::Pixels> pixels = key.level == Level::Full
                                       ? image::decode(*held.file, stop)
                                       : image::decode_reduced(*held.file, kProxySide, stop);
    if (!pixels) return std::move(pixels).error();
    return with_levels(std::move(pixels).value(), info->size);
}

}  // namespace proofsheet::cache
