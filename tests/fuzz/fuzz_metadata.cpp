// Metadata as it may come from anywhere: whole files, one text under a known keyword, an EXIF block, a
// side-car.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text.h"
#include "image/json_text.h"
#include "image/metadata.h"
#include "image/metadata_texts.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

using namespace std::string_view_literals;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_safe(std::string_view text) {
    require(is_utf8(text));
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        require((byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\t' || c == '\r');
    }
}

void require_safe(const std::optional<std::string>& text) {
    if (text) require_safe(std::string_view(*text));
}

void check(const Result<PictureMetadata>& metadata) {
    if (!metadata) return require(!metadata.error().message.empty());
    require(metadata->notes.size() <= kMostNotes + 1 && metadata->raw.size() <= kMostTexts);
    for (const std::string& note : metadata->notes) require_safe(std::string_view(note));
    for (const auto& [name, text] : metadata->raw) {
        require_safe(std::string_view(name));
        require_safe(std::string_view(text));
        require(text.size() <= kLargestText);
    }
    const GenerationParameters& parameters = metadata->parameters;
    for (const auto* text : {&parameters.prompt, &parameters.negative_prompt, &parameters.sampler,
                             &parameters.scheduler, &parameters.model}) {
        require_safe(*text);
    }
    require(parameters.width.value_or(1) > 0 && parameters.height.value_or(1) > 0);
}

/// What is indented once stays as it is.
void check_format(std::string_view text) {
    const std::string once = format_json(text);
    require(format_json(once) == once);
    require(!is_utf8(text) || is_utf8(once));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array keywords{"prompt"sv,   "workflow"sv, "parameters"sv,        "proofsheet"sv,
                                  "Comment"sv,  "Dream"sv,    "invokeai_metadata"sv, "sd-metadata"sv,
                                  "Software"sv, "seed"sv};
    if (size < 2) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
    switch (data[0] % 6) {
        case 0:
            check(read_metadata(test::bytes_from(rest)));
            break;
        case 1:
            check(
                read_metadata(test::png_with({test::text_part(keywords[data[1] % keywords.size()], rest)})));
            break;
        case 2:
            check(read_metadata(test::webp_with(rest.substr(0, 60'000))));
            break;
        case 3:
            check(read_metadata(test::png_with({}), rest));
            break;
        case 4:
            check(read_metadata(test::png_with({{data[1] % 2 != 0 ? "zTXt" : "iTXt", std::string(rest)}})));
            break;
        default:
            check_format(rest);
            break;
    }
    return 0;
}
