#include <imgui_internal.h>

#include <algorithm>

#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

struct Opened : Frames {
    Opened() : Frames(test::report_of(4, 3, 3)) {
        apply(app::CriteriaRead{test::some_criteria()});
        load_all();
    }
    std::string focused() const { return app::path_of(state, *app::focused_sample(state)); }
    void go_down(Key key) {
        queue_key(key);
        draw();
    }
    void go_up(Key key) {
        queue_release(key);
        draw();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Opened, "the loupe is there from the press of its key to the release") {
    go_down(Key::L);
    CHECK(state.peek.loupe);
    go_up(Key::L);
    CHECK_FALSE(state.peek.loupe);
}

TEST_CASE_FIXTURE(Opened,
                  "Tab holds the reference on a picture, and goes through controls once F6 has been there") {
    press(Key::R);
    go_down(Key::Tab);
    CHECK(state.peek.reference);
    go_up(Key::Tab);
    CHECK_FALSE(state.peek.reference);
    press(Key::F6);
    const std::string first = panel.keyboard.target;
    go_down(Key::Tab);
    CHECK_FALSE(state.peek.reference);
    CHECK(panel.keyboard.target != first);
    go_up(Key::Tab);
    go_down(Key::Grave);
    CHECK(state.peek.reference);  // this one always works
    go_up(Key::Grave);
    CHECK_FALSE(state.peek.reference);
}

TEST_CASE_FIXTURE(Opened, "while a text is typed no key holds anything") {
    press(Key::R);
    press(Key::K, {.ctrl = true});
    draw(6);
    REQUIRE_FALSE(panel.keyboard.typing.empty());
    go_down(Key::L);
    go_down(Key::Grave);
    CHECK_FALSE(state.peek.loupe);
    CHECK_FALSE(state.peek.reference);
}

TEST_CASE_FIXTURE(Opened, "beside the card Tab goes from criterion to criterion and digits fill that one") {
    apply(app::ShowScreen{app::Screen::Review});
    press(Key::C, {.shift = true});
    REQUIRE(state.review.card_open);
    CHECK(app::filled_criterion(state)->key == "overall_quality");
    press(Key::Tab);
    CHECK(app::filled_criterion(state)->key == "anatomy_score");
    const std::string before = focused();
    press(Key::Digit4);
    REQUIRE(state.review.pending.size() == 1);
    CHECK(state.review.pending[0].criterion == app::find_criterion(state, "anatomy_score")->id);
    CHECK(focused() != before);  // it was the last criterion
    CHECK(app::filled_criterion(state)->key == "overall_quality");
    press(Key::Tab, {.shift = true});
    CHECK(app::filled_criterion(state)->key == "anatomy_score");
}

TEST_CASE_FIXTURE(Opened, "Alt and a click compare a cell too, and open nothing") {
    point_at("grid.cell[1,1]");
    ImGuiIO& io = ImGui::GetIO();
    queue_key(Key::LeftAlt, {.alt = true});
    draw();
    io.MouseDown[0] = true;
    draw();
    io.MouseDown[0] = false;
    draw();
    CHECK_FALSE(state.lightbox);
    CHECK(state.compare.reference == focused());
    CHECK(state.focus == app::CellAt{1, 1});
}

TEST_CASE("the key list scrolls by keys to both ends") {
    Frames frames(test::report_of(2, 2, 2), {1280, 420});
    frames.apply(app::ToggleOverlay{app::Overlay::Help});
    frames.draw(3);
    const auto offset = [&] {
        ImGuiContext& context = *ImGui::GetCurrentContext();
        for (const ImGuiWindow* window : context.Windows)
            if (std::string_view(window->Name).find("keys") != std::string_view::npos)
                return window->Scroll.y;
        return -1.0f;
    };
    CHECK(offset() == 0);
    for (const Key key : {Key::Down, Key::PageDown, Key::End}) {
        const float before = offset();
        frames.press(key);
        frames.draw(2);
        CHECK(offset() > before);
    }
    for (const Key key : {Key::Up, Key::PageUp, Key::Home}) {
        const float before = offset();
        frames.press(key);
        frames.draw(2);
        CHECK(offset() < before);
    }
    CHECK(offset() == 0);
}

TEST_CASE_FIXTURE(Opened, "in the gallery up and down go by a row, Home and End to the ends of the queue") {
    apply(app::ShowScreen{app::Screen::Review});
    press(Key::G, {.shift = true});
    draw(2);
    const int columns = panel.gallery.columns;
    REQUIRE(columns > 2);
    press(Key::Home);
    const auto place = [&] {
        const auto& passing = panel.queue.passing;
        return std::find(passing.begin(), passing.end(), *app::focused_sample(state)) - passing.begin();
    };
    CHECK(place() == 0);
    press(Key::Down);
    CHECK(place() == columns);
    press(Key::Right);
    CHECK(place() == columns + 1);
    press(Key::Up);
    CHECK(place() == 1);
    press(Key::End);
    CHECK(place() == static_cast<std::ptrdiff_t>(panel.queue.passing.size()) - 1);
    press(Key::Enter);
    CHECK_FALSE(state.review.gallery.open);
    CHECK(state.screen == app::Screen::Review);
}

TEST_CASE_FIXTURE(Opened, "the focused picture of the gallery is always in sight, page by page and endless") {
    apply(app::ShowScreen{app::Screen::Review});
    apply(app::ToggleGallery{});
    apply(app::TuneGallery{.size = 2});
    for (const bool pages : {false, true}) {
        CAPTURE(pages);
        apply(app::TuneGallery{.pages = pages});
        for (const int direction : {1, -1}) {
            apply(app::GoToQueueEnd{direction});
            draw(4);
            const std::size_t index = direction > 0 ? panel.queue.passing.size() - 1 : 0;
            const Target& picture = target("gallery.picture[" + std::to_string(index) + "]");
            CHECK_FALSE(picture.is_clipped);
            CHECK(picture.box.min.y >= 0);
            CHECK(picture.box.min.y + picture.box.size.y <= window().height);
        }
    }
}

TEST_CASE_FIXTURE(Opened,
                  "after the last picture the progress is shown, and nothing is scored by a further key") {
    apply(app::ShowScreen{app::Screen::Review});
    press(Key::End);
    press(Key::Digit3);
    draw(2);
    CHECK(state.review.at_end);
    const std::size_t pending = state.review.pending.size();
    press(Key::Digit5);
    CHECK(state.review.pending.size() == pending);
    click("review.again");
    CHECK_FALSE(state.review.at_end);
    draw(2);
    CHECK(app::focused_sample(state) == panel.queue.passing.front());
}

TEST_CASE_FIXTURE(Opened, "on AZERTY the digit row scores by position, whatever it prints") {
    const app::Camera before = state.camera;
    int score = 0;
    for (const auto& [key, printed] :
         {std::pair{Key::Digit1, "&"}, std::pair{Key::Digit4, "'"}, std::pair{Key::Digit5, "("},
          std::pair{Key::Digit6, "-"}, std::pair{Key::Digit0, "@"}}) {
        queue_key(key);
        queue_text(printed);
        queue_release(key);
        draw(2);
        REQUIRE(wished<app::Rate>().size() == static_cast<std::size_t>(++score));
    }
    std::vector<int> scores;
    for (const app::Rate& rate : wished<app::Rate>()) scores.push_back(rate.score);
    CHECK(scores == std::vector{1, 4, 5, 6, 10});
    CHECK(state.camera == before);
    CHECK(wishes.size() == scores.size());
}
