#pragma once

#include <string_view>

#include "image/json_parse.h"
#include "image/metadata.h"

namespace proofsheet::image {

/// The older forms of InvokeAI (up to 2.x). The text "Dream" is a command line: "a prompt [what not]" -s 50
/// -S 42 -W 512 -H 512 -C 7.5 -A k_lms; square brackets hold the negative prompt.
GenerationParameters read_dream(std::string_view text);

/// The text "sd-metadata": {"model_weights", "image": {"prompt": [{"prompt"}], "seed", "steps", "cfg_scale",
/// "sampler", "width", "height"}}.
GenerationParameters read_sd_metadata(const Json& json);

}  // namespace proofsheet::image
