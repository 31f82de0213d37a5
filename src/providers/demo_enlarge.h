#pragma once

#include "image/pixels.h"

namespace proofsheet::providers {

/// The picture at twice its size by Lanczos interpolation over six pixels, as common upscalers make it.
image::Pixels enlarge_twice(const image::Pixels& picture);

}  // namespace proofsheet::providers
