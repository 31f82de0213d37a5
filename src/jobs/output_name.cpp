#include "jobs/output_name.h"
#include "jobs/number_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/text.h"
#include "grid/decimal.h"
#include "scan/sample_name.h"

namespace proofsheet::jobs {
namespace {

constexpr std::size_t kLongestFileName = 255;
constexpr std::string_view kCounter = "&_00001_";
/// The longest that is ever behind a stem: a side-car that is being written.
constexpr std::string_view kTail = ".json.part";
constexpr std::size_t kLongestStem = kLongestFileName - kCounter.size() - kTail.size();
constexpr std::size_t kHashDigits = 8;

struct KeyRow {
    NameKey key;
    std::string_view name;
    std::size_t short_bytes;  ///< of a text in a name; 0 for numbers
};
/// With the numbers that a preset may have, a name of short texts has at most kLongestStem bytes.
constexpr std::array kKeys{
    KeyRow{NameKey::Prompt, "prompt_name", 60},
    KeyRow{NameKey::Steps, "steps", 0},
    KeyRow{NameKey::Cfg, "cfg", 0},
    KeyRow{NameKey::Sampler, "sampler_name", 32},
    KeyRow{NameKey::Scheduler, "scheduler", 28},
    KeyRow{NameKey::Seed, "seed", 0},
    KeyRow{NameKey::LoraStrength, "lora_strength", 0},
};

const KeyRow& row_of(NameKey key) {
    return *std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyRow& row) { return row.key == key; });
}

/// Bytes that a value takes in a name.
std::size_t encoded_bytes(const std::string& value) {
    return scan::format_sample_name({{"k", value}}).size() - 2;
}

/// FNV-1a, 32 bits: short, and the same on every machine.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

bool begins_character(char byte) {
    return (byte & 0xC0) != 0x80;
}

/// The longest beginning of whole characters that takes at most `bytes` in a name.
std::string beginning_of(const std::string& text, std::size_t bytes) {
    std::string beginning;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && !begins_character(text[end])) ++end;
        std::string longer = beginning + text.substr(at, end - at);
        if (encoded_bytes(longer) > bytes) break;
        beginning = std::move(longer);
        at = end;
    }
    return beginning;
}

std::string spelled(NameKey key, const std::string& text, NameSpelling spelling) {
    return spelling == NameSpelling::Exact ? text : short_form(key, text);
}

template <typename List, typename Text>
std::string longest_of(const List& list, Text text) {
    std::string longest;
    for (const auto& each : list)
        if (std::string candidate = text(each); encoded_bytes(candidate) >= encoded_bytes(longest))
            longest = std::move(candidate);
    return longest;
}

/// Not less than the bytes of any name of the preset.
std::size_t longest_stem(const SamplePreset& preset) {
    const auto pairs = sampler_pairs(preset);
    const auto longest_number = [](const std::vector<double>& numbers) {
        return longest_of(numbers, [](double number) { return number_text(number); });
    };
    std::vector<std::pair<std::string, std::string>> dimensions{
        {"prompt_name", longest_of(preset.prompts, [](const NamedPrompt& prompt) { return prompt.name; })},
        {"steps", longest_of(preset.steps, [](int steps) { return fmt::format("{}", steps); })},
        {"cfg", longest_number(preset.cfgs)},
        {"sampler_name", longest_of(pairs, [](const SamplerPair& pair) { return pair.sampler; })},
        {"scheduler", longest_of(pairs, [](const SamplerPair& pair) { return pair.scheduler; })},
        {"seed", longest_of(preset.seeds, [](std::uint64_t seed) { return fmt::format("{}", seed); })}};
    if (!preset.lora_strengths.empty())
        dimensions.emplace_back("lora_strength", longest_number(preset.lora_strengths));
    return scan::format_sample_name(dimensions).size();
}

std::string canonical_number(const std::string& text) {
    const auto number = grid::parse_decimal(text);
    if (!number) return "text:" + text;
    return fmt::format("{}:{}:{}:{}", number->sign, number->exponent, number->head, number->tail);
}

}  // namespace

NameSpelling spelling_of(const SamplePreset& preset) {
    return longest_stem(preset) <= kLongestStem ? NameSpelling::Exact : NameSpelling::Shortened;
}

std::string_view name_of(NameKey key) {
    return row_of(key).name;
}

std::string short_form(NameKey key, const std::string& text) {
    const std::size_t most = row_of(key).short_bytes;
    if (most == 0 || encoded_bytes(text) <= most) return text;
    return fmt::format("{}~{:08x}", beginning_of(text, most - kHashDigits - 1), hash_of(text));
}

std::vector<std::pair<std::string, std::string>> name_dimensions(const SampleParameters& parameters,
                                                                 NameSpelling spelling) {
    std::vector<std::pair<std::string, std::string>> dimensions;
    const auto add = [&](NameKey key, std::string value) {
        dimensions.emplace_back(std::string(name_of(key)), std::move(value));
    };
    add(NameKey::Prompt, spelled(NameKey::Prompt, parameters.prompt_name, spelling));
    add(NameKey::Steps, fmt::format("{}", parameters.steps));
    add(NameKey::Cfg, number_text(parameters.cfg));
    add(NameKey::Sampler, spelled(NameKey::Sampler, parameters.sampler, spelling));
    add(NameKey::Scheduler, spelled(NameKey::Scheduler, parameters.scheduler, spelling));
    add(NameKey::Seed, fmt::format("{}", parameters.seed));
    if (parameters.lora_strength) add(NameKey::LoraStrength, number_text(*parameters.lora_strength));
    return dimensions;
}

std::string output_name(const SampleParameters& parameters, NameSpelling spelling, int counter) {
    std::string name = scan::format_sample_name(name_dimensions(parameters, spelling));
    if (counter > 0) name += fmt::format("&_{:05}_", counter);
    return name + ".png";
}

std::string cell_key(const std::vector<std::pair<std::string, std::string>>& dimensions) {
    std::string key;
    for (const KeyRow& row : kKeys) {
        const auto found = std::find_if(dimensions.begin(), dimensions.end(),
                                        [&](const auto& dimension) { return dimension.first == row.name; });
        if (found == dimensions.end()) continue;
        const std::string value =
            row.short_bytes > 0 ? short_form(row.key, found->second) : canonical_number(found->second);
        key += fmt::format("{}={}:{};", row.name, value.size(), value);
    }
    return key;
}

std::string output_folder(const std::string& study, const std::string& checkpoint_file) {
    return study.empty() ? checkpoint_file : study + '/' + checkpoint_file;
}

std::string path_part_fault(std::string_view part) {
    if (part.empty()) return "is empty";
    if (part == "." || part == "..") return "stands for another folder";
    if (part.size() > kLongestFileName) return fmt::format("has more than {} bytes", kLongestFileName);
    if (part.find_first_of(std::string_view("/\\\0", 3)) != std::string_view::npos)
        return "holds a character that separates folders";
    if (std::any_of(part.begin(), part.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
        return "holds a control character";
    return {};
}

}  // namespace proofsheet::jobs
