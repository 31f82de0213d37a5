#include "image/measures_flip_filters.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace proofsheet::image {
namespace {

/// One Gaussian of a contrast sensitivity function, a sqrt(pi / b) exp(-pi^2 distance^2 / b) with the
/// distance in degrees.
struct Sensitivity {
    double a;
    double b;
};
constexpr Sensitivity kAchromatic{1, 0.0047};
constexpr Sensitivity kRedGreen{1, 0.0053};
constexpr std::array<Sensitivity, 2> kBlueYellow{{{34.1, 0.04}, {13.5, 0.025}}};

/// Width of the detectors of edges and points in degrees: two standard deviations.
constexpr double kFeatureWidth = 0.082;

using Weights = std::vector<double>;

double sum_of(const Weights& weights) {
    return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// exp(-rate (k - radius)^2) for k = 0 .. 2 radius.
Weights bell(double rate, int radius) {
    Weights weights;
    for (int away = -radius; away <= radius; ++away) weights.push_back(std::exp(-rate * away * away));
    return weights;
}

/// Weights times `factor` as floats. Ends that no float sum would notice are cut off.
Taps taps_of(const Weights& weights, double factor) {
    constexpr double kNothing = 1e-12;
    std::size_t from = 0;
    const double notable = kNothing * sum_of(weights);
    while (from < weights.size() / 2 && std::abs(weights[from]) < notable) ++from;
    Taps taps;
    for (std::size_t i = from; i < weights.size() - from; ++i) {
        taps.weights.push_back(static_cast<float>(weights[i] * factor));
    }
    return taps;
}

Weights sensitivity_bell(const Sensitivity& sensitivity, double pixels_per_degree, int radius) {
    return bell(std::numbers::pi * std::numbers::pi / (sensitivity.b * pixels_per_degree * pixels_per_degree),
                radius);
}

Taps sensitivity_taps(const Sensitivity& sensitivity, double pixels_per_degree, int radius) {
    const Weights weights = sensitivity_bell(sensitivity, pixels_per_degree, radius);
    return taps_of(weights, 1 / sum_of(weights));
}

/// The two Gaussians share one sum: their height is in the taps across, the taps down sum to 1.
std::array<Gaussian2d, 2> blue_yellow_taps(double pixels_per_degree, int radius) {
    std::array<Weights, 2> weights;
    std::array<double, 2> volume{};
    for (std::size_t i = 0; i < 2; ++i) {
        weights[i] = sensitivity_bell(kBlueYellow[i], pixels_per_degree, radius);
        const double side = sum_of(weights[i]);
        volume[i] = kBlueYellow[i].a * std::sqrt(std::numbers::pi / kBlueYellow[i].b) * side * side;
    }
    std::array<Gaussian2d, 2> made;
    for (std::size_t i = 0; i < 2; ++i) {
        const double side = sum_of(weights[i]);
        made[i].across = taps_of(weights[i], volume[i] / (volume[0] + volume[1]) / side);
        made[i].down = taps_of(weights[i], 1 / side);
    }
    return made;
}

/// Positive weights divided by their sum, negative ones by theirs.
Taps balanced(const Weights& weights) {
    double positive = 0;
    double negative = 0;
    for (const double weight : weights) (weight > 0 ? positive : negative) += weight;
    Taps taps;
    for (const double weight : weights) {
        const double sum = weight > 0 ? positive : -negative;
        taps.weights.push_back(sum > 0 ? static_cast<float>(weight / sum) : 0.0f);
    }
    return taps;
}

void add_feature_taps(double pixels_per_degree, FlipFilters& filters) {
    const double deviation = 0.5 * kFeatureWidth * pixels_per_degree;
    const int radius = static_cast<int>(std::ceil(3 * deviation));
    const Weights smooth = bell(1 / (2 * deviation * deviation), radius);
    Weights edge = smooth;
    Weights point = smooth;
    for (std::size_t i = 0; i < smooth.size(); ++i) {
        const double away = static_cast<double>(i) - radius;
        edge[i] *= -away;
        point[i] *= away * away / (deviation * deviation) - 1;
    }
    filters.smooth = taps_of(smooth, 1 / sum_of(smooth));
    filters.edge = balanced(edge);
    filters.point = balanced(point);
}

}  // namespace

FlipFilters make_flip_filters(double pixels_per_degree) {
    const double widest = std::sqrt(kBlueYellow[0].b / (2 * std::numbers::pi * std::numbers::pi));
    FlipFilters filters;
    filters.margin = static_cast<int>(std::ceil(3 * widest * pixels_per_degree));
    filters.achromatic = sensitivity_taps(kAchromatic, pixels_per_degree, filters.margin);
    filters.red_green = sensitivity_taps(kRedGreen, pixels_per_degree, filters.margin);
    filters.blue_yellow = blue_yellow_taps(pixels_per_degree, filters.margin);
    add_feature_taps(pixels_per_degree, filters);
    return filters;
}

}  // namespace proofsheet::image
