#include <doctest/doctest.h>

#include "image/comfy_graph.h"
#include "image/metadata.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

GenerationParameters read_graph(std::string_view graph, SizePx picture = {}) {
    const auto json = parse_json(graph);
    REQUIRE(json);
    const auto parameters = read_comfy_graph(*json, picture);
    REQUIRE(parameters);
    return *parameters;
}

constexpr std::string_view kPlain = R"({
"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615,"steps":20,"cfg":6.5,"sampler_name":"euler","scheduler":"karras","denoise":1,"model":["10",0],"positive":["6",0],"negative":["7",0],"latent_image":["5",0]}},
"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sdxl/base.safetensors"}},
"5":{"class_type":"EmptyLatentImage","inputs":{"width":832,"height":1216,"batch_size":1}},
"6":{"class_type":"CLIPTextEncode","inputs":{"text":"\u732b \u2603","clip":["4",1]}},
"7":{"class_type":"CLIPTextEncode","inputs":{"text":"\u72ac","clip":["4",1]}},
"8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["4",2]}},
"9":{"class_type":"SaveImage","inputs":{"filename_prefix":"x","images":["8",0]},"is_changed":[NaN]},
"10":{"class_type":"LoraLoader","inputs":{"lora_name":"l","model":["4",0],"clip":["4",1]}}})";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    const std::size_t at = out.find(from);
    REQUIRE(at != std::string::npos);
    return out.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a plain ComfyUI picture is read, NaN and all, and its text stays as it was") {
    const auto metadata = read_metadata(test::png_with(
        {test::text_part("prompt", kPlain), test::text_part("workflow", R"({"nodes":[],"version":0.4})")}));
    REQUIRE(metadata);
    GenerationParameters expected;
    expected.prompt = "\u732b \u2603";
    expected.negative_prompt = "\u72ac";
    expected.sampler = "euler";
    expected.scheduler = "karras";
    expected.model = "sdxl/base.safetensors";
    expected.seed = 18446744073709551615u;
    expected.steps = 20;
    expected.cfg = 6.5;
    expected.width = 832;
    expected.height = 1216;
    CHECK(metadata->software == Software::ComfyUi);
    CHECK(metadata->parameters == expected);
    CHECK(metadata->notes.empty());
    CHECK(metadata->raw[0].second == kPlain);
}

TEST_CASE("a custom sampler's helpers are followed") {
    const auto parameters = read_graph(R"({
"5":{"class_type":"EmptySD3LatentImage","inputs":{"width":1024,"height":768,"batch_size":1}},
"6":{"class_type":"CLIPTextEncodeFlux","inputs":{"clip_l":"a cat","t5xxl":"a cat on a roof","guidance":3.5,"clip":["11",0]}},
"8":{"class_type":"VAEDecode","inputs":{"samples":["13",0],"vae":["10",0]}},
"9":{"class_type":"SaveImage","inputs":{"images":["8",0]}},
"12":{"class_type":"UNETLoader","inputs":{"unet_name":"flux1-dev.safetensors"}},
"13":{"class_type":"SamplerCustomAdvanced","inputs":{"noise":["25",0],"guider":["22",0],"sampler":["16",0],"sigmas":["18",0],"latent_image":["5",0]}},
"16":{"class_type":"KSamplerSelect","inputs":{"sampler_name":"dpmpp_2m"}},
"17":{"class_type":"BasicScheduler","inputs":{"scheduler":"simple","steps":25,"denoise":1,"model":["12",0]}},
"18":{"class_type":"SplitSigmas","inputs":{"sigmas":["17",0],"step":3}},
"22":{"class_type":"BasicGuider","inputs":{"model":["30",0],"conditioning":["26",0]}},
"25":{"class_type":"RandomNoise","inputs":{"noise_seed":9223372036854775809}},
"26":{"class_type":"FluxGuidance","inputs":{"guidance":3.5,"conditioning":["6",0]}},
"30":{"class_type":"ModelSamplingFlux","inputs":{"model":["12",0],"width":64,"height":64}}})");
    CHECK(parameters.prompt == "a cat on a roof\na cat");
    CHECK_FALSE(parameters.negative_prompt);
    CHECK(parameters.seed == 9223372036854775809u);
    CHECK(parameters.steps == 25.0);
    CHECK_FALSE(parameters.cfg);
    CHECK(parameters.sampler == "dpmpp_2m");
    CHECK(parameters.scheduler == "simple");
    CHECK(parameters.model == "flux1-dev.safetensors");
    CHECK(parameters.width == 1024);
    CHECK(parameters.height == 768);
}

TEST_CASE("a guider brings prompts, model and CFG scale") {
    const auto parameters = read_graph(R"({
"1":{"class_type":"SamplerCustomAdvanced","inputs":{"noise":["2",0],"guider":["3",0],"sampler":["9",0],"sigmas":["9",0],"latent_image":["9",0]}},
"2":{"class_type":"RandomNoise","inputs":{"noise_seed":"77"}},
"3":{"class_type":"CFGGuider","inputs":{"cfg":3.25,"model":["4",0],"positive":["5",0],"negative":["6",0]}},
"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"m"}},
"5":{"class_type":"CLIPTextEncode","inputs":{"text":"yes"}},
"6":{"class_type":"CLIPTextEncode","inputs":{"text":""}}})");
    CHECK(parameters.cfg == 3.25);
    CHECK(parameters.seed == 77u);
    CHECK(parameters.model == "m");
    CHECK(parameters.prompt == "yes");
    CHECK(parameters.negative_prompt == "");
}

TEST_CASE("the advanced and the custom sampler are read") {
    const auto advanced = read_graph(
        R"({"1":{"class_type":"KSamplerAdvanced","inputs":{"noise_seed":5,"steps":30,"cfg":8,"sampler_name":"ddim","scheduler":"normal","start_at_step":0,"latent_image":["2",0]}}})");
    CHECK(advanced.seed == 5u);
    CHECK(advanced.steps == 30.0);
    CHECK(advanced.sampler == "ddim");
    const auto custom = read_graph(R"({
"1":{"class_type":"SamplerCustom","inputs":{"noise_seed":6,"cfg":1,"sampler":["2",0],"sigmas":["3",0],"latent_image":["4",0]}},
"2":{"class_type":"KSamplerSelect","inputs":{"sampler_name":"lcm"}},
"3":{"class_type":"SDTurboScheduler","inputs":{"steps":4}}})");
    CHECK(custom.seed == 6u);
    CHECK(custom.steps == 4.0);
    CHECK(custom.sampler == "lcm");
}

TEST_CASE("values and texts may come from other nodes, through several of them") {
    const auto parameters = read_graph(R"json({
"1":{"class_type":"KSampler","inputs":{"seed":["2",0],"steps":["3",0],"cfg":["4",0],"sampler_name":"euler","scheduler":"normal","positive":["5",0],"negative":["6",0],"latent_image":["7",0]}},
"2":{"class_type":"Seed (rgthree)","inputs":{"seed":18446744073709551615}},
"3":{"class_type":"Reroute","inputs":{"value":["31",0]}},
"31":{"class_type":"PrimitiveInt","inputs":{"value":12}},
"4":{"class_type":"PrimitiveFloat","inputs":{"value":2.5}},
"5":{"class_type":"CLIPTextEncode","inputs":{"text":["51",0]}},
"51":{"class_type":"StringConcatenate","inputs":{"string_a":["52",0],"string_b":"a dog","delimiter":", "}},
"52":{"class_type":"PrimitiveStringMultiline","inputs":{"value":"a cat"}},
"6":{"class_type":"CLIPTextEncode","inputs":{"text":["61",1]}},
"61":{"class_type":"SDXLPromptStyler","inputs":{"text_positive":"p","text_negative":"n","style":"base"}},
"7":{"class_type":"EmptyLatentImage","inputs":{"width":["71",0],"height":["71",1]}},
"71":{"class_type":"SizePicker","inputs":{"width":640,"height":480}}})json");
    CHECK(parameters.seed == 18446744073709551615u);
    CHECK(parameters.steps == 12.0);
    CHECK(parameters.cfg == 2.5);
    CHECK(parameters.prompt == "a cat, a dog");
    CHECK(parameters.negative_prompt == "n");
    CHECK(parameters.width == 640);
    CHECK(parameters.height == 480);
}

TEST_CASE("conditioning is followed through the nodes between") {
    const auto parameters = read_graph(R"({
"1":{"class_type":"KSampler","inputs":{"seed":1,"steps":2,"positive":["2",0],"negative":["2",1],"latent_image":["9",0]}},
"2":{"class_type":"ControlNetApplyAdvanced","inputs":{"positive":["3",0],"negative":["4",0],"control_net":["9",0],"image":["9",0]}},
"3":{"class_type":"ConditioningCombine","inputs":{"conditioning_1":["5",0],"conditioning_2":["6",0]}},
"4":{"class_type":"ConditioningSetTimestepRange","inputs":{"conditioning":["7",0],"start":0,"end":1}},
"5":{"class_type":"CLIPTextEncodeSDXL","inputs":{"width":1024,"text_g":"global","text_l":"local"}},
"6":{"class_type":"ConditioningConcat","inputs":{"conditioning_from":["8",0],"conditioning_to":["5",0]}},
"7":{"class_type":"CLIPTextEncode","inputs":{"text":"bad"}},
"8":{"class_type":"CLIPTextEncode","inputs":{"text":"second"}}})");
    CHECK(parameters.prompt == "global\nlocal\nsecond");
    CHECK(parameters.negative_prompt == "bad");
}

TEST_CASE("a conditioning that is zeroed out is no prompt") {
    const auto graph =
        replaced(replaced(kPlain, R"("negative":["7",0])", R"("negative":["11",0])"), "\"3\":{",
                 R"("11":{"class_type":"ConditioningZeroOut","inputs":{"conditioning":["6",0]}},"3":{)");
    CHECK(read_graph(graph).prompt == "\u732b \u2603");
    CHECK_FALSE(read_graph(graph).negative_prompt);
}

TEST_CASE("a loader that encodes by itself gives both prompts") {
    const auto parameters = read_graph(R"json({
"1":{"class_type":"KSampler (Efficient)","inputs":{"seed":1,"steps":2,"cfg":3,"sampler_name":"e","scheduler":"s","model":["2",0],"positive":["2",1],"negative":["2",2],"latent_image":["2",3]}},
"2":{"class_type":"Efficient Loader","inputs":{"ckpt_name":"m","positive":"good","negative":"bad","empty_latent_width":512}}})json");
    CHECK(parameters.prompt == "good");
    CHECK(parameters.negative_prompt == "bad");
    CHECK(parameters.model == "m");
}

TEST_CASE("of two passes the one that feeds the saved picture counts, with its size") {
    const auto second = [](std::string_view upscale) {
        return replaced(
            replaced(kPlain, R"("samples":["3",0])", R"("samples":["20",0])"), "\"3\":{",
            R"("20":{"class_type":"KSampler","inputs":{"seed":2,"steps":9,"cfg":1,"sampler_name":"x","scheduler":"y","model":["4",0],"positive":["6",0],"negative":["7",0],"latent_image":["21",0]}},)" +
                std::string(upscale) + ",\"3\":{");
    };
    const auto to = read_graph(second(
        R"("21":{"class_type":"LatentUpscale","inputs":{"samples":["3",0],"width":1664,"height":2432}})"));
    CHECK(to.seed == 2u);
    CHECK(to.width == 1664);
    const auto by = read_graph(
        second(R"("21":{"class_type":"LatentUpscaleBy","inputs":{"samples":["3",0],"scale_by":1.5}})"));
    CHECK(by.steps == 9.0);
    CHECK(by.width == 1248);
    CHECK(by.height == 1824);
}

TEST_CASE("where two pictures are saved, the size of this one tells which it is") {
    const std::string graph = R"({
"1":{"class_type":"KSampler","inputs":{"seed":1,"steps":1,"latent_image":["2",0]}},
"2":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":512}},
"3":{"class_type":"SaveImage","inputs":{"images":["1",0]}},
"4":{"class_type":"KSampler","inputs":{"seed":2,"steps":1,"latent_image":["5",0]}},
"5":{"class_type":"LatentUpscale","inputs":{"samples":["1",0],"width":1024,"height":1024}},
"6":{"class_type":"SaveImage","inputs":{"images":["4",0]}}})";
    CHECK(read_graph(graph, {512, 512}).seed == 1u);
    CHECK(read_graph(graph, {1024, 1024}).seed == 2u);
    CHECK(read_graph(graph, {4096, 4096}).seed == 2u);
}

TEST_CASE("a detailer behind the sampler does not hide it, and counts where there is no other") {
    const std::string detailer =
        R"("30":{"class_type":"FaceDetailer","inputs":{"image":["8",0],"seed":9,"steps":8,"cfg":1,"sampler_name":"f","scheduler":"g","positive":["6",0],"model":["4",0]}},"3":{)";
    const auto graph =
        replaced(replaced(kPlain, R"("images":["8",0])", R"("images":["30",0])"), "\"3\":{", detailer);
    CHECK(read_graph(graph).sampler == "euler");
    CHECK(read_graph(replaced(graph, "\"KSampler\"", "\"Other\"")).sampler == "f");
}

TEST_CASE("a picture made from a picture has no size of its own in the graph") {
    const auto graph = replaced(
        kPlain, R"("class_type":"EmptyLatentImage","inputs":{"width":832,"height":1216,"batch_size":1})",
        R"("class_type":"VAEEncode","inputs":{"pixels":["99",0]})");
    CHECK_FALSE(read_graph(graph).width);
    CHECK_FALSE(read_graph(graph).height);
}

TEST_CASE("circles end") {
    const auto parameters = read_graph(R"({
"1":{"class_type":"KSampler","inputs":{"seed":["2",0],"steps":1,"cfg":["2",0],"sampler_name":["2",0],"positive":["3",0],"negative":["4",0],"model":["5",0],"latent_image":["1",0],"sigmas":["1",0]}},
"2":{"class_type":"PrimitiveInt","inputs":{"value":["2",0]}},
"3":{"class_type":"ConditioningCombine","inputs":{"conditioning_1":["3",0],"conditioning_2":["4",0]}},
"4":{"class_type":"ConditioningCombine","inputs":{"conditioning_1":["3",0],"conditioning_2":["6",0]}},
"5":{"class_type":"LoraLoader","inputs":{"model":["5",0]}},
"6":{"class_type":"CLIPTextEncode","inputs":{"text":["7",0]}},
"7":{"class_type":"StringConcatenate","inputs":{"string_a":["7",0],"string_b":["7",0]}},
"8":{"class_type":"SaveImage","inputs":{"images":["1",0]}}})");
    CHECK(parameters.steps == 1.0);
    CHECK_FALSE(parameters.seed);
    CHECK_FALSE(parameters.prompt);
    CHECK_FALSE(parameters.model);
    CHECK_FALSE(parameters.width);
}

TEST_CASE("texts that double in every node stay small") {
    std::string graph =
        R"({"1":{"class_type":"KSampler","inputs":{"steps":1,"positive":["2",0],"latent_image":["9",0]}},"2":{"class_type":"CLIPTextEncode","inputs":{"text":["s0",0]}},)";
    for (int i = 0; i < 31; ++i) {
        const std::string next = "[\"s" + std::to_string(i + 1) + "\",0]";
        graph += "\"s" + std::to_string(i) + R"(":{"class_type":"Join","inputs":{"string_a":)" + next +
                 ",\"string_b\":" + next + "}},";
    }
    graph +=
        R"("s31":{"class_type":"PrimitiveString","inputs":{"value":")" + std::string(100'000, 'x') + "\"}}}";
    const auto prompt = read_graph(graph).prompt;
    REQUIRE(prompt);
    CHECK(prompt->size() <= 16u << 20);
}

TEST_CASE("chains and stars of many thousand nodes are followed without recursion") {
    std::string graph =
        R"({"1":{"class_type":"KSampler","inputs":{"steps":1,"positive":["c0",0],"latent_image":["c0",0],"model":["c0",0]}})";
    for (int i = 0; i < 50'000; ++i) {
        const std::string next = "[\"c" + std::to_string(i + 1) + "\",0]";
        graph += ",\"c" + std::to_string(i) + R"(":{"class_type":"Pass","inputs":{"conditioning":)" + next +
                 ",\"model\":" + next + ",\"samples\":" + next + "}}";
    }
    graph +=
        R"(,"c50000":{"class_type":"All","inputs":{"text":"far","ckpt_name":"away","width":8,"height":16}}})";
    const auto parameters = read_graph(graph);
    CHECK(parameters.prompt == "far");
    CHECK(parameters.model == "away");
    CHECK(parameters.width == 8);
}

TEST_CASE("broken graphs give what they hold") {
    for (
        const char* graph :
        {R"({"1":{"class_type":"KSampler","inputs":{"seed":["x",0],"steps":[1,2,3],"cfg":[],"positive":["1"],"negative":[null,0],"model":{},"latent_image":["2",0]}}})",
         R"({"1":{"class_type":"KSampler","inputs":{"steps":1}},"2":5,"3":{"inputs":[]},"4":{"class_type":5,"inputs":{}},"5":null})",
         R"({"1":{"class_type":"SaveImage","inputs":{"images":["1",0]}}})",
         R"({"1":{"class_type":"KSampler","inputs":{"steps":1,"positive":["1",-9223372036854775808],"latent_image":[18446744073709551615,0]}}})"}) {
        CHECK_FALSE(read_graph(graph).prompt);
    }
    CHECK_FALSE(read_comfy_graph(Json::parse("[]"), {}));
    CHECK_FALSE(read_comfy_graph(Json::parse(R"({"a":"b"})"), {}));
}

TEST_CASE("broken graphs are still ComfyUI's, with a note") {
    const auto metadata = read_metadata(test::png_with({test::text_part("prompt", kPlain.substr(0, 300))}));
    REQUIRE(metadata);
    CHECK(metadata->software == Software::ComfyUi);
    CHECK(metadata->notes == std::vector<std::string>{"The text 'prompt' is not valid JSON."});
    const auto workflow = read_metadata(test::png_with({test::text_part("workflow", "{\"nodes\":[]}")}));
    REQUIRE(workflow);
    CHECK(workflow->software == Software::ComfyUi);
    CHECK(workflow->parameters == GenerationParameters());
}

TEST_CASE("a ComfyUI picture that also carries an infotext is ComfyUI's, with the text first") {
    const auto metadata =
        read_metadata(test::png_with({test::text_part("prompt", kPlain),
                                      test::text_part("parameters", "dog\nSteps: 5, Sampler: a, Seed: 8")}));
    REQUIRE(metadata);
    CHECK(metadata->software == Software::ComfyUi);
    CHECK(metadata->parameters.prompt == "dog");
    CHECK(metadata->parameters.seed == 8u);
    CHECK(metadata->parameters.width == 832);
}

TEST_CASE("a graph inside a JSON comment is read") {
    std::string json = R"({"prompt":)" + std::string(kPlain) + R"(,"workflow":{}})";
    const auto block = test::exif_block({{test::kUserComment, json}});
    const auto metadata = read_metadata(test::jpeg_with(block));
    REQUIRE(metadata);
    CHECK(metadata->software == Software::ComfyUi);
    CHECK(metadata->parameters.width == 832);
}
