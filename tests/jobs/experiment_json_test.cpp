#include "jobs/experiment_json.h"

#include <doctest/doctest.h>

#include "experiment_fixture.h"
#include "jobs/experiment_plan.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

std::string with(const std::string& more) {
    return R"({"prompt":"a harbour","model_id":"yBG2r9O",)" + more + "}";
}

FieldError only_error(const std::string& text) {
    const SettingsRead read = settings_from_json(text);
    CHECK(!read.settings);
    REQUIRE(read.errors.size() == 1);
    return read.errors[0];
}

}  // namespace

TEST_CASE("a file with a prompt and a model takes the defaults for the rest") {
    const SettingsRead read = settings_from_json(R"({"prompt":"a harbour","model_id":"yBG2r9O"})");
    REQUIRE(read.settings);
    ExperimentSettings expected;
    expected.prompt = "a harbour";
    expected.model_id = "yBG2r9O";
    CHECK(*read.settings == expected);
}

TEST_CASE("what is unknown, of another type or out of range is refused by name, with what is allowed") {
    CHECK(only_error(with(R"("cfg":7)")).field == "cfg");
    CHECK(only_error(with(R"("cfg":7)")).message.find("scales") != std::string::npos);
    CHECK(only_error(with(R"("width":"512")")) == FieldError{"width", "Allowed is a whole number"});
    CHECK(only_error(with(R"("width":512.5)")).field == "width");
    CHECK(only_error(with(R"("height":99999999999999)")).message ==
          "Allowed are 128 to 896 pixels in steps of 8");
    CHECK(only_error(with(R"("steps":30)")).message == "Allowed is a list, each a whole number");
    CHECK(only_error(with(R"("steps":[30,51])")) == FieldError{"steps", "Allowed are 1 to 50"});
    CHECK(only_error(with(R"("seed_mode":"lucky")")).message ==
          "Allowed is random_per_image, fixed or seed_list");
    CHECK(only_error(with(R"("seed_mode":"fixed","seeds":[-1])")).field == "seeds");
    CHECK(only_error(with(R"("controlnet":null)")).field == "controlnet");
    CHECK(only_error(with(R"("use_default_neg":"true")")).message == "Allowed is true or false");
    CHECK(only_error(with(R"("schedulers":["DDIM","Euler"])")).message.find("K_EULER_ANCESTRAL") !=
          std::string::npos);
}

TEST_CASE("what is no JSON object is one error") {
    for (const std::string text : {"", "[]", "{", "null", "\xFF", "{\"prompt\":\"\xFF\"}"}) {
        CAPTURE(text);
        CHECK(only_error(text).field.empty());
    }
    CHECK(only_error(std::string(1'000'000, '[')).field.empty());
}

TEST_CASE("settings, forms and calls read back as they were written") {
    RandomSettings random(11);
    for (unsigned i = 0; i < 200; ++i) {
        const ExperimentSettings settings = random.next();
        const SettingsRead read = settings_from_json(settings_to_json(settings));
        REQUIRE(read.settings);
        CHECK(*read.settings == settings);
        ExperimentForm form = form_of(settings);
        form.model_name = "majicMIX";
        form.steps = "20, 3";
        CHECK(form_from_json(form_to_json(form)) == form);
        CallConfig call = expand(settings, i).calls.back();
        call.kind = CallKind::Upscale;
        call.upscale_type = UpscaleType::HiresFix;
        call.upscale_inf_id = "abc";
        const auto again = call_from_json(call_to_json(call));
        REQUIRE(again);
        CHECK(*again == call);
    }
}

TEST_CASE("a draft that cannot be read is an empty form, and one that is read in part keeps the rest") {
    CHECK(form_from_json("nonsense") == ExperimentForm{});
    const ExperimentForm form = form_from_json(R"({"prompt":"a harbour","width":"wide","steps":"20,"})");
    CHECK(form.prompt == "a harbour");
    CHECK(form.steps == "20,");
    CHECK(form.width == 512);
}
