#include "image/metadata_fields.h"

#include <charconv>
#include <cmath>

#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

constexpr double kExactWhole = 9007199254740992.0;  ///< 2^53: larger doubles are not exact whole numbers
constexpr double kLongestSide = 1'000'000;

std::string_view without_outer_space(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// The first of the names "a|b|c" whose value `read` can use.
template <typename Read>
auto first_of(const Json& object, std::string_view names, Read read) -> decltype(read(object)) {
    while (!names.empty()) {
        const std::size_t bar = std::min(names.find('|'), names.size());
        if (const Json* value = member(object, names.substr(0, bar))) {
            if (auto result = read(*value)) return result;
        }
        names.remove_prefix(std::min(bar + 1, names.size()));
    }
    return std::nullopt;
}

std::optional<int> side_from_json(const Json& value) {
    return side_from_number(number_from_json(value));
}

template <typename T>
void fill(std::optional<T>& target, const std::optional<T>& source) {
    if (!target) target = source;
}

}  // namespace

std::optional<std::uint64_t> seed_from_text(std::string_view text) {
    text = without_outer_space(text);
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return seed;
}

std::optional<double> number_from_text(std::string_view text) {
    text = without_outer_space(text);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

std::optional<int> side_from_number(std::optional<double> number) {
    if (!number || !(*number >= 1) || *number > kLongestSide || *number != std::floor(*number))
        return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<std::uint64_t> seed_from_json(const Json& value) {
    if (value.is_string()) return seed_from_text(value.get_ref<const std::string&>());
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    if (value.is_number_integer()) {
        const auto seed = value.get<std::int64_t>();
        return seed < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(seed));
    }
    if (!value.is_number_float()) return std::nullopt;
    const double number = value.get<double>();
    if (!(number >= 0) || number > kExactWhole || number != std::floor(number)) return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

std::optional<double> number_from_json(const Json& value) {
    if (value.is_string()) return number_from_text(value.get_ref<const std::string&>());
    if (!value.is_number()) return std::nullopt;
    const double number = value.get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string shown_text(std::string_view text) {
    const std::string clean = text_from_utf8(text);
    std::string out;
    out.reserve(clean.size());
    for (std::size_t i = 0; i < clean.size(); ++i) {
        const bool before_line_feed = clean[i] == '\r' && i + 1 < clean.size() && clean[i + 1] == '\n';
        if (!before_line_feed) out += clean[i] == '\r' ? '\n' : clean[i];
    }
    return out;
}

std::optional<std::string> text_from_json(const Json& value) {
    if (value.is_string()) return shown_text(value.get_ref<const std::string&>());
    for (const std::string_view key : {"name", "model_name", "key"}) {
        const Json* name = member(value, key);
        if (name != nullptr && name->is_string()) return shown_text(name->get_ref<const std::string&>());
    }
    return std::nullopt;
}

const Json* member(const Json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

GenerationParameters read_fields(const Json& object, const FieldNames& names) {
    GenerationParameters result;
    result.prompt = first_of(object, names.prompt, text_from_json);
    result.negative_prompt = first_of(object, names.negative_prompt, text_from_json);
    result.sampler = first_of(object, names.sampler, text_from_json);
    result.scheduler = first_of(object, names.scheduler, text_from_json);
    result.model = first_of(object, names.model, text_from_json);
    result.seed = first_of(object, names.seed, seed_from_json);
    result.steps = first_of(object, names.steps, number_from_json);
    result.cfg = first_of(object, names.cfg, number_from_json);
    result.width = first_of(object, names.width, side_from_json);
    result.height = first_of(object, names.height, side_from_json);
    return result;
}

GenerationParameters merged(GenerationParameters first, const GenerationParameters& second) {
    fill(first.prompt, second.prompt);
    fill(first.negative_prompt, second.negative_prompt);
    fill(first.sampler, second.sampler);
    fill(first.scheduler, second.scheduler);
    fill(first.model, second.model);
    fill(first.seed, second.seed);
    fill(first.steps, second.steps);
    fill(first.cfg, second.cfg);
    fill(first.width, second.width);
    fill(first.height, second.height);
    return first;
}

}  // namespace proofsheet::image
