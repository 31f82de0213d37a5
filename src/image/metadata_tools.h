#pragma once

#include <optional>
#include <string_view>

#include "core/size.h"
#include "image/metadata.h"
#include "image/metadata_texts.h"

namespace proofsheet::image {

/// Which program made a picture, and what its texts say about how.
struct Recognised {
    Software software = Software::Unknown;
    GenerationParameters parameters;
};

/// Tries the tools in the order in which their keywords are told apart: our own, SwarmUI before Fooocus
/// before A1111 (all "parameters" or UserComment), InvokeAI and its older forms, NovelAI, ComfyUI, older
/// Fooocus. Notes go to `texts`.
Recognised recognise(MetadataTexts& texts, SizePx picture);

/// The parameters of a side-car JSON file. Errors: InvalidInput, with a sentence that goes on from its name.
Result<Recognised> read_side_car(std::string_view text);

}  // namespace proofsheet::image
