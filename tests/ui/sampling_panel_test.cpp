#include "sampling_screens.h"

using namespace proofsheet;
using jobs::ItemStatus;
using jobs::JobStatus;
using test::Frames;
using test::sampling_wishes;
using test::tell;
using ui::Key;

namespace {

/// A collection with its first run open.
struct Fixture : Frames {
    Fixture() : Frames({1280, 720, 1}) { test::open_collection(*this); }
    bool shows(const std::string& name) {
        draw(2);
        return targets.find(name) != nullptr;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a running job can be stopped, and a second press interrupts the picture") {
    show_jobs(*this, JobStatus::Running, {ItemStatus::Running});
    CHECK_FALSE(shows("job[0].resume"));
    CHECK_FALSE(shows("job[0].delete"));
    click("job[0].stop");
    REQUIRE(sampling_wishes<app::StopJob>(*this).size() == 1);
    jobs::SampleJob job = state.sampling->jobs[0].job;
    job.stop = jobs::StopWish::AfterPicture;
    tell(*this, app::JobChanged{job});
    click("job[0].stop");
    CHECK(sampling_wishes<app::StopJob>(*this).size() == 2);
    job.stop = jobs::StopWish::Now;
    tell(*this, app::JobChanged{job});
    CHECK_FALSE(shows("job[0].stop"));
}

TEST_CASE_FIXTURE(Fixture, "a stopped job is resumed by key") {
    show_jobs(*this, JobStatus::Paused, {ItemStatus::Completed});
    draw(2);
    for (int i = 0; i < 40 && panel.keyboard.target != "job[0].resume"; ++i) press(Key::Tab);
    press(Key::Enter);
    REQUIRE(sampling_wishes<app::ResumeJob>(*this).size() == 1);
    CHECK(sampling_wishes<app::ResumeJob>(*this)[0].job_id == "a");
}

TEST_CASE_FIXTURE(Fixture, "failures are listed when they are asked for, and one of them is made again") {
    show_jobs(*this, JobStatus::CompletedWithErrors, {ItemStatus::Completed, ItemStatus::Failed});
    CHECK_FALSE(shows("job[0].item[0].again"));
    click("job[0].items");
    click("job[0].item[0].again");
    REQUIRE(sampling_wishes<app::RetryJobItem>(*this).size() == 1);
    CHECK(sampling_wishes<app::RetryJobItem>(*this)[0].item_id == "item 1");
    click("job[0].retry");
    CHECK(sampling_wishes<app::RetryJob>(*this).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "deleting a job asks what becomes of its pictures") {
    show_jobs(*this, JobStatus::Completed);
    click("job[0].delete");
    CHECK(sampling_wishes<app::DeleteJob>(*this).empty());
    click("job[0].delete.cancel");
    CHECK(shows("job[0].delete"));
    click("job[0].delete");
    click("job[0].delete.trash");
    REQUIRE(sampling_wishes<app::DeleteJob>(*this).size() == 1);
    CHECK(sampling_wishes<app::DeleteJob>(*this)[0].pictures == app::PicturesOfJob::MoveToTrash);
}

TEST_CASE_FIXTURE(Fixture, "the preview of the picture in the making is loaded and drawn") {
    show_jobs(*this, JobStatus::Running, {ItemStatus::Running});
    tell(*this, app::PreviewReady{"a", "item 0", 4});
    load_all();
    CHECK(source->loads.count("preview:a") == 1);
}

TEST_CASE_FIXTURE(Fixture, "a preset is edited, and what is wrong stands below its field") {
    test::show_presets(*this);
    click("preset_editor.steps");
    press(Key::A, {.ctrl = true});
    type("20, x");
    CHECK(state.sampling->editor.form.steps == "20, x");
    CHECK(state.sampling->editor.checked.problems.size() == 1);
    press(Key::Backspace);
    type("30");
    CHECK(state.sampling->editor.checked.problems.empty());
    click("preset_editor.save");
    CHECK(sampling_wishes<app::SaveSamplePreset>(*this).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "prompts are added, moved and taken out") {
    test::show_presets(*this);
    click("preset_editor.prompt.add");
    CHECK(state.sampling->editor.form.prompts.size() == 3);
    click("preset_editor.prompt[1].up");
    CHECK(state.sampling->editor.form.prompts[0].name == "harbour");
    click("preset_editor.prompt[0].remove");
    REQUIRE(state.sampling->editor.form.prompts.size() == 2);
    CHECK(state.sampling->editor.form.prompts[0].name == "forest");
}

TEST_CASE_FIXTURE(Fixture, "samplers are chosen from what ComfyUI has, and the same again takes one out") {
    test::show_presets(*this);
    click("preset_editor.samplers.choose");
    click("preset_editor.samplers.choose[1]");
    draw(2);
    CHECK(state.sampling->editor.form.samplers == "euler, heun");
    click("preset_editor.samplers.choose");
    click("preset_editor.samplers.choose[0]");
    draw(2);
    CHECK(state.sampling->editor.form.samplers == "heun");
}

TEST_CASE_FIXTURE(Fixture, "a preset is deleted by the second click only") {
    test::show_presets(*this);
    click("sample_preset[0].delete");
    CHECK(sampling_wishes<app::DeleteSamplePreset>(*this).empty());
    click("sample_preset[0].confirm");
    CHECK(sampling_wishes<app::DeleteSamplePreset>(*this).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "proposed roles are saved without those that were left out") {
    test::show_workflows(*this);
    click("workflow.role[0]");
    click("workflow.tag");
    REQUIRE(sampling_wishes<app::TagWorkflow>(*this).size() == 1);
    const app::TagWorkflow wish = sampling_wishes<app::TagWorkflow>(*this)[0];
    CHECK(wish.file == "plain.json");
    REQUIRE(wish.roles.size() == 1);
    CHECK(wish.roles[0].role == "save_image");
}

TEST_CASE_FIXTURE(Fixture, "Enter confirms the launch card, Escape closes it") {
    test::open_launch(*this);
    draw(3);
    press(Key::Enter);
    CHECK(sampling_wishes<app::ConfirmLaunch>(*this).size() == 1);
    press(Key::Escape);
    CHECK(state.overlay == app::Overlay::None);
}

TEST_CASE_FIXTURE(
    Fixture, "Enter on a field of the launch card opens it, and Escape closes the list before the card") {
    test::open_launch(*this);
    draw(3);
    for (int i = 0; i < 20 && panel.keyboard.target != "dialog.launch.run"; ++i) press(Key::Tab);
    press(Key::Enter);
    draw(2);
    CHECK(panel.open_list == "dialog.launch.run");
    CHECK(sampling_wishes<app::ConfirmLaunch>(*this).empty());
    press(Key::Escape);
    CHECK(panel.open_list.empty());
    CHECK(state.overlay == app::Overlay::Launch);
}

TEST_CASE_FIXTURE(Fixture, "checkpoints are all taken, or chosen one by one") {
    test::open_launch(*this);
    click("dialog.launch.extent[1]");
    REQUIRE(state.sampling->launch.form.form.checkpoints);
    CHECK(state.sampling->launch.form.form.checkpoints->size() == 8);
    click("dialog.launch.checkpoint[0]");
    CHECK(state.sampling->launch.form.form.checkpoints->size() == 7);
    click("dialog.launch.extent[0]");
    CHECK_FALSE(state.sampling->launch.form.form.checkpoints);
}

TEST_CASE_FIXTURE(Fixture, "settings that the workflow does not have are hidden") {
    test::show_workflows(*this);
    tell(*this, app::ComfyConnectionChanged{{app::ConnectionKind::Connected, "http://h", "0.3", ""}});
    test::open_launch(*this);
    CHECK(state.sampling->launch.form.form.workflow == "flux.json");
    CHECK(shows("dialog.launch.shift"));
    click("dialog.launch.service[1]");
    CHECK_FALSE(shows("dialog.launch.shift"));
    CHECK_FALSE(shows("dialog.launch.workflow"));
}

TEST_CASE_FIXTURE(Fixture, "a run without samples offers to have them made") {
    apply(app::CatalogScanned{
        state.scan.ticket,
        std::make_shared<grid::Catalog>(grid::Catalog{Generation{2}, "run", "/samples", {}, {}, {}, {}, {}}),
        true});
    click("grid.generate");
    REQUIRE(sampling_wishes<app::OpenLaunch>(*this).size() == 1);
    CHECK(sampling_wishes<app::OpenLaunch>(*this)[0].run == "run");
}

TEST_CASE_FIXTURE(Fixture, "a connection that fails is told in the status bar and can be tried again") {
    draw(2);
    CHECK(targets.find("status.comfyui") == nullptr);
    tell(*this, app::ComfyConnectionChanged{
                    {app::ConnectionKind::Failed, "http://localhost:8188", "", "Nobody answers."}});
    click("status.comfyui");
    CHECK(sampling_wishes<app::ReconnectComfy>(*this).size() == 1);
}
