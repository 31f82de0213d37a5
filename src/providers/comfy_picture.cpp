#include "providers/comfy_picture.h"

#include <fmt/format.h>

#include <span>

#include "image/decode.h"
#include "image/encode.h"

namespace proofsheet::providers {
namespace {

bool fits(int side, int asked) {
    return side == asked || side == asked / 8 * 8;
}

}  // namespace

Result<std::vector<std::byte>> check_comfy_picture(std::string_view bytes, std::optional<SizePx> asked,
                                                   std::stop_token stop) {
    const auto file = std::as_bytes(std::span(bytes));
    const auto pixels = image::decode(file, std::move(stop));
    if (!pixels && pixels.error().kind == ErrorKind::Cancelled) return pixels.error();
    if (!pixels)
        return Error{ErrorKind::Io, fmt::format("ComfyUI's picture is damaged: {}", pixels.error().message)};
    const SizePx size = pixels->size();
    if (asked && !(fits(size.width, asked->width) && fits(size.height, asked->height)))
        return Error{ErrorKind::InvalidInput,
                     fmt::format("ComfyUI's picture measures {} x {} instead of {} x {}: check the workflow.",
                                 size.width, size.height, asked->width, asked->height)};
    const auto info = image::read_info(file);
    if (info && info->format == image::PictureFormat::Png)
        return std::vector<std::byte>(file.begin(), file.end());
    return image::encode_png(*pixels);
}

}  // namespace proofsheet::providers
