#include "ui/palette.h"

#include <algorithm>

#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

std::vector<std::string> titles(Frames& frames, std::string_view query) {
    std::vector<std::string> names;
    for (const PaletteEntry& entry : palette_entries(frames.state, frames.panel, frames.keymap, query))
        names.push_back(entry.title);
    return names;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

TEST_CASE(
    "a whole word answers better than the beginning of one, that better than its inside, that than spread "
    "letters") {
    const auto whole = match_score("Save the grid", "grid");
    const auto start = match_score("Save the gridlines", "grid");
    const auto inside = match_score("Save ingrid", "grid");
    const auto spread = match_score("Go right at dawn, inside", "grid");
    REQUIRE((whole && start && inside && spread));
    CHECK(*whole > *start);
    CHECK(*start > *inside);
    CHECK(*inside > *spread);
}

TEST_CASE("words are found in any order and in any case, and all of them must be there") {
    CHECK(match_score("Save the grid as a picture", "PICTURE save").has_value());
    CHECK_FALSE(match_score("Save the grid as a picture", "save zebra").has_value());
    CHECK_FALSE(match_score("Save", "saved").has_value());
    CHECK(match_score("anything", "").has_value());
    CHECK(match_score("anything", "   ").has_value());
    CHECK_FALSE(match_score("", "a").has_value());
}

TEST_CASE("letters of a word may be spread, but in their order") {
    CHECK(match_score("checkpoints", "cks").has_value());
    CHECK_FALSE(match_score("checkpoints", "skc").has_value());
}

TEST_CASE("the palette offers actions with their keys, runs, presets and slider values") {
    Frames frames;
    test::open_collection(frames);
    const auto all = palette_entries(frames.state, frames.panel, frames.keymap, "");
    const auto find = [&](std::string_view title) {
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.title == title; });
        REQUIRE_MESSAGE(found != all.end(), title);
        return *found;
    };
    CHECK(find("Show or hide the filters").hint == "Ctrl+F");
    CHECK(find("lora 5").kind == "Run");
    CHECK(find("Preset 3").kind == "Preset");
    CHECK(find("checkpoint 1500").kind == "Slider");
}

TEST_CASE("the best answer comes first, and equally good ones in the order of the table") {
    Frames frames;
    test::open_collection(frames);
    CHECK(titles(frames, "preset 4").front() == "Preset 4");
    CHECK(titles(frames, "checkpoint 1000").front() == "checkpoint 1000");
    const auto lora = titles(frames, "lora");
    CHECK(lora.front() == "lora 1");
    CHECK(lora[1] == "lora 2");
}

TEST_CASE("only what can be done now is offered") {
    Frames start;
    CHECK(holds(titles(start, ""), "Open a folder"));
    CHECK_FALSE(holds(titles(start, ""), "Play or stop"));
    CHECK_FALSE(holds(titles(start, ""), "Save the grid as a picture…"));
    Frames frames;
    test::open_collection(frames);
    CHECK(holds(titles(frames, ""), "Play or stop"));
    CHECK_FALSE(holds(titles(frames, ""), "Find a command, run or preset"));
    test::open_settings(frames);
    CHECK_FALSE(holds(titles(frames, ""), "Play or stop"));
}

TEST_CASE("at most 200 entries are offered, the best ones") {
    Frames frames(test::report_of(900, 1, 1));
    CHECK(palette_entries(frames.state, frames.panel, frames.keymap, "").size() == 200);
    CHECK(titles(frames, "checkpoint 450000").front() == "checkpoint 450000");
}

TEST_CASE("Enter does what the chosen row says and closes the palette") {
    Frames frames;
    test::open_collection(frames);
    frames.press(Key::K, {.ctrl = true});
    frames.type("checkpoint 1500");
    frames.press(Key::Enter);
    CHECK(frames.state.overlay == app::Overlay::None);
    CHECK(frames.state.view->positions[frames.state.slider] == "1500");

    frames.press(Key::K, {.ctrl = true});
    frames.type("preset 2");
    frames.press(Key::Enter);
    REQUIRE(frames.wished<app::LoadPreset>().size() == 1);
    CHECK(frames.wished<app::LoadPreset>()[0].id == "2");

    frames.press(Key::K, {.ctrl = true});
    frames.type("show or hide the filters");
    frames.press(Key::Enter);
    CHECK(frames.state.filters_open);
}

TEST_CASE("the arrows choose another row, a new word begins at the best again") {
    Frames frames;
    test::open_collection(frames);
    frames.press(Key::K, {.ctrl = true});
    frames.type("lora");
    frames.press(Key::Down);
    frames.press(Key::Down);
    CHECK(frames.panel.cursor.index == 2);
    frames.type(" 1");
    CHECK(frames.panel.cursor.index == 0);
    frames.press(Key::Up);
    CHECK(frames.panel.cursor.index == 0);
    frames.press(Key::PageDown);
    frames.press(Key::PageDown);
    frames.press(Key::PageDown);
    frames.press(Key::PageDown);
    const auto entries = palette_entries(frames.state, frames.panel, frames.keymap, "lora 1");
    CHECK(frames.panel.cursor.index == static_cast<int>(entries.size()) - 1);
}

TEST_CASE("an action that begins with a text field leads into that field") {
    Frames frames;
    test::open_collection(frames);
    frames.press(Key::K, {.ctrl = true});
    frames.type("search the training runs");
    frames.press(Key::Enter);
    frames.draw(4);
    CHECK(frames.state.drawer_open);
    CHECK(frames.panel.keyboard.typing == "drawer.search");
    frames.type("lora 7");
    CHECK(frames.panel.run_search == "lora 7");
}

TEST_CASE("a word that nothing answers to does nothing on Enter") {
    Frames frames;
    test::open_collection(frames);
    frames.press(Key::K, {.ctrl = true});
    frames.type("qqqqzzzz");
    const std::size_t before = frames.wishes.size();
    frames.press(Key::Enter);
    CHECK(frames.wishes.size() == before);
    CHECK(frames.state.overlay == app::Overlay::Palette);
}
