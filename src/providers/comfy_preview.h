#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"

namespace proofsheet::providers {

/// A picture of what is being sampled, or a line of text about it.
struct ComfyPreview {
    enum class Kind : std::uint8_t { Picture, Text };
    Kind kind = Kind::Picture;
    std::vector<std::byte> picture;  ///< JPEG or PNG file
    std::string text;
    std::string prompt_id;  ///< empty with older servers: belongs to what is running
    std::string node;       ///< empty where the server does not tell
    bool operator==(const ComfyPreview&) const = default;
};

/// Reads a binary WebSocket message of ComfyUI.
/// Layout, big-endian, after a uint32 event: 1, preview picture: uint32 format (1 = JPEG, 2 = PNG), file
/// bytes; 3, text: uint32 n, n bytes of node id, UTF-8 text; 4, preview picture with metadata: uint32 n, n
/// bytes of JSON, file bytes. Errors: Unsupported for other events and formats (newer servers send them,
/// callers ignore it); InvalidInput when cut short. Source: ComfyUI protocol.py and server.py, 0.33.
Result<ComfyPreview> parse_comfy_preview(std::span<const std::byte> message);

}  // namespace proofsheet::providers
