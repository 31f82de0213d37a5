#include <doctest/doctest.h>

#include "cli/cli_fixture.h"
#include "support/comfy_server.h"

using namespace proofsheet;
using namespace proofsheet::test;

namespace {

struct Comfy : CliFixture {
    ComfyServer server;
    std::string config_of(const std::string& url) {
        return write("config.yaml", "comfyui:\n  url: " + url + "\n  token: hunter2\n").string();
    }
    int ask(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "comfy");
        arguments.insert(arguments.end(), {"--config", config_of(server.url())});
        return run(arguments);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Comfy, "the status tells version, device and queue") {
    REQUIRE(ask({"status", "--json"}) == 0);
    CHECK(document()["connected"] == true);
    CHECK(document()["version"] == "0.33.0");
    CHECK(document()["queue"]["pending"] == 0);
    REQUIRE(ask({"status"}) == 0);
    CHECK(contains(out.str(), "ComfyUI 0.33.0 at http://127.0.0.1:"));
    CHECK(contains(out.str(), "queue: 0 running, 0 waiting\n"));
    CHECK(server.requests().front().header("Authorization") == "Bearer hunter2");
}

TEST_CASE_FIXTURE(Comfy, "a server that is not there is one sentence and a failure") {
    const std::string config = config_of("http://127.0.0.1:" + std::to_string(unused_port()));
    CHECK(run({"comfy", "status", "--json", "--config", config}) == 1);
    CHECK(document()["connected"] == false);
    CHECK(contains(document()["message"].get<std::string>(), "Nothing answers at"));
    CHECK(run({"comfy", "models", "--config", config}) == 1);
    CHECK(out.str().empty());
    CHECK(contains(err.str(), "Nothing answers at"));
    CHECK_FALSE(contains(err.str(), "hunter2"));
}

TEST_CASE_FIXTURE(Comfy, "models are listed byte for byte, of one type or of all") {
    REQUIRE(ask({"models", "--type", "checkpoint", "--json"}) == 0);
    CHECK(document()["checkpoint"].get<std::vector<std::string>>() == ComfyLists().checkpoints);
    CHECK(document().size() == 1);
    REQUIRE(ask({"models", "--type", "sampler"}) == 0);
    CHECK(out.str() == "euler\ndpmpp_2m\nres_multistep\n");
    REQUIRE(ask({"models", "--json"}) == 0);
    CHECK(document().size() == 8);
    CHECK(document()["lora"][1] == "styles\\ink & wash=1%.safetensors");
    CHECK(ask({"models", "--type", "flavour"}) == 2);
    CHECK(contains(err.str(), "vae, clip, unet, checkpoint, lora, sampler, scheduler or upscale"));
    CHECK(ask({}) == 2);
    CHECK(contains(err.str(), "status, models, workflows"));
}

TEST_CASE_FIXTURE(Comfy, "workflows are listed with what they set and what is wrong with them") {
    const std::string data = (folder.path() / "data").string();
    REQUIRE(run({"comfy", "workflows", "--json", "--data", data}) == 0);
    REQUIRE(document()["workflows"].size() == 5);
    CHECK(document()["workflows"][0]["file"] == "flux.json");
    CHECK(document()["workflows"][0]["usable"] == true);
    write("data/workflows/editor.json", R"({"nodes":[],"links":[]})");
    REQUIRE(run({"comfy", "workflows", "--data", data}) == 0);
    CHECK(contains(out.str(), "editor.json"));
    CHECK(contains(out.str(), "export it with Export (API)"));
}
