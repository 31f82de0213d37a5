#include <algorithm>

#include "../jobs/experiment_fixture.h"
#include "experiment_rig.h"
#include "jobs/experiment_json.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

std::vector<CallConfig> stored_calls(ExperimentRig& rig, const std::string& run_id) {
    std::vector<CallConfig> calls;
    const auto rows = rig.views.calls_of_run(run_id);
    REQUIRE(rows);
    for (const CallRow& row : *rows) calls.push_back(row.config);
    return calls;
}

std::vector<std::uint64_t> queued_seeds(ExperimentRig& rig) {
    std::vector<std::uint64_t> seeds;
    for (const CallRow& row : rig.overview().queue)
        if (row.status == CallStatus::Queued) seeds.push_back(row.config.seed);
    return seeds;
}

ExperimentSettings five_seeds() {
    ExperimentSettings settings = small_settings(5);
    settings.seed_mode = SeedMode::SeedList;
    settings.seeds = {1, 2, 3, 4, 5};
    return settings;
}

using Seeds = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE_FIXTURE(ExperimentRig, "what the preview shows is what is queued, for any form") {
    RandomSettings random(5);
    for (unsigned i = 0; i < 60; ++i) {
        CAPTURE(i);
        ExperimentSettings settings = random.next();
        settings.init_image_file.clear();
        const ExperimentPlan preview = expand(settings, i);
        const store::AddedRun run = add_run(settings, i);
        CHECK(run.calls == static_cast<int>(preview.calls.size()));
        CHECK(stored_calls(*this, run.id) == preview.calls);
    }
}

TEST_CASE_FIXTURE(ExperimentRig, "batch numbers ascend and leave out those that have folders already") {
    CHECK(add_run(small_settings(1)).batch_number == 1);
    CHECK(add_run(small_settings(1)).batch_number == 2);
    const auto run = runs.add_run(small_settings(1), expand(small_settings(1), 1), std::nullopt, 41);
    REQUIRE(run);
    CHECK(run->batch_number == 41);
    CHECK(add_run(small_settings(1)).batch_number == 42);
    std::filesystem::create_directories(image_dir() / "107");
    std::filesystem::create_directories(image_dir() / "notes");
    CHECK(providers::next_free_batch(image_dir()) == 108);
}

TEST_CASE_FIXTURE(ExperimentRig, "a run without a name is named after its batch number") {
    ExperimentSettings settings = small_settings(1);
    settings.name.clear();
    add_run(settings);
    CHECK(overview().runs.at(0).name == "Batch 1");
}

TEST_CASE_FIXTURE(ExperimentRig, "calls wait in order and can be moved") {
    add_run(five_seeds());
    CHECK(queued_seeds(*this) == Seeds{1, 2, 3, 4, 5});
    REQUIRE(runs.move(ids("queued").at(4), MoveTo::Front));
    CHECK(queued_seeds(*this) == Seeds{5, 1, 2, 3, 4});
    REQUIRE(runs.move(ids("queued").at(0), MoveTo::Later));
    CHECK(queued_seeds(*this) == Seeds{1, 5, 2, 3, 4});
    REQUIRE(runs.move(ids("queued").at(4), MoveTo::Earlier));
    CHECK(queued_seeds(*this) == Seeds{1, 5, 2, 4, 3});
    REQUIRE(runs.move(ids("queued").at(0), MoveTo::Back));
    CHECK(queued_seeds(*this) == Seeds{5, 2, 4, 3, 1});
    CHECK(!runs.move("nobody", MoveTo::Back));
}

TEST_CASE_FIXTURE(ExperimentRig, "cancelled calls are not sent, and one can be queued again") {
    add_run(five_seeds());
    const std::string second = ids("queued").at(1);
    REQUIRE(runs.cancel(second));
    CHECK(!runs.cancel(second));
    run_all();
    CHECK(stand_in.calls().size() == 4);
    REQUIRE(runs.retry(second));
    run_all();
    CHECK(stand_in.calls().size() == 5);
    CHECK(stand_in.calls().back().fields.at("seed") == "2");
}

TEST_CASE_FIXTURE(ExperimentRig, "all waiting calls are cancelled at once, and nothing that was sent") {
    add_run(five_seeds());
    REQUIRE(runner.run_next());
    work();
    CHECK(*runs.cancel_all() == 4);
    CHECK(count("completed") == 1);
    CHECK(count("cancelled") == 4);
}

TEST_CASE_FIXTURE(
    ExperimentRig,
    "a duplicate says the same, waits at the end, and its picture does not take the other's name") {
    add_run(five_seeds());
    const auto id = runs.duplicate(ids("queued").at(1));
    REQUIRE(id);
    CHECK(queued_seeds(*this) == Seeds{1, 2, 3, 4, 5, 2});
    run_all();
    CHECK(answer("SELECT COUNT(DISTINCT file_path) FROM images") == "6");
}

TEST_CASE_FIXTURE(ExperimentRig, "a completed call can be neither cancelled nor retried nor sent again") {
    add_run(small_settings(1));
    run_all();
    const std::string id = ids("completed").at(0);
    CHECK(!runs.cancel(id));
    CHECK(!runs.retry(id));
    CHECK(!runs.resend(id));
    CHECK(stand_in.calls().size() == 1);
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "the dashboard counts calls, pictures, scores, upscales and credits of a run") {
    ExperimentSettings settings = five_seeds();
    settings.steps = {30};
    add_run(settings);
    stand_in.fail_calls({CallFault::None, CallFault::Refused, CallFault::BrokenAfter, CallFault::NoCost});
    run_all();
    RunSummary run = overview().runs.at(0);
    CHECK(run.planned == 5);
    CHECK(run.calls.completed == 3);
    CHECK(run.calls.failed == 1);
    CHECK(run.calls.indeterminate == 1);
    CHECK(run.pictures == 3);
    CHECK(run.scored == 0);
    CHECK(run.unscored() == 3);
    CHECK(run.credits.confirmed.micro == 2 * price_of_inference(512, 768, 30, 1).micro);
    CHECK(run.credits.indeterminate.micro > 0);
    CHECK(run.credits.held == Credits{});
    sql().exec(
        "INSERT INTO review_events (kind, picture_id, criterion_id, after, happened_at, screen, blind) "
        "SELECT "
        "'edit', picture_id, 1, 8, '2026-01-01T00:00:00.000Z', 'review', 0 FROM images WHERE picture_id IS "
        "NOT "
        "NULL LIMIT 1;"
        "INSERT INTO scores SELECT picture_id, 1, 8, 1 FROM images WHERE picture_id IS NOT NULL LIMIT 1");
    UpscaleWish wish;
    wish.image_id = answer("SELECT id FROM images WHERE file_path IS NOT NULL LIMIT 1");
    REQUIRE(runs.add_upscale(wish));
    run_all();
    run = overview().runs.at(0);
    CHECK(run.pictures == 3);
    CHECK(run.scored == 1);
    CHECK(run.upscaled == 1);
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "the queue lists what runs, waits, and ended in a way that a user may act on") {
    add_run(five_seeds());
    stand_in.fail_calls({CallFault::BrokenBefore, CallFault::Refused});
    REQUIRE(runner.run_next());
    work();
    REQUIRE(runner.run_next());
    work();
    const auto queue = overview().queue;
    REQUIRE(queue.size() == 5);
    CHECK(queue[0].status == CallStatus::Queued);
    CHECK(queue[0].config.seed == 3);
    const auto failed = std::find_if(queue.begin(), queue.end(),
                                     [](const CallRow& row) { return row.status == CallStatus::Failed; });
    REQUIRE(failed != queue.end());
    CHECK(failed->problem == "SinkIn says: NSFW prompt");
    const auto unknown = std::find_if(queue.begin(), queue.end(), [](const CallRow& row) {
        return row.status == CallStatus::Indeterminate;
    });
    REQUIRE(unknown != queue.end());
    CHECK(unknown->problem.find("may have been made and paid") != std::string::npos);
}

TEST_CASE_FIXTURE(ExperimentRig, "the form of a run and of one picture can be had back") {
    const store::AddedRun run = add_run(five_seeds());
    run_all();
    const auto form = views.form_of_run(run.id);
    REQUIRE(form);
    REQUIRE(*form);
    ExperimentForm expected = form_of(five_seeds());
    CHECK(**form == expected);
    const auto one =
        views.form_of_picture(answer("SELECT file_path FROM images ORDER BY created_at, job_id LIMIT 1"));
    REQUIRE(one);
    REQUIRE(*one);
    CHECK((*one)->seed_mode == SeedMode::FixedSeed);
    CHECK((*one)->total_images == 1);
    CHECK(check_form(**one).settings);
    CHECK(!*views.form_of_picture("/nowhere.png"));
}

TEST_CASE_FIXTURE(ExperimentRig, "models are kept for the next start") {
    CHECK(views.models()->models.empty());
    for (int i = 0; i < 2; ++i) {
        const auto models = service.models({});
        REQUIRE(models);
        REQUIRE(views.keep_models(*models));
        const auto kept = views.models();
        REQUIRE(kept);
        CHECK(kept->models == models->models);
        CHECK(kept->loras == models->loras);
        CHECK(kept->models.at(0).name == "majicMIX realistic");
        CHECK(!kept->fetched_at.empty());
        stand_in.use_model_names();
    }
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "a call whose settings are damaged is listed, stops the queue, and can be cancelled") {
    add_run(five_seeds());
    sql().exec("UPDATE jobs SET config_json = '{broken' WHERE position = 1");
    CHECK(run_all());
    CHECK(stand_in.calls().empty());
    const CallRow first = overview().queue.at(0);
    CHECK(!first.problem.empty());
    REQUIRE(runs.cancel(first.id));
    CHECK(!run_all());
    CHECK(stand_in.calls().size() == 4);
}
