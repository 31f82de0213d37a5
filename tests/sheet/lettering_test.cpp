#include "sheet/lettering.h"

#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "sheet/sheet_fixture.h"
#include "sheet/side_work.h"

using namespace proofsheet;
using namespace proofsheet::sheet;

namespace {

Lettering some_type(int size = 16) {
    auto type = Lettering::open(test::some_fonts(), size);
    REQUIRE(type);
    return std::move(type).value();
}

}  // namespace

TEST_CASE("labels are read as characters on one line") {
    CHECK(characters_in("a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x90\x88") == U"a\u00E9\u65E5\U0001F408");
    CHECK(characters_in("a\nb\tc") == U"a b c");
    CHECK(characters_in("\xFF").find(U'\uFFFD') == 0);
    const auto cut = characters_in(std::string(5000, 'a') + "end");
    CHECK(cut.size() == 2001);
    CHECK(cut.ends_with(U"aend"));
}

TEST_CASE("a label too wide is elided in the middle") {
    Lettering type = some_type();
    const std::u32string text = U"a portrait of an astronaut riding a horse, seed 42";
    CHECK(type.elided(text, type.width(text)) == text);
    for (const int width : {20, 60, 100, 200}) {
        const auto shown = type.elided(text, width);
        const std::size_t dots = shown.find(U'\u2026');
        REQUIRE(dots != std::u32string::npos);
        CHECK(type.width(shown) <= width);
        CHECK(text.starts_with(shown.substr(0, dots)));
        CHECK(text.ends_with(shown.substr(dots + 1)));
    }
    CHECK(type.elided(text, 100).starts_with(U"a "));
    CHECK(type.elided(text, 100).ends_with(U"42"));
    CHECK(type.elided(text, 0) == U"\u2026");
}

TEST_CASE("letters are drawn within their line and nowhere else") {
    Lettering type = some_type();
    Canvas canvas({200, 60}, {0, 0, 0});
    type.draw(canvas, 10, 20, U"Agjy|", {255, 255, 255});
    const int width = type.width(U"Agjy|");
    int inside = 0;
    int outside = 0;
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 200; ++x) {
            const bool ink = canvas.bytes()[static_cast<std::size_t>(y * 200 + x) * 3] > 0;
            const bool in_line = y >= 20 && y < 20 + type.line_height() && x >= 8 && x < 12 + width;
            (in_line ? inside : outside) += ink ? 1 : 0;
        }
    CHECK(inside > 50);
    CHECK(outside == 0);
}

TEST_CASE("drawing outside of the canvas is cut off") {
    Lettering type = some_type(60);
    Canvas canvas({20, 20}, {0, 0, 0});
    type.draw(canvas, -30, -30, U"WWW", {255, 255, 255});
    type.draw(canvas, 15, 15, U"WWW", {255, 255, 255});
    canvas.fill({-5, -5, 100, 100}, {1, 2, 3});
    draw_cross(canvas, {-10, 10, 20, 20}, 30, {9, 9, 9});
    CHECK(canvas.bytes().size() == 1200);
}

TEST_CASE("work beside a pool is done once each, whatever the pool does") {
    for (const int threads : {0, 1, 3}) {
        tasks::WorkerPool pool(threads);
        for (const std::size_t count : {0u, 1u, 2u, 100u}) {
            std::vector<std::atomic<int>> calls(count);
            run_beside(pool, count, [&](std::size_t i) { ++calls[i]; });
            for (const auto& each : calls) REQUIRE(each == 1);
        }
    }
}
