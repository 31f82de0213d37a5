#include "image/compare_resample.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "image/decode.h"
#include "image/measures_part.h"
#include "image/reduce.h"
#include "image/reduce_tables.h"

namespace proofsheet::image {
namespace {

double sinc(double x) {
    return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

/// Weight of a source pixel whose centre is `away` source pixels from the wanted place.
double weight_at(double away, Kernel kernel) {
    const double distance = std::abs(away);
    if (kernel == Kernel::Bilinear) return std::max(0.0, 1 - distance);
    return distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
}

/// Source pixels that a target pixel takes its value from, in one direction.
struct Axis {
    int count = 0;               ///< source pixels for each target pixel
    std::vector<int> first;      ///< the first of them; it may lie outside the picture, as may the others
    std::vector<float> weights;  ///< `count` for each target pixel, their sum is 1
};

void add_weights(double centre, Kernel kernel, Axis& axis) {
    double sum = 0;
    std::vector<double> weights;
    for (int k = 0; k < axis.count; ++k) {
        weights.push_back(weight_at(axis.first.back() + k - centre, kernel));
        sum += weights.back();
    }
    for (const double weight : weights) axis.weights.push_back(static_cast<float>(weight / sum));
}

Axis make_axis(int source, int target, Kernel kernel) {
    Axis axis;
    axis.count = kernel == Kernel::Bilinear ? 2 : 6;
    const double scale = static_cast<double>(source) / target;
    for (int i = 0; i < target; ++i) {
        const double centre = (i + 0.5) * scale - 0.5;
        axis.first.push_back(static_cast<int>(std::floor(centre)) - (axis.count / 2 - 1));
        add_weights(centre, kernel, axis);
    }
    return axis;
}

/// Source row widened to the target's width: encoded levels weighted with alpha, and alpha, both 0..255.
class RowWidener {
public:
    RowWidener(int source, int target)
        : source_(source), target_(target), row_(static_cast<std::size_t>(source)) {}

    void widen(const std::uint8_t* rgba, const Axis& axis, std::vector<Float4>& wide) {
        read(rgba);
        const float* weight = axis.weights.data();
        for (int x = 0; x < target_; ++x) {
            const int first = axis.first[static_cast<std::size_t>(x)];
            Float4 sum{};
            for (int k = 0; k < axis.count; ++k) {
                sum += row_[static_cast<std::size_t>(std::clamp(first + k, 0, source_ - 1))] * *weight++;
            }
            wide[static_cast<std::size_t>(x)] = sum;
        }
    }

private:
    void read(const std::uint8_t* rgba) {
        for (Float4& pixel : row_) {
            pixel = Float4{static_cast<float>(rgba[0]), static_cast<float>(rgba[1]),
                           static_cast<float>(rgba[2]), 255.0f};
            if (rgba[3] != 255) pixel *= static_cast<float>(rgba[3]) / 255;
            rgba += 4;
        }
    }

    int source_;
    int target_;
    std::vector<Float4> row_;
};

std::uint8_t level_of(float value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f) + 0.5f);
}

void write_pixel(const Float4& sum, std::uint8_t* rgba) {
    const std::uint8_t alpha = level_of(sum[3]);
    const float share = alpha == 0 ? 0 : 255 / sum[3];
    for (int c = 0; c < 3; ++c) rgba[c] = level_of(sum[c] * share);
    rgba[3] = alpha;
}

/// The few widened rows that a target row is made of; each source row is widened once.
class Enlarger {
public:
    Enlarger(const Pixels& picture, SizePx target, Kernel kernel)
        : picture_(picture),
          across_(make_axis(picture.size().width, target.width, kernel)),
          down_(make_axis(picture.size().height, target.height, kernel)),
          widener_(picture.size().width, target.width),
          rows_(static_cast<std::size_t>(down_.count),
                HeldRow{-1, std::vector<Float4>(static_cast<std::size_t>(target.width))}) {}

    void write_row(int y, std::uint8_t* rgba, int width) {
        const auto at = static_cast<std::size_t>(y);
        const auto count = static_cast<std::size_t>(down_.count);
        std::array<const Float4*, 6> rows{};
        for (std::size_t k = 0; k < count; ++k) rows[k] = row(down_.first[at] + static_cast<int>(k));
        const float* const weights = down_.weights.data() + at * count;
        for (int x = 0; x < width; ++x) {
            Float4 sum{};
            for (std::size_t k = 0; k < count; ++k) sum += rows[k][x] * weights[k];
            write_pixel(sum, rgba + std::ptrdiff_t{4} * x);
        }
    }

private:
    struct HeldRow {
        int y = -1;
        std::vector<Float4> pixels;
    };

    /// The rows of one target row follow each other, so that no two of them share a place.
    const Float4* row(int wanted) {
        const int y = std::clamp(wanted, 0, picture_.size().height - 1);
        HeldRow& held = rows_[static_cast<std::size_t>(y % down_.count)];
        if (held.y != y) {
            widener_.widen(picture_.row(y), across_, held.pixels);
            held.y = y;
        }
        return held.pixels.data();
    }

    const Pixels& picture_;
    Axis across_;
    Axis down_;
    RowWidener widener_;
    std::vector<HeldRow> rows_;
};

Result<Pixels> enlarge(const Pixels& picture, SizePx target, Kernel kernel, const std::stop_token& stop) {
    Pixels result(target);
    Enlarger enlarger(picture, target, kernel);
    for (int y = 0; y < target.height; ++y) {
        if (stop.stop_requested()) return comparison_stopped();
        enlarger.write_row(y, result.row(y), target.width);
    }
    return result;
}

/// The source pixel under the centre of a target pixel.
int nearest(int place, int source, int target) {
    return static_cast<int>((2 * std::int64_t{place} + 1) * source / (2 * std::int64_t{target}));
}

Result<Pixels> pick_nearest(const Pixels& picture, SizePx target, const std::stop_token& stop) {
    Pixels result(target);
    for (int y = 0; y < target.height; ++y) {
        if (stop.stop_requested()) return comparison_stopped();
        const std::uint8_t* from = picture.row(nearest(y, picture.size().height, target.height));
        std::uint8_t* to = result.row(y);
        for (int x = 0; x < target.width; ++x, to += 4) {
            std::copy_n(from + std::ptrdiff_t{4} * nearest(x, picture.size().width, target.width), 4, to);
        }
    }
    return result;
}

Status check_sizes(const Pixels& picture, SizePx target) {
    if (picture.empty() || target.width < 1 || target.height < 1) {
        return Error{ErrorKind::InvalidInput,
                     "A picture without pixels cannot be brought to another size, nor any to no size."};
    }
    constexpr DecodeLimits limits;
    if (target.longest() <= limits.longest_side && target.area() <= limits.pixels) return {};
    return Error{
        ErrorKind::Unsupported,
        fmt::format(
            "A picture cannot be brought to {} x {} pixels: sides up to {} and {} pixels in all are allowed.",
            target.width, target.height, limits.longest_side, limits.pixels)};
}

}  // namespace

std::string_view name_of(Kernel kernel) {
    if (kernel == Kernel::Nearest) return "nearest";
    return kernel == Kernel::Bilinear ? "bilinear" : "Lanczos-3";
}

SizePx size_to_compare(SizePx first, SizePx second) {
    return second.area() > first.area() ? second : first;
}

Result<Pixels> resample(const Pixels& picture, SizePx target, Kernel kernel, std::stop_token stop) {
    if (Status fits = check_sizes(picture, target); !fits) return fits.error();
    if (stop.stop_requested()) return comparison_stopped();
    if (kernel == Kernel::Nearest) return pick_nearest(picture, target, stop);
    const SizePx size = picture.size();
    const SizePx reduced{std::min(size.width, target.width), std::min(size.height, target.height)};
    if (reduced == target) return reduce(picture, target);
    if (reduced == size) return enlarge(picture, target, kernel, stop);
    return enlarge(reduce(picture, reduced), target, kernel, stop);
}

}  // namespace proofsheet::image
