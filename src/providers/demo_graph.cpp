#include "providers/demo_graph.h"

#include <nlohmann/json.hpp>
#include <string_view>

namespace proofsheet::providers {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view kBaseModel = "v1-5-pruned-emaonly.safetensors";
constexpr std::string_view kNegativePrompt = "blurry, low quality, watermark, text";

/// Output `slot` of another node.
OrderedJson output_of(std::string_view node, int slot) {
    return OrderedJson::array({node, slot});
}

OrderedJson node(std::string_view type, std::string_view title, OrderedJson inputs) {
    return {{"inputs", std::move(inputs)}, {"class_type", type}, {"_meta", {{"title", title}}}};
}

OrderedJson sampler_inputs(const DemoPicture& picture) {
    return {{"seed", picture.seed},
            {"steps", picture.steps},
            {"cfg", picture.cfg},
            {"sampler_name", "dpmpp_2m"},
            {"scheduler", "karras"},
            {"denoise", 1.0},
            {"model", output_of("10", 0)},
            {"positive", output_of("6", 0)},
            {"negative", output_of("7", 0)},
            {"latent_image", output_of("5", 0)}};
}

OrderedJson prompt_graph(const DemoGraph& graph) {
    OrderedJson nodes;
    nodes["3"] = node("KSampler", "KSampler", sampler_inputs(graph.picture));
    nodes["4"] = node("CheckpointLoaderSimple", "Load Checkpoint", {{"ckpt_name", kBaseModel}});
    nodes["5"] =
        node("EmptyLatentImage", "Empty Latent Image",
             {{"width", graph.picture.size.width}, {"height", graph.picture.size.height}, {"batch_size", 1}});
    nodes["6"] = node("CLIPTextEncode", "Positive prompt",
                      {{"text", graph.picture.prompt}, {"clip", output_of("10", 1)}});
    nodes["7"] =
        node("CLIPTextEncode", "Negative prompt", {{"text", kNegativePrompt}, {"clip", output_of("10", 1)}});
    nodes["8"] =
        node("VAEDecode", "VAE Decode", {{"samples", output_of("3", 0)}, {"vae", output_of("4", 2)}});
    const bool scaled = !graph.scaled_by.empty();
    nodes["9"] =
        node("SaveImage", "Save Image",
             {{"filename_prefix", graph.name_prefix}, {"images", output_of(scaled ? "11" : "8", 0)}});
    nodes["10"] = node("LoraLoader", "Load LoRA",
                       {{"lora_name", graph.checkpoint},
                        {"strength_model", 1.0},
                        {"strength_clip", 1.0},
                        {"model", output_of("4", 0)},
                        {"clip", output_of("4", 1)}});
    if (scaled)
        nodes["11"] =
            node("ImageScaleBy", "Upscale Image By",
                 {{"upscale_method", graph.scaled_by}, {"scale_by", 2.0}, {"image", output_of("8", 0)}});
    return nodes;
}

/// What the inputs and outputs of a node carry. The slots that a link needs, in ComfyUI's order.
struct Slots {
    std::vector<std::pair<std::string_view, std::string_view>> inputs, outputs;  ///< name and type
};

Slots slots_of(std::string_view type) {
    if (type == "KSampler")
        return {{{"model", "MODEL"},
                 {"positive", "CONDITIONING"},
                 {"negative", "CONDITIONING"},
                 {"latent_image", "LATENT"}},
                {{"LATENT", "LATENT"}}};
    if (type == "CheckpointLoaderSimple") return {{}, {{"MODEL", "MODEL"}, {"CLIP", "CLIP"}, {"VAE", "VAE"}}};
    if (type == "EmptyLatentImage") return {{}, {{"LATENT", "LATENT"}}};
    if (type == "CLIPTextEncode") return {{{"clip", "CLIP"}}, {{"CONDITIONING", "CONDITIONING"}}};
    if (type == "VAEDecode") return {{{"samples", "LATENT"}, {"vae", "VAE"}}, {{"IMAGE", "IMAGE"}}};
    if (type == "LoraLoader")
        return {{{"model", "MODEL"}, {"clip", "CLIP"}}, {{"MODEL", "MODEL"}, {"CLIP", "CLIP"}}};
    if (type == "ImageScaleBy") return {{{"image", "IMAGE"}}, {{"IMAGE", "IMAGE"}}};
    return {{{"images", "IMAGE"}}, {}};
}

/// The graph as ComfyUI's editor keeps it. Layout of a link: id, node and slot it comes from, node and slot
/// it goes to, type.
class WorkflowWriter {
public:
    explicit WorkflowWriter(const OrderedJson& prompt) : prompt_(prompt) {}

    OrderedJson write() {
        for (const auto& [id, node] : prompt_.items()) add_node(id, node);
        for (OrderedJson& node : nodes_)
            for (OrderedJson& output : node["outputs"])
                for (const OrderedJson& link : links_)
                    if (link[1] == node["id"] && link[2] == output["slot_index"])
                        output["links"].push_back(link[0]);
        return {{"last_node_id", 11},
                {"last_link_id", links_.size()},
                {"nodes", nodes_},
                {"links", links_},
                {"groups", OrderedJson::array()},
                {"config", OrderedJson::object()},
                {"extra", OrderedJson::object()},
                {"version", 0.4}};
    }

private:
    void add_node(const std::string& id, const OrderedJson& node) {
        const auto type = node["class_type"].get<std::string>();
        const Slots slots = slots_of(type);
        OrderedJson inputs = OrderedJson::array();
        for (const auto& [name, carried] : slots.inputs) {
            const OrderedJson& source = node["inputs"][std::string(name)];
            const std::size_t link = links_.size() + 1;
            links_.push_back({link, std::stoi(source[0].get<std::string>()), source[1], std::stoi(id),
                              inputs.size(), carried});
            inputs.push_back({{"name", name}, {"type", carried}, {"link", link}});
        }
        OrderedJson outputs = OrderedJson::array();
        for (const auto& [name, carried] : slots.outputs)
            outputs.push_back({{"name", name},
                               {"type", carried},
                               {"links", OrderedJson::array()},
                               {"slot_index", outputs.size()}});
        const auto place = static_cast<int>(nodes_.size());
        nodes_.push_back({{"id", std::stoi(id)},
                          {"type", type},
                          {"pos", {40 + place % 4 * 340, 60 + place / 4 * 260}},
                          {"size", {315, 130}},
                          {"flags", OrderedJson::object()},
                          {"order", place},
                          {"mode", 0},
                          {"inputs", inputs},
                          {"outputs", outputs},
                          {"properties", {{"Node name for S&R", type}}},
                          {"widgets_values", widgets_of(node)}});
    }

    static OrderedJson widgets_of(const OrderedJson& node) {
        OrderedJson widgets = OrderedJson::array();
        for (const auto& [name, value] : node["inputs"].items()) {
            if (value.is_array()) continue;
            widgets.push_back(value);
            if (name == "seed") widgets.push_back("fixed");
        }
        return widgets;
    }

    const OrderedJson& prompt_;
    OrderedJson nodes_ = OrderedJson::array();
    OrderedJson links_ = OrderedJson::array();
};

}  // namespace

std::vector<image::TextChunk> comfy_texts(const DemoGraph& graph) {
    const OrderedJson prompt = prompt_graph(graph);
    // ASCII, as Python's json.dumps writes it.
    const auto text = [](const OrderedJson& json) {
        return json.dump(-1, ' ', true, OrderedJson::error_handler_t::replace);
    };
    return {{"prompt", text(prompt)}, {"workflow", text(WorkflowWriter(prompt).write())}};
}

}  // namespace proofsheet::providers
