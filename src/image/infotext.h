#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "image/metadata.h"

namespace proofsheet::image {

/// What A1111, Forge and tools that imitate them write as one text.
struct Infotext {
    std::string prompt;
    std::string negative_prompt;
    std::vector<std::pair<std::string, std::string>> fields;  ///< "Steps", "Sampler" ... in their order
};

/// Splits an infotext. Layout: lines of prompt; "Negative prompt: " and lines of it; a line "Steps: 20,
/// Sampler: Euler a, ..." that counts with three pairs or more, else it is prompt. Values with commas, colons
/// or line feeds are quoted as in JSON. Lines behind a line of pairs that begins with "Steps:" are dropped.
/// Source: stable-diffusion-webui, modules/infotext_utils.py.
Infotext split_infotext(std::string_view text);

/// The fields that are common to all tools: Steps, Sampler, Schedule type, CFG scale, Seed, Size, Model.
GenerationParameters parameters_of(const Infotext& infotext);

}  // namespace proofsheet::image
