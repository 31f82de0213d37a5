#include <doctest/doctest.h>

#include <algorithm>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

/// `small_catalog` without the pictures of some values.
std::shared_ptr<const grid::Catalog> catalog_without(int checkpoints, const std::vector<std::string>& parts) {
    const auto whole = test::small_catalog(checkpoints);
    grid::ScanReport report{"run", "/samples", {}, whole->dimensions[0].values, {}, {}};
    for (std::uint32_t i = 0; i < whole->samples.size(); ++i) {
        const grid::Sample& sample = whole->samples[i];
        const bool out = std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return sample.path.find(part) != std::string::npos;
        });
        if (out) continue;
        grid::FoundSample found{sample, {}};
        for (std::size_t d = 0; d < whole->dimensions.size(); ++d)
            found.dimensions.emplace_back(whole->dimensions[d].name,
                                          whole->dimensions[d].values[whole->value({i}, d)]);
        report.found.push_back(std::move(found));
    }
    return grid::make_catalog(report, Generation{2});
}

Session run_session() {
    Session session;
    session.apply(app::Rescan{});
    session.discovered({test::run_named("run", true), test::run_named("other", true)});
    session.scanned(test::small_catalog(4));
    session.effects.clear();
    return session;
}

/// A user in the middle of comparing: seed 422, harbour, checkpoint 1500, zoomed in.
Session comparing_session() {
    Session session = run_session();
    session.apply(app::SetSlider{2});
    session.apply(app::SetCellSlider{{1, 3}, 0});
    session.apply(app::SetCamera{{4, 0.25, 0.75}});
    session.apply(app::OpenLightbox{{2, 1}});
    session.apply(app::SetLightboxCamera{{8, 0.1, 0.9}});
    session.effects.clear();
    return session;
}

void check_still_there(const Session& session) {
    const app::AppState& state = session.state;
    CHECK(state.view->positions[state.slider] == "1500");
    CHECK(app::key_of(state, state.focus) == app::CellKey{"422", "harbour"});
    CHECK(state.camera == app::Camera{4, 0.25, 0.75});
    CHECK(state.lightbox);
    CHECK(state.lightbox_camera == app::Camera{8, 0.1, 0.9});
    REQUIRE(state.cells.size() == 1);
    CHECK(state.cells.begin()->first == app::CellKey{"421", "street"});
    CHECK(state.cells.begin()->second.position == "500");
}

}  // namespace

TEST_CASE("new pictures of the open run are looked for without showing a half of them") {
    Session session = run_session();
    session.apply(app::FoldersChanged{});
    const auto scans = session.effects_of<app::ScanRun>();
    REQUIRE(scans.size() == 1);
    CHECK(session.effects.size() == 1);
    CHECK(scans[0].run.name == "run");
    CHECK(scans[0].news == app::ScanNews::OnlyTheEnd);
    CHECK(scans[0].ticket == session.state.scan.ticket);
}

TEST_CASE("a run that has no pictures yet shows the first ones as they are found") {
    Session session;
    session.apply(app::Rescan{});
    session.discovered({test::run_named("run", true)});
    session.scanned(test::small_catalog(0));
    session.effects.clear();
    session.apply(app::FoldersChanged{});
    const auto scans = session.effects_of<app::ScanRun>();
    REQUIRE(scans.size() == 1);
    CHECK(scans[0].news == app::ScanNews::WhatIsFoundSoFar);
}

TEST_CASE("changed checkpoints lead to a look for runs, and the open run stays open") {
    Session session = run_session();
    session.apply(app::SelectRun{"other"});
    session.scanned(test::small_catalog(2, "other"));
    session.effects.clear();
    session.apply(app::FoldersChanged{true});
    REQUIRE(session.effects_of<app::DiscoverRuns>().size() == 1);
    session.discovered({test::run_named("new", true), test::run_named("other", true)});
    CHECK(session.state.library.selected_run == "other");
    CHECK(session.state.library.runs.size() == 2);
    const auto scans = session.effects_of<app::ScanRun>();
    REQUIRE(scans.size() == 1);
    CHECK(scans[0].news == app::ScanNews::OnlyTheEnd);
}

TEST_CASE("an opened folder is listed again, whatever changed in it") {
    for (const bool runs : {false, true}) {
        Session session;
        session.open(test::small_catalog(2));
        session.effects.clear();
        session.apply(app::FoldersChanged{runs});
        const auto scans = session.effects_of<app::ScanFolder>();
        REQUIRE(scans.size() == 1);
        CHECK(session.effects.size() == 1);
        CHECK(scans[0].folder == "/samples");
        CHECK(scans[0].ticket == session.state.scan.ticket);
    }
}

TEST_CASE("while runs are being looked for a change on the disk asks for nothing more") {
    Session session = run_session();
    session.apply(app::Rescan{});
    session.effects.clear();
    session.apply(app::FoldersChanged{true});
    CHECK(session.effects.empty());
}

TEST_CASE("looking for runs again ends the scan that it overtakes, also when there are none any more") {
    Session session;
    session.apply(app::OpenPaths{{"/samples"}});
    session.scanned(test::small_catalog(2), false);
    REQUIRE(session.state.scan.scanning);
    session.apply(app::Rescan{});
    session.discovered({});
    CHECK_FALSE(session.state.scan.scanning);
    CHECK_FALSE(session.state.scan.discovering);
}

TEST_CASE(
    "more checkpoints, prompts and seeds leave slider, focus, camera, cells and lightbox where they are") {
    Session session = run_session();
    session.scanned(catalog_without(4, {"seed=420", "forest", "1000/"}));
    REQUIRE(session.state.view->positions == std::vector<std::string>{"500", "1500", "2000"});
    session.apply(app::SetSlider{1});
    session.apply(app::SetCellSlider{{0, 2}, 0});
    session.apply(app::SetCamera{{4, 0.25, 0.75}});
    session.apply(app::OpenLightbox{{1, 0}});
    session.apply(app::SetLightboxCamera{{8, 0.1, 0.9}});
    check_still_there(session);
    session.apply(app::FoldersChanged{});
    session.scanned(test::small_catalog(6));
    REQUIRE(session.state.view->positions.size() == 6);
    check_still_there(session);
}

TEST_CASE("fewer checkpoints, prompts and seeds leave them where they are too") {
    Session session = comparing_session();
    session.apply(app::FoldersChanged{});
    session.scanned(catalog_without(4, {"seed=420", "forest", "1000/"}));
    REQUIRE(session.state.view->positions.size() == 3);
    check_still_there(session);
}

TEST_CASE("playback goes on while new pictures arrive") {
    Session session = run_session();
    session.apply(app::TogglePlay{});
    session.apply(app::FoldersChanged{});
    session.scanned(test::small_catalog(6));
    CHECK(session.state.playback.playing);
}

TEST_CASE(
    "what is focused and deleted gives way to its neighbour, and the lightbox closes over an empty cell") {
    Session session = comparing_session();
    session.apply(app::FoldersChanged{});
    session.scanned(catalog_without(4, {"1500/prompt_name=harbour&seed=422"}));
    CHECK_FALSE(session.state.lightbox);
    CHECK(app::key_of(session.state, session.state.focus) == app::CellKey{"422", "harbour"});
    session.scanned(catalog_without(4, {"seed=422", "seed=423"}));
    CHECK(session.state.focus == app::CellAt{1, 1});
}

TEST_CASE("a picture file that is opened has the focus and the slider on it") {
    Session session;
    session.apply(app::OpenPaths{{"/samples/1500/prompt_name=lake&seed=423.png"}});
    session.scanned(test::small_catalog(2), false);
    CHECK(session.state.focus == app::CellAt{0, 0});
    session.scanned(test::small_catalog(4));
    CHECK(app::key_of(session.state, session.state.focus) == app::CellKey{"423", "lake"});
    CHECK(session.state.view->positions[session.state.slider] == "1500");
    session.apply(app::Focus{{0, 0}});
    session.scanned(test::small_catalog(4));
    CHECK(session.state.focus == app::CellAt{0, 0});
}

TEST_CASE("a picture file that shares its cell is the one that the cell shows") {
    const std::string path = "1000/prompt_name=lake&seed=422.png";
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::AssignRole{"seed", grid::Role::None});
    const auto shown = [&] {
        return session.state.library.catalog->sample(*app::sample_at(session.state, session.state.focus))
            .path;
    };
    session.apply(app::OpenPaths{{"/samples/" + path}});
    session.scanned(test::small_catalog(3));
    CHECK(shown() == path);

    session.apply(app::CycleStack{session.state.focus, 1});
    session.apply(app::SetCellSlider{session.state.focus, 0});
    session.apply(app::OpenPaths{{"/samples/" + path}});
    session.scanned(test::small_catalog(3));
    CHECK(shown() == path);
}

TEST_CASE("a picture that is not among those found moves nothing") {
    Session session;
    session.apply(app::OpenPaths{{"/elsewhere/1500/prompt_name=lake&seed=423.png"}});
    session.scanned(test::small_catalog(4));
    CHECK(session.state.focus == app::CellAt{0, 0});
    CHECK(session.state.slider == 0);
    CHECK(session.state.sought.empty());
}
