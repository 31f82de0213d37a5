#include <doctest/doctest.h>

#include "image/infotext.h"
#include "image/metadata.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

GenerationParameters read_infotext(std::string_view text) {
    return parameters_of(split_infotext(text));
}

}  // namespace

TEST_CASE("an infotext is split into prompts and fields") {
    const auto parameters = read_infotext(
        "a cat, (sharp:1.2)\nsecond line: with, colons\n\nNegative prompt: blurry,\nlow quality\n"
        "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967295, Size: "
        "832x1216, "
        "Model hash: abcdef0123, Model: dream-v5.1_(final), VAE: a.safetensors, Version: v1.10.1");
    CHECK(parameters.prompt == "a cat, (sharp:1.2)\nsecond line: with, colons\n");
    CHECK(parameters.negative_prompt == "blurry,\nlow quality");
    CHECK(parameters.steps == 28.0);
    CHECK(parameters.sampler == "DPM++ 2M");
    CHECK(parameters.scheduler == "Karras");
    CHECK(parameters.cfg == 6.5);
    CHECK(parameters.seed == 4294967295u);
    CHECK(parameters.width == 832);
    CHECK(parameters.height == 1216);
    CHECK(parameters.model == "dream-v5.1_(final)");
}

TEST_CASE("a last line with fewer than three pairs belongs to the prompt") {
    const auto parameters = read_infotext("portrait of a woman\nlens: 50mm, light: soft");
    CHECK(parameters.prompt == "portrait of a woman\nlens: 50mm, light: soft");
    CHECK_FALSE(parameters.steps);
    CHECK(read_infotext("a cat").prompt == "a cat");
    CHECK(read_infotext("").prompt == "");
    CHECK(read_infotext("Steps: 1, Seed: 2, Size: 3x4").prompt == "");
    CHECK(read_infotext("Steps: 1, Seed: 2, Size: 3x4").seed == 2);
}

TEST_CASE("quoted values may hold commas, colons, quotes and line feeds") {
    const auto infotext = split_infotext(
        R"(a
Steps: 20, Hires prompt: "one, two: \"three\"\nfour", Model: "name, with comma", Seed: 5)");
    REQUIRE(infotext.fields.size() == 4);
    CHECK(infotext.fields[1].second == "one, two: \"three\"\nfour");
    CHECK(parameters_of(infotext).model == "name, with comma");
    CHECK(parameters_of(infotext).seed == 5);
}

TEST_CASE("a quote that is not closed is a value like any other") {
    const auto infotext = split_infotext("a\nSteps: 20, Model: \"open, Seed: 5, Size: 1x2");
    CHECK(parameters_of(infotext).model == "\"open");
    CHECK(parameters_of(infotext).seed == 5);
}

TEST_CASE("lines that tools add behind the fields do not hide them") {
    const auto parameters = read_infotext(
        "a\nNegative prompt: b\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1\nTemplate: {a|b}");
    CHECK(parameters.prompt == "a");
    CHECK(parameters.negative_prompt == "b");
    CHECK(parameters.steps == 20.0);
}

TEST_CASE("Windows line ends and spaces around lines are dropped") {
    const auto parameters =
        read_infotext("  a cat \r\nsecond\r\nNegative prompt:  b \r\nSteps: 1, Sampler: x, Seed: 3\r\n");
    CHECK(parameters.prompt == "a cat\nsecond");
    CHECK(parameters.negative_prompt == "b");
    CHECK(parameters.seed == 3);
}

TEST_CASE("numbers that are none are absent") {
    const auto parameters =
        read_infotext("a\nSteps: many, CFG scale: inf, Seed: -1, Size: 0x99999999, Model: , Sampler: y");
    CHECK_FALSE(parameters.steps);
    CHECK_FALSE(parameters.cfg);
    CHECK_FALSE(parameters.seed);
    CHECK_FALSE(parameters.width);
    CHECK_FALSE(parameters.model);
    CHECK(parameters.sampler == "y");
    CHECK(read_infotext("a\nSteps: 1, Sampler: x, Seed: 18446744073709551616").seed == std::nullopt);
    CHECK(read_infotext("a\nSteps: 1, Sampler: x, Seed: 18446744073709551615").seed == 18446744073709551615u);
}

TEST_CASE("the text of a picture by A1111 is read from every kind of chunk") {
    const std::string text = "\u732b\nSteps: 20, Sampler: Euler, Seed: 9";
    for (const auto& part :
         {test::text_part("parameters", text), test::international_part("parameters", text),
          test::deflated_international_part("parameters", text)}) {
        const auto metadata = read_metadata(test::png_with({part}));
        REQUIRE(metadata);
        CHECK(metadata->software == Software::A1111);
        CHECK(metadata->parameters.prompt == "\u732b");
        CHECK(metadata->parameters.seed == 9);
        CHECK_FALSE(metadata->parameters.width);
    }
}

TEST_CASE("a prompt that begins with a brace is no broken JSON when fields follow") {
    const auto metadata = read_metadata(
        test::png_with({test::text_part("parameters", "{red|blue} cat\nSteps: 20, Sampler: E, Seed: 9")}));
    REQUIRE(metadata);
    CHECK(metadata->software == Software::A1111);
    CHECK(metadata->parameters.prompt == "{red|blue} cat");
    CHECK(metadata->notes.empty());
}

TEST_CASE("long hostile lines are read in one pass") {
    const std::size_t count = 200'000;
    std::string keys;
    std::string quotes;
    for (std::size_t i = 0; i < count; ++i) {
        keys += "aa bb-cc/dd ";
        quotes += "aa: \"\\\",";
    }
    CHECK(split_infotext(keys).fields.empty());
    CHECK(split_infotext(quotes).fields.size() > 2);
    CHECK(split_infotext(std::string(count, '\n') + "x").prompt == "x");
    CHECK(split_infotext(std::string(count, ':')).fields.empty());
}
