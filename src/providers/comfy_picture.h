#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/size.h"

namespace proofsheet::providers {

/// A picture as it came, checked: it decodes to its last row and measures what was asked for; ComfyUI cuts
/// sides down to multiples of 8. PNG bytes are kept as they are, other formats are written as PNG. Errors: Io
/// (no picture, damaged or cut short: worth fetching again), InvalidInput (another size), Cancelled.
Result<std::vector<std::byte>> check_comfy_picture(std::string_view bytes, std::optional<SizePx> asked,
                                                   std::stop_token stop);

}  // namespace proofsheet::providers
