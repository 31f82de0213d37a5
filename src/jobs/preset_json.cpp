#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "jobs/sample_preset.h"

namespace proofsheet::jobs {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestDocument = 64'000'000;

Error wrong(std::string_view field, std::string_view allowed) {
    return {ErrorKind::InvalidInput,
            fmt::format("The preset's field \"{}\" must be {}. Change the file and read it again", field,
                        allowed)};
}

/// Reads fields of one object; the first fault is kept and the rest is skipped.
class FieldReader {
public:
    explicit FieldReader(const json& object) : object_(object) {}

    void text(const char* field, std::string& into) {
        const json* value = find(field);
        if (value == nullptr) return;
        if (!value->is_string()) return fail(field, "a text");
        into = value->get<std::string>();
    }

    void flag(const char* field, bool& into) {
        const json* value = find(field);
        if (value == nullptr) return;
        if (!value->is_boolean()) return fail(field, "true or false");
        into = value->get<bool>();
    }

    void whole(const char* field, int& into) {
        const json* value = find(field);
        if (value != nullptr && !read_int(*value, into)) fail(field, "a whole number");
    }

    template <typename T, typename Read>
    void list(const char* field, std::vector<T>& into, const char* allowed, Read read) {
        const json* value = find(field);
        if (value == nullptr) return;
        if (!value->is_array()) return fail(field, allowed);
        if (value->size() > PresetLimits::kListEntries) return fail(field, "a list of at most 1000 entries");
        into.clear();
        for (const json& entry : *value) {
            T item{};
            if (!read(entry, item)) return fail(field, allowed);
            into.push_back(std::move(item));
        }
    }

    static bool read_int(const json& value, int& into) {
        if (!value.is_number_integer()) return false;
        if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<int>::max())
            return false;
        const auto number = value.get<std::int64_t>();
        if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
            return false;
        into = static_cast<int>(number);
        return true;
    }

    static bool read_number(const json& value, double& into) {
        if (!value.is_number()) return false;
        into = value.get<double>();
        return std::isfinite(into);
    }

    static bool read_seed(const json& value, std::uint64_t& into) {
        if (!value.is_number_unsigned()) return false;
        into = value.get<std::uint64_t>();
        return true;
    }

    static bool read_text(const json& value, std::string& into) {
        if (!value.is_string()) return false;
        into = value.get<std::string>();
        return true;
    }

    const Status& status() const { return status_; }

private:
    const json* find(const char* field) {
        if (!status_) return nullptr;
        const auto found = object_.find(field);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }
    void fail(const char* field, std::string_view allowed) { status_ = wrong(field, allowed); }

    const json& object_;
    Status status_;
};

/// Reads {"<first>": text, "<second>": text}.
bool read_two_texts(const json& value, const char* first, std::string& a, const char* second,
                    std::string& b) {
    if (!value.is_object() || !value.contains(first) || !value.contains(second)) return false;
    return FieldReader::read_text(value[first], a) && FieldReader::read_text(value[second], b);
}

void read_lists(FieldReader& reader, SamplePreset& preset) {
    reader.list("prompts", preset.prompts, "a list of {\"name\": ..., \"text\": ...}",
                [](const json& value, NamedPrompt& prompt) {
                    return read_two_texts(value, "name", prompt.name, "text", prompt.text);
                });
    reader.list("sampler_scheduler_pairs", preset.pairs, "a list of {\"sampler\": ..., \"scheduler\": ...}",
                [](const json& value, SamplerPair& pair) {
                    return read_two_texts(value, "sampler", pair.sampler, "scheduler", pair.scheduler);
                });
    reader.list("steps", preset.steps, "a list of whole numbers", FieldReader::read_int);
    reader.list("cfgs", preset.cfgs, "a list of numbers", FieldReader::read_number);
    reader.list("samplers", preset.samplers, "a list of texts", FieldReader::read_text);
    reader.list("schedulers", preset.schedulers, "a list of texts", FieldReader::read_text);
    reader.list("seeds", preset.seeds, "a list of whole numbers from 0 to 18446744073709551615",
                FieldReader::read_seed);
    reader.list("lora_strengths", preset.lora_strengths, "a list of numbers", FieldReader::read_number);
}

}  // namespace

std::string preset_to_json(const SamplePreset& preset) {
    json prompts = json::array();
    for (const NamedPrompt& prompt : preset.prompts)
        prompts.push_back({{"name", prompt.name}, {"text", prompt.text}});
    json pairs = json::array();
    for (const SamplerPair& pair : preset.pairs)
        pairs.push_back({{"sampler", pair.sampler}, {"scheduler", pair.scheduler}});
    const nlohmann::ordered_json document{
        {"name", preset.name},
        {"prompts", prompts},
        {"negative_prompt", preset.negative_prompt},
        {"steps", preset.steps},
        {"cfgs", preset.cfgs},
        {"samplers", preset.samplers},
        {"schedulers", preset.schedulers},
        {"sampler_scheduler_pairs", pairs},
        {"seeds", preset.seeds},
        {"lora_strengths", preset.lora_strengths},
        {"base_model_row", preset.base_model_row},
        {"width", preset.width},
        {"height", preset.height},
    };
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<SamplePreset> preset_from_json(std::string_view text) {
    if (text.size() > kLongestDocument)
        return Error{ErrorKind::InvalidInput, "The file is too large for a preset. Choose another one"};
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object())
        return Error{ErrorKind::InvalidInput,
                     "This is no preset: it is not one JSON object. Choose a file that was exported"};
    SamplePreset preset;
    FieldReader reader(document);
    reader.text("name", preset.name);
    reader.text("negative_prompt", preset.negative_prompt);
    read_lists(reader, preset);
    reader.flag("base_model_row", preset.base_model_row);
    reader.whole("width", preset.width);
    reader.whole("height", preset.height);
    if (!reader.status()) return reader.status().error();
    return preset;
}

}  // namespace proofsheet::jobs
