#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "comfy_fixture.h"
#include "core/file_bytes.h"
#include "providers/comfy_propose.h"
#include "providers/comfy_template.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::providers;
using namespace proofsheet::test;

namespace {

using Json = nlohmann::json;

Json filled(const jobs::GenerationRequest& request) {
    const auto workflow = fill_workflow(request);
    REQUIRE_MESSAGE(workflow, workflow.error().message);
    return Json::parse(workflow->graph);
}

Json shipped_json(std::string_view file) {
    return Json::parse(shipped(file));
}

std::string first_error(const Json& graph) {
    const ComfyTemplate workflow = read_comfy_template(graph.dump());
    return workflow.errors.empty() ? "" : workflow.errors.front();
}

}  // namespace

TEST_CASE("the templates that come with the program are good and set what they should") {
    for (const ShippedWorkflow& file : shipped_workflows()) {
        CAPTURE(file.file);
        const ComfyTemplate workflow = read_comfy_template(file.json);
        CHECK(workflow.errors.empty());
        CHECK(workflow.warnings.empty());
        for (const ComfySetting setting :
             {ComfySetting::Checkpoint, ComfySetting::Seed, ComfySetting::Steps, ComfySetting::Cfg,
              ComfySetting::Sampler, ComfySetting::Scheduler, ComfySetting::Prompt, ComfySetting::Width,
              ComfySetting::FilePrefix})
            CHECK(workflow.sets(setting));
    }
    CHECK(read_comfy_template(shipped("qwen-image.json")).sets(ComfySetting::Shift));
    CHECK_FALSE(read_comfy_template(shipped("flux.json")).sets(ComfySetting::NegativePrompt));
    CHECK(model_input(read_comfy_template(shipped("flux.json"))) == ComfyInput{"UNETLoader", "unet_name"});
    CHECK(model_input(read_comfy_template(shipped("sd15-checkpoint.json"))) ==
          ComfyInput{"CheckpointLoaderSimple", "ckpt_name"});
    CHECK(model_input(read_comfy_template(shipped("lora-on-sdxl.json"))) ==
          ComfyInput{"LoraLoader", "lora_name"});
}

TEST_CASE("every role writes its fields and everything else stays") {
    const Json before = shipped_json("sd15-checkpoint.json");
    Json after = filled(small_request());
    CHECK(after["4"]["inputs"]["ckpt_name"] == "my-model-step00001000.safetensors");
    CHECK(after["6"]["inputs"]["text"] == "a cat");
    CHECK(after["7"]["inputs"]["text"] == "bad");
    CHECK(after["5"]["inputs"] == Json({{"width", 64}, {"height", 64}, {"batch_size", 1}}));
    CHECK(after["3"]["inputs"]["steps"] == 4);
    CHECK(after["3"]["inputs"]["sampler_name"] == "euler");
    CHECK(after["3"]["inputs"]["denoise"] == 1.0);
    CHECK(after["9"]["inputs"]["filename_prefix"] == "proofsheet/6fa459ea-ee8a-4ca4-894e-db77e160355e");
    CHECK(after["8"] == before["8"]);
    CHECK(after["3"]["inputs"]["model"] == before["3"]["inputs"]["model"]);
}

TEST_CASE("seeds are exact and numbers are as short as they can be") {
    auto request = small_request();
    request.cfg = 0.1;
    const std::string text = fill_workflow(request)->graph;
    CHECK(text.find("\"seed\":18446744073709551615,") != std::string::npos);
    CHECK(text.find("\"cfg\":0.1,") != std::string::npos);
    request.seed = 9007199254740993ull;
    request.cfg = 1.0 / 3;
    CHECK(filled(request)["3"]["inputs"]["seed"].get<std::uint64_t>() == 9007199254740993ull);
    CHECK(filled(request)["3"]["inputs"]["cfg"].get<double>() == 1.0 / 3);
}

TEST_CASE("what is empty keeps what the template says") {
    auto request = small_request();
    request.model_path.clear();
    request.negative_prompt.clear();
    request.sampler.clear();
    request.steps = request.width = request.height = 0;
    const Json before = shipped_json("sd15-checkpoint.json");
    const Json after = filled(request);
    CHECK(after["4"] == before["4"]);
    CHECK(after["7"] == before["7"]);
    CHECK(after["5"] == before["5"]);
    CHECK(after["3"]["inputs"]["steps"] == before["3"]["inputs"]["steps"]);
    CHECK(after["3"]["inputs"]["sampler_name"] == before["3"]["inputs"]["sampler_name"]);
}

TEST_CASE("the same request gives the same bytes and hash, another one others") {
    const auto first = fill_workflow(small_request());
    CHECK(*fill_workflow(small_request()) == *first);
    auto other = small_request();
    other.seed = 1;
    CHECK(fill_workflow(other)->hash != first->hash);
}

TEST_CASE("the fields of newer nodes are written too") {
    auto request = small_request();
    request.workflow_json = shipped("flux.json");
    request.clip = "t5 a.safetensors + clip_l.safetensors";
    request.vae = "other.safetensors";
    request.cfg = 3.5;
    Json after = filled(request);
    CHECK(after["1"]["inputs"]["unet_name"] == "my-model-step00001000.safetensors");
    CHECK(after["2"]["inputs"]["clip_name1"] == "t5 a.safetensors");
    CHECK(after["2"]["inputs"]["clip_name2"] == "clip_l.safetensors");
    CHECK(after["3"]["inputs"]["vae_name"] == "other.safetensors");
    CHECK(after["5"]["inputs"]["guidance"] == 3.5);
    CHECK(after["7"]["inputs"]["noise_seed"].get<std::uint64_t>() == 18446744073709551615ull);
    CHECK(after["8"]["inputs"]["sampler_name"] == "euler");
    CHECK(after["9"]["inputs"]["steps"] == 4);
    request.clip = "only.safetensors";
    after = filled(request);
    CHECK(after["2"]["inputs"]["clip_name1"] == "only.safetensors");
    CHECK(after["2"]["inputs"]["clip_name2"] == "clip_l.safetensors");
    request.workflow_json = shipped("qwen-image.json");
    request.shift = 3.25;
    CHECK(filled(request)["4"]["inputs"]["shift"] == 3.25);
}

TEST_CASE("a LoRA is what varies, its base model stays, and it can be left out") {
    auto request = small_request();
    request.workflow_json = shipped("lora-on-sdxl.json");
    request.model_path = "my-lora.safetensors";
    Json after = filled(request);
    CHECK(after["4"]["inputs"]["ckpt_name"] == "sd_xl_base_1.0.safetensors");
    CHECK(after["10"]["inputs"]["lora_name"] == "my-lora.safetensors");
    CHECK(after["10"]["inputs"]["strength_model"] == 1.0);
    request.lora_strength = 0.6;
    after = filled(request);
    CHECK(after["10"]["inputs"]["strength_model"] == 0.6);
    CHECK(after["10"]["inputs"]["strength_clip"] == 0.6);
    request.base_model = true;
    after = filled(request);
    CHECK_FALSE(after.contains("10"));
    CHECK(after["3"]["inputs"]["model"] == Json::array({"4", 0}));
    CHECK(after["6"]["inputs"]["clip"] == Json::array({"4", 1}));
}

TEST_CASE("a prompt that comes from another node is written all the same") {
    Json graph = shipped_json("sd15-checkpoint.json");
    graph["20"] = {{"class_type", "PrimitiveString"}, {"inputs", {{"value", "old"}}}};
    graph["6"]["inputs"]["text"] = Json::array({"20", 0});
    auto request = small_request();
    request.workflow_json = graph.dump();
    CHECK(filled(request)["6"]["inputs"]["text"] == "a cat");
}

TEST_CASE("the size is checked only where nothing after the latent image changes it") {
    CHECK(fill_workflow(small_request())->size == SizePx{64, 64});
    Json graph = shipped_json("sd15-checkpoint.json");
    graph["20"] = {{"class_type", "ImageScaleBy"}, {"inputs", {{"image", {"8", 0}}, {"scale_by", 2.0}}}};
    graph["9"]["inputs"]["images"] = Json::array({"20", 0});
    auto request = small_request();
    request.workflow_json = graph.dump();
    CHECK_FALSE(fill_workflow(request)->size);
}

TEST_CASE("files that are no templates say why") {
    CHECK(read_comfy_template("{broken").errors.front() == "The file is not well-formed JSON.");
    CHECK(read_comfy_template("").errors.size() == 1);
    CHECK(read_comfy_template("[]").errors.front() == "This is no workflow: it holds no nodes.");
    CHECK(first_error({{"nodes", Json::array()}, {"links", Json::array()}})
              .find("export it with Export (API)") != std::string::npos);
    CHECK(first_error({{"prompt", {{"1", Json::object()}}}}).find("'prompt' has no class_type") !=
          std::string::npos);
    CHECK(read_comfy_template(std::string(100'000, '[')).errors.front() == "The file is nested too deep.");
    Json graph = shipped_json("sd15-checkpoint.json");
    graph["8"]["inputs"]["samples"] = Json::array({"77", 0});
    CHECK(first_error(graph) ==
          "The input samples of node 8 (VAEDecode) comes from node 77, which is missing.");
    graph = shipped_json("sd15-checkpoint.json");
    graph["9"]["_meta"].erase("cs_role");
    CHECK(first_error(graph) == "No node has the role save_image: tag the node that saves the picture.");
    graph["9"] = {{"class_type", "SaveImageWebsocket"},
                  {"inputs", {{"images", {"8", 0}}}},
                  {"_meta", {{"cs_role", "save_image"}}}};
    CHECK(first_error(graph).find("none of the fields that it sets") != std::string::npos);
}

TEST_CASE("odd roles are warnings and a graph without roles is known as one") {
    Json graph = shipped_json("sd15-checkpoint.json");
    graph["8"]["_meta"]["cs_role"] = "decoder";
    graph["5"]["_meta"]["cs_role"] = 5;
    graph["20"] = graph["3"];
    ComfyTemplate workflow = read_comfy_template(graph.dump());
    CHECK(workflow.usable());
    CHECK_FALSE(workflow.sets(ComfySetting::Width));
    REQUIRE(workflow.warnings.size() >= 3);
    CHECK(workflow.warnings[0] == "The role 5 of node 5 (EmptyLatentImage) is unknown and is ignored.");
    CHECK(workflow.warnings[1] == "The role \"decoder\" of node 8 (VAEDecode) is unknown and is ignored.");
    CHECK(workflow.warnings[2] == "2 sampler nodes have cfg: all of them get the same.");
    for (auto& node : graph) node.erase("_meta");
    workflow = read_comfy_template(graph.dump());
    CHECK(workflow.untagged);
    CHECK_FALSE(workflow.usable());
}

TEST_CASE("the roles of the shipped templates are found again without their tags") {
    for (const ShippedWorkflow& file : shipped_workflows()) {
        CAPTURE(file.file);
        Json graph = Json::parse(file.json);
        std::map<std::string, std::string> wanted;
        for (auto& [id, node] : graph.items()) {
            if (node["_meta"].contains("cs_role")) wanted[id] = node["_meta"]["cs_role"];
            node["_meta"].erase("cs_role");
        }
        std::map<std::string, std::string> found;
        std::vector<ComfyTag> tags;
        for (const ComfyProposal& proposal : propose_comfy_roles(graph.dump())) {
            found[proposal.node] = name_of(proposal.role);
            tags.push_back({proposal.node, proposal.role});
            CHECK_FALSE(proposal.reason.empty());
            CHECK((proposal.confidence == ComfyConfidence::Doubtful) ==
                  (proposal.role == ComfyRole::LoraLoader));
        }
        CHECK(found == wanted);
        const auto tagged = with_comfy_roles(graph.dump(), tags);
        REQUIRE(tagged);
        CHECK(Json::parse(*tagged) == Json::parse(file.json));
    }
}

TEST_CASE("circles in a graph end the search for roles and not the program") {
    Json graph = shipped_json("sd15-checkpoint.json");
    graph["3"]["inputs"]["model"] = Json::array({"3", 0});
    graph["6"]["inputs"]["clip"] = Json::array({"7", 0});
    graph["7"]["inputs"]["clip"] = Json::array({"6", 0});
    CHECK_FALSE(propose_comfy_roles(graph.dump()).empty());
    CHECK(fill_workflow([&] {
        auto request = small_request();
        request.workflow_json = graph.dump();
        return request;
    }()));
    CHECK(propose_comfy_roles("{}").empty());
    CHECK(propose_comfy_roles("nonsense").empty());
}

TEST_CASE("tags replace all tags that were there") {
    const auto tagged = with_comfy_roles(shipped("sd15-checkpoint.json"), {{"9", ComfyRole::SaveImage}});
    REQUIRE(tagged);
    CHECK(read_comfy_template(*tagged).nodes.size() == 1);
    CHECK_FALSE(with_comfy_roles(shipped("sd15-checkpoint.json"), {{"99", ComfyRole::SaveImage}}));
    CHECK_FALSE(with_comfy_roles("{}", {}));
}

TEST_CASE("the workflow folder is made once and a user's files are never touched") {
    const TempFolder folder;
    const auto workflows = folder.path() / "a" / "workflows";
    REQUIRE(ensure_workflow_dir(workflows));
    const auto listed = list_workflows(workflows);
    REQUIRE(listed);
    CHECK(listed->size() == shipped_workflows().size());
    for (const WorkflowFile& file : *listed) CHECK(file.workflow.usable());
    std::filesystem::remove(workflows / "flux.json");
    REQUIRE(ensure_workflow_dir(workflows));
    CHECK(list_workflows(workflows)->size() == shipped_workflows().size() - 1);
}

TEST_CASE("broken files are listed with their reason") {
    const TempFolder folder;
    REQUIRE(write_file_atomically(folder.path() / "b.json", std::as_bytes(std::span(std::string_view("{")))));
    REQUIRE(write_file_atomically(folder.path() / "notes.txt", {}));
    std::filesystem::create_directory(folder.path() / "c.json");
    const auto listed = list_workflows(folder.path());
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK(listed->front().file == "b.json");
    CHECK_FALSE(listed->front().workflow.usable());
    CHECK(list_workflows(folder.path() / "none").error().kind == ErrorKind::NotFound);
}

TEST_CASE("a workflow is read by its name, and a name leads nowhere else") {
    const TempFolder folder;
    const auto workflows = folder.path() / "workflows";
    REQUIRE(ensure_workflow_dir(workflows));
    REQUIRE(write_file_atomically(folder.path() / "secret.json",
                                  std::as_bytes(std::span(std::string_view("{}")))));
    CHECK(read_workflow(workflows, "flux")->starts_with("{"));
    CHECK(*read_workflow(workflows, "flux.json") == *read_workflow(workflows, "flux"));
    const auto missing = read_workflow(workflows, "fluxx");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message.find("There are: flux.json, lora-on-sdxl.json") != std::string::npos);
    for (const char* name : {"../secret.json", "/etc/passwd", "", ".."})
        CHECK(read_workflow(workflows, name).error().kind == ErrorKind::InvalidInput);
}
