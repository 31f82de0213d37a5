#include "compare_fixture.h"

using namespace proofsheet;
using image::CompareMode;
using image::Rgb8;
using test::CompareFixture;

namespace {

constexpr SizePx kSize{40, 24};
constexpr gpu::ScreenPart kAll{0, 0, 40, 24};

double to_linear(int value) {
    const double encoded = value / 255.0;
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double to_encoded(double linear) {
    return 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055);
}

/// Makes a colour of one rule for all channels.
template <typename Rule>
Rgb8 each_channel(Rgb8 first, Rgb8 second, const Rule& rule) {
    return {test::level(rule(first.red, second.red)), test::level(rule(first.green, second.green)),
            test::level(rule(first.blue, second.blue))};
}

Rgb8 mixed(Rgb8 from, Rgb8 to, double share) {
    return each_channel(from, to, [share](int a, int b) { return a + (b - a) * share; });
}

int leading_difference(Rgb8 first, Rgb8 second) {
    const int red = second.red - first.red;
    const int green = second.green - first.green;
    const int blue = second.blue - first.blue;
    const int size = std::max({std::abs(red), std::abs(green), std::abs(blue)});
    if (std::abs(green) == size) return green;
    return std::abs(red) == size ? red : blue;
}

Rgb8 signed_colour(Rgb8 first, Rgb8 second, double gain) {
    const double share = std::clamp(gain * leading_difference(first, second) / 255.0, -1.0, 1.0);
    const auto& colours = image::kSignedColours;
    return mixed(colours.neutral, share < 0 ? colours.less : colours.more, std::abs(share));
}

Rgb8 error_colour(double error) {
    const double at = std::clamp(error, 0.0, 1.0) * 8;
    const auto below = static_cast<std::size_t>(std::min(7.0, std::floor(at)));
    return mixed(image::kErrorColours[below], image::kErrorColours[below + 1],
                 at - static_cast<double>(below));
}

/// Every pair of levels of 16, in all channels differently.
image::Pixels ramp(int shift) {
    return test::painted({256, 16}, [shift](int x, int y) {
        const auto of = [&](int more) { return static_cast<std::uint8_t>((x + shift * y * more) & 0xFF); };
        return Rgb8{of(1), of(3), of(7)};
    });
}

}  // namespace

TEST_CASE_FIXTURE(CompareFixture, "a picture at 1:1 keeps its values and leaves what lies around it") {
    const image::Pixels picture = test::noise({33, 17}, 1);
    gpu::CompareDraw draw;
    draw.framebuffer = {64, 48};
    draw.area = {8, 6, 30, 40};
    draw.pictures[0] = place_at(picture, 5, 9);
    const image::Pixels screen = render(draw);
    CHECK(test::largest_difference(screen, {0, 0, 64, 48}, [&](int x, int y) {
              const bool inside = x >= 8 && x < 38 && y >= 9 && y < 26;
              return inside ? test::colour_at(picture, x - 5, y - 9) : test::kGround;
          }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "transparent pixels lie over the surround") {
    image::Pixels picture = test::noise(kSize, 2);
    for (std::size_t i = 3; i < picture.bytes().size(); i += 4)
        picture.bytes()[i] = static_cast<std::uint8_t>(i * 7 / 4);
    gpu::CompareDraw draw = over(picture, picture, CompareMode::Plain);
    draw.surround = {119, 100, 80};
    CHECK(test::largest_difference(render(draw), kAll, [&](int x, int y) {
              return mixed(draw.surround, test::colour_at(picture, x, y), picture.row(y)[x * 4 + 3] / 255.0);
          }) <= 1);
}

TEST_CASE_FIXTURE(CompareFixture, "a wipe changes from one picture to the other at its column") {
    const image::Pixels first = test::noise(kSize, 3);
    const image::Pixels second = test::noise(kSize, 4);
    gpu::CompareDraw draw = over(first, second, CompareMode::WipeVertical);
    for (const double line : {-5.0, 0.0, 1.0, 17.0, 17.4, 17.6, 39.0, 40.0, 1e12}) {
        draw.look.wipe_px = line;
        CHECK(test::largest_difference(render(draw), kAll, [&](int x, int y) {
                  return test::colour_at(x + 0.5 > line ? second : first, x, y);
              }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "a horizontal wipe shows the first picture above its row") {
    const image::Pixels first = test::noise(kSize, 5);
    const image::Pixels second = test::noise(kSize, 6);
    gpu::CompareDraw draw = over(first, second, CompareMode::WipeHorizontal);
    for (const double line : {0.0, 1.0, 11.0, 24.0}) {
        draw.look.wipe_px = line;
        CHECK(test::largest_difference(render(draw), kAll, [&](int x, int y) {
                  return test::colour_at(y + 0.5 > line ? second : first, x, y);
              }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "a blend mixes light, and at its ends is one of the pictures") {
    const image::Pixels first = ramp(1);
    const image::Pixels second = ramp(5);
    gpu::CompareDraw draw = over(first, second, CompareMode::Blend);
    const gpu::ScreenPart all{0, 0, 256, 16};
    for (const double share : {0.0, 0.1, 0.5, 0.83, 1.0}) {
        draw.look.blend = share;
        const auto expected = [&](int x, int y) {
            return each_channel(test::colour_at(first, x, y), test::colour_at(second, x, y),
                                [share](int a, int b) {
                                    return to_encoded(to_linear(a) + (to_linear(b) - to_linear(a)) * share);
                                });
        };
        CHECK(test::largest_difference(render(draw), all, expected) <= (share == 0 || share == 1 ? 0 : 1));
    }
}

TEST_CASE_FIXTURE(CompareFixture, "a picture blended with itself is itself") {
    const image::Pixels picture = ramp(1);
    gpu::CompareDraw draw = over(picture, picture, CompareMode::Blend);
    for (const double share : {0.25, 0.5}) {
        draw.look.blend = share;
        CHECK(test::largest_difference(render(draw), {0, 0, 256, 16},
                                       [&](int x, int y) { return test::colour_at(picture, x, y); }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "the absolute difference is exact, with every gain") {
    const image::Pixels first = ramp(1);
    const image::Pixels second = ramp(5);
    gpu::CompareDraw draw = over(first, second, CompareMode::AbsoluteDifference);
    for (const double gain : {1.0, 3.0, 64.0}) {
        draw.look.gain = gain;
        CHECK(test::largest_difference(render(draw), {0, 0, 256, 16}, [&](int x, int y) {
                  return each_channel(test::colour_at(first, x, y), test::colour_at(second, x, y),
                                      [gain](int a, int b) { return gain * std::abs(b - a); });
              }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "the signed difference is neutral grey where nothing differs") {
    const image::Pixels picture = test::noise(kSize, 7);
    gpu::CompareDraw draw = over(picture, picture, CompareMode::SignedDifference);
    draw.look.gain = 64;
    CHECK(test::largest_difference(render(draw), kAll,
                                   [](int, int) { return image::kSignedColours.neutral; }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "the signed difference goes by colour to the channel that differs most") {
    const image::Pixels first = ramp(1);
    const image::Pixels second = ramp(5);
    gpu::CompareDraw draw = over(first, second, CompareMode::SignedDifference);
    for (const double gain : {1.0, 4.0, 64.0}) {
        draw.look.gain = gain;
        CHECK(test::largest_difference(render(draw), {0, 0, 256, 16}, [&](int x, int y) {
                  return signed_colour(test::colour_at(first, x, y), test::colour_at(second, x, y), gain);
              }) <= 1);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "brighter is orange, darker is blue") {
    const auto grey = [](int value) {
        const auto level = static_cast<std::uint8_t>(value);
        return test::painted({3, 1}, [level](int, int) { return Rgb8{level, level, level}; });
    };
    gpu::CompareDraw draw = over(grey(0), grey(255), CompareMode::SignedDifference);
    CHECK(test::colour_at(render(draw), 1, 0) == image::kSignedColours.more);
    draw = over(grey(255), grey(0), CompareMode::SignedDifference);
    CHECK(test::colour_at(render(draw), 1, 0) == image::kSignedColours.less);
}

TEST_CASE_FIXTURE(CompareFixture, "one grey level in one pixel is seen and measured, near and far") {
    const SizePx size{256, 192};
    const image::Pixels first = test::painted(size, [](int x, int y) {
        const auto value = static_cast<std::uint8_t>(100 + (x * 3 + y * 5) % 100);
        return Rgb8{value, value, value};
    });
    image::Pixels second = test::copy_of(first);
    const Rgb8 before = test::colour_at(first, 129, 66);
    const auto raised = static_cast<std::uint8_t>(before.red + 1);
    test::set_pixel(second, 129, 66, {raised, raised, raised});
    for (const int reduction : {1, 2, 3, 4}) {
        gpu::CompareDraw draw = over(first, second, CompareMode::AbsoluteDifference);
        draw.look.gain = 64;
        for (gpu::PlacedTexture& picture : draw.pictures)
            picture.content = {0, 0, 256.0 / reduction, 192.0 / reduction};
        const gpu::ScreenPart part{0, 0, 256 / reduction, 192 / reduction};
        const auto planted = [&](int x, int y) { return x == 129 / reduction && y == 66 / reduction; };
        CHECK(test::largest_difference(render(draw), part, [&](int x, int y) {
                  return planted(x, y) ? Rgb8{64, 64, 64} : Rgb8{};
              }) == 0);
        draw.look.mode = CompareMode::SignedDifference;
        draw.look.gain = 1;
        const image::Pixels screen = render(draw);
        CHECK(test::colour_at(screen, 129 / reduction, 66 / reduction) != image::kSignedColours.neutral);
        CHECK(test::colour_at(screen, 10, 10) == image::kSignedColours.neutral);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "a map of errors is drawn in its colours over the part that was measured") {
    const std::vector<float> errors{0, 0.125f, 0.2f, 0.5f, 0.77f, 1, 0.01f, 2};
    const auto texture = gpu::GlMapTexture::create({8, 1}, errors);
    REQUIRE(texture);
    gpu::CompareDraw draw;
    draw.look.mode = CompareMode::PerceptualDifference;
    draw.framebuffer = kSize;
    draw.area = kAll;
    draw.map = {texture->name(), {8, 1}, {4, 2, 32, 5}};
    for (const double gain : {1.0, 4.0}) {
        draw.look.gain = gain;
        CHECK(test::largest_difference(render(draw), kAll, [&](int x, int y) {
                  if (x < 4 || x >= 36 || y < 2 || y >= 7) return test::kGround;
                  return error_colour(gain * errors[static_cast<std::size_t>((x - 4) / 4)]);
              }) <= 1);
    }
    CHECK_FALSE(gpu::GlMapTexture::create({8, 2}, errors));
    CHECK_FALSE(gpu::GlMapTexture::create({0, 0}, {}));
}

TEST_CASE_FIXTURE(CompareFixture, "differences are drawn only where both pictures lie") {
    const image::Pixels picture = test::noise(kSize, 8);
    gpu::CompareDraw draw = over(picture, picture, CompareMode::AbsoluteDifference);
    draw.pictures[1].content.x = 10;
    const image::Pixels apart = render(draw);
    CHECK(test::colour_at(apart, 9, 3) == test::kGround);
    CHECK(test::colour_at(apart, 10, 3) != test::kGround);
    draw.pictures[1].texture = 0;
    CHECK(test::largest_difference(render(draw), kAll, [](int, int) { return test::kGround; }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "numbers that make no sense draw nothing and break nothing") {
    const image::Pixels picture = test::noise(kSize, 9);
    const double nan = std::nan("");
    for (const double bad : {nan, 0.0, -4.0, 1e300, 1e-300}) {
        gpu::CompareDraw draw = over(picture, picture, CompareMode::Blend);
        for (gpu::PlacedTexture& placed : draw.pictures) placed.content.width = bad;
        draw.look.blend = nan;
        draw.loupe = gpu::Loupe{.screen_x = bad, .radius = 1e300};
        CHECK(test::largest_difference(render(draw), kAll, [](int, int) { return test::kGround; }) == 0);
    }
    gpu::CompareDraw draw = over(picture, picture, CompareMode::AbsoluteDifference);
    draw.look.gain = nan;
    draw.area = {-2000000000, 5, 2147483647, 2147483647};
    CHECK(test::colour_at(render(draw), 5, 5) == Rgb8{});
}
