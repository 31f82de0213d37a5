#pragma once

#include <string>
#include <vector>

#include "image/encode.h"
#include "providers/demo_painter.h"

namespace proofsheet::providers {

/// How a sample was made, as ComfyUI is told.
struct DemoGraph {
    DemoPicture picture;
    std::string checkpoint;   ///< file name of the LoRA
    std::string name_prefix;  ///< of SaveImage
    std::string scaled_by;    ///< upscale method, empty for none
};

/// The texts that ComfyUI writes into a PNG: `prompt` (what was run: nodes by number, inputs by name) and
/// `workflow` (the same for its editor: nodes with places, links, widgets). Source: ComfyUI nodes.py,
/// SaveImage.
std::vector<image::TextChunk> comfy_texts(const DemoGraph& graph);

}  // namespace proofsheet::providers
