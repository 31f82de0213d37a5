#include "image/metadata_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/text.h"
#include "image/comfy_graph.h"
#include "image/infotext.h"
#include "image/metadata_dream.h"
#include "image/metadata_fields.h"

namespace proofsheet::image {
namespace {

constexpr FieldNames kProofsheet{.prompt = "prompt|prompt_text",
                                 .negative_prompt = "negative_prompt",
                                 .sampler = "sampler_name|sampler",
                                 .scheduler = "scheduler",
                                 .model = "checkpoint|model",
                                 .seed = "seed",
                                 .steps = "steps",
                                 .cfg = "cfg|cfg_scale",
                                 .width = "width",
                                 .height = "height"};

constexpr FieldNames kSideCar{.prompt = "prompt_text|prompt",
                              .negative_prompt = "negative_prompt",
                              .sampler = "sampler_name|sampler",
                              .scheduler = "scheduler",
                              .model = "checkpoint|model|model_name",
                              .seed = "seed",
                              .steps = "steps",
                              .cfg = "cfg|cfg_scale|scale",
                              .width = "width",
                              .height = "height"};

constexpr FieldNames kSwarmUi{.prompt = "prompt",
                              .negative_prompt = "negativeprompt",
                              .sampler = "sampler",
                              .scheduler = "scheduler",
                              .model = "model",
                              .seed = "seed",
                              .steps = "steps",
                              .cfg = "cfgscale",
                              .width = "width",
                              .height = "height"};

constexpr FieldNames kInvokeAi{.prompt = "positive_prompt",
                               .negative_prompt = "negative_prompt",
                               .sampler = "",
                               .scheduler = "scheduler",
                               .model = "model",
                               .seed = "seed",
                               .steps = "steps",
                               .cfg = "cfg_scale",
                               .width = "width",
                               .height = "height"};

constexpr FieldNames kNovelAi{.prompt = "prompt",
                              .negative_prompt = "uc",
                              .sampler = "sampler",
                              .scheduler = "noise_schedule",
                              .model = "",
                              .seed = "seed",
                              .steps = "steps",
                              .cfg = "scale",
                              .width = "width",
                              .height = "height"};

constexpr FieldNames kFooocus{.prompt = "prompt|Prompt",
                              .negative_prompt = "negative_prompt|Negative Prompt",
                              .sampler = "sampler|Sampler|sampler_name",
                              .scheduler = "scheduler|Scheduler",
                              .model = "base_model|Base Model|base_model_name",
                              .seed = "seed|Seed",
                              .steps = "steps|Steps",
                              .cfg = "guidance_scale|Guidance Scale|cfg|cfg_scale",
                              .width = "width",
                              .height = "height"};

/// "(1152, 896)"
void read_resolution(const Json& object, GenerationParameters& parameters) {
    const Json* value = member(object, "resolution");
    if (value == nullptr) value = member(object, "Resolution");
    const auto text = value == nullptr ? std::nullopt : text_from_json(*value);
    if (!text) return;
    const std::size_t open = text->find_first_not_of("([ ");
    const std::size_t comma = text->find(',');
    if (open == std::string::npos || comma == std::string::npos || comma < open) return;
    const std::string_view rest = std::string_view(*text).substr(comma + 1);
    const auto width = side_from_number(number_from_text(text->substr(open, comma - open)));
    const auto height = side_from_number(number_from_text(rest.substr(0, rest.find_first_of(")]"))));
    if (!width || !height) return;
    parameters.width = width;
    parameters.height = height;
}

Recognised read_fooocus(const Json& object) {
    Recognised result{Software::Fooocus, read_fields(object, kFooocus)};
    if (!result.parameters.width) read_resolution(object, result.parameters);
    return result;
}

bool is_fooocus(const Json& object) {
    return member(object, "base_model") != nullptr || member(object, "Base Model") != nullptr;
}

/// Tries one tool after the other on the texts of a picture.
class Recogniser {
public:
    Recogniser(MetadataTexts& texts, SizePx picture) : texts_(texts), picture_(picture) {}

    Recognised recognise() {
        using Try = std::optional<Recognised> (Recogniser::*)();
        constexpr std::array<Try, 9> tries{
            &Recogniser::try_proofsheet, &Recogniser::try_parameters, &Recogniser::try_comment,
            &Recogniser::try_invoke_ai,  &Recogniser::try_old_invoke, &Recogniser::try_novel_ai,
            &Recogniser::try_comfy_ui,   &Recogniser::try_fooocus,    &Recogniser::try_plain};
        for (const Try attempt : tries) {
            if (auto result = (this->*attempt)()) return std::move(*result);
        }
        return {};
    }

private:
    /// The JSON of a text. What begins like JSON and cannot be read is noted.
    std::optional<Json> json_of(std::string_view name, const std::string* text) {
        if (text == nullptr) return std::nullopt;
        const std::size_t first = text->find_first_not_of(" \t\r\n");
        if (first == std::string::npos || ((*text)[first] != '{' && (*text)[first] != '['))
            return std::nullopt;
        Result<Json> json = parse_json(*text);
        if (json) return std::move(*json);
        texts_.note(fmt::format("The text '{}' {}.", to_display(name), json.error().message));
        return std::nullopt;
    }

    std::optional<Json> json_named(std::string_view name) { return json_of(name, texts_.find(name)); }

    std::optional<Recognised> try_proofsheet() {
        const auto json = json_named("proofsheet");
        if (!json || !json->is_object()) return std::nullopt;
        return Recognised{Software::Proofsheet, read_fields(*json, kProofsheet)};
    }

    std::optional<Recognised> try_parameters() {
        if (const std::string* text = texts_.find("parameters")) {
            const Result<Json> json = parse_json(*text);
            if (json && json->is_object()) return read_parameters(*json);
            const Infotext infotext = split_infotext(*text);
            if (!infotext.fields.empty() || !is_object_text(text)) return read_infotext(infotext);
            texts_.note(fmt::format("The text 'parameters' {}.", json.error().message));
        }
        if (texts_.find("postprocessing") != nullptr) return Recognised{Software::A1111, {}};
        return std::nullopt;
    }

    /// In EXIF the same texts stand in the comment; a camera may have written something else there.
    std::optional<Recognised> try_comment() {
        for (const std::string_view name : {"UserComment", "ImageDescription"}) {
            const std::string* text = texts_.find(name);
            if (text == nullptr) continue;
            const auto json = json_of(name, text);
            auto result = json && json->is_object() ? read_parameters(*json) : std::nullopt;
            if (result) return result;
            const Infotext infotext = split_infotext(*text);
            const bool steps =
                std::ranges::any_of(infotext.fields, [](const auto& pair) { return pair.first == "Steps"; });
            if (steps) return read_infotext(infotext);
        }
        return std::nullopt;
    }

    /// JSON that stands where A1111 writes its infotext.
    std::optional<Recognised> read_parameters(const Json& json) {
        if (const Json* swarm = member(json, "sui_image_params")) {
            return Recognised{Software::SwarmUi, read_fields(*swarm, kSwarmUi)};
        }
        if (is_fooocus(json) || is_fooocus_scheme()) return read_fooocus(json);
        const Json* graph = member(json, "prompt");
        return graph == nullptr ? std::nullopt : read_graph(*graph);
    }

    /// Fooocus names the form of its text in a text of its own: "fooocus" or "a1111".
    bool is_fooocus_scheme() const {
        const std::string* software = texts_.find("Software");
        return texts_.find("fooocus_scheme") != nullptr ||
               (software != nullptr && software->starts_with("Fooocus"));
    }

    std::optional<Recognised> read_infotext(const Infotext& infotext) {
        Recognised result{Software::A1111, parameters_of(infotext)};
        const auto version =
            std::ranges::find(infotext.fields, "Version", &std::pair<std::string, std::string>::first);
        const bool fooocus = version != infotext.fields.end() && version->second.starts_with("Fooocus");
        if (fooocus || is_fooocus_scheme()) result.software = Software::Fooocus;
        if (auto graph = try_comfy_ui()) {
            result.software = Software::ComfyUi;
            result.parameters = merged(std::move(result.parameters), graph->parameters);
        }
        return result;
    }

    std::optional<Recognised> try_invoke_ai() {
        const auto json = json_named("invokeai_metadata");
        if (json) return Recognised{Software::InvokeAi, read_fields(*json, kInvokeAi)};
        const bool named = texts_.find("invokeai_graph") != nullptr ||
                           texts_.find("invokeai_workflow") != nullptr ||
                           texts_.find("invokeai_metadata") != nullptr;
        return named ? std::optional(Recognised{Software::InvokeAi, {}}) : std::nullopt;
    }

    std::optional<Recognised> try_old_invoke() {
        if (const auto json = json_named("sd-metadata")) {
            return Recognised{Software::InvokeAi, read_sd_metadata(*json)};
        }
        const std::string* dream = texts_.find("Dream");
        if (dream == nullptr) return std::nullopt;
        return Recognised{Software::InvokeAi, read_dream(*dream)};
    }

    std::optional<Recognised> try_novel_ai() {
        const std::string* software = texts_.find("Software");
        if (software == nullptr || !software->starts_with("NovelAI")) return std::nullopt;
        Recognised result{Software::NovelAi, {}};
        if (const auto json = json_named("Comment")) result.parameters = read_fields(*json, kNovelAi);
        if (const std::string* source = texts_.find("Source")) result.parameters.model = shown_text(*source);
        const std::string* description = texts_.find("Description");
        if (!result.parameters.prompt && description != nullptr) {
            result.parameters.prompt = shown_text(*description);
        }
        return result;
    }

    /// "prompt" holds the graph, "workflow" what the editor shows. In WebP files both stand in EXIF tags that
    /// count down from Model, with their names and a colon in front.
    std::optional<Recognised> try_comfy_ui() {
        if (const auto json = json_named("prompt")) {
            if (auto result = read_graph(*json)) return result;
        }
        bool workflow = is_object_text(texts_.find("workflow"));
        for (const auto& [name, text] : prefixed_texts()) {
            workflow = workflow || ascii_lower(name) == "workflow";
            if (ascii_lower(name) != "prompt") continue;
            const auto json = json_of(name, &text);
            auto result = json ? read_graph(*json) : std::nullopt;
            if (result) return result;
        }
        const std::string* prompt = texts_.find("prompt");
        const bool broken = is_object_text(prompt) && prompt->find("\"class_type\"") != std::string::npos;
        return workflow || broken ? std::optional(Recognised{Software::ComfyUi, {}}) : std::nullopt;
    }

    static bool is_object_text(const std::string* text) { return text != nullptr && text->starts_with('{'); }

    /// The graph itself, or the text of it.
    std::optional<Recognised> read_graph(const Json& graph) {
        if (graph.is_string()) {
            const auto json = json_of("prompt", &graph.get_ref<const std::string&>());
            return json && json->is_object() ? read_graph(*json) : std::nullopt;
        }
        auto parameters = read_comfy_graph(graph, picture_);
        if (!parameters) return std::nullopt;
        return Recognised{Software::ComfyUi, std::move(*parameters)};
    }

    /// EXIF texts of the form "name:{...}".
    std::vector<std::pair<std::string, std::string>> prefixed_texts() const {
        std::vector<std::pair<std::string, std::string>> result;
        for (const std::string_view tag :
             {"Model", "Make", "ImageDescription", "DocumentName", "UserComment"}) {
            const std::string* text = texts_.find(tag);
            const std::size_t colon = text == nullptr ? std::string::npos : text->find(':');
            if (colon == std::string::npos || colon > 64) continue;
            std::string rest = text->substr(colon + 1);
            rest.erase(0, std::min(rest.find_first_not_of(' '), rest.size()));
            if (rest.starts_with('{')) result.emplace_back(text->substr(0, colon), std::move(rest));
        }
        return result;
    }

    std::optional<Recognised> try_fooocus() {
        const auto json = json_named("Comment");
        const bool both =
            json && member(*json, "prompt") != nullptr && member(*json, "negative_prompt") != nullptr;
        if (!json || !(both || is_fooocus(*json))) return std::nullopt;
        return read_fooocus(*json);
    }

    /// Easy Diffusion and others write one text for each parameter. Their names say nothing about the
    /// program.
    std::optional<Recognised> try_plain() {
        constexpr FieldNames names{.prompt = "prompt|Prompt",
                                   .negative_prompt = "negative_prompt|Negative Prompt",
                                   .sampler = "sampler_name|Sampler",
                                   .scheduler = "scheduler_name",
                                   .model = "use_stable_diffusion_model|Stable Diffusion model",
                                   .seed = "seed|Seed",
                                   .steps = "num_inference_steps|Steps",
                                   .cfg = "guidance_scale|Guidance Scale",
                                   .width = "width|Width",
                                   .height = "height|Height"};
        constexpr std::array<std::string_view, 2> marks{"num_inference_steps", "negative_prompt"};
        if (std::ranges::none_of(marks,
                                 [&](std::string_view mark) { return texts_.find(mark) != nullptr; })) {
            return std::nullopt;
        }
        Json object = Json::object();
        for (const auto& [name, text] : texts_.all()) object.emplace(name, text);
        return Recognised{Software::Unknown, read_fields(object, names)};
    }

    MetadataTexts& texts_;
    SizePx picture_;
};

Software software_named(const std::optional<std::string>& name) {
    for (int i = 0; i <= static_cast<int>(Software::Proofsheet); ++i) {
        const auto software = static_cast<Software>(i);
        if (name && ascii_lower(*name) == name_of(software)) return software;
    }
    return Software::Unknown;
}

}  // namespace

Recognised recognise(MetadataTexts& texts, SizePx picture) {
    return Recogniser(texts, picture).recognise();
}

Result<Recognised> read_side_car(std::string_view text) {
    const Result<Json> json = parse_json(text);
    if (!json) return json.error();
    if (!json->is_object()) return Error{ErrorKind::InvalidInput, "is not a JSON object"};
    const Json* software = member(*json, "software");
    return Recognised{software_named(software == nullptr ? std::nullopt : text_from_json(*software)),
                      read_fields(*json, kSideCar)};
}

}  // namespace proofsheet::image
