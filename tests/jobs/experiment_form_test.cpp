#include "jobs/experiment_form.h"

#include <doctest/doctest.h>

#include <functional>
#include <limits>

#include "experiment_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

ExperimentForm good_form() {
    return form_of(harbour_settings());
}

/// The fields with errors after `change`.
std::vector<std::string> wrong_fields(const std::function<void(ExperimentForm&)>& change) {
    ExperimentForm form = good_form();
    change(form);
    std::vector<std::string> fields;
    const FormCheck check = check_form(form);
    CHECK(check.settings.has_value() == check.errors.empty());
    for (const FieldError& error : check.errors) fields.push_back(error.field);
    return fields;
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("an untouched form lacks a prompt and a model, and nothing else") {
    const FormCheck check = check_form({});
    REQUIRE(check.errors.size() == 2);
    CHECK(check.errors[0].field == "prompt");
    CHECK(check.errors[1].field == "model_id");
}

TEST_CASE("the defaults are those of the service") {
    const ExperimentSettings settings;
    CHECK(settings.width == 512);
    CHECK(settings.height == 768);
    CHECK(settings.total_images == 100);
    CHECK(settings.steps == std::vector<int>{30});
    CHECK(settings.scales == std::vector<double>{7.5});
    CHECK(settings.num_images == 4);
    CHECK(settings.schedulers == std::vector<std::string>{"DPMSolverMultistep"});
}

TEST_CASE("each field has its own error") {
    using Form = ExperimentForm;
    CHECK(wrong_fields([](Form&) {}).empty());
    CHECK(wrong_fields([](Form& form) { form.width = 513; }) == Fields{"width"});
    CHECK(wrong_fields([](Form& form) { form.height = 904; }) == Fields{"height"});
    CHECK(wrong_fields([](Form& form) { form.total_images = 0; }) == Fields{"total_images"});
    CHECK(wrong_fields([](Form& form) { form.variations_count = 101; }) == Fields{"variations_count"});
    CHECK(wrong_fields([](Form& form) { form.total_images = 200, form.variations_count = 100; }) ==
          Fields{"variations_count"});
    CHECK(wrong_fields([](Form& form) { form.schedulers = {}; }) == Fields{"schedulers"});
    CHECK(wrong_fields([](Form& form) { form.schedulers = {"Euler"}; }) == Fields{"schedulers"});
    CHECK(wrong_fields([](Form& form) { form.steps = "0, 30"; }) == Fields{"steps"});
    CHECK(wrong_fields([](Form& form) { form.steps = "x"; }) == Fields{"steps"});
    CHECK(wrong_fields([](Form& form) { form.scales = "20.5"; }) == Fields{"scales"});
    CHECK(wrong_fields([](Form& form) { form.num_images = 5; }) == Fields{"num_images"});
    CHECK(wrong_fields([](Form& form) { form.lora_scale = std::numeric_limits<double>::quiet_NaN(); }) ==
          Fields{"lora_scale"});
    CHECK(wrong_fields([](Form& form) { form.image_strength = 1.1; }) == Fields{"image_strength"});
    CHECK(wrong_fields([](Form& form) { form.controlnet = ControlNet::Depth; }) == Fields{"controlnet"});
    CHECK(wrong_fields([](Form& form) { form.prompt = "\xFF"; }) == Fields{"prompt"});
    CHECK(wrong_fields([](Form& form) { form.seed_mode = SeedMode::FixedSeed; }) == Fields{"seeds"});
    CHECK(wrong_fields([](Form& form) { form.seed_mode = SeedMode::SeedList, form.seeds = "4294967296"; }) ==
          Fields{"seeds"});
}

TEST_CASE("errors say what is allowed, in the order of the form") {
    ExperimentForm form = good_form();
    form.scales = "0.5";
    form.width = 100;
    const FormCheck check = check_form(form);
    REQUIRE(check.errors.size() == 2);
    CHECK(check.errors[0] == FieldError{"width", "Allowed are 128 to 896 pixels in steps of 8"});
    CHECK(check.errors[1] == FieldError{"scales", "Allowed are 1 to 20"});
}

TEST_CASE("seeds that were typed wait while the mode is random") {
    ExperimentForm form = good_form();
    form.seeds = "nonsense";
    CHECK(check_form(form).settings.has_value());
}

TEST_CASE("settings become a form that says the same") {
    RandomSettings random(7);
    for (int i = 0; i < 200; ++i) {
        const ExperimentSettings settings = random.next();
        const FormCheck check = check_form(form_of(settings));
        REQUIRE(check.settings);
        CHECK(*check.settings == settings);
    }
}
