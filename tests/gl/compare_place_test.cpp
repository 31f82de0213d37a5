#include <array>

#include "compare_fixture.h"

using namespace proofsheet;
using image::CompareMode;
using image::Kernel;
using image::Rgb8;
using test::CompareFixture;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::array kKernels{Kernel::Nearest, Kernel::Bilinear, Kernel::Lanczos3};

double sinc(double x) {
    return x == 0 ? 1 : std::sin(kPi * x) / (kPi * x);
}

double weight_of(Kernel kernel, double distance) {
    const double d = std::abs(distance);
    if (kernel == Kernel::Bilinear) return std::max(0.0, 1 - d);
    return d < 3 ? sinc(d) * sinc(d / 3) : 0;
}

/// Pixels of one direction that have a weight at a place, which is counted in pixels from the edge.
std::vector<std::pair<int, double>> taps(Kernel kernel, double place) {
    const int below = static_cast<int>(std::floor(place - 0.5));
    if (kernel == Kernel::Nearest) return {{static_cast<int>(std::floor(place)), 1.0}};
    std::vector<std::pair<int, double>> result;
    double sum = 0;
    for (int i = below - 3; i <= below + 4; ++i) {
        result.emplace_back(i, weight_of(kernel, place - 0.5 - i));
        sum += result.back().second;
    }
    for (auto& tap : result) tap.second /= sum;
    return result;
}

Rgb8 read(const image::Pixels& picture, Kernel kernel, double x, double y) {
    std::array<double, 3> sum{};
    for (const auto& [row, down] : taps(kernel, y))
        for (const auto& [column, across] : taps(kernel, x)) {
            const Rgb8 pixel = test::colour_at(picture, std::clamp(column, 0, picture.size().width - 1),
                                               std::clamp(row, 0, picture.size().height - 1));
            for (int c = 0; c < 3; ++c)
                sum[static_cast<std::size_t>(c)] += down * across * test::channel(pixel, c);
        }
    return {test::level(sum[0]), test::level(sum[1]), test::level(sum[2])};
}

bool holds(const gpu::ScreenRect& rect, int x, int y) {
    return x + 0.5 >= rect.x && x + 0.5 < rect.x + rect.width && y + 0.5 >= rect.y &&
           y + 0.5 < rect.y + rect.height;
}

/// A soft white spot at a content position, painted at any size.
image::Pixels spot(SizePx size, double content_x, double content_y) {
    return test::painted(size, [&](int x, int y) {
        const double dx = (x + 0.5) / size.width - content_x;
        const double dy = (y + 0.5) / size.height - content_y;
        const auto value = test::level(255 * std::exp(-(dx * dx + dy * dy) / (2 * 0.05 * 0.05)));
        return Rgb8{value, value, value};
    });
}

struct Point {
    double x = 0;
    double y = 0;
};

/// Where the middle of the light lies.
Point centre_of_light(const image::Pixels& screen) {
    Point sum;
    double light = 0;
    for (int y = 0; y < screen.size().height; ++y)
        for (int x = 0; x < screen.size().width; ++x) {
            const double value = screen.row(y)[x * 4];
            sum.x += value * (x + 0.5);
            sum.y += value * (y + 0.5);
            light += value;
        }
    return {sum.x / light, sum.y / light};
}

gpu::CompareDraw covering_noise(CompareFixture& fixture, const image::Pixels& picture) {
    gpu::CompareDraw draw = fixture.over(picture, picture, CompareMode::Plain);
    draw.loupe = gpu::Loupe{.shape = gpu::LoupeShape::Square,
                            .content_x = 20.5 / picture.size().width,
                            .content_y = 30.5 / picture.size().height,
                            .screen_x = 40,
                            .screen_y = 24,
                            .radius = 16,
                            .scale = 8};
    return draw;
}

}  // namespace

TEST_CASE_FIXTURE(CompareFixture, "every kernel keeps the pixels of a picture at 1:1") {
    const image::Pixels picture = test::noise({40, 24}, 1);
    for (const Kernel kernel : kKernels) {
        gpu::CompareDraw draw = alone(picture, {64, 32}, {3, 2, 40, 24});
        draw.look.kernel = kernel;
        CHECK(test::largest_difference(render(draw), {3, 2, 40, 24}, [&](int x, int y) {
                  return test::colour_at(picture, x - 3, y - 2);
              }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "at three times the size the middle of each pixel keeps its value") {
    const image::Pixels picture = test::noise({20, 12}, 2);
    for (const Kernel kernel : kKernels) {
        gpu::CompareDraw draw = alone(picture, {60, 36}, {0, 0, 60, 36});
        draw.look.kernel = kernel;
        const image::Pixels screen = render(draw);
        CHECK(test::largest_difference(picture, {0, 0, 20, 12}, [&](int x, int y) {
                  return test::colour_at(screen, 3 * x + 1, 3 * y + 1);
              }) == 0);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "kernels agree with their definition in double precision") {
    const SizePx size{23, 17};
    const image::Pixels picture = test::noise(size, 3);
    for (const Kernel kernel : kKernels)
        for (const double scale : {1.3, 2.0, 4.0, 5.37}) {
            const gpu::ScreenRect content{2.25, -3.5, size.width * scale, size.height * scale};
            gpu::CompareDraw draw = alone(picture, {96, 64}, content);
            draw.look.kernel = kernel;
            CHECK(test::largest_difference(render(draw), {0, 0, 96, 64}, [&](int x, int y) {
                      if (!holds(content, x, y)) return test::kGround;
                      return read(picture, kernel, (x + 0.5 - content.x) / scale,
                                  (y + 0.5 - content.y) / scale);
                  }) <= (kernel == Kernel::Nearest ? 0 : 1));
        }
}

TEST_CASE_FIXTURE(CompareFixture, "transparent pixels do not bleed their colour") {
    image::Pixels picture = test::painted({4, 4}, [](int x, int) {
        return x < 2 ? Rgb8{200, 200, 200} : Rgb8{255, 0, 0};
    });
    for (int y = 0; y < 4; ++y)
        for (int x = 2; x < 4; ++x) picture.row(y)[x * 4 + 3] = 0;
    for (const Kernel kernel : {Kernel::Bilinear, Kernel::Lanczos3}) {
        gpu::CompareDraw draw = alone(picture, {32, 32}, {0, 0, 32, 32});
        draw.look.kernel = kernel;
        draw.surround = {200, 200, 200};
        CHECK(test::largest_difference(render(draw), {0, 0, 32, 32}, [](int, int) {
                  return Rgb8{200, 200, 200};
              }) <= 1);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "drawn smaller, a picture is read from its mip chain whatever the kernel") {
    const image::Pixels board = test::painted({64, 64}, [](int x, int y) {
        return (x + y) % 2 == 0 ? Rgb8{255, 255, 255} : Rgb8{};
    });
    for (const Kernel kernel : kKernels) {
        gpu::CompareDraw draw = alone(board, {32, 32}, {0, 0, 32, 32});
        draw.look.kernel = kernel;
        CHECK(test::largest_difference(render(draw), {0, 0, 32, 32}, [](int, int) {
                  return Rgb8{188, 188, 188};
              }) <= 1);
    }
}

TEST_CASE_FIXTURE(CompareFixture, "pictures of different size lie over each other at every zoom") {
    const double x = 0.437, y = 0.583;
    const image::Pixels small = spot({75, 50}, x, y);
    const image::Pixels large = spot({300, 200}, x, y);
    const SizePx screen{480, 320};
    for (const double scale : {0.31, 0.5, 1.0, 1.37, 2.5, 6.0}) {
        // Zoomed in, the spot stays in the middle of the screen.
        const gpu::ScreenRect content{240.3 - x * 300 * scale, 160.6 - y * 200 * scale, 300 * scale,
                                      200 * scale};
        const Point of_large = centre_of_light(render(alone(large, screen, content)));
        for (const Kernel kernel : kKernels) {
            gpu::CompareDraw draw = alone(small, screen, content);
            draw.look.kernel = kernel;
            const Point of_small = centre_of_light(render(draw));
            const double allowed = kernel == Kernel::Nearest ? 0.6 : 0.1;  // of a pixel of the screen
            CHECK(std::abs(of_small.x - of_large.x) < allowed);
            CHECK(std::abs(of_small.y - of_large.y) < allowed);
        }
    }
}

TEST_CASE_FIXTURE(CompareFixture, "an enlarged picture differs by nothing from the same pixels made larger") {
    const image::Pixels small = test::noise({16, 12}, 4);
    const image::Pixels large =
        test::painted({64, 48}, [&](int x, int y) { return test::colour_at(small, x / 4, y / 4); });
    gpu::CompareDraw draw = over(large, large, CompareMode::AbsoluteDifference);
    draw.pictures[0] = place(small, draw.pictures[1].content);
    draw.look.kernel = Kernel::Nearest;
    draw.look.gain = 64;
    CHECK(test::largest_difference(render(draw), {0, 0, 64, 48}, [](int, int) { return Rgb8{}; }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "deep in a wide picture the columns are where they belong") {
    const SizePx size{8192, 2};
    const image::Pixels picture = test::noise(size, 5);
    const double scale = 32;
    const gpu::ScreenRect content{-8100 * scale + 5, -3, size.width * scale, size.height * scale};
    gpu::CompareDraw draw = alone(picture, {320, 32}, content);
    draw.look.kernel = Kernel::Nearest;
    CHECK(test::largest_difference(render(draw), {0, 0, 320, 32}, [&](int x, int y) {
              return test::colour_at(picture, 8100 + static_cast<int>(std::floor((x - 5) / scale)),
                                     (y + 3) / 32);
          }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "a square loupe shows sharp pixels around its place, above the rest") {
    const image::Pixels picture = test::noise({80, 64}, 6);
    const gpu::CompareDraw draw = covering_noise(*this, picture);
    const image::Pixels screen = render(draw);
    CHECK(test::largest_difference(screen, {0, 0, 80, 64}, [&](int x, int y) {
              const bool inside = x >= 24 && x < 56 && y >= 8 && y < 40;
              if (!inside) return test::colour_at(picture, x, y);
              // Pixel (20, 30) is 8 wide and has its middle at (40, 24).
              return test::colour_at(picture, 20 + (x + 80 - 36) / 8 - 10, 30 + (y + 80 - 20) / 8 - 10);
          }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "a round loupe ends at its radius") {
    const image::Pixels picture = test::noise({80, 64}, 7);
    gpu::CompareDraw draw = covering_noise(*this, picture);
    const image::Pixels square = render(draw);
    draw.loupe->shape = gpu::LoupeShape::Circle;
    CHECK(test::largest_difference(render(draw), {0, 0, 80, 64}, [&](int x, int y) {
              const bool inside = std::hypot(x + 0.5 - 40, y + 0.5 - 24) <= 16;
              return test::colour_at(inside ? square : picture, x, y);
          }) == 0);
}

TEST_CASE_FIXTURE(CompareFixture, "beyond the edge of the picture the loupe shows the surround") {
    const image::Pixels picture = test::noise({80, 64}, 8);
    gpu::CompareDraw draw = covering_noise(*this, picture);
    draw.surround = {119, 119, 119};
    draw.loupe->content_x = 0.5 / 80;
    const image::Pixels screen = render(draw);
    CHECK(test::colour_at(screen, 35, 24) == draw.surround);
    CHECK(test::colour_at(screen, 36, 24) == test::colour_at(picture, 0, 30));
}

TEST_CASE_FIXTURE(CompareFixture, "the loupe magnifies a wipe with its line") {
    const image::Pixels first = test::noise({80, 64}, 9);
    const image::Pixels second = test::noise({80, 64}, 10);
    gpu::CompareDraw draw = covering_noise(*this, first);
    draw.look.mode = CompareMode::WipeVertical;
    draw.look.wipe_px = 21;
    draw.pictures[1] = place_at(second, 0, 0);
    const image::Pixels screen = render(draw);
    // Pixel 20 is magnified to columns 36 to 43, the line lies behind it.
    CHECK(test::colour_at(screen, 43, 24) == test::colour_at(first, 20, 30));
    CHECK(test::colour_at(screen, 44, 24) == test::colour_at(second, 21, 30));
    CHECK(test::colour_at(screen, 20, 60) == test::colour_at(first, 20, 60));
    CHECK(test::colour_at(screen, 21, 60) == test::colour_at(second, 21, 60));
}

TEST_CASE_FIXTURE(CompareFixture, "the line of a wipe between two pixels stays between them in the loupe") {
    const image::Pixels first = test::noise({80, 64}, 11);
    const image::Pixels second = test::noise({80, 64}, 12);
    gpu::CompareDraw draw = covering_noise(*this, first);
    draw.look.mode = CompareMode::WipeVertical;
    draw.look.wipe_px = 21;
    draw.pictures[1] = place_at(second, 0, 0);
    for (const double x : {20.1, 20.37, 20.5, 20.9, 21.2}) {
        draw.loupe->content_x = x / 80;
        const image::Pixels screen = render(draw);
        CHECK(test::largest_difference(screen, {24, 24, 32, 1}, [&](int column, int) {
                  const int pixel = static_cast<int>(std::floor(x + (column + 0.5 - 40) / 8));
                  return test::colour_at(pixel < 21 ? first : second, pixel, 30);
              }) == 0);
    }
}
