#include "support/comfy_server_data.h"

#include <algorithm>
#include <functional>
#include <map>

#include "image/encode.h"
#include "image/pixels.h"
#include "support/picture_files.h"

namespace proofsheet::test {
namespace {

ServerJson choice_list(const std::vector<std::string>& names, bool combo) {
    if (combo) return ServerJson::array({"COMBO", {{"multiselect", false}, {"options", names}}});
    return ServerJson::array({names, ServerJson{{"tooltip", "a choice"}}});
}

/// Which nodes write their lists in the new form differs from release to release.
bool is_combo(const std::string& node, ComfyAge age) {
    if (age == ComfyAge::Old) return false;
    if (node == "UpscaleModelLoader") return true;
    return age == ComfyAge::New && (node == "KSamplerSelect" || node == "BasicScheduler");
}

const std::vector<std::string>* list_of(const std::string& input, const ComfyLists& lists) {
    const std::map<std::string, const std::vector<std::string>*> by_input{
        {"ckpt_name", &lists.checkpoints}, {"unet_name", &lists.unets},
        {"lora_name", &lists.loras},       {"vae_name", &lists.vaes},
        {"clip_name", &lists.clips},       {"clip_name1", &lists.clips},
        {"clip_name2", &lists.clips},      {"sampler_name", &lists.samplers},
        {"scheduler", &lists.schedulers},  {"model_name", &lists.upscalers}};
    const auto found = by_input.find(input);
    return found == by_input.end() ? nullptr : found->second;
}

/// Inputs of the nodes that the shipped templates and the tests use.
const std::map<std::string, std::vector<std::string>>& known_nodes() {
    static const std::map<std::string, std::vector<std::string>> kNodes{
        {"CheckpointLoaderSimple", {"ckpt_name"}},
        {"UNETLoader", {"unet_name", "weight_dtype"}},
        {"LoraLoader", {"model", "clip", "lora_name", "strength_model", "strength_clip"}},
        {"VAELoader", {"vae_name"}},
        {"CLIPLoader", {"clip_name", "type"}},
        {"DualCLIPLoader", {"clip_name1", "clip_name2", "type"}},
        {"CLIPTextEncode", {"text", "clip"}},
        {"EmptyLatentImage", {"width", "height", "batch_size"}},
        {"EmptySD3LatentImage", {"width", "height", "batch_size"}},
        {"ModelSamplingAuraFlow", {"model", "shift"}},
        {"FluxGuidance", {"conditioning", "guidance"}},
        {"BasicGuider", {"model", "conditioning"}},
        {"RandomNoise", {"noise_seed"}},
        {"KSamplerSelect", {"sampler_name"}},
        {"BasicScheduler", {"model", "scheduler", "steps", "denoise"}},
        {"SamplerCustomAdvanced", {"noise", "guider", "sampler", "sigmas", "latent_image"}},
        {"KSampler",
         {"model", "seed", "steps", "cfg", "sampler_name", "scheduler", "positive", "negative",
          "latent_image", "denoise"}},
        {"VAEDecode", {"samples", "vae"}},
        {"UpscaleModelLoader", {"model_name"}},
        {"ImageUpscaleWithModel", {"upscale_model", "image"}},
        {"SaveImage", {"images", "filename_prefix"}},
    };
    return kNodes;
}

ServerJson input_spec(const std::string& node, const std::string& input, ComfyAge age,
                      const ComfyLists& lists) {
    if (const auto* list = list_of(input, lists)) return choice_list(*list, is_combo(node, age));
    if (input == "seed" || input == "noise_seed")
        return ServerJson::array({"INT", {{"default", 0}, {"min", 0}, {"max", 18446744073709551615ull}}});
    if (input == "steps") return ServerJson::array({"INT", {{"default", 20}, {"min", 1}, {"max", 10000}}});
    return ServerJson::array({"MODEL"});
}

ServerJson node_error(const std::string& type, const std::string& message, const std::string& details,
                      const std::string& input, const ServerJson& received) {
    return {{"type", type},
            {"message", message},
            {"details", details},
            {"extra_info", {{"input_name", input}, {"input_config", nullptr}, {"received_value", received}}}};
}

std::vector<ServerJson> input_errors(const ServerJson& node, ComfyAge age, const ComfyLists& lists) {
    const std::string type = node["class_type"];
    std::vector<ServerJson> errors;
    for (const std::string& input : known_nodes().at(type)) {
        if (!node["inputs"].contains(input)) {
            ServerJson error =
                node_error("required_input_missing", "Required input is missing", input, input, nullptr);
            error["extra_info"] = {{"input_name", input}};
            errors.push_back(error);
            continue;
        }
        const ServerJson& value = node["inputs"][input];
        const auto* list = list_of(input, lists);
        const bool checked = list != nullptr && !(age == ComfyAge::Mid && is_combo(type, age));
        if (checked && (!value.is_string() || std::ranges::count(*list, value.get<std::string>()) == 0))
            errors.push_back(node_error("value_not_in_list", "Value not in list",
                                        input + ": '" +
                                            (value.is_string() ? value.get<std::string>() : value.dump()) +
                                            "' not in " + ServerJson(*list).dump(),
                                        input, value));
        if (input == "steps" && value.is_number() && value.get<double>() < 1)
            errors.push_back(
                node_error("value_smaller_than_min", "Value 0 smaller than min of 1", input, input, value));
    }
    return errors;
}

ServerJson whole_error(const std::string& type, const std::string& message, const std::string& details,
                       const ServerJson& extra, const ServerJson& node_errors) {
    return {{"error", {{"type", type}, {"message", message}, {"details", details}, {"extra_info", extra}}},
            {"node_errors", node_errors}};
}

std::optional<ServerJson> unknown_node(const ServerJson& graph, ComfyAge age) {
    const ServerJson none = age == ComfyAge::Old ? ServerJson::array() : ServerJson::object();
    for (const auto& [id, node] : graph.items()) {
        const std::string type = node.value("class_type", "");
        if (known_nodes().contains(type)) continue;
        if (age == ComfyAge::New)
            return whole_error(
                "missing_node_type", "Node '" + type + "' not found. The custom node may not be installed.",
                "Node ID '#" + id + "'", {{"node_id", id}, {"class_type", type}, {"node_title", type}}, none);
        return whole_error("invalid_prompt", "Cannot execute because node " + type + " does not exist.",
                           "Node ID '#" + id + "'", ServerJson::object(), none);
    }
    return std::nullopt;
}

}  // namespace

ServerJson system_stats(ComfyAge age) {
    ServerJson system{{"os", age == ComfyAge::New ? "linux" : "posix"}};
    if (age != ComfyAge::Old) {
        system["ram_total"] = 68719476736ull;
        system["comfyui_version"] = age == ComfyAge::New ? "0.33.0" : "0.3.64";
    }
    system["python_version"] = "3.13.5";
    system["embedded_python"] = false;
    ServerJson device{{"name", "cpu"},
                      {"type", "cpu"},
                      {"index", nullptr},
                      {"vram_total", 25769803776ull},
                      {"vram_free", 21474836480ull}};
    return {{"system", system}, {"devices", ServerJson::array({device})}};
}

ServerJson object_info(const std::string& node, ComfyAge age, const ComfyLists& lists) {
    const auto known = known_nodes().find(node);
    if (known == known_nodes().end()) return ServerJson::object();
    ServerJson required = ServerJson::object();
    for (const std::string& input : known->second) required[input] = input_spec(node, input, age, lists);
    return {{node,
             {{"input", {{"required", required}, {"hidden", {{"prompt", "PROMPT"}}}}},
              {"output", ServerJson::array({"MODEL"})},
              {"name", node},
              {"display_name", nullptr},
              {"output_node", is_output_node(node)}}}};
}

bool is_output_node(const std::string& class_type) {
    return class_type == "SaveImage";
}

std::optional<ServerJson> refusal(const ServerJson& graph, ComfyAge age, const ComfyLists& lists) {
    if (auto unknown = unknown_node(graph, age)) return unknown;
    const std::vector<std::string> outputs = output_nodes(graph);
    if (outputs.empty())
        return whole_error("prompt_no_outputs", "Prompt has no outputs", "", ServerJson::object(),
                           age == ComfyAge::Old ? ServerJson::array() : ServerJson::object());
    ServerJson errors = ServerJson::object();
    for (const std::string& output : outputs)
        for (const std::string& id : execution_order(graph, output)) {
            const std::vector<ServerJson> found = input_errors(graph[id], age, lists);
            if (found.empty()) continue;
            errors[id] = {
                {"errors", found}, {"dependent_outputs", {output}}, {"class_type", graph[id]["class_type"]}};
        }
    if (errors.empty()) return std::nullopt;
    return whole_error("prompt_outputs_failed_validation", "Prompt outputs failed validation", "",
                       ServerJson::object(), errors);
}

std::vector<std::string> output_nodes(const ServerJson& graph) {
    std::vector<std::string> ids;
    for (const auto& [id, node] : graph.items())
        if (is_output_node(node.value("class_type", ""))) ids.push_back(id);
    return ids;
}

std::vector<std::string> execution_order(const ServerJson& graph, const std::string& output) {
    std::vector<std::string> order;
    const std::function<void(const std::string&)> visit = [&](const std::string& id) {
        if (std::ranges::count(order, id) > 0 || !graph.contains(id)) return;
        for (const auto& [name, input] : graph[id]["inputs"].items())
            if (input.is_array() && input.size() == 2 && input[0].is_string()) visit(input[0]);
        order.push_back(id);
    };
    visit(output);
    return order;
}

std::string signature(const ServerJson& graph, const std::string& id) {
    ServerJson inputs = graph[id]["inputs"];
    for (auto& [name, input] : inputs.items())
        if (input.is_array() && input.size() == 2 && input[0].is_string())
            input[0] = signature(graph, input[0]);
    return ServerJson{graph[id]["class_type"], inputs}.dump();
}

SizePx asked_size(const ServerJson& graph) {
    for (const auto& [id, node] : graph.items())
        if (node.value("class_type", "").starts_with("Empty"))
            return {node["inputs"].value("width", 64) / 8 * 8, node["inputs"].value("height", 64) / 8 * 8};
    return {64, 64};
}

std::vector<std::byte> paint(const ServerJson& graph, SizePx size) {
    const std::size_t hash = std::hash<std::string>()(signature(graph, output_nodes(graph).front()));
    image::Pixels pixels(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t* pixel = pixels.row(y) + std::size_t{4} * x;
            pixel[0] = static_cast<std::uint8_t>(hash + x);
            pixel[1] = static_cast<std::uint8_t>((hash >> 8) + y);
            pixel[2] = static_cast<std::uint8_t>(hash >> 16);
            pixel[3] = 255;
        }
    return *image::encode_png(pixels, {{"prompt", graph.dump()}}, 1, image::PngAlpha::Drop);
}

std::string preview_jpeg() {
    const FileBytes bytes = jpeg_with({}, {16, 16});
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace proofsheet::test
