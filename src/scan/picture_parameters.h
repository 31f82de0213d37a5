#pragma once

#include <filesystem>
#include <string_view>

#include "scan/picture_listing.h"

namespace proofsheet::scan {

/// What a picture's metadata says about how it was made, as dimensions: model, seed, steps, cfg,
/// sampler_name, scheduler, prompt_name. A `<stem>.json` beside the picture counts. Reads the head of the
/// file, more only while the texts may still follow. Empty where nothing is known or the file cannot be read.
Dimensions read_parameter_dimensions(const std::filesystem::path& picture);

/// Whether a dimension of this name may come from a picture's metadata.
bool is_parameter_dimension(std::string_view name);

}  // namespace proofsheet::scan
