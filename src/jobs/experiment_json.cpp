#include "jobs/experiment_json.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/text.h"

namespace proofsheet::jobs {
namespace {

using Json = nlohmann::json;

// What a JSON value must be to fit a member, in words.
std::string_view wanted_of(const std::string&) {
    return "a text";
}
std::string_view wanted_of(bool) {
    return "true or false";
}
std::string_view wanted_of(int) {
    return "a whole number";
}
std::string_view wanted_of(std::uint64_t) {
    return "a whole number from 0";
}
std::string_view wanted_of(double) {
    return "a number";
}
std::string_view wanted_of(SeedMode) {
    return "random_per_image, fixed or seed_list";
}
std::string_view wanted_of(ControlNet) {
    return "none, canny, depth or openpose";
}
template <typename T>
std::string wanted_of(const std::vector<T>&) {
    return fmt::format("a list, each {}", wanted_of(T{}));
}

// False when the value is of another type; `into` is untouched then.
bool take(const Json& value, std::string& into) {
    if (!value.is_string()) return false;
    into = value.get<std::string>();
    return true;
}
bool take(const Json& value, bool& into) {
    if (!value.is_boolean()) return false;
    into = value.get<bool>();
    return true;
}
bool take(const Json& value, int& into) {
    if (!value.is_number_integer()) return false;
    constexpr std::int64_t kLeast = std::numeric_limits<int>::min();
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(kMost)) {
        into = static_cast<int>(kMost);
        return true;
    }
    into = static_cast<int>(std::clamp(value.get<std::int64_t>(), kLeast, kMost));
    return true;
}
bool take(const Json& value, std::uint64_t& into) {
    if (!value.is_number_unsigned()) return false;
    into = value.get<std::uint64_t>();
    return true;
}
bool take(const Json& value, double& into) {
    if (!value.is_number()) return false;
    into = value.get<double>();
    return true;
}

template <typename T>
bool take_named(const Json& value, std::optional<T> (*from)(std::string_view), T& into) {
    const auto found = value.is_string() ? from(value.get_ref<const std::string&>()) : std::nullopt;
    if (found) into = *found;
    return found.has_value();
}
bool take(const Json& value, SeedMode& into) {
    return take_named(value, seed_mode_from, into);
}
bool take(const Json& value, ControlNet& into) {
    return take_named(value, controlnet_from, into);
}
bool take(const Json& value, CallKind& into) {
    return take_named(value, call_kind_from, into);
}
bool take(const Json& value, UpscaleType& into) {
    return take_named(value, upscale_type_from, into);
}
bool take(const Json& value, ImageMode& into) {
    return take_named(value, image_mode_from, into);
}
template <typename T>
bool take(const Json& value, std::vector<T>& into) {
    if (!value.is_array()) return false;
    std::vector<T> values;
    for (const Json& each : value)
        if (!take(each, values.emplace_back())) return false;
    into = std::move(values);
    return true;
}

/// Calls `field(name, member)` for every field of the JSON file, in the order of the form. Works for forms,
/// whose lists are texts, and for settings.
template <typename Form, typename Field>
void for_each_field(Form& form, const Field& field) {
    field("name", form.name);
    field("prompt", form.prompt);
    field("negative_prompt", form.negative_prompt);
    field("use_default_neg", form.use_default_neg);
    field("model_id", form.model_id);
    field("version", form.version);
    field("width", form.width);
    field("height", form.height);
    field("total_images", form.total_images);
    field("variations_count", form.variations_count);
    field("schedulers", form.schedulers);
    field("steps", form.steps);
    field("scales", form.scales);
    field("seed_mode", form.seed_mode);
    field("seeds", form.seeds);
    field("num_images", form.num_images);
    field("lora", form.lora);
    field("lora_scale", form.lora_scale);
    field("init_image_file", form.init_image_file);
    field("image_strength", form.image_strength);
    field("controlnet", form.controlnet);
    field("fallback_to_text2img", form.fallback_to_text2img);
}

template <typename Call, typename Field>
void for_each_call_field(Call& call, const Field& field) {
    field("kind", call.kind);
    field("model_id", call.model_id);
    field("model_name", call.model_name);
    field("version", call.version);
    field("prompt", call.prompt);
    field("negative_prompt", call.negative_prompt);
    field("use_default_neg", call.use_default_neg);
    field("width", call.width);
    field("height", call.height);
    field("steps", call.steps);
    field("scale", call.scale);
    field("scheduler", call.scheduler);
    field("num_images", call.num_images);
    field("seed", call.seed);
    field("seed_known", call.seed_known);
    field("variation", call.variation);
    field("lora", call.lora);
    field("lora_scale", call.lora_scale);
    field("mode", call.mode);
    field("image_strength", call.image_strength);
    field("controlnet", call.controlnet);
    field("fallback_to_text2img", call.fallback_to_text2img);
    field("upscale_type", call.upscale_type);
    field("upscale_scale", call.upscale_scale);
    field("upscale_strength", call.upscale_strength);
    field("upscale_inf_id", call.upscale_inf_id);
    field("upscale_source_url", call.upscale_source_url);
}

/// Puts members into a JSON object.
struct Writer {
    Json& object;

    template <typename T>
    void operator()(const char* name, const T& value) const {
        if constexpr (std::is_enum_v<T>)
            object[name] = std::string(name_of(value));
        else
            object[name] = value;
    }
};

/// Takes what is there and fits.
struct LenientReader {
    const Json& object;

    template <typename T>
    void operator()(const char* name, T& value) const {
        const auto found = object.find(name);
        if (found != object.end()) take(*found, value);
    }
};

/// Takes what is there and notes what does not fit.
struct StrictReader {
    const Json& object;
    std::vector<FieldError>& errors;
    std::set<std::string>& known;

    template <typename T>
    void operator()(const char* name, T& value) const {
        known.insert(name);
        const auto found = object.find(name);
        if (found != object.end() && !take(*found, value))
            errors.push_back({name, fmt::format("Allowed is {}", wanted_of(value))});
    }
};

/// Invalid UTF-8 in a draft must not end the program.
std::string dumped(const Json& object) {
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<FieldError> unknown_fields(const Json& object, const std::set<std::string>& known) {
    std::vector<FieldError> errors;
    for (const auto& [name, value] : object.items())
        if (!known.contains(name))
            errors.push_back({to_display(name), fmt::format("This field is not known. Allowed are {}",
                                                            fmt::join(known, ", "))});
    return errors;
}

}  // namespace

SettingsRead settings_from_json(std::string_view text) {
    SettingsRead read;
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) {
        read.errors.push_back(
            {"", "This is not a JSON object. Write { \"prompt\": \"...\", \"model_id\": ... }"});
        return read;
    }
    ExperimentSettings settings;
    std::set<std::string> known;
    for_each_field(settings, StrictReader{object, read.errors, known});
    for (FieldError& error : unknown_fields(object, known)) read.errors.push_back(std::move(error));
    for (FieldError& error : check_settings(settings))
        if (error_of(read.errors, error.field).empty()) read.errors.push_back(std::move(error));
    if (read.errors.empty()) read.settings = std::move(settings);
    return read;
}

std::string settings_to_json(const ExperimentSettings& settings) {
    Json object = Json::object();
    for_each_field(settings, Writer{object});
    return dumped(object);
}

std::string form_to_json(const ExperimentForm& form) {
    Json object = Json::object();
    for_each_field(form, Writer{object});
    object["model_name"] = form.model_name;
    return dumped(object);
}

ExperimentForm form_from_json(std::string_view text) {
    ExperimentForm form;
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) return form;
    for_each_field(form, LenientReader{object});
    LenientReader{object}("model_name", form.model_name);
    return form;
}

std::string call_to_json(const CallConfig& call) {
    Json object = Json::object();
    for_each_call_field(call, Writer{object});
    return dumped(object);
}

Result<CallConfig> call_from_json(std::string_view text) {
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) return Error{ErrorKind::InvalidInput, "What is stored of a call cannot be read"};
    CallConfig call;
    for_each_call_field(call, LenientReader{object});
    return call;
}

}  // namespace proofsheet::jobs
