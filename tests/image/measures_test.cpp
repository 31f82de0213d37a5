#include "image/measures_error.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "image/measures_flip.h"
#include "image/measures_pictures.h"
#include "image/measures_ssim.h"

using namespace proofsheet;
using namespace proofsheet::image;
using namespace proofsheet::test;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The definition for opaque pictures.
double plain_psnr(const Pixels& first, const Pixels& second) {
    double sum = 0;
    double samples = 0;
    for (int y = 0; y < first.size().height; ++y) {
        for (int x = 0; x < first.size().width; ++x) {
            for (int c = 0; c < 3; ++c) {
                sum += std::pow(first.row(y)[4 * x + c] - second.row(y)[4 * x + c], 2);
                samples += 1;
            }
        }
    }
    return 20 * std::log10(255.0) - 10 * std::log10(sum / samples);
}

/// What each measure answers, one after the other.
template <typename Check>
void for_each_measure(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop,
                      Check check) {
    check(count_differences(first, second, part, stop));
    check(psnr(first, second, part, stop));
    check(signed_differences(first, second, part, stop));
    check(absolute_differences(first, second, part, stop));
    check(ssim(first, second, part, stop));
    check(ms_ssim(first, second, part, stop));
    check(flip(first, second, part, stop));
    check(flip_mean(first, second, part, stop));
}

void check_refused(const Pixels& first, const Pixels& second, const PartPx& part, ErrorKind kind,
                   std::stop_token stop = {}) {
    int refused = 0;
    for_each_measure(first, second, part, stop, [&](const auto& result) {
        if (!result && result.error().kind == kind && !result.error().message.empty()) ++refused;
    });
    CHECK(refused == 8);
}

}  // namespace

TEST_CASE("equal pictures do not differ in any measure") {
    for (const SizePx size : {SizePx{64, 48}, SizePx{200, 180}}) {
        for (const Pixels& picture : {noise_picture(size, 1), veiled_picture(size, 2), flat(size, kWhite)}) {
            const Pixels same = copy_of(picture);
            const PartPx whole = whole_of(size);
            CHECK(*psnr(picture, same, whole) == kInfinity);
            CHECK(*ssim(picture, same, whole) == 1.0);
            CHECK(ms_ssim(picture, same, whole)->value == 1.0);
            CHECK(*flip_mean(picture, same, whole) == 0.0);
            Differences none;
            none.pixels = size.area();
            CHECK(*count_differences(picture, same, whole) == none);
        }
    }
}

TEST_CASE("one grey level in one pixel is found exactly") {
    const SizePx size{64, 48};
    const Pixels picture = flat(size, {100, 100, 100, 255});
    Pixels changed = copy_of(picture);
    std::fill_n(changed.row(31) + 4 * 17, 3, std::uint8_t{101});
    const Differences found = *count_differences(picture, changed, whole_of(size));
    CHECK(found.differing == 1);
    CHECK(found.pixels == 64 * 48);
    CHECK(found.largest == std::array<int, 3>{1, 1, 1});
    CHECK(found.absolute_sum == 3);
    CHECK(found.squared_sum == 3);
    CHECK(*psnr(picture, changed, whole_of(size)) == doctest::Approx(10 * std::log10(255.0 * 255 * 64 * 48)));
    const SignedMap map = *signed_differences(picture, changed, whole_of(size));
    const std::size_t place = (31 * 64 + 17) * 3;
    CHECK(map.levels[place] == -1);
    CHECK(std::ranges::count(map.levels, 0) == 64 * 48 * 3 - 3);
    CHECK(absolute_differences(picture, changed, whole_of(size))->levels[place + 2] == 1);
}

TEST_CASE("PSNR is that of the definition, pooled over the channels") {
    const SizePx size{37, 23};
    const Pixels first = noise_picture(size, 3);
    for (const Pixels& second : {noise_picture(size, 4), scene(size, 0), flat(size, kBlack)}) {
        CHECK(*psnr(first, second, whole_of(size)) ==
              doctest::Approx(plain_psnr(first, second)).epsilon(1e-12));
    }
    CHECK(*psnr(flat(size, kBlack), flat(size, kWhite), whole_of(size)) == doctest::Approx(0.0));
    const double one_channel = *psnr(flat(size, kBlack), flat(size, {0, 255, 0, 255}), whole_of(size));
    CHECK(one_channel == doctest::Approx(10 * std::log10(3.0)));
}

TEST_CASE("maps hold first less second, and its distance, of every channel") {
    const SizePx size{19, 11};
    const Pixels first = noise_picture(size, 5);
    const Pixels second = noise_picture(size, 6);
    const PartPx part{3, 2, 12, 7};
    const SignedMap with_sign = *signed_differences(first, second, part);
    const AbsoluteMap distance = *absolute_differences(first, second, part);
    REQUIRE(with_sign.levels.size() == 12 * 7 * 3);
    REQUIRE(distance.levels.size() == 12 * 7 * 3);
    std::size_t next = 0;
    int wrong = 0;
    for (int y = 2; y < 9; ++y) {
        for (int x = 3; x < 15; ++x) {
            for (int c = 0; c < 3; ++c, ++next) {
                const int difference = first.row(y)[4 * x + c] - second.row(y)[4 * x + c];
                if (with_sign.levels[next] != difference || distance.levels[next] != std::abs(difference))
                    ++wrong;
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("measures do not mind which picture comes first") {
    const SizePx size{190, 180};
    const Pixels first = scene(size, 0);
    const Pixels second = noise_picture(size, 8);
    const PartPx whole = whole_of(size);
    CHECK(*psnr(first, second, whole) == *psnr(second, first, whole));
    CHECK(*count_differences(first, second, whole) == *count_differences(second, first, whole));
    CHECK(*ssim(first, second, whole) == doctest::Approx(*ssim(second, first, whole)).epsilon(1e-6));
    CHECK(ms_ssim(first, second, whole)->value ==
          doctest::Approx(ms_ssim(second, first, whole)->value).epsilon(1e-6));
    CHECK(flip(first, second, whole)->errors == flip(second, first, whole)->errors);
}

TEST_CASE("numbers of a part are those of the pictures cut to it") {
    const SizePx size{300, 210};
    const Pixels first = scene(size, 0);
    const Pixels second = noise_picture(size, 9);
    const PartPx part{13, 7, 180, 181};
    const Pixels first_cut = cut(first, 13, 7, part.size());
    const Pixels second_cut = cut(second, 13, 7, part.size());
    const PartPx all = whole_of(part.size());
    CHECK(*count_differences(first, second, part) == *count_differences(first_cut, second_cut, all));
    CHECK(*ssim(first, second, part) == *ssim(first_cut, second_cut, all));
    CHECK(*ms_ssim(first, second, part) == *ms_ssim(first_cut, second_cut, all));
}

TEST_CASE("bands of rows that are counted one by one make up the whole") {
    const SizePx size{31, 40};
    const Pixels first = noise_picture(size, 10);
    const Pixels second = noise_picture(size, 11);
    const Differences above = *count_differences(first, second, {0, 0, 31, 17});
    const Differences below = *count_differences(first, second, {0, 17, 31, 23});
    CHECK(joined(above, below) == *count_differences(first, second, whole_of(size)));
}

TEST_CASE("transparent pixels are seen over neutral grey") {
    const SizePx size{32, 32};
    const Pixels clear = flat(size, {255, 0, 0, 0});
    const Pixels grey = flat(size, {128, 128, 128, 255});
    const Differences found = *count_differences(clear, grey, whole_of(size));
    CHECK(found.differing == 0);
    CHECK(found.largest_alpha == 255);
    CHECK(*psnr(clear, grey, whole_of(size)) == kInfinity);
    CHECK(*ssim(clear, grey, whole_of(size)) == 1.0);
    CHECK(*flip_mean(clear, grey, whole_of(size)) == 0.0);
    const Pixels half = flat(size, {255, 255, 255, 51});
    CHECK(count_differences(half, grey, whole_of(size))->largest == std::array<int, 3>{25, 25, 25});
}

TEST_CASE("what cannot be compared is refused with a sentence") {
    const Pixels picture = noise_picture({40, 30}, 1);
    const PartPx whole = whole_of(picture.size());
    check_refused(picture, noise_picture({30, 40}, 1), whole, ErrorKind::InvalidInput);
    check_refused(Pixels{}, Pixels{}, {}, ErrorKind::InvalidInput);
    check_refused(picture, Pixels{}, whole, ErrorKind::InvalidInput);
    constexpr int kHuge = std::numeric_limits<int>::max();
    for (const PartPx& part : {PartPx{}, PartPx{-1, 0, 20, 20}, PartPx{0, 0, 41, 30}, PartPx{30, 0, 11, 30},
                               PartPx{0, 20, 40, 11}, PartPx{1, 1, kHuge, kHuge}, PartPx{kHuge, 0, 1, 1}}) {
        check_refused(picture, picture, part, ErrorKind::InvalidInput);
    }
}

TEST_CASE("a comparison that nobody wants any more ends with cancelled") {
    const Pixels picture = noise_picture({40, 30}, 1);
    std::stop_source unwanted;
    unwanted.request_stop();
    check_refused(picture, picture, whole_of(picture.size()), ErrorKind::Cancelled, unwanted.get_token());
}

TEST_CASE("content coordinates mean every pixel that they touch") {
    CHECK(pixels_of({}, {40, 30}) == PartPx{0, 0, 40, 30});
    CHECK(pixels_of({0.25, 0.5, 0.75, 1}, {40, 30}) == PartPx{10, 15, 20, 15});
    CHECK(pixels_of({0.26, 0.1, 0.51, 0.7}, {40, 30}) == PartPx{10, 3, 11, 18});
    CHECK(pixels_of({0.3, 0.3, 0.7, 0.7}, {10, 10}) == PartPx{3, 3, 4, 4});
    CHECK(pixels_of({0.29, 0.57, 0.55, 1}, {100, 100}) == PartPx{29, 57, 26, 43});
    CHECK(pixels_of({-3, -1, 4, 0.5}, {40, 30}) == PartPx{0, 0, 40, 15});
    CHECK(pixels_of({0.501, 0.501, 0.502, 0.502}, {4, 4}) == PartPx{2, 2, 1, 1});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const ContentRect& rect : {ContentRect{0.5, 0, 0.5, 1}, ContentRect{0.9, 0, 0.1, 1},
                                    ContentRect{1.5, 0, 2, 1}, ContentRect{nan, 0, 1, 1}}) {
        CHECK(pixels_of(rect, {40, 30}) == PartPx{});
    }
}
