#include <cmath>

#include "offscreen_fixture.h"

using namespace proofsheet;
using test::Offscreen;

namespace {

constexpr int kSide = 64, kPlantedX = 20, kPlantedY = 30;

using Colour = std::array<int, 3>;

Colour colour_at(const image::Pixels& pixels, int x, int y) {
    const std::uint8_t* at = pixels.row(y) + std::ptrdiff_t{4} * x;
    return {at[0], at[1], at[2]};
}

/// Checkpoints 1 and 2 are the same. In checkpoint 3 the first cell differs by one level in one pixel, the
/// others are other pictures.
image::Pixels planted(int checkpoint, int cell) {
    const bool other = checkpoint == 3 && cell > 0;
    image::Pixels pixels = test::noise_of(kSide)(other ? 9 : 1, cell);
    if (checkpoint == 3 && cell == 0)
        for (int c = 0; c < 3; ++c) ++pixels.row(kPlantedY)[kPlantedX * 4 + c];
    return pixels;
}

/// The application on three checkpoints, everything at 100 % and the pointer out of the way.
struct Closer {
    Closer() { app.run("wait ready 60\nkey Ctrl+B\nmove 3 3\nkey Ctrl+1\nwait ready 60"); }

    /// Where the picture of a cell lies in the grid.
    app::Box in_cell(const std::string& cell) const {
        const ui::Target* target = app.application().targets().find("grid.cell[" + cell + "]");
        REQUIRE(target != nullptr);
        app::Box box = target->box;
        box.size.y = app.application().panel().grid.focus_box.size.y;  // the target leaves out the slider
        return app::picture_box(app.application().state().camera, {kSide, kSide}, box);
    }
    /// Where it lies where one picture fills the screen.
    app::Box single() const {
        return app::picture_box(app.application().state().lightbox_camera, {kSide, kSide},
                                app.application().panel().lightbox.box);
    }
    /// Where picture `index` of two lies side by side.
    app::Box beside(int index) const {
        const ui::Target* target =
            app.application().targets().find("compare.picture[" + std::to_string(index) + "]");
        REQUIRE(target != nullptr);
        return app::picture_box(app.application().state().lightbox_camera, {kSide, kSide}, target->box);
    }
    Colour shown(const app::Box& content, int x, int y) const {
        return colour_at(app.screen(), static_cast<int>(content.min.x) + x,
                         static_cast<int>(content.min.y) + y);
    }
    /// How many pixels of the content are not black, and the brightest level of one.
    std::pair<int, int> bright(const app::Box& content) const {
        const image::Pixels screen = app.screen();
        int count = 0, most = 0;
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x) {
                const Colour colour = colour_at(screen, static_cast<int>(content.min.x) + x,
                                                static_cast<int>(content.min.y) + y);
                const int level = std::max({colour[0], colour[1], colour[2]});
                count += level > 0 ? 1 : 0;
                most = std::max(most, level);
            }
        return {count, most};
    }
    bool shows(const app::Box& content, const image::Pixels& file) const {
        const image::Pixels screen = app.screen();
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x)
                if (colour_at(screen, static_cast<int>(content.min.x) + x,
                              static_cast<int>(content.min.y) + y) != colour_at(file, x, y))
                    return false;
        return true;
    }
    image::Pixels file_at(int checkpoint, const std::string& name) const {
        return app.file("test-step00000" + std::to_string(checkpoint) + "00.safetensors/" + name +
                        "&_00001_.png");
    }
    void point_at(const app::Box& content, int x, int y) {
        app.run("move " + std::to_string(content.min.x + x + 0.5) + " " +
                std::to_string(content.min.y + y + 0.5));
    }

    Offscreen app{3, 2, planted};
};

const std::string kFirst = "prompt_name=p0&seed=0", kSecond = "prompt_name=p0&seed=1";

}  // namespace

TEST_CASE_FIXTURE(Closer, "in a change map identical neighbours are black, and one grey level is seen") {
    app.run("key .\nkey Shift+D\nwait ready 60");
    CHECK(app.state()["compare"]["change_map"] == "to_neighbour");
    for (const char* cell : {"0,0", "1,0", "0,1", "1,1"}) CHECK(bright(in_cell(cell)) == std::pair(0, 0));
    app.run("key .\nwait ready 60");
    CHECK(bright(in_cell("0,0")) == std::pair(1, 8));
    CHECK(shown(in_cell("0,0"), kPlantedX, kPlantedY) == Colour{8, 8, 8});
    CHECK(bright(in_cell("1,1")).first > kSide * kSide / 2);
    app.run("click-on change_map.gain\nclick-on change_map.gain\nmove 3 3\nwait ready 60");
    CHECK(shown(in_cell("0,0"), kPlantedX, kPlantedY) == Colour{64, 64, 64});
    app.run("key Shift+D\nwait ready 60");
    CHECK(app.state()["compare"]["change_map"] == "off");
    CHECK(shows(in_cell("0,0"), file_at(3, kFirst)));
}

TEST_CASE_FIXTURE(Closer, "with a reference every cell shows how it differs from that one") {
    app.run("key R\nkey End\nkey .\nkey Shift+D\nmove 3 3\nwait ready 60");
    CHECK(app.state()["compare"]["change_map"] == "to_reference");
    CHECK(bright(in_cell("0,0")) == std::pair(0, 0));
    const image::Pixels reference = file_at(1, kFirst), own = file_at(2, kSecond);
    for (const int at : {3, 17, 40}) {
        const Colour one = colour_at(reference, at, at), other = colour_at(own, at, at);
        Colour expected;
        for (std::size_t c = 0; c < 3; ++c) expected[c] = std::min(255, 8 * std::abs(one[c] - other[c]));
        CHECK(shown(in_cell("1,0"), at, at) == expected);
    }
}

TEST_CASE_FIXTURE(Closer, "a planted grey level is seen by the difference and told by the numbers") {
    app.run("key .\nkey .\nkey C\nkey D\nmove 3 3\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    CHECK(app.state()["compare"]["numbers"]["differing"] == 1);
    CHECK(app.state()["compare"]["numbers"]["largest"] == 1);
    CHECK(bright(single()) == std::pair(1, 8));
    CHECK(shown(single(), kPlantedX, kPlantedY) == Colour{8, 8, 8});
}

TEST_CASE_FIXTURE(Closer, "numbers are told of the part that is on the screen") {
    app.run("key .\nkey .\nkey C\nkey D\nwait ready 60");
    CHECK(app.state()["compare"]["seen_numbers"].is_null());
    const app::Box content = single();
    const auto zoom_at = [&](double x, double y) {
        app.run("key Ctrl+0\nmove " + std::to_string(content.min.x + x * content.size.x) + " " +
                std::to_string(content.min.y + y * content.size.y) + "\nwheel 20\nwait ready 60");
    };
    zoom_at(0.9, 0.9);
    CHECK(app.state()["compare"]["seen_numbers"]["differing"] == 0);
    zoom_at((kPlantedX + 0.5) / kSide, (kPlantedY + 0.5) / kSide);
    CHECK(app.state()["compare"]["seen_numbers"]["differing"] == 1);
    CHECK(app.state()["compare"]["numbers"]["differing"] == 1);
}

TEST_CASE_FIXTURE(Closer,
                  "while its key is held the reference stands in the picture's place, and is not scored") {
    app.run("key R\nkey Right\nkey .\nkey .\nkey Enter\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    CHECK(shows(single(), file_at(3, kSecond)));
    for (const char* key : {"`", "Tab"}) {
        CAPTURE(key);
        app.run(std::string("key-down ") + key + "\nwait ready 60\nkey 7\nwait ready 60");
        CHECK(shows(single(), file_at(1, kFirst)));
        CHECK(app.state()["review"]["scored"] == 0);
        app.run(std::string("key-up ") + key + "\nwait ready 60");
        CHECK(shows(single(), file_at(3, kSecond)));
    }
}

TEST_CASE_FIXTURE(Closer, "in the grid the reference takes the place of the focused picture alone") {
    app.run("key R\nkey Right\nkey .\nkey .\nmove 3 3\nwait ready 60\nkey-down `\nwait ready 60");
    // The focus ring and the word on it cover the edge of the cell, not the picture at 100 %.
    CHECK(shows(in_cell("1,0"), file_at(1, kFirst)));
    CHECK(shows(in_cell("0,0"), file_at(3, kFirst)));
    app.run("key-up `\nwait ready 60");
    CHECK(shows(in_cell("1,0"), file_at(3, kSecond)));
}

TEST_CASE_FIXTURE(Closer, "without a reference its key says how to set one") {
    app.run("key-down `\nwait ready 60");
    CHECK(app.state()["held"]["reference"] == false);
    CHECK(app.state()["toasts"][0]["text"].get<std::string>().find("press R") != std::string::npos);
}

TEST_CASE_FIXTURE(Closer, "the loupe shows pixels around the pointer four times as large while L is held") {
    app.run("key Enter\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    const image::Pixels file = file_at(1, kFirst);
    point_at(single(), 20, 30);
    app.run("key-down L\nwait ready 60");
    for (int by = -5; by <= 5; ++by) CHECK(shown(single(), 20 + 4 * by, 30) == colour_at(file, 20 + by, 30));
    app.run("key-up L\nwait ready 60");
    CHECK(shows(single(), file));
}

TEST_CASE_FIXTURE(Closer, "in the grid the loupe lies over the cell under the pointer") {
    const image::Pixels file = file_at(1, kSecond);
    const app::Box content = in_cell("1,0");
    point_at(content, 31, 33);
    app.run("key-down L\nwait ready 60");
    for (int by = -4; by <= 4; ++by) CHECK(shown(content, 31 + 4 * by, 33) == colour_at(file, 31 + by, 33));
}

TEST_CASE_FIXTURE(Closer, "on the Compare screen every picture has its loupe at the same place") {
    app.run("key R\nkey Right\nkey C\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    point_at(beside(1), 31, 33);
    app.run("key-down L\nwait ready 60");
    const image::Pixels first = file_at(1, kFirst), second = file_at(1, kSecond);
    for (int by = -4; by <= 4; ++by) {
        CAPTURE(by);
        CHECK(shown(beside(0), 31 + 4 * by, 33) == colour_at(first, 31 + by, 33));
        CHECK(shown(beside(1), 31 + 4 * by, 33) == colour_at(second, 31 + by, 33));
    }
}

TEST_CASE_FIXTURE(Closer, "the pixel under the pointer is told on every screen") {
    const auto told = [&](std::size_t index) { return app.state()["pixels"][index]; };
    const auto rgba = [](const image::Pixels& file, int x, int y) {
        const Colour colour = colour_at(file, x, y);
        return nlohmann::json{colour[0], colour[1], colour[2], 255};
    };
    const image::Pixels first = file_at(1, kFirst), second = file_at(1, kSecond);
    app.run("key H");
    point_at(in_cell("1,0"), 7, 9);
    app.run("wait ready 60");
    CHECK(told(0)["x"] == 7);
    CHECK(told(0)["y"] == 9);
    CHECK(told(0)["rgba"] == rgba(second, 7, 9));
    app.run("move 3 3\nkey E\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    point_at(single(), 12, 50);
    app.run("wait ready 60");
    CHECK(told(0)["rgba"] == rgba(first, 12, 50));
    app.run("key R\nkey Right\nkey C\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    point_at(beside(0), 12, 50);
    app.run("wait ready 60");
    CHECK(told(0)["rgba"] == rgba(first, 12, 50));
    CHECK(told(1)["rgba"] == rgba(second, 12, 50));
    app.run("key H\nwait ready 60");
    CHECK(app.state()["pixels"].empty());
}

TEST_CASE_FIXTURE(Closer, "a timed flicker shows one picture after the other, by hand it waits for the key") {
    app.run("key R\nkey Right\nkey C\nclick-on compare.way[3]\nmove 3 3\nwait ready 60\nkey Ctrl+1");
    const std::array files{file_at(1, kFirst), file_at(1, kSecond)};
    std::array<int, 2> seen{};
    for (int i = 0; i < 60; ++i) {
        app.run("wait frames 4");
        const auto turn = static_cast<std::size_t>(app.application().state().now / app::Millis{500}) % 2;
        CHECK(shows(single(), files[turn]));
        ++seen[turn];
    }
    CHECK(seen[0] > 10);
    CHECK(seen[1] > 10);
    app.run("click-on compare.flicker[0]\nmove 3 3\nwait ms 700");
    CHECK(shows(single(), files[1]));
    app.run("key-down `\nwait frames 2");
    CHECK(shows(single(), files[0]));
    app.run("key-up `\nwait frames 2");
    CHECK(shows(single(), files[1]));
}

TEST_CASE_FIXTURE(Closer, "a wipe shows both sides of its line, a blend mixes light, and swapping swaps") {
    app.run(
        "key R\nkey Right\nkey C\nclick-on compare.way[1]\nmove 3 3\nwait ready 60\nkey Ctrl+1\nwait ready "
        "60");
    const std::array files{file_at(1, kFirst), file_at(1, kSecond)};
    const int line = kSide / 2;  // the picture lies in the middle, and so does the line
    const auto sides = [&](std::size_t left) {
        for (const int x : {2, line - 14, line + 14, kSide - 3}) {
            const image::Pixels& file = files[x < line ? left : 1 - left];
            CHECK(shown(single(), x, 4) == colour_at(file, x, 4));
        }
    };
    sides(0);
    app.run("key S\nwait ready 60");
    sides(1);
    app.run("key S\nclick-on compare.way[4]\nmove 3 3\nwait ready 60");
    const auto light = [](int level) {
        const double v = level / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    for (const int at : {5, 30, 55})
        for (std::size_t c = 0; c < 3; ++c) {
            const double sum =
                (light(colour_at(files[0], at, at)[c]) + light(colour_at(files[1], at, at)[c])) / 2;
            CHECK(light(shown(single(), at, at)[c]) == doctest::Approx(sum).epsilon(0.03));
        }
}

TEST_CASE_FIXTURE(Closer, "pictures that were clicked with Alt are compared, up to four") {
    app.run(
        "key-down Alt\nclick-on grid.cell[0,0]\nclick-on grid.cell[1,0]\nclick-on grid.cell[0,1]\n"
        "key-up Alt\nmove 3 3\nwait ready 60");
    CHECK(app.state()["screen"] == "grid");
    CHECK(app.state()["compare"]["pinned"].size() == 2);
    app.run("key C\nwait ready 60");
    CHECK(app.state()["compare"]["paths"].size() == 3);
    app.run("key Right\nwait ready 60");
    CHECK(app.state()["compare"]["paths"].size() == 4);
    for (int i = 0; i < 4; ++i) CHECK(beside(i).size.x > 0);
}
