#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

app::ConfigurationRead configuration(const std::vector<std::filesystem::path>& checkpoint_dirs,
                                     app::ThemeChoice theme = app::ThemeChoice::System) {
    auto loaded = std::make_shared<app::LoadedConfig>();
    loaded->config.checkpoint_dirs = checkpoint_dirs;
    loaded->config.sample_dir = "/samples";
    loaded->config.ui.theme = theme;
    return {loaded, app::make_fields("", *loaded)};
}

}  // namespace

TEST_CASE("Escape takes away one thing after the other, what lies on top first, and never quits") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::ToggleFullscreen{});
    session.apply(app::ToggleDetails{app::DetailKind::Picture});
    session.apply(app::OpenLightbox{{0, 0}});
    session.apply(app::ShowScreen{app::Screen::Settings});
    session.apply(app::ToggleOverlay{app::Overlay::Palette});
    session.apply(app::Noticed{app::ToastKind::Info, "new"});
    const auto shown = [&] {
        const app::AppState& state = session.state;
        std::string text;
        if (state.overlay != app::Overlay::None) text += "card ";
        if (state.screen == app::Screen::Settings) text += "settings ";
        if (state.lightbox) text += "lightbox ";
        if (state.detail.kind != app::DetailKind::None) text += "details ";
        if (state.fullscreen) text += "fullscreen ";
        if (!state.toasts.empty()) text += "toast ";
        return text + (state.screen == app::Screen::Start ? "start" : "grid");
    };
    std::vector<std::string> seen{shown()};
    for (int i = 0; i < 7; ++i) {
        session.apply(app::GoBack{});
        seen.push_back(shown());
    }
    CHECK(seen == std::vector<std::string>{"card settings lightbox details fullscreen toast grid",
                                           "settings lightbox details fullscreen toast grid",
                                           "lightbox details fullscreen toast grid",
                                           "details fullscreen toast grid", "fullscreen toast grid",
                                           "toast grid", "grid", "grid"});
    CHECK_FALSE(session.state.quit);
    const auto window = session.effects_of<app::ApplyFullscreen>();
    REQUIRE(window.size() == 2);
    CHECK_FALSE(window[1].on);
}

TEST_CASE("Escape on the Settings screen goes back to the start while nothing is open") {
    Session session;
    session.apply(app::ShowScreen{app::Screen::Settings});
    session.apply(app::GoBack{});
    CHECK(session.state.screen == app::Screen::Start);
}

TEST_CASE("the Settings screen reads the configuration file and changes nothing in it") {
    Session session;
    session.apply(app::ShowScreen{app::Screen::Settings});
    const auto writes = session.effects_of<app::WriteSettings>();
    REQUIRE(writes.size() == 1);
    CHECK(writes[0].edits.empty());
}

TEST_CASE("changed folders are used and searched at once") {
    Session session;
    session.apply(configuration({"/one"}));
    session.effects.clear();
    session.apply(configuration({"/one", "/two"}));
    const auto folders = session.effects_of<app::UseFolders>();
    REQUIRE(folders.size() == 1);
    CHECK(folders[0].checkpoint_dirs == std::vector<std::filesystem::path>{"/one", "/two"});
    CHECK(folders[0].sample_dir == "/samples");
    const auto searches = session.effects_of<app::DiscoverRuns>();
    REQUIRE(searches.size() == 1);
    CHECK(searches[0].ticket == session.state.scan.ticket);
    CHECK(std::holds_alternative<app::UseFolders>(session.effects[0]));
    CHECK(session.state.scan.discovering);
}

TEST_CASE("a configuration whose folders did not change searches nothing") {
    Session session;
    session.apply(configuration({"/one"}));
    session.effects.clear();
    session.apply(configuration({"/one"}, app::ThemeChoice::Light));
    CHECK(session.effects.empty());
    CHECK(session.state.setting_fields.size() == app::settings().size());
}

TEST_CASE("a theme in the configuration is taken when it changes, not each time it is read") {
    Session session;
    session.apply(configuration({}, app::ThemeChoice::Light));
    CHECK(session.state.theme == app::ThemeChoice::Light);
    session.apply(app::SetTheme{app::ThemeChoice::Dark});
    session.apply(configuration({}, app::ThemeChoice::Light));
    CHECK(session.state.theme == app::ThemeChoice::Dark);
    session.apply(configuration({}, app::ThemeChoice::System));
    CHECK(session.state.theme == app::ThemeChoice::System);
}

TEST_CASE("a step in one cell starts where the cell is and stays within the slider's values") {
    Session session;
    session.open(test::small_catalog(4));
    session.apply(app::SetSlider{1});
    session.apply(app::StepCell{{2, 2}, 1});
    CHECK(app::position_of(session.state, {2, 2}) == 2);
    session.apply(app::StepCell{{2, 2}, 1});
    session.apply(app::StepCell{{2, 2}, 1});
    CHECK(app::position_of(session.state, {2, 2}) == 3);
    session.apply(app::StepCell{{2, 2}, -99});
    CHECK(app::position_of(session.state, {2, 2}) == 0);
    CHECK(app::position_of(session.state, {0, 0}) == 1);
    CHECK(session.state.slider == 1);
}

TEST_CASE("a step in one cell stops playback and does nothing in an empty grid") {
    Session session;
    session.apply(app::StepCell{{0, 0}, 1});
    CHECK(session.state.cells.empty());
    session.open(test::small_catalog(4));
    session.apply(app::TogglePlay{});
    session.apply(app::StepCell{{0, 0}, 1});
    CHECK_FALSE(session.state.playback.playing);
}

TEST_CASE("the card that opens a folder lists one, and a late listing of another is ignored") {
    Session session;
    session.apply(app::ToggleOverlay{app::Overlay::OpenFolder});
    const std::uint64_t late = session.state.browser.ticket;
    session.apply(app::BrowseFolder{"/pictures"});
    const auto lists = session.effects_of<app::ListFolder>();
    REQUIRE(lists.size() == 2);
    CHECK(lists[0].path.empty());
    CHECK(lists[1].path == "/pictures");
    session.apply(app::FolderListed{late, {"/home/ann", "/home", {}, 0, 0, ""}});
    CHECK(session.state.browser.loading);
    session.apply(app::FolderListed{session.state.browser.ticket, {"/pictures", "/", {"a"}, 3, 0, ""}});
    CHECK(session.state.browser.listing.folders == std::vector<std::string>{"a"});
    CHECK_FALSE(session.state.browser.loading);
}

TEST_CASE("opening the drawer shows it: the lightbox gives way") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::OpenLightbox{{0, 0}});
    session.apply(app::SetDrawer{false});
    CHECK(session.state.lightbox);
    session.apply(app::SetDrawer{true});
    CHECK_FALSE(session.state.lightbox);
}

TEST_CASE("a contact sheet is written from the grid as it is, at the slider's position") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::SetSlider{2});
    session.apply(app::ToggleOverlay{app::Overlay::Sheet});
    app::SheetOptions options;
    options.target = "/sheets/one.png";
    session.apply(app::SaveSheet{options});
    const auto sheets = session.effects_of<app::WriteSheet>();
    REQUIRE(sheets.size() == 1);
    CHECK(sheets[0].options == options);
    CHECK(sheets[0].view == session.state.view);
    CHECK(sheets[0].catalog == session.state.library.catalog);
    CHECK(sheets[0].position == 2);
    CHECK(session.state.overlay == app::Overlay::None);
}
