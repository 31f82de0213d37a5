#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace proofsheet::providers {

/// Where a ComfyUI answers. Both end without a slash; a path that a proxy put in front stays.
struct ComfyAddress {
    std::string http;  ///< http or https
    std::string ws;    ///< ws or wss
    bool operator==(const ComfyAddress&) const = default;
};

/// Reads what people write: "localhost:8188", "0.0.0.0:8188" (what the server prints; 127.0.0.1 is meant),
/// "https://host/comfy/", "ws://host". Errors: InvalidInput.
Result<ComfyAddress> parse_comfy_address(std::string_view text);

}  // namespace proofsheet::providers
