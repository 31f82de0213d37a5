#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

/// What the screen asked the runner for, of this kind.
template <typename Wish>
std::vector<Wish> asked(const Frames& frames) {
    std::vector<Wish> found;
    for (const app::OnExperiments& on : frames.wished<app::OnExperiments>())
        if (const auto* ask = std::get_if<app::Ask>(&on.command->content))
            if (const auto* match = std::get_if<Wish>(&ask->wish)) found.push_back(*match);
    return found;
}

template <typename Wish>
std::vector<Wish> told(const Frames& frames) {
    std::vector<Wish> found;
    for (const app::OnExperiments& on : frames.wished<app::OnExperiments>())
        if (const auto* match = std::get_if<Wish>(&on.command->content)) found.push_back(*match);
    return found;
}

template <typename Effect>
std::vector<Effect> effects_of(const Frames& frames) {
    std::vector<Effect> found;
    for (const app::Effect& effect : frames.effects)
        if (const auto* work = std::get_if<app::WorkForExperiments>(&effect))
            if (const auto* match = std::get_if<Effect>(&work->effect->content)) found.push_back(*match);
    return found;
}

struct Screen : Frames {
    Screen() {
        test::open_collection(*this);
        test::open_experiments(*this);
        draw(2);
    }
    bool has(const std::string& name) { return targets.find(name) != nullptr; }
    const app::ExperimentsState& now() const { return *state.experiments; }
    void show_form() {
        does(app::ShowExperiments{app::ExperimentsPart::Form});
        draw(2);
    }
    void type_into(const std::string& name, const std::string& text) {
        click(name);
        draw(2);
        type(text);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Screen, "a run is chosen by a click and opened from its buttons") {
    click("experiment.run[1]");
    CHECK(app::chosen_run(now())->id == "run-2");
    click("experiment.run.review");
    REQUIRE(told<app::OpenRun>(*this).size() == 1);
    CHECK(told<app::OpenRun>(*this)[0].id == "run-2");
    CHECK(told<app::OpenRun>(*this)[0].screen == app::Screen::Review);
}

TEST_CASE_FIXTURE(Screen, "the queue is run, and paused while it runs") {
    CHECK_FALSE(has("queue.pause"));
    click("queue.run_all");
    CHECK(asked<jobs::RunAll>(*this).size() == 1);
    does(app::QueueTold{{app::QueueActivity::Working, {}, "call-0"}});
    draw(2);
    CHECK_FALSE(has("queue.run_all"));
    click("queue.pause");
    CHECK(asked<jobs::PauseQueue>(*this).size() == 1);
}

TEST_CASE_FIXTURE(Screen,
                  "a queued call is moved, doubled and cancelled; a running one, which is paid, is not") {
    CHECK_FALSE(has("queue.call[0].cancel"));
    click("queue.call[2].earlier");
    click("queue.call[2].duplicate");
    click("queue.call[2].cancel");
    REQUIRE(asked<jobs::MoveCall>(*this).size() == 1);
    CHECK(asked<jobs::MoveCall>(*this)[0] == jobs::MoveCall{"call-2", jobs::MoveTo::Earlier});
    CHECK(asked<jobs::DuplicateCall>(*this)[0].id == "call-2");
    CHECK(asked<jobs::CancelCall>(*this)[0].id == "call-2");
}

TEST_CASE("a call with unknown outcome is sent again only after a second yes") {
    jobs::ExperimentOverview overview = test::some_experiments();
    std::erase_if(overview.queue,
                  [](const jobs::CallRow& row) { return row.status != jobs::CallStatus::Indeterminate; });
    Screen screen;
    test::open_experiments(screen, overview);
    screen.click("queue.call[0].resend");
    CHECK(asked<jobs::ResendCall>(screen).empty());
    screen.click("queue.call[0].resend.no");
    screen.click("queue.call[0].resend");
    screen.click("queue.call[0].resend.yes");
    REQUIRE(asked<jobs::ResendCall>(screen).size() == 1);
    CHECK(asked<jobs::ResendCall>(screen)[0].id == "call-31");
}

TEST_CASE_FIXTURE(Screen, "all that wait are cancelled only after a second yes") {
    click("queue.cancel_all");
    CHECK(asked<jobs::CancelAllCalls>(*this).empty());
    click("queue.cancel_all.yes");
    CHECK(asked<jobs::CancelAllCalls>(*this).size() == 1);
}

TEST_CASE("without a token nothing can be sent, and the screen says where it goes") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::ShowScreen{app::Screen::Experiments});
    frames.does(
        app::OverviewRead{std::make_shared<const jobs::ExperimentOverview>(test::some_experiments())});
    frames.draw(2);
    CHECK(frames.targets.find("queue.run_all") == nullptr);
    frames.click("experiments.token");
    CHECK(frames.state.screen == app::Screen::Settings);
    CHECK(frames.panel.settings.search == "sinkin");
}

TEST_CASE_FIXTURE(Screen, "the form is filled by typing and queued by its button") {
    show_form();
    type_into("experiment.prompt", "a lake");
    CHECK(now().form.prompt == "a lake");
    click("experiment.model_id");
    type("dream");
    press(Key::Enter);
    draw(2);
    CHECK(now().form.model_id == "4zdwGOB");
    CHECK(panel.open_list.empty());
    click("experiment.scheduler[2]");
    CHECK(now().form.schedulers == std::vector<std::string>{"DPMSolverMultistep", "DDIM"});
    click("experiment.num_images[0]");
    CHECK(now().form.num_images == 1);
    click("experiment.swap");
    CHECK(now().form.width == 768);
    REQUIRE(now().errors.empty());
    click("experiment.queue");
    REQUIRE(effects_of<app::DoWish>(*this).size() >= 1);
    CHECK(std::holds_alternative<jobs::AddRun>(effects_of<app::DoWish>(*this).back().wish));
}

TEST_CASE_FIXTURE(Screen, "the queue button of a form with errors leads to the first of them") {
    show_form();
    click("experiment.queue");
    draw(4);
    CHECK(panel.keyboard.typing == "experiment.prompt");
    CHECK(told<app::QueueForm>(*this).empty());
}

TEST_CASE_FIXTURE(Screen, "a model that the list does not have is given by its id") {
    show_form();
    click("experiment.model_id");
    type("ownModel7");
    click("experiment.model_id[0]");
    CHECK(now().form.model_id == "ownModel7");
}

TEST_CASE_FIXTURE(Screen, "a prompt takes several lines") {
    show_form();
    type_into("experiment.prompt", "a lake");
    press(Key::Enter);
    type("at dawn");
    CHECK(now().form.prompt == "a lake\nat dawn");
    press(Key::Tab);
    draw(2);
    CHECK(panel.keyboard.target == "experiment.negative_prompt");
}

TEST_CASE_FIXTURE(Screen,
                  "a picture that is dropped on the form becomes the init image, elsewhere it is opened") {
    CHECK(std::holds_alternative<app::OpenPaths>(command_for_drop({"/a.png"}, state)));
    show_form();
    apply(command_for_drop({"/a.png"}, state));
    CHECK(now().form.init_image_file == "/a.png");
    CHECK(std::holds_alternative<app::OpenPaths>(command_for_drop({"/a.png", "/b.png"}, state)));
}

TEST_CASE_FIXTURE(Screen, "an upscale is set up by key in Review and started by its button") {
    apply(app::ShowScreen{app::Screen::Review});
    press(Key::U, {.ctrl = true});
    CHECK(state.overlay == app::Overlay::Upscale);
    draw(2);
    CHECK_FALSE(has("upscale.start"));
    app::ExperimentPicture picture;
    picture.path = now().upscale.path;
    picture.image_id = "image";
    does(app::PictureLookedUp{picture});
    click("upscale.scale[2]");
    click("upscale.start");
    const auto sent = effects_of<app::DoWish>(*this);
    REQUIRE_FALSE(sent.empty());
    REQUIRE(std::holds_alternative<jobs::AddUpscale>(sent.back().wish));
    CHECK(std::get<jobs::AddUpscale>(sent.back().wish).wish.scale == 4);
}

TEST_CASE_FIXTURE(Screen, "a picture that no experiment made says why it is not upscaled") {
    apply(app::ShowScreen{app::Screen::Compare});
    click("compare.upscale");
    app::ExperimentPicture picture;
    picture.path = now().upscale.path;
    picture.problem = "SinkIn enlarges only pictures that it made.";
    does(app::PictureLookedUp{picture});
    draw(2);
    CHECK(state.overlay == app::Overlay::Upscale);
    CHECK_FALSE(has("upscale.start"));
}

TEST_CASE_FIXTURE(Screen, "settings of a picture are asked for from Review and from the drawer") {
    apply(app::ShowScreen{app::Screen::Review});
    click("review.use_settings");
    CHECK(effects_of<app::FindSettings>(*this).size() == 1);
    apply(app::ShowScreen{app::Screen::Grid});
    test::open_details(*this, app::DetailKind::Picture);
    click("detail.use_settings");
    CHECK(effects_of<app::FindSettings>(*this).size() == 2);
}
