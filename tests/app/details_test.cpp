#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

grid::Checkpoint checkpoint_of(const std::string& file, int step) {
    grid::Checkpoint checkpoint;
    checkpoint.file = file;
    checkpoint.path = "/checkpoints/" + file;
    checkpoint.label = std::to_string(step);
    checkpoint.number = step;
    checkpoint.sample_dirs = {file};
    return checkpoint;
}

/// A run with three checkpoints, and the pictures of `small_catalog`.
Session checkpoints_session() {
    Session session;
    grid::TrainingRun run;
    run.name = run.base = "run";
    for (const int step : {500, 1000, 1500})
        run.checkpoints.push_back(checkpoint_of("run-" + std::to_string(step) + ".safetensors", step));
    grid::TrainingRun other = run;
    other.name = other.base = "other";
    other.checkpoints = {checkpoint_of("other-7.safetensors", 7)};
    session.apply(app::Rescan{});
    session.discovered({run, other});
    session.scanned(test::small_catalog(3));
    session.effects.clear();
    return session;
}

std::vector<std::string> read_paths(const Session& session) {
    std::vector<std::string> paths;
    for (const auto& effect : session.effects_of<app::ReadDetails>()) paths.push_back(effect.path);
    return paths;
}

std::shared_ptr<const grid::Details> details_of(const std::string& name) {
    auto details = std::make_shared<grid::Details>();
    details->sections.push_back({name, {}});
    return details;
}

constexpr const char* kFirst = "/samples/500/prompt_name=forest&seed=420.png";

}  // namespace

TEST_CASE("nothing is read while the details are closed") {
    Session session = checkpoints_session();
    session.apply(app::Focus{{2, 1}});
    session.apply(app::StepSlider{1});
    session.apply(app::SelectCheckpoint{"run-500.safetensors"});
    CHECK(session.effects.empty());
}

TEST_CASE("the details of the focused picture are read once, however many commands follow") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    CHECK(session.state.detail.loading);
    session.apply(app::ToggleFilters{});
    session.apply(app::SetCamera{{2, 0.5, 0.5}});
    session.at(16);
    CHECK(read_paths(session) == std::vector<std::string>{kFirst});
}

TEST_CASE("the details follow the focus, the slider and the cell's own slider") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    session.apply(app::Focus{{1, 0}});
    session.apply(app::SetSlider{1});
    session.apply(app::SetCellSlider{{1, 0}, 2});
    session.apply(app::SetCellSlider{{3, 3}, 2});
    CHECK(read_paths(session) == std::vector<std::string>{kFirst,
                                                          "/samples/500/prompt_name=forest&seed=421.png",
                                                          "/samples/1000/prompt_name=forest&seed=421.png",
                                                          "/samples/1500/prompt_name=forest&seed=421.png"});
}

TEST_CASE("a late answer about the picture before is ignored") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    const std::uint64_t late = session.state.detail.ticket;
    session.apply(app::Focus{{1, 0}});
    session.apply(app::DetailsRead{late, details_of("late")});
    CHECK(session.state.detail.loading);
    CHECK(session.state.detail.details == nullptr);
    const auto answer = details_of("right");
    session.apply(app::DetailsRead{session.state.detail.ticket, answer});
    CHECK_FALSE(session.state.detail.loading);
    CHECK(session.state.detail.details == answer);
}

TEST_CASE("details that are there stay while the drawer is closed and opened again") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    const auto answer = details_of("right");
    session.apply(app::DetailsRead{session.state.detail.ticket, answer});
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    CHECK(session.state.detail.kind == app::DetailKind::None);
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    CHECK(session.state.detail.details == answer);
    CHECK(read_paths(session).size() == 1);
}

TEST_CASE("an empty cell has no details and keeps none of another picture") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    session.apply(app::DetailsRead{session.state.detail.ticket, details_of("right")});
    session.scanned(test::small_catalog(0));
    CHECK(session.state.detail.path.empty());
    CHECK(session.state.detail.details == nullptr);
    CHECK_FALSE(session.state.detail.loading);
}

TEST_CASE("of the checkpoints the highest is shown first, and the chosen one once there is one") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Checkpoint});
    session.apply(app::SelectCheckpoint{"run-500.safetensors"});
    CHECK(read_paths(session) ==
          std::vector<std::string>{"/checkpoints/run-1500.safetensors", "/checkpoints/run-500.safetensors"});
    session.apply(app::StepSlider{1});
    session.apply(app::Focus{{2, 2}});
    CHECK(read_paths(session).size() == 2);
}

TEST_CASE("another run starts with its own highest checkpoint") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Checkpoint});
    session.apply(app::SelectCheckpoint{"run-500.safetensors"});
    session.apply(app::SelectRun{"other"});
    CHECK(read_paths(session).back() == "/checkpoints/other-7.safetensors");
    CHECK(session.state.detail.checkpoint.empty());
}

TEST_CASE("the other kind of details takes the place of the first, the same kind closes the drawer") {
    Session session = checkpoints_session();
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    session.apply(app::ToggleDetails{app::DetailKind::Checkpoint});
    CHECK(session.state.detail.kind == app::DetailKind::Checkpoint);
    session.apply(app::ToggleDetails{app::DetailKind::Checkpoint});
    CHECK(session.state.detail.kind == app::DetailKind::None);
}

TEST_CASE("opening and resizing the details leaves the grid as it is") {
    Session session = checkpoints_session();
    session.apply(app::Focus{{2, 1}});
    session.apply(app::SetCamera{{3, 0.2, 0.4}});
    const auto view = session.state.view;
    session.apply(app::ToggleDetails{app::DetailKind::Checkpoint});
    session.apply(app::ResizeDetails{700});
    CHECK(session.state.detail.width_pt == 700);
    CHECK(session.state.view == view);
    CHECK(session.state.focus == app::CellAt{2, 1});
    CHECK(session.state.camera == app::Camera{3, 0.2, 0.4});
}
