#pragma once

#include "image/pixels.h"

namespace proofsheet::image {

/// The picture as it is to be shown. `orientation` as EXIF numbers it, 1 to 8; any other value changes
/// nothing.
Pixels oriented(Pixels picture, int orientation);

}  // namespace proofsheet::image
