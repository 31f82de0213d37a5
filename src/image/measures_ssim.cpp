#include "image/measures_ssim.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "image/measures_planes.h"

namespace proofsheet::image {
namespace {

constexpr int kRadius = kSsimWindow / 2;
constexpr SizePx kSsimTile{256, 64};

/// Luma less this middle, where squares are small: variances do not change, and floats round them less.
constexpr float kMiddle = 128;

struct LumaPair {
    Plane first;
    Plane second;
};

/// Fills the planes with the luma of both pictures in a part, less kMiddle.
using ReadLuma = std::function<void(const PartPx& part, LumaPair& luma)>;

/// One scale: how large it is and how to read it.
struct Scale {
    SizePx size;
    ReadLuma read;
};

void read_row(const std::uint8_t* rgba, int width, float* luma) {
    for (int x = 0; x < width; ++x, rgba += 4) {
        const int red = level_over_ground(rgba[0], rgba[3]);
        const int green = level_over_ground(rgba[1], rgba[3]);
        const int blue = level_over_ground(rgba[2], rgba[3]);
        luma[x] = static_cast<float>(299 * red + 587 * green + 114 * blue) * 0.001f - kMiddle;
    }
}

void read_pixels(const Pixels& picture, const PartPx& part, Plane& luma) {
    luma.reshape(part.width, part.height);
    for (int y = 0; y < part.height; ++y) {
        read_row(picture.row(part.y + y) + std::ptrdiff_t{4} * part.x, part.width, luma.row(y));
    }
}

void copy_part(const Plane& from, const PartPx& part, Plane& to) {
    to.reshape(part.width, part.height);
    for (int y = 0; y < part.height; ++y) std::copy_n(from.row(part.y + y) + part.x, part.width, to.row(y));
}

/// The pictures themselves; `area` is what counts as the whole.
Scale scale_of_pixels(const Pixels& first, const Pixels& second, const PartPx& area) {
    return {area.size(), [&first, &second, area](const PartPx& part, LumaPair& luma) {
                const PartPx placed{area.x + part.x, area.y + part.y, part.width, part.height};
                read_pixels(first, placed, luma.first);
                read_pixels(second, placed, luma.second);
            }};
}

Scale scale_of_planes(const LumaPair& planes) {
    return {{planes.first.width(), planes.first.height()}, [&planes](const PartPx& part, LumaPair& luma) {
                copy_part(planes.first, part, luma.first);
                copy_part(planes.second, part, luma.second);
            }};
}

const Taps& window() {
    static const Taps taps = [] {
        std::array<double, kSsimWindow> weights{};
        double sum = 0;
        for (int i = 0; i < kSsimWindow; ++i) {
            const double away = i - kRadius;
            sum += weights[static_cast<std::size_t>(i)] = std::exp(-away * away / (2 * 1.5 * 1.5));
        }
        Taps made;
        for (const double weight : weights) made.weights.push_back(static_cast<float>(weight / sum));
        return made;
    }();
    return taps;
}

/// Means of the windows of a scale.
struct WindowMeans {
    double similarity = 0;  ///< luminance x contrast x structure
    double structure = 0;   ///< contrast x structure
};

/// What the windows of one tile need. With d = first - second, the factors of SSIM are
///   luminance = 1 - E[d]^2 / (mean1^2 + mean2^2 + C1)
///   contrast x structure = 1 - Var[d] / (Var[first] + Var[second] + C2)
/// which is the published product written so that equal windows give exactly 1.
class TileWindows {
public:
    WindowMeans sum(const Scale& scale, const PartPx& windows) {
        scale.read({windows.x, windows.y, windows.width + 2 * kRadius, windows.height + 2 * kRadius}, luma_);
        multiply();
        average(luma_.first, mean_);
        average(difference_, mean_difference_);
        average(difference_square_, mean_difference_square_);
        average(squares_, mean_squares_);
        WindowMeans sum;
        for (int y = 0; y < windows.height; ++y) add_row(y, windows.width, sum);
        return sum;
    }

private:
    void multiply() {
        const int width = luma_.first.width();
        const int height = luma_.first.height();
        for (Plane* plane : {&difference_, &difference_square_, &squares_}) plane->reshape(width, height);
        for (int y = 0; y < height; ++y) {
            const float* one = luma_.first.row(y);
            const float* other = luma_.second.row(y);
            for (int x = 0; x < width; ++x) {
                const float difference = one[x] - other[x];
                difference_.row(y)[x] = difference;
                difference_square_.row(y)[x] = difference * difference;
                squares_.row(y)[x] = one[x] * one[x] + other[x] * other[x];
            }
        }
    }

    void average(const Plane& values, Plane& means) {
        convolve_rows(values, window(), kRadius, narrow_);
        convolve_columns(narrow_, window(), kRadius, means);
    }

    void add_row(int y, int width, WindowMeans& sum) const {
        constexpr double kC1 = (0.01 * 255) * (0.01 * 255);
        constexpr double kC2 = (0.03 * 255) * (0.03 * 255);
        for (int x = 0; x < width; ++x) {
            const double one = mean_.row(y)[x];
            const double apart = mean_difference_.row(y)[x];
            const double other = one - apart;
            const double bright = one + double{kMiddle};
            const double other_bright = other + double{kMiddle};
            const double spread = std::max(0.0, mean_squares_.row(y)[x] - one * one - other * other);
            const double unlike = std::max(0.0, mean_difference_square_.row(y)[x] - apart * apart);
            const double luminance =
                1 - apart * apart / (bright * bright + other_bright * other_bright + kC1);
            const double structure = 1 - unlike / (spread + kC2);
            sum.structure += structure;
            sum.similarity += luminance * structure;
        }
    }

    LumaPair luma_;
    Plane difference_, difference_square_, squares_, narrow_;
    Plane mean_, mean_difference_, mean_difference_square_, mean_squares_;
};

Result<WindowMeans> mean_of_windows(const Scale& scale, const std::stop_token& stop) {
    const PartPx windows{0, 0, scale.size.width - 2 * kRadius, scale.size.height - 2 * kRadius};
    TileWindows tile_windows;
    WindowMeans sum;
    const Status done = for_each_tile(windows, kSsimTile, stop, [&](const PartPx& tile) {
        const WindowMeans more = tile_windows.sum(scale, tile);
        sum.similarity += more.similarity;
        sum.structure += more.structure;
    });
    if (!done) return done.error();
    const auto count = static_cast<double>(windows.size().area());
    return WindowMeans{sum.similarity / count, sum.structure / count};
}

/// Averages pairs of both rows of `two`; where there is one row or an odd column, it stands for both.
void halve_rows(const Plane& two, float* halved) {
    const float* above = two.row(0);
    const float* below = two.row(two.height() - 1);
    for (int x = 0; x < two.width(); x += 2) {
        const int right = std::min(x + 1, two.width() - 1);
        halved[x / 2] = 0.25f * ((above[x] + above[right]) + (below[x] + below[right]));
    }
}

Status halve(const Scale& scale, const std::stop_token& stop, LumaPair& halved) {
    const SizePx size{(scale.size.width + 1) / 2, (scale.size.height + 1) / 2};
    halved.first.reshape(size.width, size.height);
    halved.second.reshape(size.width, size.height);
    LumaPair two;
    for (int y = 0; y < size.height; ++y) {
        if (stop.stop_requested()) return comparison_stopped();
        scale.read({0, 2 * y, scale.size.width, std::min(2, scale.size.height - 2 * y)}, two);
        halve_rows(two.first, halved.first.row(y));
        halve_rows(two.second, halved.second.row(y));
    }
    return {};
}

constexpr std::array kScaleWeights{0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

int scales_with_room(SizePx size) {
    int scales = 1;
    int shorter = std::min(size.width, size.height);
    while (scales < static_cast<int>(kScaleWeights.size()) && shorter / 2 >= kSsimWindow) {
        shorter /= 2;
        ++scales;
    }
    return scales;
}

Result<double> weighted_scales(Scale scale, int scales, const std::stop_token& stop) {
    double weight_sum = 0;
    for (int i = 0; i < scales; ++i) weight_sum += kScaleWeights[static_cast<std::size_t>(i)];
    std::array<LumaPair, 2> planes;  // the scale that is read, and the one that is made from it
    double product = 1;
    for (int i = 0; i < scales; ++i) {
        const Result<WindowMeans> means = mean_of_windows(scale, stop);
        if (!means) return means.error();
        const bool last = i + 1 == scales;
        const double mean = std::max(0.0, last ? means->similarity : means->structure);
        product *= std::pow(mean, kScaleWeights[static_cast<std::size_t>(i)] / weight_sum);
        if (last) break;
        LumaPair& halved = planes[static_cast<std::size_t>(i % 2)];
        if (Status done = halve(scale, stop, halved); !done) return done.error();
        scale = scale_of_planes(halved);
    }
    return product;
}

Status check_windows(const Pixels& first, const Pixels& second, const PartPx& part) {
    if (Status fits = check_pair(first, second, part); !fits) return fits;
    if (part.width >= kSsimWindow && part.height >= kSsimWindow) return {};
    return Error{ErrorKind::InvalidInput,
                 fmt::format("SSIM needs at least {} x {} pixels, these are {} x {}; choose a larger part.",
                             kSsimWindow, kSsimWindow, part.width, part.height)};
}

}  // namespace

Result<double> ssim(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop) {
    if (Status fits = check_windows(first, second, part); !fits) return fits.error();
    const Result<WindowMeans> means = mean_of_windows(scale_of_pixels(first, second, part), stop);
    if (!means) return means.error();
    return means->similarity;
}

Result<MsSsim> ms_ssim(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop) {
    if (Status fits = check_windows(first, second, part); !fits) return fits.error();
    const int scales = scales_with_room(part.size());
    const Result<double> value = weighted_scales(scale_of_pixels(first, second, part), scales, stop);
    if (!value) return value.error();
    return MsSsim{*value, scales};
}

}  // namespace proofsheet::image
