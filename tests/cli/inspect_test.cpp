#include <doctest/doctest.h>

#include <algorithm>

#include "cli/cli_fixture.h"
#include "image/encode.h"

using namespace proofsheet;
using test::contains;

namespace {

struct Files : test::CliFixture {
    std::filesystem::path write_png(const std::filesystem::path& relative,
                                    const std::vector<image::TextChunk>& texts) const {
        image::Pixels picture(SizePx{2, 3});
        std::fill(picture.bytes().begin(), picture.bytes().end(), std::uint8_t{128});
        const auto bytes = image::encode_png(picture, texts);
        REQUIRE(bytes);
        return write(relative, std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Files, "a picture shows what it says about itself") {
    const auto file =
        write_png("a.png", {{"parameters",
                             "a forest\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, "
                             "Seed: 18446744073709551615, Size: 512x768, Model: night"}});
    REQUIRE(run({"inspect", file.string(), "--json"}) == 0);
    CHECK(err.str().empty());
    const auto found = document();
    CHECK(found["format"] == "png");
    CHECK(found["width"] == 2);
    CHECK(found["height"] == 3);
    CHECK(found["software"] == "a1111");
    CHECK(found["parameters"]["prompt"] == "a forest");
    CHECK(found["parameters"]["seed"].get<std::uint64_t>() == 18446744073709551615ull);
    CHECK(found["parameters"]["steps"] == 20);
    CHECK_FALSE(found["parameters"].contains("scheduler"));
    CHECK(contains(found["raw"]["parameters"].get<std::string>(), "Negative prompt: fog"));
    REQUIRE(run({"inspect", file.string()}) == 0);
    CHECK(contains(out.str(), "png, 2 x 3, software: a1111\nprompt: a forest\n"));
    CHECK(contains(out.str(), "seed: 18446744073709551615\n"));
}

TEST_CASE_FIXTURE(Files, "a picture without metadata says so") {
    const auto file = write_png("a.png", {});
    REQUIRE(run({"inspect", file.string(), "--json"}) == 0);
    CHECK(document()["software"] == "unknown");
    CHECK(document()["parameters"].empty());
    REQUIRE(run({"inspect", file.string()}) == 0);
    CHECK(contains(out.str(), "No metadata available"));
}

TEST_CASE_FIXTURE(Files, "a checkpoint shows its header") {
    const auto file =
        write_checkpoint("A.SafeTensors", R"({"__metadata__": {"ss_steps": "500"}, "w": {"dtype": "F16"}})");
    REQUIRE(run({"inspect", file.string(), "--json"}) == 0);
    CHECK(document()["format"] == "safetensors");
    CHECK(document()["tensors"] == 1);
    CHECK(document()["metadata"]["ss_steps"] == "500");
    REQUIRE(run({"inspect", file.string()}) == 0);
    CHECK(contains(out.str(), "ss_steps: 500\n"));
}

TEST_CASE_FIXTURE(Files, "a damaged checkpoint fails and still prints its document") {
    const auto file = write("a.safetensors", "123");
    CHECK(run({"inspect", file.string(), "--json"}) == 1);
    CHECK(contains(err.str(), "error: "));
    REQUIRE(document()["problems"].size() == 1);
    CHECK(document()["problems"][0]["kind"] == "bad-header");
    CHECK(run({"inspect", file.string()}) == 1);
    CHECK(out.str().empty());
}

TEST_CASE_FIXTURE(Files, "what is no picture fails with its name") {
    for (const char* name : {"none.png", "none.safetensors"}) {
        CHECK(run({"inspect", (folder.path() / name).string(), "--json"}) == 1);
        CHECK(contains(err.str(), name));
        CHECK(out.str().empty());
    }
    const auto text = write("a.txt", "hello");
    CHECK(run({"inspect", text.string()}) == 1);
    CHECK(contains(err.str(), "a.txt"));
    CHECK(run({"inspect", folder.path().string()}) == 1);
}
