#include "app/camera.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace proofsheet;
using namespace proofsheet::app;

namespace {
constexpr Box kBox{{100, 50}, {300, 300}};
constexpr SizePx kPicture{1344, 1344};
}  // namespace

TEST_CASE("zooming holds the content under the pointer") {
    const Vec2 pointer{220, 140};
    const Vec2 before = content_from_screen({}, kPicture, kBox, pointer);
    const Camera camera = zoomed_at({}, kPicture, kBox, pointer, 3);
    const Vec2 after = content_from_screen(camera, kPicture, kBox, pointer);
    CHECK(after.x == doctest::Approx(before.x).epsilon(1e-6));
    CHECK(after.y == doctest::Approx(before.y).epsilon(1e-6));
}

TEST_CASE("pictures of different size show the same content under the same camera") {
    const Camera camera = zoomed_at({}, kPicture, kBox, {180, 190}, 4);
    const Vec2 large = content_from_screen(camera, {1344, 1344}, kBox, {250, 200});
    const Vec2 small = content_from_screen(camera, {512, 512}, kBox, {250, 200});
    CHECK(std::abs(large.x - small.x) * 1344 < 1);
    CHECK(std::abs(large.y - small.y) * 1344 < 1);
}

TEST_CASE("at 1:1 the picture starts on a whole pixel and has its own size") {
    const Camera camera = toggled_fit({}, kPicture, kBox, {211, 133});
    const Box shown = picture_box(camera, kPicture, kBox);
    CHECK(shown.size == Vec2{1344, 1344});
    CHECK(shown.min.x == std::floor(shown.min.x));
    CHECK(shown.min.y == std::floor(shown.min.y));
    CHECK(toggled_fit(camera, kPicture, kBox, {211, 133}).is_fit());
}

TEST_CASE("a picture that fits stays in the middle, a zoomed one never leaves its box empty") {
    const Box fitted = picture_box({1, 0.9, 0.1}, kPicture, kBox);
    CHECK(fitted.min.x == 100);
    const Camera far = panned({4, 0.5, 0.5}, kPicture, kBox, {10000, -10000});
    const Box shown = picture_box(far, kPicture, kBox);
    CHECK(shown.min.x <= kBox.min.x + 0.5);
    CHECK(shown.min.y + shown.size.y >= kBox.min.y + kBox.size.y - 0.5);
}

TEST_CASE("a cell's own deviation rides on the shared camera") {
    const Camera shared{2, 0.4, 0.6};
    const Camera wanted{3, 0.7, 0.2};
    const Camera again = combined(shared, offset_between(shared, wanted));
    CHECK(again.zoom == doctest::Approx(wanted.zoom));
    CHECK(again.x == doctest::Approx(wanted.x));
    CHECK(again.y == doctest::Approx(wanted.y));
    CHECK(combined(shared, {}) == shared);
}

TEST_CASE("zoom has limits") {
    const Camera in = zoomed_at({}, kPicture, kBox, kBox.center(), 1e9);
    CHECK(scale_of(in, kPicture, kBox.size) <= 32.001);
    CHECK(zoomed_at({}, kPicture, kBox, kBox.center(), 1e-9).zoom == 1);
    // A picture smaller than its box may go down to 1:1.
    CHECK(scale_of(zoomed_at({}, {64, 64}, kBox, kBox.center(), 0), {64, 64}, kBox.size) ==
          doctest::Approx(1));
}
