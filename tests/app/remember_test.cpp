#include "app/remember.h"

#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using app::ThemeChoice;
using test::Session;

namespace {

app::AppState configured(ThemeChoice theme) {
    app::AppState state;
    auto configuration = std::make_shared<app::LoadedConfig>();
    configuration->config.ui.theme = theme;
    state.configuration = configuration;
    state.theme = theme;
    return state;
}

/// The theme at the next start, when it was `left` with one configured theme and starts with another.
ThemeChoice theme_after(ThemeChoice configured_then, ThemeChoice left, ThemeChoice configured_now) {
    app::AppState before = configured(configured_then);
    before.theme = left;
    app::AppState after = configured(configured_now);
    app::restore_settings(after, app::remembered_settings(before));
    return after.theme;
}

app::AppState restored(const std::string& name, const std::string& value) {
    app::AppState state;
    app::restore_settings(state, {{name, value}});
    return state;
}

}  // namespace

TEST_CASE("what was set comes back at the next start") {
    app::AppState before;
    before.theme = ThemeChoice::Light;
    before.filters_open = true;
    before.overlay_info = true;
    before.playback = {.playing = true, .loop = false, .speed = 5, .last_step = app::Millis{7}};
    before.library.only_with_samples = false;
    before.cell_size = {151.5f, 77.25f};
    before.detail.width_pt = 512.5f;
    app::AppState after;
    app::restore_settings(after, app::remembered_settings(before));
    CHECK(after.theme == ThemeChoice::Light);
    CHECK(after.filters_open);
    CHECK(after.overlay_info);
    CHECK_FALSE(after.playback.loop);
    CHECK(after.playback.speed == 5);
    CHECK_FALSE(after.playback.playing);
    CHECK_FALSE(after.library.only_with_samples);
    CHECK(after.cell_size == before.cell_size);
    CHECK(after.detail.width_pt == 512.5f);
    CHECK(app::remembered_settings(after) == app::remembered_settings(before));
}

TEST_CASE("cells that fit the window still fit it at the next start") {
    CHECK_FALSE(app::remembered_settings({}).contains("cell.width"));
    app::AppState after;
    app::restore_settings(after, app::remembered_settings({}));
    CHECK(after.cell_size == app::CellSize{});
}

TEST_CASE("remembered nonsense changes nothing") {
    const app::Settings usual = app::remembered_settings({});
    for (const std::string name :
         {"theme", "theme.configured", "filters.open", "detail.width", "labels", "play.speed", "play.loop",
          "runs.only_with_samples", "cell.width", "cell.height"})
        for (const std::string value :
             {"", "x", "-1", "1e999", "nan", "inf", "-inf", "99999", "3 ", " 1", "0x1", "\xFF\xFE", "1,5"}) {
            CAPTURE(name);
            CAPTURE(value);
            CHECK(app::remembered_settings(restored(name, value)) == usual);
        }
}

TEST_CASE("a theme that was chosen by hand comes back while the configuration says what it said") {
    for (const ThemeChoice file : {ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light})
        for (const ThemeChoice left : {ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light})
            CHECK(theme_after(file, left, file) == left);
}

TEST_CASE("a theme that the configuration names now and did not name then wins") {
    CHECK(theme_after(ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light) == ThemeChoice::Light);
    CHECK(theme_after(ThemeChoice::Light, ThemeChoice::Light, ThemeChoice::Dark) == ThemeChoice::Dark);
    CHECK(theme_after(ThemeChoice::Light, ThemeChoice::Light, ThemeChoice::System) == ThemeChoice::System);
}

TEST_CASE("the run of the last time opens again, or the first with samples when it is gone") {
    Session before;
    before.apply(app::Rescan{});
    before.discovered({test::run_named("a", true), test::run_named("b", true)});
    before.apply(app::SelectRun{"b"});
    const app::Stored stored{{}, {}, app::remembered_settings(before.state)};

    Session after;
    after.apply(app::StoredRead{stored});
    after.apply(app::Rescan{});
    after.discovered({test::run_named("a", true), test::run_named("b", true)});
    CHECK(after.state.library.selected_run == "b");

    Session gone;
    gone.apply(app::StoredRead{stored});
    gone.apply(app::Rescan{});
    gone.discovered({test::run_named("a", true), test::run_named("c", true)});
    CHECK(gone.state.library.selected_run == "a");
}

TEST_CASE("a run of the same name in another folder is not the run of the last time") {
    grid::TrainingRun here = test::run_named("b", true), there = here;
    here.root = "/one";
    there.root = "/two";
    there.name = "b (two)";
    Session before;
    before.apply(app::Rescan{});
    before.discovered({here, there});
    before.apply(app::SelectRun{"b (two)"});
    Session after;
    after.apply(app::StoredRead{{{}, {}, app::remembered_settings(before.state)}});
    after.apply(app::Rescan{});
    after.discovered({here, there});
    CHECK(after.state.library.selected_run == "b (two)");
}

TEST_CASE("what was opened by hand is remembered, what could not be opened is not") {
    Session session;
    session.apply(app::OpenPaths{{"/pictures/of a run", "/second"}});
    CHECK(app::remembered_settings(session.state).at(std::string(app::kOpenedSetting)) ==
          "/pictures/of a run\n/second");
    session.apply(app::OpenDemo{});
    CHECK(app::remembered_settings(session.state).at(std::string(app::kOpenedSetting)) == app::kDemo);
    session.apply(app::OpenFailed{"There is no room for the demo"});
    CHECK(app::remembered_settings(session.state).at(std::string(app::kOpenedSetting)).empty());
}
