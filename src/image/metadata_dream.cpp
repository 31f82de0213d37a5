#include "image/metadata_dream.h"

#include <algorithm>
#include <string>

#include "image/metadata_fields.h"

namespace proofsheet::image {
namespace {

/// Moves what stands in square brackets to the negative prompt.
void split_prompt(std::string_view text, GenerationParameters& result) {
    std::string prompt;
    std::string negative;
    bool inside = false;
    for (const char c : text) {
        if (c == '[' || c == ']')
            inside = c == '[';
        else
            (inside ? negative : prompt) += c;
    }
    while (prompt.ends_with(' ')) prompt.pop_back();
    result.prompt = shown_text(prompt);
    if (!negative.empty()) result.negative_prompt = shown_text(negative);
}

void read_option(std::string_view name, std::string_view value, GenerationParameters& result) {
    if (name == "-s") result.steps = number_from_text(value);
    if (name == "-S") result.seed = seed_from_text(value);
    if (name == "-W") result.width = side_from_number(number_from_text(value));
    if (name == "-H") result.height = side_from_number(number_from_text(value));
    if (name == "-C") result.cfg = number_from_text(value);
    if (name == "-A") result.sampler = shown_text(value);
}

std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// The prompt of a list of weighted ones, or the text itself.
std::string prompt_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    std::string prompt;
    if (!value.is_array()) return prompt;
    for (const Json& part : value) {
        const Json* text = member(part, "prompt");
        if (text == nullptr || !text->is_string()) continue;
        if (!prompt.empty()) prompt += '\n';
        prompt += text->get_ref<const std::string&>();
    }
    return prompt;
}

}  // namespace

GenerationParameters read_dream(std::string_view text) {
    GenerationParameters result;
    const std::size_t open = text.find('"');
    const std::size_t close = text.rfind('"');
    if (open != std::string_view::npos && close > open) {
        split_prompt(text.substr(open + 1, close - open - 1), result);
        text.remove_prefix(close + 1);
    }
    while (!text.empty()) {
        const std::string_view name = take_word(text);
        if (name.size() == 2 && name.front() == '-') read_option(name, take_word(text), result);
    }
    return result;
}

GenerationParameters read_sd_metadata(const Json& json) {
    constexpr FieldNames names{.prompt = "",
                               .negative_prompt = "",
                               .sampler = "sampler",
                               .scheduler = "",
                               .model = "",
                               .seed = "seed",
                               .steps = "steps",
                               .cfg = "cfg_scale",
                               .width = "width",
                               .height = "height"};
    const Json* image = member(json, "image");
    if (image == nullptr) return {};
    GenerationParameters result = read_fields(*image, names);
    if (const Json* prompt = member(*image, "prompt")) split_prompt(prompt_of(*prompt), result);
    if (const Json* weights = member(json, "model_weights")) result.model = text_from_json(*weights);
    return result;
}

}  // namespace proofsheet::image
