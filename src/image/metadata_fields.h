#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "image/json_parse.h"
#include "image/metadata.h"

namespace proofsheet::image {

/// A whole number from 0 to 2^64 - 1 as people write it, or nothing.
std::optional<std::uint64_t> seed_from_text(std::string_view text);
/// A finite decimal number, spaces around it allowed, or nothing.
std::optional<double> number_from_text(std::string_view text);
/// A side of a picture in pixels, 1 to 1,000,000, or nothing.
std::optional<int> side_from_number(std::optional<double> number);

/// The same from JSON, where numbers may also stand as text.
std::optional<std::uint64_t> seed_from_json(const Json& value);
std::optional<double> number_from_json(const Json& value);
/// A text, made safe to show, with line feeds only; of an object the text under "name", "model_name" or
/// "key".
std::optional<std::string> text_from_json(const Json& value);
/// The same cleaning for text from elsewhere.
std::string shown_text(std::string_view text);

/// The member `key`, nullptr when `object` is none or has none.
const Json* member(const Json& object, std::string_view key);

/// Under which names a tool writes the parameters: alternatives are separated by '|', the first that holds a
/// value is taken. Empty: the tool does not write it.
struct FieldNames {
    std::string_view prompt, negative_prompt, sampler, scheduler, model, seed, steps, cfg, width, height;
};

/// Reads the parameters that `object` has under these names.
GenerationParameters read_fields(const Json& object, const FieldNames& names);

/// Fills what is absent in `first` from `second`.
GenerationParameters merged(GenerationParameters first, const GenerationParameters& second);

}  // namespace proofsheet::image
