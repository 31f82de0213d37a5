#pragma once

#include <optional>

#include "core/size.h"
#include "image/json_parse.h"
#include "image/metadata.h"

namespace proofsheet::image {

/// Reads a ComfyUI API graph (the text "prompt" of its pictures): finds the sampler that made the picture and
/// follows its inputs back to texts, model and size. Of several samplers it is the one nearest to a node that
/// saves; where several save, the one whose size is that of the `picture`, else the last. Circles and broken
/// links are harmless. Nothing when `graph` is not such a graph.
std::optional<GenerationParameters> read_comfy_graph(const Json& graph, SizePx picture);

}  // namespace proofsheet::image
