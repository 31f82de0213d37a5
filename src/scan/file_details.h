#pragma once

#include <filesystem>

#include "grid/details.h"
#include "scan/safetensors.h"

namespace proofsheet::scan {

/// What a picture says about how it was made: fields that people ask for first (prompt, seed, steps ...), the
/// file itself, then its texts as they are. A `<stem>.json` beside it counts as metadata of its own. Reads
/// the whole file; any thread. What cannot be read is `error`.
grid::Details describe_picture(const std::filesystem::path& file);

/// What the header of a checkpoint says: kohya's `ss_` keys grouped by what they are about, `modelspec.`,
/// `training_info`, others; nested JSON unfolded. Reads the header alone; any thread.
grid::Details describe_checkpoint(const std::filesystem::path& file);

/// The sections of a header that was read. Pure.
std::vector<grid::DetailSection> checkpoint_sections(const SafetensorsHeader& header);

/// The one or the other by the name of the file.
grid::Details describe_file(const std::filesystem::path& file);

}  // namespace proofsheet::scan
