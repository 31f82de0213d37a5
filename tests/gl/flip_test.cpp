#include <algorithm>
#include <cmath>

#include "offscreen_fixture.h"

using namespace proofsheet;
using test::Offscreen;

namespace {

/// The largest difference between a file's pixels and the screen, where the file's top left corner lies at
/// (left, top).
int largest_difference(const image::Pixels& screen, const image::Pixels& file, const app::Box& visible,
                       int left, int top) {
    int largest = 0;
    const int x0 = static_cast<int>(visible.min.x), x1 = static_cast<int>(visible.min.x + visible.size.x);
    const int y0 = static_cast<int>(visible.min.y), y1 = static_cast<int>(visible.min.y + visible.size.y);
    for (int y = std::max(y0, top); y < std::min(y1, top + file.size().height); ++y)
        for (int x = std::max(x0, left); x < std::min(x1, left + file.size().width); ++x)
            for (int c = 0; c < 3; ++c)
                largest = std::max(
                    largest, std::abs(screen.row(y)[x * 4 + c] - file.row(y - top)[(x - left) * 4 + c]));
    return largest;
}

int loading_frames(const std::vector<nlohmann::json>& frames, std::size_t from) {
    int count = 0;
    for (std::size_t i = from; i < frames.size(); ++i)
        count += frames[i]["cells"]["loading"].get<int>() > 0 ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("at 100 % the screen shows the file's own pixels, at every checkpoint") {
    Offscreen app(3, 700);
    app.run("wait ready 60\nkey Ctrl+B\nkey Enter\nwait ready 60\nkey Ctrl+1\nwait ready 60");
    for (int step = 0; step < 3; ++step) {
        const auto state = app.state();
        REQUIRE(state["lightbox"]["level"] == "full");
        const image::Pixels file = app.file(state["focus"]["path"]);
        const app::Box view = app.application().panel().lightbox.box;
        const app::Box shown = app::picture_box(app.application().state().lightbox_camera, file.size(), view);
        CHECK(shown.size == app::Vec2{700, 700});
        CHECK(largest_difference(app.screen(), file, view, static_cast<int>(shown.min.x),
                                 static_cast<int>(shown.min.y)) == 0);
        app.run("key .\nwait ready 60");
    }
}

TEST_CASE("a flip with everything resident never shows a placeholder or a worse level") {
    Offscreen app(4, 700);
    app.run("wait ready 60");
    const auto decodes = app.state()["decodes_started"];
    app.run("key .\nkey .\nkey .\nkey ,\nkey PgDn\nkey PgUp\nkey-down ,\nwait ms 1500\nkey-up ,");
    CHECK(app.state()["decodes_started"] == decodes);
    const auto frames = app.frames();
    const auto ready = std::find_if(frames.begin(), frames.end(), [](const auto& frame) {
        return frame["cells"]["proxy"] == 4 && frame["decodes_pending"] == 0;
    });
    REQUIRE(ready != frames.end());
    CHECK(loading_frames(frames, static_cast<std::size_t>(ready - frames.begin())) == 0);
}

TEST_CASE("each step of the slider changes every cell") {
    Offscreen app(3, 96);
    app.run("wait ready 60");
    std::vector<std::string> before;
    for (int step = 0; step < 3; ++step) {
        std::vector<std::string> paths;
        const auto state = app.state();
        for (const auto& row : state["grid"]["cells"])
            for (const auto& cell : row) {
                CHECK(cell["level"] == "full");
                paths.push_back(cell["path"]);
            }
        REQUIRE(paths.size() == 4);
        for (std::size_t i = 0; i < before.size(); ++i) CHECK(paths[i] != before[i]);
        before = paths;
        app.run("key .\nwait ready");
    }
}

TEST_CASE("playback shows every checkpoint in order") {
    Offscreen app(5, 96);
    app.run("wait ready 60\nkey Shift+.\nkey Shift+.\nkey Shift+.\nkey Space");
    std::vector<int> seen;
    for (int i = 0; i < 140; ++i) {
        app.run("wait frames 1");
        const int index = app.state()["slider"]["index"];
        if (seen.empty() || seen.back() != index) seen.push_back(index);
    }
    REQUIRE(seen.size() >= 8);
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == static_cast<int>(i % 5));
}

TEST_CASE("with little memory full pictures come and go and the budget holds") {
    Offscreen app(4, 900, 24);  // one full picture with its levels takes 4.3 MB, all 16 would take 69
    app.run("wait ready 60\nmove 600 400\nkey Ctrl+1\nwait ready 60");
    for (int step = 0; step < 3; ++step) {
        const auto state = app.state();
        CHECK(state["memory"]["gpu_bytes"].get<double>() <= 24.0 * 1024 * 1024 * 1.1);
        for (const auto& row : state["grid"]["cells"])
            for (const auto& cell : row) CHECK(cell["level"] == "full");
        app.run("key .\nwait ready 60");
    }
}

TEST_CASE("zoom and pan are shared by all cells and survive a flip") {
    Offscreen app(3, 700);
    app.run("wait ready 60\nkey Ctrl+B\nmove 500 300\nwheel 4\nwait ready 60");
    const auto camera = app.state()["camera"];
    CHECK(camera["zoom"].get<double>() > 1.5);
    app.run("key .\nwait ready 60");
    CHECK(app.state()["camera"] == camera);
    app.run("key Ctrl+0\nwait ready");
    CHECK(app.state()["camera"]["zoom"] == 1.0);
}

TEST_CASE("the same state draws the same picture") {
    Offscreen app(2, 96);
    app.run("wait ready 60\nmove 5 795\nwait ready");
    const image::Pixels first = app.screen();
    app.run("key .\nwait ready\nkey ,\nwait ready");
    const image::Pixels second = app.screen();
    CHECK(std::equal(first.bytes().begin(), first.bytes().end(), second.bytes().begin()));
}
