#include "image/measures_flip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "image/measures_flip_colour.h"
#include "image/measures_flip_filters.h"

namespace proofsheet::image {
namespace {

constexpr SizePx kFlipTile{256, 128};
constexpr double kSharpest = 500;

/// Opponent colours of a tile and what lies around it.
struct Opponent {
    Plane y, x_less_y, y_less_z;
};

/// What an observer makes of one picture in a tile.
struct Seen {
    Plane lightness, a, b;  ///< Hunt-adjusted L*a*b* after filtering
    Plane edge, point;      ///< how strong they are
};

Float4 opponent_colour(const std::uint8_t* rgba, const OpponentTables& tables) {
    const auto level = [rgba](int c) {
        return static_cast<std::size_t>(level_over_ground(rgba[c], rgba[3]));
    };
    return tables.red[level(0)] + tables.green[level(1)] + tables.blue[level(2)];
}

/// The tile with `margin` pixels around it; beyond the picture its edge goes on.
void read_opponent(const Pixels& picture, const PartPx& tile, int margin, Opponent& colours) {
    const OpponentTables& tables = opponent_tables();
    const int width = tile.width + 2 * margin;
    const int height = tile.height + 2 * margin;
    for (Plane* plane : {&colours.y, &colours.x_less_y, &colours.y_less_z}) plane->reshape(width, height);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* row = picture.row(std::clamp(tile.y - margin + y, 0, picture.size().height - 1));
        float* const to_y = colours.y.row(y);
        float* const to_x_less_y = colours.x_less_y.row(y);
        float* const to_y_less_z = colours.y_less_z.row(y);
        for (int x = 0; x < width; ++x) {
            const int from = std::clamp(tile.x - margin + x, 0, picture.size().width - 1);
            const Float4 colour = opponent_colour(row + std::ptrdiff_t{4} * from, tables);
            to_y[x] = colour[0];
            to_x_less_y[x] = colour[1];
            to_y_less_z[x] = colour[2];
        }
    }
}

/// Calls `take(y, width)` for each row of `shape`.
template <typename TakeRow>
void for_each_row(const Plane& shape, TakeRow take) {
    for (int y = 0; y < shape.height(); ++y) take(y, shape.width());
}

void add(const Plane& more, Plane& sum) {
    for_each_row(sum, [&](int y, int width) {
        float* const to = sum.row(y);
        const float* const from = more.row(y);
        for (int x = 0; x < width; ++x) to[x] += from[x];
    });
}

/// `across` becomes sqrt(across^2 + down^2).
void magnitude(const Plane& down, Plane& across) {
    for_each_row(across, [&](int y, int width) {
        float* const to = across.row(y);
        const float* const from = down.row(y);
        for (int x = 0; x < width; ++x) to[x] = std::sqrt(to[x] * to[x] + from[x] * from[x]);
    });
}

/// Looks at one tile after the other and keeps the memory in between.
class Observer {
public:
    explicit Observer(const FlipViewing& viewing) : filters_(make_flip_filters(viewing.pixels_per_degree)) {}

    void look(const Pixels& picture, const PartPx& tile, Seen& seen) {
        read_opponent(picture, tile, filters_.margin, colours_);
        see_colours(seen);
        see_features(seen);
    }

private:
    void filter(const Plane& in, const Taps& across, const Taps& down, Plane& out) {
        convolve_rows(in, across, filters_.margin, narrow_);
        convolve_columns(narrow_, down, filters_.margin, out);
    }

    void see_colours(Seen& seen) {
        const auto& [wide, narrow] = filters_.blue_yellow;
        filter(colours_.y, filters_.achromatic, filters_.achromatic, seen.lightness);
        filter(colours_.x_less_y, filters_.red_green, filters_.red_green, seen.a);
        filter(colours_.y_less_z, wide.across, wide.down, seen.b);
        filter(colours_.y_less_z, narrow.across, narrow.down, more_);
        add(more_, seen.b);
        for_each_row(seen.lightness, [&seen](int y, int width) {
            float* const lightness = seen.lightness.row(y);
            float* const a = seen.a.row(y);
            float* const b = seen.b.row(y);
            for (int x = 0; x < width; ++x) {
                const HuntLab colour = hunt_lab_of(lightness[x], a[x], b[x]);
                lightness[x] = colour.lightness;
                a[x] = colour.a;
                b[x] = colour.b;
            }
        });
    }

    void see_features(Seen& seen) {
        filter(colours_.y, filters_.edge, filters_.smooth, seen.edge);
        filter(colours_.y, filters_.point, filters_.smooth, seen.point);
        convolve_rows(colours_.y, filters_.smooth, filters_.margin, narrow_);
        convolve_columns(narrow_, filters_.edge, filters_.margin, more_);
        magnitude(more_, seen.edge);
        convolve_columns(narrow_, filters_.point, filters_.margin, more_);
        magnitude(more_, seen.point);
    }

    FlipFilters filters_;
    Opponent colours_;
    Plane narrow_, more_;
};

float feature_error(float edges_apart, float points_apart) {
    constexpr float kHalfRoot = 0.70710678f;  // edges and points across and down are at most 1 each
    return std::min(1.0f, std::sqrt(kHalfRoot * std::max(std::abs(edges_apart), std::abs(points_apart))));
}

/// Errors of row `y` of a tile.
void compare_row(const Seen& first, const Seen& second, int y, int width, float* errors) {
    for (int x = 0; x < width; ++x) {
        const HuntLab one{first.lightness.row(y)[x], first.a.row(y)[x], first.b.row(y)[x]};
        const HuntLab other{second.lightness.row(y)[x], second.a.row(y)[x], second.b.row(y)[x]};
        const float feature = feature_error(first.edge.row(y)[x] - second.edge.row(y)[x],
                                            first.point.row(y)[x] - second.point.row(y)[x]);
        errors[x] = std::pow(colour_error(one, other), 1 - feature);
    }
}

/// Calls `take` with each tile and each row of errors in it.
template <typename TakeRow>
Status for_each_error_row(const Pixels& first, const Pixels& second, const PartPx& part,
                          const std::stop_token& stop, const FlipViewing& viewing, TakeRow take) {
    Observer observer(viewing);
    Seen one, other;
    std::vector<float> errors(static_cast<std::size_t>(kFlipTile.width));
    return for_each_tile(part, kFlipTile, stop, [&](const PartPx& tile) {
        observer.look(first, tile, one);
        observer.look(second, tile, other);
        for (int y = 0; y < tile.height; ++y) {
            compare_row(one, other, y, tile.width, errors.data());
            take(tile, y, errors);
        }
    });
}

double sum_of(const std::vector<float>& errors, int width) {
    double sum = 0;
    for (int x = 0; x < width; ++x) sum += errors[static_cast<std::size_t>(x)];
    return sum;
}

Status check(const Pixels& first, const Pixels& second, const PartPx& part, const FlipViewing& viewing) {
    if (Status fits = check_pair(first, second, part); !fits) return fits;
    if (viewing.pixels_per_degree >= 1 && viewing.pixels_per_degree <= kSharpest) return {};
    return Error{ErrorKind::InvalidInput,
                 fmt::format("FLIP needs 1 to {} pixels per degree, not {}; 67 is usual.", kSharpest,
                             viewing.pixels_per_degree)};
}

}  // namespace

Result<FlipMap> flip(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop,
                     const FlipViewing& viewing) {
    if (Status fits = check(first, second, part, viewing); !fits) return fits.error();
    FlipMap map{part, std::vector<float>(static_cast<std::size_t>(part.size().area())), 0};
    double sum = 0;
    const auto keep = [&](const PartPx& tile, int y, const std::vector<float>& errors) {
        const std::ptrdiff_t row = tile.y - part.y + y;
        std::copy_n(errors.begin(), tile.width, map.errors.begin() + row * part.width + (tile.x - part.x));
        sum += sum_of(errors, tile.width);
    };
    const Status done = for_each_error_row(first, second, part, stop, viewing, keep);
    if (!done) return done.error();
    map.mean = sum / static_cast<double>(part.size().area());
    return map;
}

Result<double> flip_mean(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop,
                         const FlipViewing& viewing) {
    if (Status fits = check(first, second, part, viewing); !fits) return fits.error();
    double sum = 0;
    const auto add_row = [&sum](const PartPx& tile, int, const std::vector<float>& errors) {
        sum += sum_of(errors, tile.width);
    };
    const Status done = for_each_error_row(first, second, part, stop, viewing, add_row);
    if (!done) return done.error();
    return sum / static_cast<double>(part.size().area());
}

}  // namespace proofsheet::image
