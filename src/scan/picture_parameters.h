#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/size.h"
#include "image/metadata.h"
#include "scan/picture_listing.h"

namespace proofsheet::scan {

/// The text of `<stem>.json` beside a picture, empty when there is none. Errors: Unsupported (larger than
/// `most_bytes`, or no regular file), Io.
Result<std::string> read_side_car(std::filesystem::path picture, std::uint64_t most_bytes);
/// As much of it as metadata takes.
constexpr std::uint64_t kLargestSideCar = std::uint64_t{16} << 20;

/// What the head of a picture file says; what is not known is absent.
struct PictureHead {
    std::optional<SizePx> size;
    image::GenerationParameters parameters;
};

/// Reads size and parameters without decoding. A `<stem>.json` beside the picture counts. Reads the head of
/// the file, more only while the texts may still follow. Any thread.
PictureHead read_picture_head(const std::filesystem::path& picture);

/// What a picture's metadata says about how it was made, as dimensions: model, seed, steps, cfg,
/// sampler_name, scheduler, prompt_name. Read as by `read_picture_head`; empty where nothing is known or the
/// file cannot be read.
Dimensions read_parameter_dimensions(const std::filesystem::path& picture);

/// Whether a dimension of this name may come from a picture's metadata.
bool is_parameter_dimension(std::string_view name);

}  // namespace proofsheet::scan
