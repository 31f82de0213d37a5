#pragma once

#include <optional>
#include <string>

#include "image/comfy_nodes.h"

namespace proofsheet::image {

enum class ComfyRole { Positive, Negative };

/// The prompt that conditions a sampler: follows `start` back through combining, control and guidance nodes
/// to the nodes that encode text, and joins different texts with line feeds. What is zeroed out on the way
/// does not count. Nothing when no text is found; an empty text when an empty one is encoded.
std::optional<std::string> conditioning_text(const ComfyNodes& nodes, const ComfyLink& start, ComfyRole role);

}  // namespace proofsheet::image
