#include <set>

#include "sampling_screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

std::set<std::string> reachable_now(const Frames& frames) {
    std::set<std::string> names;
    for (const Target& target : frames.targets)
        if (frames.targets.is_reachable(target)) names.insert(target.name);
    return names;
}

/// Goes to the elements: out of the field that a card begins with, else by F6.
void enter(Frames& frames) {
    if (frames.panel.keyboard.typing.empty()) return frames.press(Key::F6);
    const bool chooses =
        frames.state.overlay == app::Overlay::Palette || frames.state.overlay == app::Overlay::OpenFolder;
    frames.press(Key::Tab, {.shift = chooses});
}

struct Tour {
    std::set<std::string> missed;
    std::set<std::string> twice;
    std::set<std::string> forbidden;  ///< surfaces, and what lies below a card
    bool came_back = false;
};

Tour tour(Frames& frames, const Mods& mods) {
    frames.draw(4);
    const std::set<std::string> all = reachable_now(frames);
    enter(frames);
    Tour tour;
    std::set<std::string> seen;
    const std::string first = frames.panel.keyboard.target;
    for (int i = 0; i < 2000 && !tour.came_back; ++i) {
        const std::string& name = frames.panel.keyboard.target;
        if (!seen.insert(name).second) tour.twice.insert(name);
        const Target* target = frames.targets.find(name);
        if (target == nullptr || !frames.targets.is_reachable(*target)) tour.forbidden.insert(name);
        frames.press(Key::Tab, mods);
        tour.came_back = frames.panel.keyboard.target == first;
        if (tour.twice.size() > 10) break;
    }
    for (const std::string& name : all)
        if (!seen.contains(name)) tour.missed.insert(name);
    return tour;
}

std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + " ";
    return text;
}

void check_tour(const Tour& tour) {
    CHECK(joined(tour.missed) == "");
    CHECK(joined(tour.twice) == "");
    CHECK(joined(tour.forbidden) == "");
    CHECK(tour.came_back);
}

/// Where each of the four arrows leads from an element.
std::vector<std::string> arrows_from(Frames& frames, const std::string& name) {
    std::vector<std::string> reached;
    for (const Key key : {Key::Left, Key::Right, Key::Up, Key::Down}) {
        frames.panel.keyboard.target = name;
        frames.panel.keyboard.reveal = true;
        frames.draw(3);
        frames.press(key);
        reached.push_back(frames.panel.keyboard.target);
        frames.draw();
    }
    return reached;
}

/// Elements that the arrows do not reach from `start`.
std::set<std::string> unreached_by_arrows(Frames& frames, const std::string& start) {
    frames.draw(4);
    std::set<std::string> missing = reachable_now(frames);
    std::set<std::string> seen{start};
    std::vector<std::string> open{start};
    while (!open.empty()) {
        const std::string name = open.back();
        open.pop_back();
        missing.erase(name);
        for (const std::string& next : arrows_from(frames, name))
            if (seen.insert(next).second) open.push_back(next);
    }
    return missing;
}

}  // namespace

TEST_CASE("Tab visits every element of every screen once and comes back to the first") {
    auto states = test::all_states();
    const auto sampling = test::sampling_states();
    states.insert(states.end(), sampling.begin(), sampling.end());
    for (const test::ScreenState& screen : states) {
        CAPTURE(screen.name);
        Frames frames({1280, 720, 1});
        test::open_collection(frames);
        screen.open(frames);
        check_tour(tour(frames, {}));
    }
}

TEST_CASE("Tab visits every element in a small window too") {
    auto states = test::card_states();
    for (const auto& more :
         {test::grid_states(), test::settings_states(), test::experiment_states(), test::sampling_states()})
        states.insert(states.end(), more.begin(), more.end());
    for (const test::ScreenState& screen : states) {
        if (screen.name == "drawer and details") continue;  // one lies on the other here
        CAPTURE(screen.name);
        Frames frames({640, 400, 1});
        test::open_collection(frames);
        screen.open(frames);
        check_tour(tour(frames, {}));
    }
}

TEST_CASE("Tab visits the elements of the start screen") {
    Frames frames;
    frames.draw(2);
    frames.press(Key::Tab);
    CHECK(frames.panel.keyboard.target == "start.open");
    frames.press(Key::Tab);
    CHECK(frames.panel.keyboard.target == "start.demo");
    frames.press(Key::Tab);
    CHECK(frames.panel.keyboard.target == "start.experiment");
    frames.press(Key::Tab);
    CHECK(frames.panel.keyboard.target == "start.open");
}

TEST_CASE("long lists are walked through to both ends, also where they are scrolled") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    frames.apply(app::ShowOnlyRunsWithSamples{false});
    frames.apply(app::SetDrawer{true});
    frames.draw(3);
    frames.panel.keyboard.target = "drawer.run[0]";
    for (int i = 0; i < 23; ++i) frames.press(Key::Down);
    CHECK(frames.panel.keyboard.target == "drawer.run[23]");
    for (int i = 0; i < 23; ++i) frames.press(Key::Up);
    CHECK(frames.panel.keyboard.target == "drawer.run[0]");
    for (int i = 0; i < 22; ++i) frames.press(Key::Tab);
    for (int i = 0; i < 22; ++i) frames.press(Key::Tab, {.shift = true});
    CHECK(frames.panel.keyboard.target == "drawer.run[0]");
    for (int i = 0; i < 23; ++i) frames.press(Key::Tab);
    CHECK(frames.panel.keyboard.target == "drawer.run[23]");
}

TEST_CASE("the values of a filter are walked through to both ends") {
    Frames frames(test::report_of(40, 2, 2), {1280, 360, 1});
    frames.apply(app::ToggleFilters{});
    test::open_list(frames, "filter.checkpoint");
    frames.draw(3);
    frames.panel.keyboard.target = "filter.checkpoint[0]";
    for (int i = 0; i < 39; ++i) frames.press(Key::Down);
    CHECK(frames.panel.keyboard.target == "filter.checkpoint[39]");
    for (int i = 0; i < 39; ++i) frames.press(Key::Up);
    CHECK(frames.panel.keyboard.target == "filter.checkpoint[0]");
}

TEST_CASE("arrows reach every element of the drawer and of the grid around it") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames, 5);
    frames.apply(app::SetDrawer{true});
    CHECK(joined(unreached_by_arrows(frames, "drawer.close")) == "");
}

TEST_CASE("arrows reach every element of the settings") {
    for (const test::ScreenState& screen : test::settings_states()) {
        CAPTURE(screen.name);
        Frames frames({1280, 720, 1});
        test::open_collection(frames);
        screen.open(frames);
        CHECK(joined(unreached_by_arrows(frames, "settings.search")) == "");
    }
}

// Tab goes through lists and cards (above), and from the form to the status bar.
TEST_CASE("arrows reach every element of the experiments") {
    for (const test::ScreenState& screen : test::experiment_states()) {
        if (screen.name == "upscale card" || screen.name == "experiments, nothing read") continue;
        if (screen.name.starts_with("list of")) continue;
        CAPTURE(screen.name);
        Frames frames({1280, 720, 1});
        test::open_collection(frames);
        screen.open(frames);
        frames.draw(2);
        std::string first;
        for (const Target& target : frames.targets)
            if (first.empty() && frames.targets.is_reachable(target)) first = target.name;
        std::set<std::string> unreached = unreached_by_arrows(frames, first);
        unreached.erase("status.problems");
        CHECK(joined(unreached) == "");
    }
}

TEST_CASE("what has keys of its own is passed over: pictures, dividers, scroll bars") {
    const std::set<std::string> own_keys{
        "grid.cell",         // arrows, Enter
        "grid.slider",       // Alt+. and Alt+,
        "grid.stack",        // V
        "grid.divider.x",    // Ctrl+= and Ctrl+-
        "grid.divider.y",    // the same
        "grid.scroll.x",     // arrows move the focus, the grid follows
        "grid.scroll.y",     // the same
        "lightbox.picture",  // +, -, Z
        "analysis.row",      // arrows, Enter
        "analysis.thumb",    // Enter
        "analysis.view",     // Enter
        "analysis.group",    // arrows
        "analysis.scroll",   // PgUp, PgDn, Home, End
        "queue.call",        // only tells what does not fit
        "grid.generate",     // Enter
        "grid.again",        // Enter
        "review.picture",    // +, -, Z; arrows go through the queue
        "gallery.picture",   // arrows, Enter
    };
    for (const test::ScreenState& screen : test::all_states()) {
        Frames frames({1280, 720, 1});
        test::open_collection(frames);
        frames.apply(app::ResizeCells{{900.0f, 900.0f}});
        screen.open(frames);
        frames.draw(3);
        for (const Target& target : frames.targets)
            if (target.kind == TargetKind::Surface) {
                CAPTURE(target.name);
                CHECK(own_keys.contains(target.name.substr(0, target.name.find('['))));
            }
    }
}

TEST_CASE("elements that a panel covers are passed over, as the mouse cannot reach them either") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    frames.apply(app::ResizeCells{{900.0f, 900.0f}});
    frames.draw(2);
    REQUIRE(frames.targets.is_reachable(frames.target("grid.header.y[0]")));
    frames.apply(app::SetDrawer{true});
    frames.draw(2);
    CHECK_FALSE(frames.targets.is_reachable(frames.target("grid.header.y[0]")));
    CHECK(frames.targets.is_reachable(frames.target("grid.header.x[0]")));
}
