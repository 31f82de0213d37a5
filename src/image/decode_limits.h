#pragma once

#include "core/result.h"
#include "core/size.h"
#include "image/decode.h"

namespace proofsheet::image {

/// Refuses what would cost more than `limits` allow, before anything is reserved. Errors: Unsupported.
Status check_limits(SizePx size, const DecodeLimits& limits);

/// The error of a picture whose data is broken.
Error damaged(std::string sentence);

/// The error of a decode that was asked to stop.
Error cancelled();

}  // namespace proofsheet::image
