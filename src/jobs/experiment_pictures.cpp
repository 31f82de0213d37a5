#include "jobs/experiment_pictures.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "jobs/number_lists.h"

namespace proofsheet::jobs {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestModel = 40;  ///< bytes of a model in a file name

/// Cut between characters.
std::string shortened(std::string text) {
    if (text.size() <= kLongestModel) return text;
    std::size_t end = kLongestModel;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

std::string dumped(const Json& document, int indent) {
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// What the image-to-image fields said; a fallback was made without them.
void add_init_image(Json& document, const CallConfig& call) {
    document["mode"] = std::string(name_of(call.mode));
    if (call.mode != ImageMode::Img2Img) return;
    document["image_strength"] = call.image_strength;
    if (call.controlnet != ControlNet::None) document["controlnet"] = std::string(name_of(call.controlnet));
}

void add_upscale(Json& document, const CallConfig& call) {
    if (call.kind != CallKind::Upscale) return;
    document["upscale"] = std::string(name_of(call.upscale_type));
    if (call.upscale_type == UpscaleType::Esrgan)
        document["upscale_scale"] = call.upscale_scale;
    else
        document["upscale_strength"] = call.upscale_strength;
}

}  // namespace

bool is_seed_known(const CallConfig& call, int index) {
    return call.seed_known && (call.num_images == 1 || index == 0);
}

PictureDimensions dimensions_of(const CallConfig& call, int index) {
    PictureDimensions dimensions{
        {"scheduler", call.scheduler},
        {"steps", fmt::format("{}", call.steps)},
        {"scale", number_text(call.scale)},
        {"model", shortened(call.model_name.empty() ? call.model_id : call.model_name)},
    };
    dimensions.emplace_back(is_seed_known(call, index) ? "seed" : "call_seed", fmt::format("{}", call.seed));
    if (call.num_images > 1) dimensions.emplace_back("image", fmt::format("{}", index + 1));
    if (call.mode != ImageMode::Text2Img) dimensions.emplace_back("mode", name_of(call.mode));
    return dimensions;
}

PictureDimensions upscaled_dimensions(PictureDimensions original, const CallConfig& upscale) {
    const std::string setting = upscale.upscale_type == UpscaleType::Esrgan
                                    ? fmt::format("{}x", upscale.upscale_scale)
                                    : number_text(upscale.upscale_strength);
    original.emplace_back("upscale", fmt::format("{} {}", name_of(upscale.upscale_type), setting));
    return original;
}

std::string dimensions_to_json(const PictureDimensions& dimensions) {
    Json list = Json::array();
    for (const auto& [name, value] : dimensions) list.push_back({name, value});
    return dumped(list, -1);
}

PictureDimensions dimensions_from_json(std::string_view text) {
    const Json list = Json::parse(text, nullptr, false);
    PictureDimensions dimensions;
    if (!list.is_array()) return dimensions;
    for (const Json& each : list) {
        if (!each.is_array() || each.size() != 2 || !each[0].is_string() || !each[1].is_string()) return {};
        dimensions.emplace_back(each[0].get<std::string>(), each[1].get<std::string>());
    }
    return dimensions;
}

std::string side_car_text(const CallConfig& call, const PictureFacts& facts) {
    Json document{{"service", "sinkin"},
                  {"image_id", facts.image_id},
                  {"prompt", call.prompt},
                  {"negative_prompt", call.negative_prompt},
                  {"use_default_neg", call.use_default_neg},
                  {"model", call.model_name.empty() ? call.model_id : call.model_name},
                  {"model_id", call.model_id},
                  {"scheduler", call.scheduler},
                  {"steps", call.steps},
                  {"scale", call.scale},
                  {"width", call.width},
                  {"height", call.height},
                  {"variation", call.variation + 1},
                  {"run", facts.run_name},
                  {"inf_id", facts.inf_id}};
    document[is_seed_known(call, facts.index) ? "seed" : "call_seed"] = call.seed;
    if (call.num_images > 1) document["image"] = facts.index + 1;
    if (facts.batch_number > 0) document["batch_number"] = facts.batch_number;
    if (!call.version.empty()) document["version"] = call.version;
    if (!call.lora.empty()) document["lora"] = call.lora, document["lora_scale"] = call.lora_scale;
    if (facts.cost) document["credit_cost"] = to_text(*facts.cost);
    add_init_image(document, call);
    add_upscale(document, call);
    return dumped(document, 1) + "\n";
}

}  // namespace proofsheet::jobs
