#include "scan/training_preview.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using scan::parse_training_preview;
using scan::TrainingPreview;

namespace {

TrainingPreview parsed_preview(std::string_view path) {
    CAPTURE(path);
    const auto preview = parse_training_preview(path);
    REQUIRE(preview.has_value());
    return *preview;
}

}  // namespace

TEST_CASE("a preview of kohya holds run, step or epoch, prompt and seed") {
    TrainingPreview expected{
        "kohya", 500, std::nullopt, {{"prompt_name", "prompt 3"}, {"seed", "42"}}, "my_cats"};
    CHECK(parsed_preview("sample/my_cats_000500_03_20240501102030_42.png") == expected);
    expected = {"kohya", std::nullopt, 10, {{"prompt_name", "prompt 0"}}, "cats"};
    CHECK(parsed_preview("run/sample/cats_e000010_00_20240501102030.png") == expected);
}

TEST_CASE("a preview of kohya may be without a name") {
    CHECK(parsed_preview("e000010_00_20240501102030.png").epoch == 10);
    CHECK(parsed_preview("000500_00_20240501102030.png").run_name.empty());
    CHECK(parsed_preview("000500_00_20240501102030.png").step == 500);
}

TEST_CASE("the seed of kohya may be as long as a time") {
    const auto preview = parsed_preview("cats_000500_00_20240501102030_12345678901234.png");
    CHECK(preview.dimensions[1].second == "12345678901234");
    CHECK(parsed_preview("cats_000500_00_20240501102030_18446744073709551615.png").dimensions[1].second ==
          "18446744073709551615");
    CHECK(parsed_preview("cats_1000500_120_20240501102030.png").step == 1'000'500);
}

TEST_CASE("a preview of ai-toolkit holds step and prompt, its folder the job") {
    const TrainingPreview expected{"ai-toolkit", 500, std::nullopt, {{"prompt_name", "prompt 2"}}, "cats"};
    CHECK(parsed_preview("output/cats/samples/1714558830123__000000500_2.jpg") == expected);
    CHECK(parsed_preview("1714558830123__000000000_0.webp").step == 0);
    CHECK(parsed_preview("samples/1714558830123__000000500_0.jpg").run_name.empty());
    CHECK(parsed_preview("downloads/cats/1714558830123__000000500_0.jpg").run_name.empty());
}

TEST_CASE("a preview of OneTrainer holds step and epoch, its folder the prompt") {
    const TrainingPreview expected{"OneTrainer", 1200, 3, {{"prompt_name", "a cat - on a mat"}}, "cats-"};
    CHECK(parsed_preview(
              "samples/4 - a cat - on a mat/cats-2024-05-01_10-20-30-training-sample-1200-3-40.png") ==
          expected);
    CHECK(parsed_preview("samples/4 - /2024-05-01_10-20-30-training-sample-1-0-1.jpg").dimensions[0].second ==
          "prompt 4");
    CHECK(parsed_preview("samples/custom/2024-05-01_10-20-30-training-sample-1-0-1.jpg").dimensions.empty());
    CHECK(parsed_preview("2024-05-01_10-20-30-training-sample-1-0-1.jpg").dimensions.empty());
}

TEST_CASE("prompts are well-formed text and a folder's number may be of any length") {
    CHECK(parsed_preview("1 - a\xFF/2024-05-01_10-20-30-training-sample-1-0-1.png").dimensions[0].second ==
          "a\xEF\xBF\xBD");
    CHECK(parsed_preview("99999999999999999999 - a/2024-05-01_10-20-30-training-sample-1-0-1.png")
              .dimensions.empty());
}

TEST_CASE("other names, other files and hidden folders are no previews") {
    for (const char* path : {"",
                             "/",
                             "a.png",
                             "ComfyUI_00001_.png",
                             "index=5&prompt_name=x&seed=422&cfg=3&_00001_.png",
                             "cats_000500_00_2024050110203.png",
                             "cats_00500_00_20240501102030.png",
                             "cats000500_00_20240501102030.png",
                             "cats_000500_0_20240501102030.png",
                             "cats_000500_00_20240501102030_x.png",
                             "cats_000500_00_20240501102030.txt",
                             "samples/.thumbs/1714558830123__000000500_2.jpg",
                             "samples/.tmp/1714558830123__000000500_2.jpg",
                             "samples/.1714558830123__000000500_2.jpg",
                             "x1714558830123__000000500_2.jpg",
                             "__000000500_2.jpg",
                             "1714558830123__00000500_2.jpg",
                             "1714558830123__99999999999999999999_2.jpg",
                             "1714558830123_000000500_2.jpg",
                             "2024-05-01-training-sample-1-2-3.png",
                             "2024-05-01_10-20-30-training-sample-1-2.png",
                             "2024-05-01_10-20-30-save-1-2-3.png",
                             "cats_000500_00_20240501102030.png/"}) {
        CAPTURE(path);
        CHECK_FALSE(parse_training_preview(path).has_value());
    }
}

TEST_CASE("extensions count in any case") {
    CHECK(parsed_preview("cats_000500_00_20240501102030.PNG").step == 500);
    CHECK(parsed_preview("cats_000500_00_20240501102030.Jpeg").step == 500);
}
