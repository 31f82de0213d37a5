#include <doctest/doctest.h>

#include <algorithm>

#include "image/metadata.h"
#include "image/metadata_samples.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::international_part;
using test::nested;
using test::read_png;
using test::text_part;

namespace {

GenerationParameters expected() {
    GenerationParameters parameters;
    parameters.prompt = "\u732b \u2603";
    parameters.negative_prompt = "\u72ac";
    parameters.sampler = "euler";
    parameters.scheduler = "karras";
    parameters.model = "base.safetensors";
    parameters.seed = 18446744073709551615u;
    parameters.steps = 20;
    parameters.cfg = 6.5;
    parameters.width = 832;
    parameters.height = 1216;
    return parameters;
}

}  // namespace

TEST_CASE("every software has its name") {
    CHECK(name_of(Software::Unknown) == "unknown");
    CHECK(name_of(Software::ComfyUi) == "comfyui");
    CHECK(name_of(Software::A1111) == "a1111");
    CHECK(name_of(Software::InvokeAi) == "invokeai");
    CHECK(name_of(Software::SwarmUi) == "swarmui");
    CHECK(name_of(Software::NovelAi) == "novelai");
    CHECK(name_of(Software::Fooocus) == "fooocus");
    CHECK(name_of(Software::Proofsheet) == "proofsheet");
}

TEST_CASE("a picture of our own is read") {
    const auto metadata = read_png({international_part(
        "proofsheet",
        R"({"prompt":"猫 ☃","negative_prompt":"犬","seed":18446744073709551615,"steps":20,"cfg":6.5,"sampler_name":"euler","scheduler":"karras","checkpoint":"base.safetensors","width":832,"height":1216})")});
    CHECK(metadata.software == Software::Proofsheet);
    CHECK(metadata.parameters == expected());
}

TEST_CASE("SwarmUI is told from A1111 by its content, in PNG and in JPEG") {
    const std::string json =
        R"({"sui_image_params":{"prompt":"猫 ☃","negativeprompt":"犬","model":"base.safetensors","seed":18446744073709551615,"steps":20,"cfgscale":6.5,"sampler":"euler","scheduler":"karras","width":832,"height":1216,"swarm_version":"0.9"},"sui_models":[]})";
    const auto png = read_png({international_part("parameters", json)});
    CHECK(png.software == Software::SwarmUi);
    CHECK(png.parameters == expected());
    const auto comment = test::utf16_comment(json, test::ExifOrder::Big);
    const auto jpeg = read_metadata(test::jpeg_with(test::exif_block({{test::kUserComment, comment, 7}})));
    REQUIRE(jpeg);
    CHECK(jpeg->software == Software::SwarmUi);
    CHECK(jpeg->parameters == expected());
}

TEST_CASE("InvokeAI is read, with its model as an object or a text") {
    for (const char* model : {R"({"key":"k","name":"base.safetensors"})",
                              R"({"model_name":"base.safetensors"})", R"("base.safetensors")"}) {
        const auto metadata = read_png({international_part(
            "invokeai_metadata",
            R"({"generation_mode":"txt2img","positive_prompt":"猫 ☃","negative_prompt":"犬","width":832,"height":1216,"seed":"18446744073709551615","cfg_scale":6.5,"steps":20,"scheduler":"karras","model":)" +
                std::string(model) + "}")});
        auto wanted = expected();
        wanted.sampler.reset();
        CHECK(metadata.software == Software::InvokeAi);
        CHECK(metadata.parameters == wanted);
    }
}

TEST_CASE("the older forms of InvokeAI are read") {
    const auto dream =
        read_png({text_part("Dream", R"("a cat [a dog]" -s 50 -S 42 -W 512 -H 768 -C 7.5 -A k_lms)")});
    CHECK(dream.software == Software::InvokeAi);
    CHECK(dream.parameters.prompt == "a cat");
    CHECK(dream.parameters.negative_prompt == "a dog");
    CHECK(dream.parameters.seed == 42);
    CHECK(dream.parameters.height == 768);
    CHECK(dream.parameters.sampler == "k_lms");
    const auto json = read_png({text_part(
        "sd-metadata",
        R"({"model":"sd","model_weights":"sd-1.5","image":{"prompt":[{"prompt":"a cat","weight":1}],"steps":50,"cfg_scale":7.5,"seed":42,"sampler":"k_lms","width":512,"height":768}})")});
    CHECK(json.software == Software::InvokeAi);
    CHECK(json.parameters.prompt == "a cat");
    CHECK(json.parameters.model == "sd-1.5");
    CHECK(json.parameters.cfg == 7.5);
}

TEST_CASE("NovelAI is read") {
    const auto metadata = read_png(
        {text_part("Title", "AI generated image"), international_part("Description", "猫 ☃"),
         text_part("Software", "NovelAI"), text_part("Source", "base.safetensors"),
         international_part(
             "Comment",
             R"({"uc":"犬","steps":20,"sampler":"euler","noise_schedule":"karras","seed":18446744073709551615,"scale":6.5,"width":832,"height":1216})")});
    CHECK(metadata.software == Software::NovelAi);
    CHECK(metadata.parameters == expected());
}

TEST_CASE(
    "Fooocus is read in its own and in A1111's form, in PNG and in EXIF, and from its older comment") {
    const std::string own =
        R"json({"prompt":"猫 ☃","negative_prompt":"犬","base_model":"base.safetensors","seed":"18446744073709551615","steps":20,"guidance_scale":6.5,"sampler":"euler","scheduler":"karras","resolution":"(832, 1216)"})json";
    const auto png =
        read_png({international_part("parameters", own), text_part("fooocus_scheme", "fooocus")});
    CHECK(png.software == Software::Fooocus);
    CHECK(png.parameters == expected());

    const auto jpeg = read_metadata(test::jpeg_with(test::exif_block(
        {{test::kUserComment, own}, {0x0131, "Fooocus v2.5.0"}, {0x927C, std::string("fooocus\0", 8)}})));
    REQUIRE(jpeg);
    CHECK(jpeg->software == Software::Fooocus);
    CHECK(jpeg->parameters == expected());

    const auto text =
        read_png({international_part("parameters",
                                     "猫 ☃\nNegative prompt: 犬\nSteps: 20, Sampler: euler, Seed: "
                                     "18446744073709551615, Size: 832x1216, CFG scale: 6.5, Model: "
                                     "base.safetensors, Scheduler: karras, Version: Fooocus v2.5.0")});
    CHECK(text.software == Software::Fooocus);
    CHECK(text.parameters == expected());

    const auto old = read_png({text_part(
        "Comment", R"({"prompt":"a","negative_prompt":"b","base_model":"m","cfg":4,"seed":1,"steps":2})")});
    CHECK(old.software == Software::Fooocus);
    CHECK(old.parameters.cfg == 4.0);
}

TEST_CASE("texts of other programs fill the parameters without naming a software") {
    const auto metadata = read_png({text_part("prompt", "a cat"), text_part("negative_prompt", "a dog"),
                                    text_part("seed", "42"), text_part("num_inference_steps", "25")});
    CHECK(metadata.software == Software::Unknown);
    CHECK(metadata.parameters.prompt == "a cat");
    CHECK(metadata.parameters.seed == 42);
    CHECK(metadata.parameters.steps == 25.0);
}

TEST_CASE("a picture of the extras tab is A1111's, without parameters") {
    const auto metadata =
        read_png({text_part("postprocessing", "Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN")});
    CHECK(metadata.software == Software::A1111);
    CHECK(metadata.parameters == GenerationParameters());
}

TEST_CASE("the side-car comes first, the picture fills what it leaves out, and both are listed") {
    const std::string side_car =
        R"({"checkpoint":"base.safetensors","prompt_name":"cat","prompt_text":"猫 ☃","negative_prompt":"犬","seed":18446744073709551615,"cfg":6.5,"sampler_name":"euler","scheduler":"karras","vae":"v","clip":"c"})";
    const auto metadata = read_png(
        {text_part("parameters", "other\nSteps: 20, Sampler: x, Seed: 1, Size: 832x1216")}, side_car);
    CHECK(metadata.software == Software::A1111);
    CHECK(metadata.parameters == expected());
    REQUIRE(metadata.raw.size() == 2);
    CHECK(metadata.raw[0] == std::pair<std::string, std::string>("sidecar", side_car));
    CHECK(metadata.raw[1].first == "parameters");
    CHECK(metadata.notes.empty());
}

TEST_CASE("a side-car can name the software of a picture that says nothing") {
    CHECK(read_png({}, R"({"software":"ComfyUI","seed":1})").software == Software::ComfyUi);
    CHECK(read_png({}, R"({"software":"paint","seed":1})").software == Software::Unknown);
}

TEST_CASE("a broken side-car is noted and listed, and the picture still counts") {
    for (const std::string& side_car :
         {std::string("{\"seed\":"), std::string("[1]"), nested(1'000'000), std::string("\xFF")}) {
        const auto metadata =
            read_png({text_part("parameters", "a\nSteps: 20, Sampler: x, Seed: 7")}, side_car);
        CHECK(metadata.parameters.seed == 7);
        REQUIRE(metadata.notes.size() == 1);
        CHECK(metadata.notes[0].starts_with("The JSON file beside the picture "));
        CHECK(metadata.raw[0].first == "sidecar");
    }
}

TEST_CASE("JSON with a thousand levels is read, deeper JSON stays text with a note") {
    const auto inside = [](std::size_t levels) {
        return R"({"positive_prompt":"a","deep":)" + nested(levels) + "}";
    };
    const auto most = read_png({text_part("invokeai_metadata", inside(999))});
    CHECK(most.parameters.prompt == "a");
    CHECK(most.notes.empty());
    for (const std::size_t levels : {std::size_t{1000}, std::size_t{1'000'000}}) {
        const auto deeper = read_png({text_part("invokeai_metadata", inside(levels))});
        CHECK(deeper.software == Software::InvokeAi);
        CHECK(deeper.parameters == GenerationParameters());
        CHECK(deeper.notes ==
              std::vector<std::string>{"The text 'invokeai_metadata' is nested deeper than 1000 levels."});
        CHECK(deeper.raw[0].second == inside(levels));
    }
}

TEST_CASE("values of the wrong kind are absent") {
    const auto metadata = read_png({text_part(
        "proofsheet",
        R"({"prompt":5,"negative_prompt":["a"],"seed":-1,"steps":"many","cfg":{},"sampler_name":null,"checkpoint":{"x":1},"width":0,"height":1e30})")});
    CHECK(metadata.software == Software::Proofsheet);
    CHECK(metadata.parameters == GenerationParameters());
}

TEST_CASE("seeds are exact up to 2^64 - 1, as numbers and as texts, and absent beyond") {
    const auto seed = [](const std::string& value) {
        return read_png({text_part("proofsheet", "{\"seed\":" + value + "}")}).parameters.seed;
    };
    CHECK(seed("0") == 0u);
    CHECK(seed("9223372036854775808") == 9223372036854775808u);
    CHECK(seed("\"18446744073709551615\"") == 18446744073709551615u);
    CHECK(seed("123.0") == 123u);
    CHECK_FALSE(seed("18446744073709551616"));
    CHECK_FALSE(seed("1e19"));
    CHECK_FALSE(seed("0.5"));
    CHECK_FALSE(seed("-3"));
    CHECK_FALSE(seed("\"12a\""));
    CHECK_FALSE(seed("\"\""));
    CHECK_FALSE(seed("NaN"));
}

TEST_CASE("control characters in JSON texts never reach the parameters") {
    const auto metadata =
        read_png({text_part("proofsheet", R"({"prompt":"a\u0000b\u001b[2J\r\nc\rd\u009b"})")});
    CHECK(metadata.parameters.prompt == "a\uFFFDb\uFFFD[2J\nc\nd\uFFFD");
}

TEST_CASE("the first of several recognised texts wins in a fixed order") {
    const std::string swarm = R"({"sui_image_params":{"prompt":"swarm"}})";
    const std::string ours = R"({"prompt":"ours"})";
    const std::string invoke = R"({"positive_prompt":"invoke"})";
    CHECK(read_png({text_part("invokeai_metadata", invoke), text_part("parameters", swarm),
                    text_part("proofsheet", ours)})
              .parameters.prompt == "ours");
    CHECK(read_png({text_part("invokeai_metadata", invoke), text_part("parameters", swarm)})
              .parameters.prompt == "swarm");
    CHECK(read_png({text_part("invokeai_metadata", invoke), text_part("parameters", "[1]")})
              .parameters.prompt == "[1]");
    CHECK(read_png({text_part("invokeai_metadata", invoke), text_part("parameters", "{\"x\":1}")}).software ==
          Software::InvokeAi);
}
