#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "image/decode.h"

namespace proofsheet::image {

enum class Software { Unknown, ComfyUi, A1111, InvokeAi, SwarmUi, NovelAi, Fooocus, Proofsheet };
/// "comfyui", "a1111", "invokeai", "swarmui", "novelai", "fooocus", "proofsheet", "unknown".
std::string_view name_of(Software software);

/// What the picture says about how it was made; what is not known is absent.
struct GenerationParameters {
    std::optional<std::string> prompt, negative_prompt, sampler, scheduler, model;
    std::optional<std::uint64_t> seed;
    std::optional<double> steps, cfg;
    std::optional<int> width, height;
    bool operator==(const GenerationParameters&) const = default;
};

/// Texts found in a picture file: PNG tEXt, zTXt, iTXt by keyword; JPEG and WebP EXIF as "UserComment",
/// "Make", "Model", "ImageDescription"; valid UTF-8 (bytes that are not become U+FFFD).
struct PictureMetadata {
    PictureInfo info;
    Software software = Software::Unknown;
    GenerationParameters parameters;
    std::vector<std::pair<std::string, std::string>> raw;
    std::vector<std::string> notes;  ///< what was left out and why: too large, damaged chunk ...
};

/// Reads header and text chunks; decodes no pixels. Untrusted input: a text is capped at 16 MiB (also after
/// inflating), JSON nesting at 1,000. `side_car` is the text of `<stem>.json` beside the picture, empty when
/// there is none. Errors: as read_info.
Result<PictureMetadata> read_metadata(std::span<const std::byte> file, std::string_view side_car = {});

}  // namespace proofsheet::image
