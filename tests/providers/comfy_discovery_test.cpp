#include <doctest/doctest.h>

#include "comfy_fixture.h"
#include "providers/comfy_discovery.h"

using namespace proofsheet;
using namespace proofsheet::providers;
using namespace proofsheet::test;
using namespace std::chrono_literals;

namespace {

using Names = std::vector<std::string>;

std::string info(std::string_view spec, std::string_view section = "required") {
    return R"({"Node":{"input":{")" + std::string(section) + R"(":{"name":)" + std::string(spec) +
           R"(},"hidden":{"prompt":"PROMPT"}},"display_name":null,"output_tooltips":[null]}})";
}

}  // namespace

TEST_CASE("choices are read in both forms and from both sections") {
    const ComfyInput input{"Node", "name"};
    CHECK(*parse_comfy_choices(info(R"([["a","b"]])"), input) == Names{"a", "b"});
    CHECK(*parse_comfy_choices(info(R"([["a","b"],{"tooltip":"t"}])"), input) == Names{"a", "b"});
    CHECK(*parse_comfy_choices(info(R"(["COMBO",{"multiselect":false,"options":["a","b"]}])"), input) ==
          Names{"a", "b"});
    CHECK(*parse_comfy_choices(info(R"([["a"]])", "optional"), input) == Names{"a"});
    CHECK(parse_comfy_choices(info(R"([[]])"), input)->empty());
    CHECK(*parse_comfy_choices(info(R"([["a",1,null,"b"]])"), input) == Names{"a", "b"});
}

TEST_CASE("names come byte for byte") {
    const ComfyInput input{"Node", "name"};
    CHECK(*parse_comfy_choices(info(R"([["SDXL\\x & y=1%.safetensors","\u00e4/\u6587.safetensors"," a "]])"),
                               input) ==
          Names{"SDXL\\x & y=1%.safetensors", "\xC3\xA4/\xE6\x96\x87.safetensors", " a "});
}

TEST_CASE("what is no list of texts is told apart from what is not there") {
    const ComfyInput input{"Node", "name"};
    const auto kind = [&](const std::string& text) {
        const auto choices = parse_comfy_choices(text, input);
        REQUIRE_FALSE(choices);
        return choices.error().kind;
    };
    CHECK(kind("{}") == ErrorKind::NotFound);
    CHECK(kind(R"({"Node":{"input":{"required":{}}}})") == ErrorKind::NotFound);
    CHECK(kind(R"({"Node":{"input":null}})") == ErrorKind::NotFound);
    CHECK(kind(info(R"(["MODEL"])")) == ErrorKind::Unsupported);
    CHECK(kind(info(R"(["INT",{"max":18446744073709551615}])")) == ErrorKind::Unsupported);
    CHECK(kind(info(R"(["COMBO",{"image_upload":true,"remote":{"route":"/internal/files/output"}}])")) ==
          ErrorKind::Unsupported);
    CHECK(kind(info(R"(["COMFY_DYNAMICCOMBO_V3",{"options":[{"key":"a","inputs":{}}]}])")) ==
          ErrorKind::Unsupported);
    CHECK(kind(info(R"("PROMPT")")) == ErrorKind::Unsupported);
    CHECK(kind("<html>") == ErrorKind::InvalidInput);
}

TEST_CASE("all lists are found on servers of all ages") {
    for (const ComfyAge age : {ComfyAge::Old, ComfyAge::Mid, ComfyAge::New}) {
        ComfyFixture comfy(age);
        ComfyDiscovery discovery(*comfy.connection.client);
        const ComfyLists lists;
        CHECK(*discovery.choices(input_of(ComfyList::Vae)) == lists.vaes);
        CHECK(*discovery.choices(input_of(ComfyList::TextEncoder)) == lists.clips);
        CHECK(*discovery.choices(input_of(ComfyList::DiffusionModel)) == lists.unets);
        CHECK(*discovery.choices(input_of(ComfyList::Checkpoint)) == lists.checkpoints);
        CHECK(*discovery.choices(input_of(ComfyList::Lora)) == lists.loras);
        CHECK(*discovery.choices(input_of(ComfyList::Sampler)) == lists.samplers);
        CHECK(*discovery.choices(input_of(ComfyList::Scheduler)) == lists.schedulers);
        CHECK(*discovery.choices(input_of(ComfyList::UpscaleModel)) == lists.upscalers);
        CHECK(*discovery.choices({"KSamplerSelect", "sampler_name"}) == lists.samplers);
        const auto unknown = discovery.choices({"NoSuchNode", "name"});
        REQUIRE_FALSE(unknown);
        CHECK(unknown.error().kind == ErrorKind::NotFound);
    }
}

TEST_CASE("an answer is kept for a minute, until it is refreshed") {
    ComfyFixture comfy;
    std::chrono::steady_clock::time_point now{};
    ComfyDiscovery discovery(*comfy.connection.client, [&] { return now; });
    const auto samplers = [&] { return discovery.choices(input_of(ComfyList::Sampler))->size(); };
    CHECK(samplers() == 3);
    ComfyLists lists;
    lists.samplers = {"euler"};
    comfy.server.set_lists(lists);
    now += 59s;
    CHECK(samplers() == 3);
    CHECK(discovery.choices(input_of(ComfyList::Scheduler))->size() == 3);  // the same node, not asked again
    CHECK(comfy.server.count("GET", "/object_info/KSampler") == 1);
    now += 1s;
    CHECK(samplers() == 1);
    lists.samplers = {"a", "b"};
    comfy.server.set_lists(lists);
    discovery.refresh();
    CHECK(samplers() == 2);
}
