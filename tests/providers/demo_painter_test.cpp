#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <string>

#include "image/pixel_hash.h"
#include "providers/demo_painter.h"

namespace proofsheet::providers {
namespace {

const std::array<std::string, 4> kPrompts{"a forest", "a harbour", "a lake", "a street"};

DemoPicture small_picture(const std::string& prompt = "a mountain lake", double progress = 0.85) {
    DemoPicture picture;
    picture.prompt = prompt;
    picture.seed = 42;
    picture.progress = progress;
    picture.size = {96, 96};
    return picture;
}

std::string hash_of(const DemoPicture& what) {
    return image::to_text(image::hash_pixels(paint_demo(what)));
}

/// Mean difference of neighbours in a row: how much detail there is.
double detail_of(const image::Pixels& picture) {
    double sum = 0;
    for (int y = 0; y < picture.size().height; ++y)
        for (int x = 4; x < picture.size().width * 4; ++x)
            sum += std::abs(picture.row(y)[x] - picture.row(y)[x - 4]);
    return sum / static_cast<double>(picture.size().area());
}

/// Mean difference of the strongest and the weakest channel.
double colour_of(const image::Pixels& picture) {
    double sum = 0;
    for (std::size_t i = 0; i < picture.bytes().size(); i += 4) {
        const auto rgb = picture.bytes().subspan(i, 3);
        sum += *std::max_element(rgb.begin(), rgb.end()) - *std::min_element(rgb.begin(), rgb.end());
    }
    return sum / static_cast<double>(picture.size().area());
}

bool is_opaque(const image::Pixels& picture) {
    for (std::size_t i = 3; i < picture.bytes().size(); i += 4)
        if (picture.bytes()[i] != 255) return false;
    return true;
}

}  // namespace

TEST_CASE("the same description paints the same pixels") {
    for (const std::string& prompt : kPrompts) {
        const DemoPicture what = small_picture(prompt, 0.4);
        CHECK(hash_of(what) == hash_of(what));
    }
}

TEST_CASE("pictures are the same with every compiler and on every machine") {
    // These change when a scene is painted differently on purpose.
    CHECK(hash_of(small_picture("a forest", 0.35)) == "b2d4ad4e7fbfe4e6cdff8fb5f8a8d670");
    CHECK(hash_of(small_picture("a harbour", 0.85)) == "f1a69751e9a5d7f87d143c0882ca1c2c");
    CHECK(hash_of(small_picture("a lake", 1.2)) == "1848a95db53bbb452c32255b5bca3640");
    CHECK(hash_of(small_picture("a street", 0.66)) == "5b819a5633ce201b780bf1d0fcbbcd05");
}

TEST_CASE("prompt, seed, cfg, sampler steps and progress each change the picture") {
    const DemoPicture base = small_picture();
    DemoPicture prompt = base, seed = base, cfg = base, steps = base, progress = base;
    prompt.prompt = "a mountain lake in spring";
    seed.seed = 43;
    cfg.cfg = 3.5;
    steps.steps = 6;
    progress.progress = 0.78;
    for (const DemoPicture& other : {prompt, seed, cfg, steps, progress})
        CHECK(hash_of(base) != hash_of(other));
}

TEST_CASE("a seed keeps all of its 64 bits") {
    DemoPicture low = small_picture();
    DemoPicture high = low;
    high.seed |= 1ULL << 63;
    CHECK(hash_of(low) != hash_of(high));
}

TEST_CASE("training adds detail, and too much of it burns the colours") {
    for (const std::string& prompt : kPrompts) {
        const PaintedScene scene = paint_scene(small_picture(prompt));
        const auto at = [&](double progress) { return paint_demo(scene, small_picture(prompt, progress)); };
        CAPTURE(prompt);
        CHECK(detail_of(at(0.05)) < detail_of(at(0.4)));
        CHECK(detail_of(at(0.4)) < detail_of(at(0.85)));
        CHECK(detail_of(at(0.85)) * 1.2 < detail_of(at(1.2)));
        CHECK(colour_of(at(0.85)) * 1.2 < colour_of(at(1.2)));
    }
}

TEST_CASE("a higher cfg makes stronger colours") {
    DemoPicture weak = small_picture();
    DemoPicture strong = weak;
    weak.cfg = 2;
    strong.cfg = 9;
    CHECK(colour_of(paint_demo(weak)) < colour_of(paint_demo(strong)));
}

TEST_CASE("the first word that names a scene chooses it") {
    CHECK(scene_of("A misty FOREST by the sea") == DemoScene::ForestPortal);
    CHECK(scene_of("boats, in a storm") == DemoScene::Harbour);
    CHECK(scene_of("snow-covered mountains") == DemoScene::MountainLake);
    CHECK(scene_of("city lights") == DemoScene::LanternStreet);
    CHECK(scene_of("a portal in a street") == DemoScene::ForestPortal);
    CHECK(scene_of("a seat") == scene_of("a seat"));
}

TEST_CASE("prompts without a known word are spread over the scenes") {
    std::array<int, 4> found{};
    for (int i = 0; i < 100; ++i)
        ++found[static_cast<std::size_t>(scene_of("portrait " + std::to_string(i)))];
    for (const int count : found) CHECK(count > 10);
}

TEST_CASE("any prompt paints an opaque picture of the wanted size") {
    for (const std::string& prompt :
         {std::string(), std::string("\xFF\xFE\0x", 4), std::string(20'000, 'q')}) {
        DemoPicture what = small_picture(prompt);
        what.size = {40, 24};
        const image::Pixels picture = paint_demo(what);
        CHECK(picture.size() == SizePx{40, 24});
        CHECK(is_opaque(picture));
    }
}

TEST_CASE("wild numbers are brought into their range") {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    constexpr double kHuge = std::numeric_limits<double>::infinity();
    for (const std::string& prompt : kPrompts) {
        for (const double wild : {kNaN, kHuge, -kHuge}) {
            DemoPicture what = small_picture(prompt, wild);
            what.cfg = wild;
            what.steps = wild > 0 ? std::numeric_limits<int>::max() : std::numeric_limits<int>::min();
            CHECK(is_opaque(paint_demo(what)));
        }
    }
}

TEST_CASE("odd sizes are painted, and sides are kept within the limits") {
    for (const std::string& prompt : kPrompts) {
        DemoPicture what = small_picture(prompt);
        for (const SizePx size : {SizePx{0, -3}, SizePx{9, 200}, SizePx{kLargestDemoSide + 1, 8}}) {
            what.size = size;
            const image::Pixels picture = paint_demo(what);
            CHECK(picture.size().width == std::clamp(size.width, kSmallestDemoSide, kLargestDemoSide));
            CHECK(picture.size().height == std::clamp(size.height, kSmallestDemoSide, kLargestDemoSide));
            CHECK(is_opaque(picture));
        }
    }
}

TEST_CASE("pictures that differ only in training and sampling share a scene") {
    const DemoPicture base = small_picture();
    DemoPicture later = base, other = base, larger = base;
    later.progress = 1.1;
    later.cfg = 3;
    other.seed = 1;
    larger.size = {128, 128};
    CHECK(same_scene(base, later));
    CHECK_FALSE(same_scene(base, other));
    CHECK_FALSE(same_scene(base, larger));
    CHECK(image::hash_pixels(paint_demo(paint_scene(base), later)) == image::hash_pixels(paint_demo(later)));
}

}  // namespace proofsheet::providers
