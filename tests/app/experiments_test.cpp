#include <doctest/doctest.h>

#include "app/experiment_mapping.h"
#include "app/experiments_command.h"
#include "app/experiments_form.h"
#include "app/remember.h"
#include "app_fixture.h"

using namespace proofsheet;
using namespace proofsheet::app;

namespace {

struct Experiments : test::Session {
    Experiments() {
        use_token("a-token");
        apply(StoredRead{});
        does(ShowExperiments{ExperimentsPart::Form});
        does(SeedDrawn{77});
    }
    void use_token(const std::string& token) {
        auto loaded = std::make_shared<LoadedConfig>(*state.configuration);
        loaded->config.sinkin.token = Secret(token);
        loaded->config.image_dir = "/pictures";
        apply(ConfigurationRead{loaded, {}});
    }
    template <typename Content>
    void does(Content content) {
        apply(on_experiments(std::move(content)));
    }
    void edit(const std::string& field, const std::string& text) { does(EditField{field, text}); }
    const ExperimentsState& now() const { return *state.experiments; }
    std::string error(std::string_view field) const { return jobs::error_of(now().errors, field); }
    void fill() {
        edit("prompt", "a lake at dawn");
        edit("model_id", "yBG2r9O");
    }
    void read(jobs::ExperimentOverview overview) {
        does(OverviewRead{std::make_shared<const jobs::ExperimentOverview>(std::move(overview))});
    }
    template <typename Content>
    std::vector<Content> asked() const {
        std::vector<Content> found;
        for (const WorkForExperiments& work : effects_of<WorkForExperiments>())
            if (const auto* match = std::get_if<Content>(&work.effect->content)) found.push_back(*match);
        return found;
    }
    template <typename Wish>
    std::vector<Wish> wished() const {
        std::vector<Wish> found;
        for (const DoWish& each : asked<DoWish>())
            if (const auto* match = std::get_if<Wish>(&each.wish)) found.push_back(*match);
        return found;
    }
    std::string last_toast() const { return state.toasts.empty() ? "" : state.toasts.back().text; }
};

jobs::RunSummary run_of(int batch, int pictures) {
    jobs::RunSummary run;
    run.id = "run-" + std::to_string(batch);
    run.batch_number = batch;
    run.pictures = pictures;
    return run;
}

jobs::CallRow queued() {
    jobs::CallRow row;
    row.id = "call";
    return row;
}

jobs::ExperimentOverview overview_of(std::vector<jobs::RunSummary> runs,
                                     std::vector<jobs::CallRow> queue = {}) {
    jobs::ExperimentOverview overview;
    overview.runs = std::move(runs);
    overview.queue = std::move(queue);
    return overview;
}

/// Pictures of a run: two schedulers, two scales, and so many steps.
grid::ScanReport run_report(int step_counts) {
    grid::ScanReport report;
    report.run = "3";
    report.root = "/pictures/3";
    int seed = 1000;
    for (const std::string scheduler : {"DDIM", "K_EULER"})
        for (const std::string scale : {"5", "7.5"})
            for (int steps = 0; steps < step_counts; ++steps) {
                grid::FoundSample found;
                found.dimensions = {{"scheduler", scheduler},
                                    {"steps", std::to_string(20 + steps * 10)},
                                    {"scale", scale},
                                    {"seed", std::to_string(++seed)}};
                found.sample.path = std::to_string(seed) + ".png";
                report.found.push_back(std::move(found));
            }
    return report;
}

std::shared_ptr<const grid::Catalog> run_catalog(int step_counts) {
    return grid::make_catalog(run_report(step_counts), Generation{1});
}

}  // namespace

TEST_CASE_FIXTURE(Experiments, "the preview counts with every change, whatever the texts say") {
    CHECK(now().preview.pictures == 100);
    CHECK(now().preview.calls == 25);
    edit("steps", "20,30");
    edit("scales", "5, 7.5");
    edit("total_images", "8");
    edit("num_images", "2");
    CHECK(now().preview.combinations.size() == 4);
    CHECK(now().preview.calls == 4);
    CHECK(now().preview.pictures == 8);
    CHECK(error("prompt") != "");
}

TEST_CASE_FIXTURE(Experiments, "a number field keeps what is typed, and says when it is no number") {
    edit("width", "51x");
    CHECK(field_text(now(), "width") == "51x");
    CHECK(error("width") != "");
    CHECK(now().form.width == 512);
    edit("width", "640");
    CHECK(error("width") == "");
    CHECK(now().form.width == 640);
    edit("lora_scale", "1.");
    CHECK(field_text(now(), "lora_scale") == "1.");
}

TEST_CASE_FIXTURE(Experiments, "swapping the sides replaces what was typed") {
    edit("width", "640");
    does(SetPictureSize{now().form.height, now().form.width});
    CHECK(field_text(now(), "width") == "768");
    CHECK(field_text(now(), "height") == "640");
}

TEST_CASE_FIXTURE(Experiments, "schedulers stand in the order of the service however they are clicked") {
    does(ToggleScheduler{"KLMS"});
    does(ToggleScheduler{"DDIM"});
    CHECK(now().form.schedulers == std::vector<std::string>{"DPMSolverMultistep", "DDIM", "KLMS"});
    does(ToggleScheduler{"DPMSolverMultistep"});
    CHECK(now().form.schedulers == std::vector<std::string>{"DDIM", "KLMS"});
}

TEST_CASE_FIXTURE(Experiments, "a ready form is queued once, and the next run has other seeds") {
    does(QueueForm{});
    CHECK(wished<jobs::AddRun>().empty());
    fill();
    REQUIRE(is_ready(now()));
    does(QueueForm{});
    does(QueueForm{});
    REQUIRE(wished<jobs::AddRun>().size() == 1);
    CHECK(wished<jobs::AddRun>()[0].random_seed == 77);
    CHECK(wished<jobs::AddRun>()[0].settings.prompt == "a lake at dawn");
    does(RunAdded{"run-1", 1, 25});
    CHECK(now().part == ExperimentsPart::Runs);
    does(QueueForm{});
    CHECK(wished<jobs::AddRun>().size() == 1);
    does(SeedDrawn{78});
    does(QueueForm{});
    REQUIRE(wished<jobs::AddRun>().size() == 2);
    CHECK(wished<jobs::AddRun>()[1].random_seed == 78);
}

TEST_CASE_FIXTURE(Experiments, "a refused run leaves the form as it is and can be queued again") {
    fill();
    does(QueueForm{});
    does(RunRefused{"The disk is full"});
    does(SeedDrawn{78});
    CHECK(last_toast() == "The disk is full");
    CHECK(now().form.prompt == "a lake at dawn");
    CHECK(is_ready(now()));
}

TEST_CASE_FIXTURE(Experiments, "an init image is looked at before anything is queued with it") {
    fill();
    edit("init_image_file", "/pictures/a.png");
    CHECK_FALSE(is_ready(now()));
    REQUIRE(asked<LookAtInitImage>().size() == 1);
    does(InitImageSeen{{"/pictures/old.png", false, {}, "of an earlier path"}});
    CHECK_FALSE(is_ready(now()));
    does(InitImageSeen{{"/pictures/a.png", false, {512, 512}, {}}});
    CHECK(is_ready(now()));
    edit("init_image_file", "/pictures/b.txt");
    does(InitImageSeen{{"/pictures/b.txt", false, {}, "This is no picture"}});
    CHECK(error("init_image_file") == "This is no picture");
    CHECK_FALSE(is_ready(now()));
}

TEST_CASE_FIXTURE(Experiments, "the form comes back at the next start") {
    fill();
    edit("steps", "20-40:5");
    edit("negative_prompt", "fog");
    const Settings settings = remembered_settings(state);
    Experiments next;
    next.apply(StoredRead{{{}, {}, settings}});
    CHECK(next.now().form == now().form);
    CHECK(next.now().preview.combinations.size() == 5);
}

TEST_CASE_FIXTURE(Experiments, "the token is in nothing that is remembered") {
    fill();
    for (const auto& [key, text] : remembered_settings(state))
        CHECK(text.find("a-token") == std::string::npos);
}

TEST_CASE_FIXTURE(Experiments, "what a run would cost is held against the budget that is left") {
    jobs::ExperimentOverview overview;
    overview.budget.day = jobs::Credits{10'000'000};
    overview.spending.day.confirmed = jobs::Credits{4'000'000};
    overview.spending.day.indeterminate = jobs::Credits{1'000'000};
    read(overview);
    CHECK(budget_left(now()) == jobs::Credits{5'000'000});
    REQUIRE(now().preview.warnings.size() == 1);
    CHECK(now().preview.warnings[0].find("5 credits") != std::string::npos);
    edit("total_images", "1");
    CHECK(now().preview.warnings.empty());
}

TEST_CASE_FIXTURE(Experiments, "models are asked for when they never were, and never without a token") {
    does(ModelsRead{std::make_shared<const jobs::ModelList>()});
    CHECK(wished<jobs::RefreshModels>().size() == 1);
    CHECK(now().models_loading);
    does(ModelsRefused{"SinkIn says: invalid token"});
    CHECK_FALSE(now().models_loading);
    use_token("");
    does(ModelsRead{std::make_shared<const jobs::ModelList>()});
    CHECK(wished<jobs::RefreshModels>().size() == 1);
}

TEST_CASE_FIXTURE(Experiments, "a run opens its folder: schedulers by scales, steps on the slider") {
    read(overview_of({run_of(3, 8), run_of(2, 0)}));
    does(OpenRun{"run-3", Screen::Review});
    REQUIRE(effects_of<LookAtPaths>().size() == 1);
    CHECK(effects_of<LookAtPaths>()[0].paths == std::vector<std::string>{"/pictures/3"});
    CHECK(state.screen == Screen::Review);
    scanned(run_catalog(2));
    CHECK(state.query.mapping == grid::Mapping{"scheduler", "scale", "steps"});
}

TEST_CASE_FIXTURE(Experiments, "a run without pictures says what to do and opens nothing") {
    read(overview_of({run_of(2, 0)}));
    does(OpenRun{"run-2", Screen::Grid});
    CHECK(effects_of<LookAtPaths>().empty());
    CHECK(state.screen == Screen::Experiments);
    CHECK(last_toast().find("send its calls first") != std::string::npos);
}

TEST_CASE_FIXTURE(Experiments,
                  "the program ends after the paid call that is under way, a second time at once") {
    does(QueueTold{{QueueActivity::Working, "", "call-1"}});
    apply(Quit{});
    CHECK_FALSE(state.quit);
    CHECK(wished<jobs::PauseQueue>().size() == 1);
    CHECK(last_toast().find("closes when its answer is saved") != std::string::npos);
    SUBCASE("its answer came") {
        does(QueueTold{{QueueActivity::Working, "", ""}});
        CHECK(state.quit);
    }
    SUBCASE("asked for twice") {
        apply(Quit{});
        CHECK(state.quit);
    }
}

TEST_CASE_FIXTURE(Experiments, "without a call under way the program ends at once") {
    does(QueueTold{{QueueActivity::Waiting, "The service is busy", ""}});
    apply(Quit{});
    CHECK(state.quit);
    CHECK(wished<jobs::PauseQueue>().empty());
}

TEST_CASE_FIXTURE(Experiments, "another token or budget is told to whoever asks the service") {
    CHECK(asked<UseService>().size() == 1);
    use_token("another");
    REQUIRE(asked<UseService>().size() == 2);
    CHECK(asked<UseService>()[1].sinkin.token.reveal() == "another");
    use_token("another");
    CHECK(asked<UseService>().size() == 2);
}

TEST_CASE_FIXTURE(Experiments, "settings that were found fill the form and show it") {
    open(run_catalog(1));
    apply(ShowScreen{Screen::Review});
    does(UseSettingsOfPicture{});
    REQUIRE(asked<FindSettings>().size() == 1);
    CHECK(asked<FindSettings>()[0].path == path_of(state, *focused_sample(state)));
    jobs::ExperimentForm form;
    form.prompt = "a street";
    does(SettingsFound{form, "1001.png", {}});
    CHECK(state.screen == Screen::Experiments);
    CHECK(now().part == ExperimentsPart::Form);
    CHECK(now().form.prompt == "a street");
    does(SettingsFound{{}, "x.png", "This picture does not say how it was made"});
    CHECK(now().form.prompt == "a street");
    CHECK(last_toast() == "This picture does not say how it was made");
}

namespace {

struct Upscaling : Experiments {
    Upscaling() {
        open(run_catalog(1));
        apply(ShowScreen{Screen::Review});
        does(OpenUpscale{});
        original = path_of(state, *focused_sample(state));
    }
    void know() {
        ExperimentPicture picture;
        picture.path = original;
        picture.image_id = "image";
        does(PictureLookedUp{picture});
    }
    /// The catalog with the upscale of its first picture in it.
    static std::shared_ptr<const grid::Catalog> with_upscale() {
        grid::ScanReport report = run_report(1);
        grid::FoundSample more = report.found.front();
        more.sample.path = "upscaled.png";
        more.dimensions.emplace_back("upscale", "esrgan 2x");
        report.found.push_back(std::move(more));
        return grid::make_catalog(report, Generation{2});
    }
    std::string original;
};

}  // namespace

TEST_CASE_FIXTURE(Upscaling, "an upscale is asked for once the picture is known to the service") {
    CHECK(state.overlay == Overlay::Upscale);
    does(StartUpscale{});
    CHECK(wished<jobs::AddUpscale>().empty());
    know();
    does(TuneUpscale{{}, 9, {}});
    does(StartUpscale{});
    REQUIRE(wished<jobs::AddUpscale>().size() == 1);
    CHECK(wished<jobs::AddUpscale>()[0].wish.image_id == "image");
    CHECK(wished<jobs::AddUpscale>()[0].wish.scale == 4);
    CHECK(state.overlay == Overlay::None);
}

TEST_CASE_FIXTURE(Upscaling, "a late answer about another picture does not count") {
    ExperimentPicture other;
    other.path = "/pictures/3/other.png";
    other.image_id = "other";
    does(PictureLookedUp{other});
    CHECK_FALSE(now().upscale.picture.has_value());
}

TEST_CASE_FIXTURE(Upscaling, "the upscale opens beside its original once the scan has found it") {
    know();
    does(StartUpscale{});
    does(UpscaleKept{original, "/pictures/3/upscaled.png", jobs::Credits{6'000'000}});
    CHECK(last_toast() == "Upscaled for 6 credits");
    CHECK(state.screen == Screen::Review);
    scanned(with_upscale());
    CHECK(state.screen == Screen::Compare);
    CHECK(state.compare.reference == original);
    CHECK(path_of(state, *focused_sample(state)) == "/pictures/3/upscaled.png");
}

TEST_CASE_FIXTURE(Upscaling, "nobody is taken away from another picture") {
    know();
    does(StartUpscale{});
    apply(FocusPicture{grid::SampleId{2}});
    does(UpscaleKept{original, "/pictures/3/upscaled.png", {}});
    scanned(with_upscale());
    CHECK(state.screen == Screen::Review);
}

TEST_CASE_FIXTURE(Experiments, "the end of the queue is told once, a stop with its reason") {
    does(QueueTold{{QueueActivity::Working, {}, "call"}});
    read(overview_of({}, {queued()}));
    does(QueueTold{{QueueActivity::Stopped, "The budget of the day is used up", {}}});
    CHECK(last_toast() == "The budget of the day is used up");
    does(QueueTold{{QueueActivity::Working, {}, "call"}});
    read({});
    does(QueueTold{});
    CHECK(last_toast() == "The queue is empty: all calls are done");
}

TEST_CASE("a dimension that does not vary gives its place to one that does") {
    CHECK(experiment_mapping(*run_catalog(1))->slider == "steps");
    grid::ScanReport report;
    report.root = "/pictures/4";
    for (int i = 0; i < 8; ++i) {
        grid::FoundSample found;
        found.dimensions = {{"scheduler", "DDIM"},
                            {"steps", "30"},
                            {"scale", i < 4 ? "5" : "7"},
                            {"seed", std::to_string(i % 4)}};
        found.sample.path = std::to_string(i) + ".png";
        report.found.push_back(found);
    }
    const auto mapping = experiment_mapping(*grid::make_catalog(report, Generation{1}));
    REQUIRE(mapping);
    CHECK(*mapping == grid::Mapping{"seed", "scale", "scheduler"});
    CHECK_FALSE(experiment_mapping(*test::small_catalog(2)));
}
