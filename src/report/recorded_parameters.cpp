#include "report/recorded_parameters.h"

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace proofsheet::report {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongest = std::size_t{1} << 20;

template <typename T>
void put(Json& object, const char* name, const std::optional<T>& value) {
    if (value) object[name] = *value;
}

void put(Json& object, const char* name, const std::optional<std::string>& value) {
    if (value) object[name] = to_display(*value);
}

void take(const Json& object, const char* name, std::optional<std::string>& value) {
    const auto found = object.find(name);
    if (!value && found != object.end() && found->is_string()) value = found->get<std::string>();
}

void take(const Json& object, const char* name, std::optional<double>& value) {
    const auto found = object.find(name);
    if (!value && found != object.end() && found->is_number()) value = found->get<double>();
}

void take(const Json& object, const char* name, std::optional<std::uint64_t>& value) {
    const auto found = object.find(name);
    if (!value && found != object.end() && found->is_number_unsigned()) value = found->get<std::uint64_t>();
}

std::optional<int> side(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
    const auto pixels = found->get<std::uint64_t>();
    return pixels <= std::numeric_limits<int>::max() ? std::optional(static_cast<int>(pixels)) : std::nullopt;
}

bool has_dimension(const PictureRow& row, const std::string& name) {
    for (const auto& [each, value] : row.dimensions)
        if (each == name) return true;
    return false;
}

void take_dimensions(PictureRow& row, const Json& object) {
    const auto dims = object.find("dims");
    if (dims == object.end() || !dims->is_object()) return;
    for (const auto& [name, value] : dims->items())
        if (value.is_string() && !has_dimension(row, name))
            row.dimensions.emplace_back(name, value.get<std::string>());
}

}  // namespace

std::string recorded_parameters(const std::vector<std::pair<std::string, std::string>>& dimensions,
                                const PictureFacts& facts) {
    Json object = Json::object();
    for (const auto& [name, value] : dimensions) object["dims"][to_display(name)] = to_display(value);
    const image::GenerationParameters& parameters = facts.parameters;
    put(object, "prompt", parameters.prompt);
    put(object, "negative_prompt", parameters.negative_prompt);
    put(object, "sampler", parameters.sampler);
    put(object, "scheduler", parameters.scheduler);
    put(object, "model", parameters.model);
    put(object, "seed", parameters.seed);
    put(object, "steps", parameters.steps);
    put(object, "cfg", parameters.cfg);
    if (facts.size) {
        object["width"] = facts.size->width;
        object["height"] = facts.size->height;
    }
    return object.dump();
}

void add_recorded(PictureRow& row, std::string_view text) {
    if (text.empty() || text.size() > kLongest) return;
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) return;
    take_dimensions(row, object);
    image::GenerationParameters& parameters = row.facts.parameters;
    take(object, "prompt", parameters.prompt);
    take(object, "negative_prompt", parameters.negative_prompt);
    take(object, "sampler", parameters.sampler);
    take(object, "scheduler", parameters.scheduler);
    take(object, "model", parameters.model);
    take(object, "seed", parameters.seed);
    take(object, "steps", parameters.steps);
    take(object, "cfg", parameters.cfg);
    const auto width = side(object, "width");
    const auto height = side(object, "height");
    if (!row.facts.size && width && height) row.facts.size = SizePx{*width, *height};
}

}  // namespace proofsheet::report
