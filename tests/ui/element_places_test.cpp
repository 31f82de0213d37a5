#include <algorithm>

#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

constexpr double kTouch = 2;  ///< pixels by which neighbours may overlap

bool is_element(const Target& target) {
    return target.kind != TargetKind::Surface && !target.is_clipped;
}

app::Box common(const app::Box& left, const app::Box& right) {
    const double x = std::max(left.min.x, right.min.x);
    const double y = std::max(left.min.y, right.min.y);
    return {{x, y},
            {std::min(left.min.x + left.size.x, right.min.x + right.size.x) - x,
             std::min(left.min.y + left.size.y, right.min.y + right.size.y) - y}};
}

/// The part of a target that is not scrolled out of sight.
bool overlaps(const Target& left, const Target& right, double spare) {
    const app::Box both = common(left.seen, right.seen);
    return both.size.x > spare && both.size.y > spare;
}

std::string overlapping(const Frames& frames, double scale) {
    std::string text;
    for (const Target& left : frames.targets)
        for (const Target& right : frames.targets) {
            if (&left >= &right || left.layer != right.layer) continue;
            if (!is_element(left) || !is_element(right)) continue;
            if (overlaps(left, right, kTouch * scale)) text += left.name + " and " + right.name + ", ";
        }
    return text;
}

std::string outside(const Frames& frames) {
    const test::Window& window = frames.window();
    std::string text;
    for (const Target& target : frames.targets) {
        if (!is_element(target)) continue;
        const app::Box& box = target.box;
        if (box.size.x < 1 || box.size.y < 1) text += target.name + " is empty, ";
        const bool in = target.seen.min.x >= 0 && target.seen.min.y >= 0 &&
                        target.seen.min.x + target.seen.size.x <= window.width + 0.5 &&
                        target.seen.min.y + target.seen.size.y <= window.height + 0.5;
        const bool cut = target.seen.size.x < box.size.x - 1 && box.min.x + box.size.x > window.width + 1;
        if (!in || cut) text += target.name + " leaves the window, ";
    }
    return text;
}

void check_places(const test::Window& window, const std::vector<test::ScreenState>& states) {
    for (const test::ScreenState& screen : states) {
        Frames frames(window);
        CAPTURE(screen.name);
        CAPTURE(window.width);
        CAPTURE(window.scale);
        test::open_collection(frames);
        screen.open(frames);
        frames.draw(4);
        CHECK(overlapping(frames, window.scale) == "");
        CHECK(outside(frames) == "");
    }
}

}  // namespace

TEST_CASE("no two elements of a layer lie on each other, and none leaves the window") {
    check_places({1280, 720, 1}, test::all_states());
}

TEST_CASE("the same at twice the scale") {
    check_places({2560, 1440, 2}, test::all_states());
}
