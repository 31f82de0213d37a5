#include "sampling_fixture.h"

#include "app/planned_cells.h"

using namespace proofsheet;
using app::SamplingTab;
using jobs::ItemStatus;
using jobs::JobStatus;
using test::item_at;
using test::job_named;
using Session = test::SamplingSession;

namespace {

/// A running job of two items, one of them running.
void begin_job(Session& session) {
    jobs::SampleJob job = job_named("a", "ink", JobStatus::Running);
    job.counts = {1, 1, 0, 0, 0};
    session.tell(app::JobsRead{{job}});
    std::vector<jobs::JobItem> items{item_at(0, "ink-500.safetensors", "forest", 1),
                                     item_at(1, "ink-500.safetensors", "forest", 2)};
    items[0].status = ItemStatus::Running;
    session.tell(app::JobItemsRead{"a", items});
    session.effects.clear();
}

jobs::JobItem changed(const Session& session, std::size_t index, ItemStatus status) {
    jobs::JobItem item = session.sampling().jobs[0].items[index];
    item.status = status;
    return item;
}

}  // namespace

TEST_CASE("the items of jobs that are not simply done are read, and read again when the counts differ") {
    Session session;
    jobs::SampleJob done = job_named("old", "ink", JobStatus::Completed);
    jobs::SampleJob open = job_named("new", "ink", JobStatus::Running);
    open.counts.pending = 3;
    session.tell(app::JobsRead{{open, done}});
    REQUIRE(session.asked<app::ReadJobItems>().size() == 1);
    CHECK(session.asked<app::ReadJobItems>()[0].job_id == "new");
    session.tell(app::JobItemsRead{
        "new", {item_at(0, "c", "p", 1), item_at(1, "c", "p", 2), item_at(2, "c", "p", 3)}});
    session.tell(app::JobsRead{{open, done}});
    CHECK(session.asked<app::ReadJobItems>().size() == 1);
    open.counts = {2, 0, 1, 0, 0};  // another process made one
    session.tell(app::JobsRead{{open, done}});
    CHECK(session.asked<app::ReadJobItems>().size() == 2);
}

TEST_CASE("progress follows the items, and a step belongs to the item that is made") {
    Session session;
    begin_job(session);
    session.tell(app::JobStepped{{"a", "item 0", 5, 20, ""}});
    CHECK(session.sampling().jobs[0].live.step == 5);
    session.tell(app::JobItemChanged{"a", changed(session, 0, ItemStatus::Completed)});
    CHECK(session.sampling().jobs[0].job.counts.completed == 1);
    CHECK(session.sampling().jobs[0].live.item_id.empty());
    session.tell(app::PreviewReady{"a", "item 1", 9});
    CHECK(session.sampling().jobs[0].live.preview == 9);
    CHECK(session.sampling().jobs[0].live.step == 0);
    CHECK(session.asked<app::ReadJobItems>().empty());
}

TEST_CASE("the end of a job is told once, with what became of it") {
    Session session;
    begin_job(session);
    jobs::SampleJob job = session.sampling().jobs[0].job;
    job.status = JobStatus::Paused;
    job.message = "Ten pictures in a row failed";
    session.tell(app::JobChanged{job});
    REQUIRE(session.state.toasts.size() == 1);
    CHECK(session.state.toasts[0].text.find("Ten pictures in a row failed") != std::string::npos);
    session.tell(app::JobsRead{{job}});
    CHECK(session.state.toasts.size() == 1);
}

TEST_CASE("stop, resume, retry and delete are asked for") {
    Session session;
    begin_job(session);
    session.tell(app::StopJob{"a"});
    session.tell(app::ResumeJob{"a"});
    session.tell(app::RetryJob{"a"});
    session.tell(app::RetryJobItem{"a", "item 1"});
    session.tell(app::DeleteJob{"a", app::PicturesOfJob::MoveToTrash});
    CHECK(session.asked<app::RequestStop>().size() == 1);
    CHECK(session.asked<app::ResumeStoppedJob>().size() == 1);
    CHECK(session.asked<app::RetryFailedItems>().size() == 1);
    CHECK(session.asked<app::RetryOneItem>().at(0).item_id == "item 1");
    CHECK(session.asked<app::RemoveJob>().at(0).pictures == app::PicturesOfJob::MoveToTrash);
}

TEST_CASE("a launch is planned for the open run, and confirmed once its plan has pictures to make") {
    Session session;
    session.open_run();
    session.tell(app::OpenLaunch{});
    CHECK(session.state.overlay == app::Overlay::Launch);
    REQUIRE(session.asked<app::PlanLaunch>().size() == 1);
    CHECK(session.asked<app::PlanLaunch>()[0].input.run.name == "ink");
    CHECK(session.asked<app::PlanLaunch>()[0].input.form.provider == "demo");
    CHECK(session.asked<app::PlanLaunch>()[0].input.form.missing_only);
    session.tell(app::ConfirmLaunch{});
    CHECK(session.asked<app::StartJob>().empty());
    session.planned(18);
    session.tell(app::ConfirmLaunch{});
    session.tell(app::ConfirmLaunch{});
    CHECK(session.asked<app::StartJob>().size() == 1);
    session.tell(app::JobStarted{"a", 18});
    CHECK(session.state.overlay == app::Overlay::None);
}

TEST_CASE("a plan that was overtaken is ignored, and a change waits for a new one") {
    Session session;
    session.open_run();
    session.tell(app::OpenLaunch{});
    const std::uint64_t first = session.sampling().launch.ticket;
    app::LaunchForm form = session.sampling().launch.form;
    form.form.study = "night";
    session.tell(app::ChangeLaunch{form});
    session.tell(app::LaunchPlanned{first, std::make_shared<app::LaunchPlan>()});
    CHECK(session.sampling().launch.plan == nullptr);
    CHECK(session.sampling().launch.planning);
}

TEST_CASE("a launch that cannot be planned says why and asks nobody") {
    Session session;
    session.open_run();
    session.tell(app::OpenLaunch{});
    app::LaunchForm form = session.sampling().launch.form;
    form.form.study = "a/b";
    session.effects.clear();
    session.tell(app::ChangeLaunch{form});
    CHECK(session.asked<app::PlanLaunch>().empty());
    CHECK(session.sampling().launch.problems.size() == 1);
}

TEST_CASE("a launch without any run says what to do") {
    Session session;
    session.tell(app::OpenLaunch{});
    CHECK(session.asked<app::PlanLaunch>().empty());
    REQUIRE_FALSE(session.sampling().launch.problems.empty());
    CHECK(session.sampling().launch.problems[0].find("Open a folder") != std::string::npos);
}

TEST_CASE("what the workflow does not set is not sent, whatever was chosen before") {
    Session session;
    session.open_run();
    app::WorkflowTemplate plain, full;
    plain.file = "plain.json";
    plain.roles = {"save_image"};
    full.file = "full.json";
    full.roles = {"save_image", "vae_loader", "shift"};
    session.tell(app::WorkflowsRead{"/workflows", {full, plain}, ""});
    session.tell(app::ComfyConnectionChanged{{app::ConnectionKind::Connected, "http://h", "0.3", ""}});
    session.tell(app::OpenLaunch{});
    app::LaunchForm form = session.sampling().launch.form;
    CHECK(form.form.workflow == "full.json");
    form.form.vae = "vae.safetensors";
    form.shift = "3";
    session.tell(app::ChangeLaunch{form});
    CHECK(session.asked<app::PlanLaunch>().back().input.form.vae == "vae.safetensors");
    CHECK(session.asked<app::PlanLaunch>().back().input.form.shift == 3.0);
    form.form.workflow = "plain.json";
    session.tell(app::ChangeLaunch{form});
    CHECK(session.asked<app::PlanLaunch>().back().input.form.vae.empty());
    CHECK_FALSE(session.asked<app::PlanLaunch>().back().input.form.shift);
}

TEST_CASE("what was typed into a preset stays while others are looked at, until it is saved") {
    Session session;
    jobs::SamplePreset first = app::starter_preset(), second = first;
    first.id = "1";
    first.name = "First";
    second.id = "2";
    second.name = "Second";
    session.tell(app::SamplePresetsRead{{first, second}, ""});
    app::PresetForm form = session.sampling().editor.form;
    form.steps = "20, 30";
    session.tell(app::EditSamplePreset{form});
    session.tell(app::ChooseSamplePreset{"2"});
    CHECK(session.sampling().editor.form.name == "Second");
    session.tell(app::ChooseSamplePreset{"1"});
    CHECK(session.sampling().editor.form.steps == "20, 30");
    CHECK(session.sampling().editor.is_changed());
    session.tell(app::SaveSamplePreset{});
    REQUIRE(session.asked<app::KeepSamplePreset>().size() == 1);
    const jobs::SamplePreset kept = session.asked<app::KeepSamplePreset>()[0].preset;
    CHECK(kept.steps == std::vector<int>{20, 30});
    session.tell(app::SamplePresetsRead{{kept, second}, "1"});
    CHECK_FALSE(session.sampling().editor.is_changed());
}

TEST_CASE("a preset with a field that cannot be read is not saved, and each field is blamed once") {
    Session session;
    session.tell(app::NewSamplePreset{});
    app::PresetForm form = session.sampling().editor.form;
    form.name = "Tests";
    form.cfgs = "seven";
    session.tell(app::EditSamplePreset{form});
    const auto& problems = session.sampling().editor.checked.problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].field == jobs::PresetField::Cfgs);
    session.tell(app::SaveSamplePreset{});
    CHECK(session.asked<app::KeepSamplePreset>().empty());
    CHECK(session.state.toasts.size() == 1);
}

TEST_CASE("a form reads back the preset that it was made from") {
    jobs::SamplePreset preset = app::starter_preset();
    preset.pairs = {{"euler", "normal"}, {"dpmpp_2m", "karras"}};
    preset.samplers.clear();
    preset.schedulers.clear();
    preset.lora_strengths = {0.5, 1};
    preset.base_model_row = true;
    preset.seeds = {1, 18446744073709551615ull};
    const app::CheckedForm checked = app::check_form(app::form_of(preset));
    CHECK(checked.problems.empty());
    CHECK(checked.preset == preset);
}

TEST_CASE(
    "planned pictures stand in their cells until they are there, also where numbers are written "
    "differently") {
    Session session;
    session.apply(app::Rescan{});
    session.discovered({test::run_to_sample("ink")});
    grid::ScanReport report{"ink", "/samples", {}, {"500", "1000", "1500"}, {}, {}};
    for (const std::string checkpoint : {"500", "1000"})
        for (const std::string seed : {"1.0", "2"}) {
            grid::FoundSample found;
            found.sample.path = checkpoint + "/" + seed + ".png";
            found.dimensions = {{"checkpoint", checkpoint}, {"prompt_name", "forest"}, {"seed", seed}};
            report.found.push_back(found);
        }
    session.scanned(grid::make_catalog(report, Generation{1}));
    session.apply(app::AssignRole{"seed", grid::Role::X});
    session.apply(app::AssignRole{"checkpoint", grid::Role::Slider});
    begin_job(session);
    const auto cells = app::planned_cells(session.state);
    REQUIRE(cells.size() == 2);
    REQUIRE(cells.contains({0, 0, 0}));
    CHECK(cells.at({0, 0, 0}).item == 0);
    CHECK(cells.at({1, 0, 0}).item == 1);
    session.tell(app::JobItemChanged{"a", changed(session, 0, ItemStatus::Completed)});
    CHECK(app::planned_cells(session.state).size() == 1);
}

TEST_CASE("the grid of a run without samples has the places of the pictures that a job makes") {
    Session session;
    session.open_run();
    auto empty = std::make_shared<grid::Catalog>();
    empty->run = "ink";
    session.apply(app::FoldersChanged{});
    session.scanned(empty);
    CHECK(session.state.view->columns.size() == 1);
    jobs::SampleJob job = job_named("a", "ink", JobStatus::Running);
    job.counts.pending = 6;
    session.tell(app::JobsRead{{job}});
    std::vector<jobs::JobItem> items;
    for (int i = 0; i < 6; ++i)
        items.push_back(item_at(i, "ink-" + std::to_string(500 + i / 2 * 500) + ".safetensors", "forest",
                                static_cast<std::uint64_t>(i % 2)));
    session.tell(app::JobItemsRead{"a", items});
    CHECK(session.state.query.mapping.slider == "checkpoint");
    CHECK(session.state.view->positions == std::vector<std::string>{"500", "1000", "1500"});
    CHECK(session.state.view->columns == std::vector<std::string>{"0", "1"});
    CHECK(app::planned_cells(session.state).size() == 6);
    job.status = JobStatus::Completed;
    job.counts = {0, 0, 6, 0, 0};
    session.tell(app::JobChanged{job});
    CHECK(session.state.view->positions.size() == 1);
}

TEST_CASE("another address of ComfyUI or folder of workflows is told to who asks it") {
    test::SamplingSession session;
    const auto configure = [&](const std::string& url, const std::string& folder) {
        auto loaded = std::make_shared<app::LoadedConfig>(*session.state.configuration);
        loaded->config.comfyui.url = url;
        loaded->config.workflow_dir = folder;
        session.apply(app::ConfigurationRead{loaded, {}});
    };
    const auto told = [&] { return session.asked<app::UseComfyUi>(); };
    configure("http://localhost:8188", "/workflows");
    REQUIRE(told().size() == 1);
    CHECK(told()[0].comfyui.url == "http://localhost:8188");
    configure("http://localhost:8188", "/workflows");
    CHECK(told().size() == 1);
    configure("http://localhost:8188", "/others");
    REQUIRE(told().size() == 2);
    CHECK(told()[1].workflow_dir == "/others");
}
