#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

/// The card with Pictures, loras, models and more in /home/ann, its field ready for typing.
struct Card : Frames {
    Card() {
        test::open_collection(*this);
        test::open_folder_card(*this);
        draw(6);
    }
    int rows() {
        int count = 0;
        for (const Target& each : targets) count += each.name.starts_with("folder[") ? 1 : 0;
        return count;
    }
    std::string opened() const {
        const auto opens = wished<app::OpenPaths>();
        return opens.empty() || opens.back().paths.size() != 1 ? std::string() : opens.back().paths[0];
    }
    std::string browsed() const {
        const auto browses = wished<app::BrowseFolder>();
        return browses.empty() ? std::string() : browses.back().path;
    }
};

}  // namespace

TEST_CASE("Enter opens the listed folder while nothing is typed") {
    Card card;
    card.press(Key::Enter);
    CHECK(card.opened() == "/home/ann");
    CHECK(card.state.overlay == app::Overlay::None);
}

TEST_CASE("typing the beginning of a name leaves the folders that begin so, whatever the case") {
    Card card;
    CHECK(card.rows() > 4);
    card.type("MO");
    CHECK(card.rows() > 4);
    card.type("d");
    CHECK(card.rows() == 1);
    card.press(Key::Enter);
    CHECK(card.opened() == "/home/ann/models");
}

TEST_CASE("hidden folders show once their dot is typed") {
    Card card;
    card.type(".");
    CHECK(card.rows() == 1);
    card.press(Key::Enter);
    CHECK(card.opened() == "/home/ann/.cache");
}

TEST_CASE("Tab goes into the chosen folder and lists it") {
    Card card;
    card.press(Key::Down);
    card.press(Key::Tab);
    CHECK(card.browsed() == "/home/ann/loras");
    card.apply(app::FolderListed{card.state.browser.ticket, {"/home/ann/loras", "/home/ann", {}, 0, 7, ""}});
    card.draw(4);
    CHECK(card.panel.folder_text == "/home/ann/loras/");
    card.press(Key::Enter);
    CHECK(card.opened() == "/home/ann/loras");
}

TEST_CASE("a path that ends in a slash is listed as it is typed") {
    Card card;
    card.type("loras/");
    CHECK(card.browsed() == "/home/ann/loras");
    card.apply(
        app::FolderListed{card.state.browser.ticket, {"/home/ann/loras", "/home/ann", {"a"}, 0, 7, ""}});
    card.type("a");
    CHECK(card.panel.folder_text == "/home/ann/loras/a");
    card.press(Key::Enter);
    CHECK(card.opened() == "/home/ann/loras/a");
}

TEST_CASE("Enter opens a path elsewhere as it was typed") {
    Card card;
    card.press(Key::A, {.ctrl = true});
    card.type("/srv/pictures");
    card.press(Key::Enter);
    CHECK(card.opened() == "/srv/pictures");
}

TEST_CASE("what is typed while a listing is on its way stays") {
    Card card;
    card.type("loras/ab");
    CHECK(card.panel.folder_text == "/home/ann/loras/ab");
    card.apply(
        app::FolderListed{card.state.browser.ticket, {"/home/ann/loras", "/home/ann", {"ab"}, 0, 7, ""}});
    card.draw(4);
    CHECK(card.panel.folder_text == "/home/ann/loras/ab");
}

TEST_CASE("a name that is typed alone means the folder below the listed one") {
    Card card;
    card.press(Key::A, {.ctrl = true});
    card.type("sub/");
    CHECK(card.browsed() == "/home/ann/sub");
}

TEST_CASE("a click on a folder goes into it, the button opens what is meant, the arrow goes up") {
    Card card;
    card.click("folder[2]");
    CHECK(card.browsed() == "/home/ann/models");
    card.click("folder.up");
    CHECK(card.browsed() == "/home");
    card.click("folder.open");
    CHECK(card.opened() == "/home/ann");
}

TEST_CASE("a folder that cannot be listed still can be left and opened elsewhere") {
    Card card;
    card.apply(app::BrowseFolder{"/root"});
    card.apply(app::FolderListed{card.state.browser.ticket, {"/root", "/", {}, 0, 0, "Not allowed"}});
    card.draw(4);
    CHECK(card.rows() == 0);
    card.press(Key::Tab);
    card.press(Key::Down);
    card.press(Key::A, {.ctrl = true});
    card.type("/srv");
    card.press(Key::Enter);
    CHECK(card.opened() == "/srv");
}
