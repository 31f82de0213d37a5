#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

/// Presses the key that opens something and types at once, before any frame could be drawn.
void press_and_type(Frames& frames, Key key, Mods mods, const std::string& text) {
    frames.queue_key(key, mods);
    frames.queue_release(key);
    frames.queue_text(text);
    frames.draw(12);
}

}  // namespace

TEST_CASE("what is typed right after the key that opens the palette lands in its field") {
    Frames frames;
    test::open_collection(frames);
    frames.draw(2);
    press_and_type(frames, Key::K, {.ctrl = true}, "ifgz");
    CHECK(frames.panel.palette_text == "ifgz");
    CHECK_FALSE(frames.state.overlay_info);
}

TEST_CASE("what is typed right after the key that opens the folder card lands in its field") {
    Frames frames;
    test::open_collection(frames);
    frames.draw(2);
    press_and_type(frames, Key::O, {.ctrl = true}, "/srv");
    CHECK(frames.panel.folder_text == "/srv");
    CHECK(frames.state.overlay == app::Overlay::OpenFolder);
}

TEST_CASE("what is typed right after the key that opens the sheet card lands in its field") {
    Frames frames;
    test::open_collection(frames);
    frames.draw(2);
    press_and_type(frames, Key::E, {.ctrl = true}, "?");
    CHECK(frames.state.overlay == app::Overlay::Sheet);
    CHECK(frames.panel.sheet.target.find('?') != std::string::npos);
}

TEST_CASE("what is typed right after the key of the run search and of a new preset lands in their fields") {
    Frames frames;
    test::open_collection(frames);
    frames.draw(2);
    frames.queue_text("/");
    frames.queue_text("lora");
    frames.draw(12);
    CHECK(frames.panel.run_search == "lora");
    frames.press(Key::Escape);
    press_and_type(frames, Key::S, {.ctrl = true}, "gvi");
    CHECK(frames.panel.preset_text == "gvi");
    frames.press(Key::Enter);
    REQUIRE(frames.wished<app::SavePreset>().size() == 1);
    CHECK(frames.wished<app::SavePreset>()[0].name == "gvi");
    CHECK(frames.panel.preset_edited.empty());
}

TEST_CASE("no shortcut fires while a field is typed in") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::SetDrawer{true});
    frames.panel.focus_text = "drawer.search";
    frames.draw(4);
    REQUIRE(frames.panel.keyboard.typing == "drawer.search");
    const std::size_t before = frames.wishes.size();
    for (const Key key : {Key::Space, Key::Left, Key::Home, Key::F6, Key::F11, Key::Period, Key::G, Key::I})
        frames.press(key);
    frames.press(Key::Q, {.ctrl = true});
    frames.press(Key::T, {.ctrl = true});
    frames.type("?+-.,/z");
    CHECK(frames.wishes.size() == before);
    CHECK(frames.panel.run_search == "?+-.,/z");
}

TEST_CASE("Escape leaves the field first and goes one level up only then") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::OpenLightbox{{0, 0}});
    frames.apply(app::CloseLightbox{});
    test::open_details(frames, app::DetailKind::Picture);
    frames.apply(app::SetDrawer{true});
    frames.panel.focus_text = "drawer.search";
    frames.draw(4);
    frames.press(Key::Escape);
    CHECK(frames.panel.keyboard.typing.empty());
    CHECK(frames.state.detail.kind == app::DetailKind::Picture);
    frames.press(Key::Escape);
    CHECK(frames.state.detail.kind == app::DetailKind::None);
}

TEST_CASE("Escape closes a card at once, also out of its field") {
    for (const app::Overlay card : {app::Overlay::Palette, app::Overlay::OpenFolder, app::Overlay::Sheet}) {
        Frames frames;
        test::open_collection(frames);
        frames.apply(app::ToggleOverlay{card});
        frames.draw(4);
        REQUIRE_FALSE(frames.panel.keyboard.typing.empty());
        frames.press(Key::Escape);
        CHECK(frames.state.overlay == app::Overlay::None);
        frames.draw(4);
        CHECK(frames.panel.keyboard.typing.empty());
    }
}

TEST_CASE("Tab goes on from a field to the element after it") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::SetDrawer{true});
    frames.panel.focus_text = "drawer.search";
    frames.draw(4);
    frames.press(Key::Tab);
    frames.draw(2);
    CHECK(frames.panel.keyboard.target == "drawer.only_with_samples");
    CHECK(frames.panel.keyboard.typing.empty());
}

TEST_CASE("Enter on a field starts to type in it") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::SetDrawer{true});
    frames.draw(2);
    frames.panel.keyboard.target = "drawer.search";
    frames.press(Key::Enter);
    frames.type("lora 1");
    CHECK(frames.panel.run_search == "lora 1");
}

TEST_CASE("a search for runs out of the lightbox leads to the drawer") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::OpenLightbox{{0, 0}});
    frames.draw(2);
    frames.queue_text("/");
    frames.queue_text("lora");
    frames.draw(12);
    CHECK_FALSE(frames.state.lightbox);
    CHECK(frames.panel.run_search == "lora");
}

TEST_CASE("a field that never comes holds no key back for long") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::CatalogScanned{frames.state.scan.ticket,
                                     grid::make_catalog({"run", "/samples", {}, {}, {}, {}}, Generation{2}),
                                     true});
    frames.draw(2);
    press_and_type(frames, Key::S, {.ctrl = true}, "i");  // there is nothing that a preset could hold
    CHECK_FALSE(frames.has_waiting());
    frames.press(Key::F1);
    CHECK(frames.state.overlay == app::Overlay::Help);
}

TEST_CASE("news that appear while a field is typed in leave it the keyboard") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::SetDrawer{true});
    frames.panel.focus_text = "drawer.search";
    frames.draw(4);
    frames.type("lora");
    frames.apply(app::Noticed{app::ToastKind::Error, "There is no room on the disk"});
    test::open_details(frames, app::DetailKind::Picture);
    frames.draw(2);
    frames.type(" 7");
    CHECK(frames.panel.run_search == "lora 7");
}

TEST_CASE("a click on a toast leaves the card below it open") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::ToggleOverlay{app::Overlay::Sheet});
    frames.apply(app::Noticed{app::ToastKind::Error, "There is no room on the disk"});
    frames.click("toast[" + std::to_string(frames.state.toasts.back().id) + "].close");
    CHECK(frames.state.toasts.empty());
    CHECK(frames.state.overlay == app::Overlay::Sheet);
}

TEST_CASE("a listing that arrives while its field has the keyboard is put into it") {
    Frames frames;
    test::open_collection(frames);
    frames.apply(app::ToggleOverlay{app::Overlay::OpenFolder});
    frames.draw(6);
    test::answer_listing(frames);
    frames.draw(4);
    CHECK(frames.panel.folder_text == "/home/ann/");
    frames.type("pic");
    CHECK(frames.panel.folder_text == "/home/ann/pic");
}
