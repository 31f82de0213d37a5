#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/size.h"
#include "image/metadata.h"
#include "scan/picture_listing.h"

namespace proofsheet::scan {

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
