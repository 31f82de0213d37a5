#pragma once

#include <optional>
#include <string_view>

#include "scan/training_preview.h"

namespace proofsheet::scan {

/// What a picture says that may be a trainer's preview. `folder` is the absolute folder of the scan,
/// `relative` the path of the picture in it: trainers name their folders too, so that as much of them is read
/// as is needed, and hidden folders above the scan do not matter.
std::optional<TrainingPreview> parse_preview_in(std::string_view folder, std::string_view relative);

}  // namespace proofsheet::scan
