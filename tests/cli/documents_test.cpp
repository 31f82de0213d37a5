#include "cli/documents.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace proofsheet;
using namespace proofsheet::cli;
using Json = nlohmann::json;

TEST_CASE("the runs have the documented shape") {
    scan::Discovery discovery;
    grid::TrainingRun run;
    run.name = "qwen/portrait";
    run.checkpoints = {
        {"a-step00000500.safetensors", "/c/a", "500", grid::CheckpointKind::Step, 500, {}, {"study/a"}},
        {"a.safetensors", "/c/b", "final", grid::CheckpointKind::Final, {}, {}, {}},
        {"gone.safetensors", "", "7", grid::CheckpointKind::SamplesOnly, 7, {}, {"gone.safetensors"}}};
    discovery.runs = {run};
    discovery.problems = {{"x\xFF", "bad-header", "Too short"}};
    CHECK(Json::parse(runs_document(discovery)) == Json::parse(R"json({
        "runs": [{"name": "qwen/portrait", "has_samples": true, "checkpoints": [
            {"file": "a-step00000500.safetensors", "label": "500", "kind": "step", "number": 500,
             "has_samples": true, "sample_dirs": ["study/a"]},
            {"file": "a.safetensors", "label": "final", "kind": "final", "number": null,
             "has_samples": false, "sample_dirs": []},
            {"file": "gone.safetensors", "label": "7", "kind": "samples only", "number": 7,
             "has_samples": true, "sample_dirs": ["gone.safetensors"]}]}],
        "problems": [{"path": "x\uFFFD", "kind": "bad-header", "message": "Too short"}]})json"));
    CHECK(Json::parse(runs_document({})) == Json::parse(R"json({"runs": [], "problems": []})json"));
}

TEST_CASE("an image names only the dimensions that it has") {
    grid::Catalog catalog;
    catalog.run = "r";
    catalog.dimensions = {{"seed", grid::DimensionType::Number, {"1", "2"}},
                          {"na\xFFme", grid::DimensionType::Text, {"x\xFF"}}};
    catalog.samples = {{"a/1.png", {}, 3}, {"b/\xFF.png", {}, 0}};
    catalog.values = {1, grid::kNoValue, 0, 0};
    catalog.superseded = {"a/0.png"};
    CHECK(Json::parse(run_document(catalog)) == Json::parse(R"json({
        "run": "r",
        "dimensions": [{"name": "seed", "type": "number", "values": ["1", "2"]},
                       {"name": "na\uFFFDme", "type": "text", "values": ["x\uFFFD"]}],
        "images": [{"path": "a/1.png", "dims": {"seed": "2"}, "batch": 3},
                   {"path": "b/\uFFFD.png", "dims": {"seed": "1", "na\uFFFDme": "x\uFFFD"}, "batch": 0}],
        "superseded": ["a/0.png"],
        "problems": []})json"));
}

TEST_CASE("what a picture does not say is absent, and seeds are exact") {
    image::PictureMetadata metadata;
    metadata.info = {image::PictureFormat::Png, {64, 48}};
    metadata.software = image::Software::ComfyUi;
    metadata.parameters.seed = 18446744073709551615ull;
    metadata.parameters.steps = 20.0;
    metadata.parameters.cfg = 4.5;
    metadata.parameters.prompt = "a forest";
    metadata.raw = {{"prompt", "{\"1\":{}}"}, {"prompt", "again"}, {"prompt", "third"}};
    const std::string text = picture_document(metadata);
    CHECK(text.find("18446744073709551615") != std::string::npos);
    CHECK(Json::parse(text) == Json::parse(R"json({
        "format": "png", "width": 64, "height": 48, "software": "comfyui",
        "parameters": {"prompt": "a forest", "seed": 18446744073709551615, "steps": 20, "cfg": 4.5},
        "raw": {"prompt": "{\"1\":{}}", "prompt (2)": "again", "prompt (3)": "third"
}
})json"));
}

TEST_CASE("a checkpoint shows its metadata as text") {
    scan::SafetensorsHeader header;
    header.tensors = 3;
    header.metadata = {{"ss_steps", "500"}, {"ss_tag_frequency", "{\"a\": 1}"}};
    CHECK(Json::parse(checkpoint_document(header, {{"f", "odd-header", "n"}})) == Json::parse(R"json({
        "format": "safetensors", "tensors": 3,
        "metadata": {"ss_steps": "500", "ss_tag_frequency": "{\"a\": 1}"},
        "problems": [{"path": "f", "kind": "odd-header", "message": "n"}]})json"));
}

TEST_CASE("numbers have no needless fraction") {
    CHECK(plain_number(20.0) == "20");
    CHECK(plain_number(7.5) == "7.5");
    CHECK(plain_number(-0.25) == "-0.25");
    CHECK(plain_number(1e300) == "1e+300");
}
