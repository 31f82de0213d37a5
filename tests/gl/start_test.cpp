// What a start costs in work, counted: pictures decoded, proxies read, frames drawn.
#include <algorithm>
#include <fstream>

#include "offscreen_fixture.h"

using namespace proofsheet;
using test::Offscreen;

namespace {

constexpr int kPictures = 6 * 4;

int frames_so_far(Offscreen& app) {
    return static_cast<int>(app.frames().size());
}

}  // namespace

TEST_CASE("a second start shows every picture without decoding one") {
    Offscreen app(6, 600);
    app.age_pictures();
    app.start(std::nullopt);
    app.run("wait ready 60\nwait ms 300");
    REQUIRE(app.state()["proxies"]["written"] == kPictures);
    app.start(std::nullopt);
    app.run("wait ready 60");
    CHECK(app.state()["proxies"]["found"] == kPictures);
    CHECK(app.state()["decodes_started"] == kPictures);
    CHECK(app.state()["proxies"]["written"] == 0);
}

TEST_CASE("a start on damaged proxies shows every picture and mends them") {
    Offscreen app(3, 600);
    app.age_pictures();
    app.start(std::nullopt);
    app.run("wait ready 60\nwait ms 300");
    for (const auto& entry : std::filesystem::directory_iterator(app.proxies())) {
        std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(entry.file_size() / 2)) << "damage";
    }
    app.start(std::nullopt);
    app.run("wait ready 60\nexpect /grid/cells/0/0/level == proxy\nwait ms 300");
    CHECK(app.state()["proxies"]["found"] == 0);
    CHECK(app.state()["proxies"]["damaged"] == 3 * 4);
    CHECK(app.state()["proxies"]["written"] == 3 * 4);
}

TEST_CASE("loading what no cell shows draws far fewer frames than it loads pictures") {
    Offscreen app(40, 300);
    app.start(std::nullopt);
    app.run("wait ready 60");
    CHECK(app.state()["decodes_started"] == 40 * 4);
    CHECK(frames_so_far(app) < 40 * 4 / 2);
}
