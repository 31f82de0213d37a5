#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli_fixture.h"
#include "support/sinkin_server.h"

using namespace proofsheet;
using namespace proofsheet::test;

namespace {

constexpr const char* kToken = "token-nobody-may-see-4711";
using Json = nlohmann::json;

struct SinkInFixture : CliFixture {
    SinkInFixture() {
        surroundings.environment.sinkin_token = app::Secret(kToken);
        configure("");
    }

    void configure(const std::string& more) {
        write("config.yaml", "sinkin:\n  url: " + server.url() + "\n" + more);
    }
    int sinkin(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "sinkin");
        arguments.insert(arguments.end(),
                         {"--data", (folder.path() / "data").string(), "--log-level", "trace"});
        const int status = run(arguments);
        said += out.str() + err.str();
        return status;
    }
    std::string form(const std::string& more) {
        return write("form.json", R"({"prompt":"a harbour","model_id":"yBG2r9O","num_images":1)" + more + "}")
            .string();
    }
    int pictures_on_disk() const {
        int count = 0;
        std::error_code none;
        for (const auto& each :
             std::filesystem::recursive_directory_iterator(folder.path() / "data" / "images", none))
            count += each.path().extension() == ".png" ? 1 : 0;
        return count;
    }

    SinkInServer server{{kToken, 32}};
    std::string said;  ///< everything that was ever printed
};

std::string bytes_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE_FIXTURE(SinkInFixture, "models are listed with their ids") {
    CHECK(sinkin({"models", "--json"}) == 0);
    CHECK(document()["models"][0]["id"] == "yBG2r9O");
    CHECK(document()["models"][0]["name"] == "majicMIX realistic");
    CHECK(document()["loras"].size() == 2);
    CHECK(sinkin({"models"}) == 0);
    CHECK(contains(out.str(), "DreamShaper"));
}

TEST_CASE_FIXTURE(SinkInFixture, "a run from a file is made to its end and says what it came to") {
    const std::string file = form(R"(,"total_images":4,"steps":[20,30],"scales":[5,7.5])");
    CHECK(sinkin({"run", file, "--json"}) == 0);
    const Json document = this->document();
    CHECK(document["run"]["batch_number"] == 1);
    CHECK(document["completed"] == 4);
    CHECK(document["made"].size() == 4);
    CHECK(document["refused"].empty());
    CHECK(document["spent"].get<double>() ==
          doctest::Approx(static_cast<double>(server.service().charged().micro) / 1e6));
    CHECK(pictures_on_disk() == 4);
    CHECK(sinkin({"run", file}) == 0);
    CHECK(contains(out.str(), "Calls completed: 4, pictures: 4"));
    CHECK(contains(err.str(), "about 2 credits"));
    CHECK(sinkin({"queue", "list"}) == 0);
    CHECK(out.str() == "The queue is empty\n");
}

TEST_CASE_FIXTURE(SinkInFixture, "a dry run shows the plan, calls nothing and stores nothing") {
    CHECK(sinkin({"run", form(R"(,"total_images":5,"steps":[20,30])"), "--dry-run", "--json"}) == 0);
    CHECK(document()["calls"] == 5);
    CHECK(document()["combinations"][0]["images"] == 3);
    CHECK(document()["queue"].size() == 5);
    CHECK(server.service().calls().empty());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data" / "experiments.db"));
    CHECK(sinkin({"run", form(R"(,"total_images":1,"steps":[20,30])"), "--dry-run"}) == 0);
    CHECK(contains(err.str(), "1 of 2 combinations get no picture"));
}

TEST_CASE_FIXTURE(SinkInFixture,
                  "what is wrong in the file is refused with the field's name and what is allowed") {
    CHECK(sinkin({"run", form(R"(,"width":100,"cfg":7)")}) == 2);
    CHECK(contains(err.str(), "width: Allowed are 128 to 896 pixels in steps of 8"));
    CHECK(contains(err.str(), "cfg: This field is not known"));
    CHECK(sinkin({"run", "nowhere.json"}) == 2);
    CHECK(sinkin({"run", form(R"(,"init_image_file":"gone.png")")}) == 1);
    CHECK(server.service().calls().empty());
}

TEST_CASE_FIXTURE(SinkInFixture,
                  "calls are queued, listed, cancelled by the beginning of their id, and run later") {
    CHECK(sinkin({"run", form(R"(,"total_images":3)"), "--queue-only"}) == 0);
    CHECK(server.service().calls().empty());
    CHECK(sinkin({"queue", "list", "--json"}) == 0);
    REQUIRE(document()["queue"].size() == 3);
    const std::string id = document()["queue"][0]["id"];
    CHECK(sinkin({"queue", "cancel", id.substr(0, 8)}) == 0);
    CHECK(sinkin({"queue", "cancel", "zzz"}) == 1);
    CHECK(sinkin({"queue", "cancel"}) == 2);
    CHECK(sinkin({"queue", "pause"}) == 0);
    CHECK(sinkin({"queue", "run", "--json"}) == 0);
    CHECK(document()["completed"] == 2);
    CHECK(server.service().calls().size() == 2);
    CHECK(sinkin({"queue", "cancel", "--all"}) == 0);
    CHECK(contains(out.str(), "0 calls are cancelled"));
}

TEST_CASE_FIXTURE(SinkInFixture,
                  "what was refused and what is unknown is told, and the exit status says so") {
    server.service().fail_calls({CallFault::Refused, CallFault::BrokenAfter});
    CHECK(sinkin({"run", form(R"(,"total_images":3)"), "--json"}) == 1);
    CHECK(document()["completed"] == 1);
    CHECK(document()["refused"][0]["message"] == "SinkIn says: NSFW prompt");
    CHECK(document()["indeterminate"].size() == 1);
    CHECK(server.service().calls().size() == 3);
    CHECK(sinkin({"queue", "run"}) == 0);
    CHECK(server.service().calls().size() == 3);
}

TEST_CASE_FIXTURE(SinkInFixture, "a budget in the configuration stops the queue before it is passed") {
    configure("budget:\n  session: 3.5\n");
    CHECK(sinkin({"run", form(R"(,"total_images":9)"), "--json"}) == 1);
    CHECK(server.service().charged() <= jobs::Credits{3'500'000});
    CHECK(contains(document()["stopped_because"].get<std::string>(), "budget.session"));
    CHECK(document()["completed"] == 5);
}

TEST_CASE_FIXTURE(SinkInFixture, "a picture is enlarged and both are kept") {
    CHECK(sinkin({"run", form(R"(,"total_images":1)"), "--json"}) == 0);
    const std::string picture = document()["made"][0];
    CHECK(sinkin({"upscale", picture, "--type", "esrgan", "--scale", "3", "--json"}) == 0);
    CHECK(contains(err.str(), "may cost 12 credits"));
    const std::string enlarged = document()["made"][0];
    CHECK(contains(enlarged, "upscale=esrgan+3x"));
    CHECK(std::filesystem::exists(picture));
    CHECK(std::filesystem::exists(enlarged));
    CHECK(sinkin({"upscale", picture, "--type", "hires_fix", "--strength", "0.4"}) == 0);
    CHECK(pictures_on_disk() == 3);
    CHECK(sinkin({"upscale", picture, "--type", "hires_fix", "--scale", "2"}) == 2);
    CHECK(sinkin({"upscale", picture, "--scale", "5"}) == 2);
    CHECK(sinkin({"upscale", "form.json"}) == 1);
}

TEST_CASE_FIXTURE(SinkInFixture,
                  "the table of a batch has the columns of its run, picture and configuration") {
    CHECK(
        sinkin(
            {"run",
             form(
                 R"(,"name":"Quay","total_images":2,"scales":[5,7.5],"use_default_neg":false,"lora":"film")"),
             "--json"}) == 0);
    const std::string batch = document()["run"]["folder"];
    CHECK(run({"export", "csv", "--folder", batch, "--data", (folder.path() / "data").string()}) == 0);
    std::istringstream lines(out.str());
    std::string header, first;
    std::getline(lines, header);
    std::getline(lines, first);
    if (header.ends_with('\r')) header.pop_back();
    for (const char* column : {"batch_number",    "prompt",         "negative_prompt",
                               "model_id",        "scheduler",      "steps",
                               "scale",           "seed",           "width",
                               "height",          "image_strength", "controlnet",
                               "use_default_neg", "mode",           "lora",
                               "lora_scale",      "credit_cost",    "created_at",
                               "file_path",       "upscale_url",    "inf_id",
                               "image_id",        "run_id",         "overall_quality"})
        CHECK(contains("," + header + ",", std::string(",") + column + ","));
    CHECK(std::count(header.begin(), header.end(), ',') == std::count(first.begin(), first.end(), ','));
    for (const char* value :
         {"Quay,1,", "a harbour", "yBG2r9O", "DPMSolverMultistep", "false", "text2img", "film", "inf-"})
        CHECK(contains(first, value));
}

TEST_CASE_FIXTURE(SinkInFixture, "the token is in no output, log, database, export or file") {
    server.service().fail_calls({CallFault::Refused, CallFault::BrokenAfter, CallFault::Html});
    sinkin({"models"});
    sinkin({"run", form(R"(,"total_images":5)")});
    sinkin({"run", form(R"(,"total_images":1)"), "--json"});
    surroundings.environment.sinkin_token = app::Secret("another-secret-0815");
    sinkin({"run", form(R"(,"total_images":1)"), "--json"});
    sinkin({"models"});
    sinkin({"queue", "list", "--json"});
    sinkin({"queue", "list"});
    const std::string data = (folder.path() / "data").string();
    for (const char* format : {"csv", "json"}) {
        run({"export", format, "--folder", data + "/images", "--data", data, "--log-level", "trace"});
        said += out.str() + err.str();
    }
    CHECK(contains(said, "Invalid access token"));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
        if (entry.is_regular_file()) said += bytes_in(entry.path());
    CHECK(said.size() > 100'000);
    CHECK_FALSE(contains(said, kToken));
    CHECK_FALSE(contains(said, "another-secret-0815"));
}
