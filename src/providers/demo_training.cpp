#include "providers/demo_training.h"

#include <array>
#include <utility>
#include <vector>

#include "providers/demo_noise.h"

namespace proofsheet::providers {
namespace {

constexpr int kLevels = 8;

/// What the progress of the training means for the picture; each 0 where it has no effect.
struct Faults {
    float blur = 0;      ///< pyramid level
    float wobble = 0;    ///< in heights
    float blotches = 0;  ///< colour that does not belong there
    float daubs = 0;     ///< opacity of the brush strokes
    float daub = 0;      ///< their length in heights
    float dull = 0;
    float burnt = 0;  ///< over-training
};

Faults faults_at(const TrainingLook& look) {
    const float t = look.progress;
    const float rough = ramp(0.78F, 0.0F, t);
    Faults faults;
    faults.blur = 5.6F * power_of(ramp(0.62F, -0.05F, t), 0.85F) + 0.55F * ramp(0.80F, 0.55F, t);
    faults.wobble = 0.15F * power_of(rough, 1.7F) + 0.013F * ramp(0.85F, 0.45F, t);
    faults.blotches = power_of(ramp(0.60F, 0.0F, t), 1.3F);
    faults.daubs = ramp(0.04F, 0.14F, t) * ramp(0.82F, 0.50F, t);
    faults.daub = mix(0.017F, 0.150F, power_of(ramp(0.76F, 0.05F, t), 1.6F));
    faults.dull = ramp(0.72F, 0.05F, t);
    faults.burnt = clamp01((t - 0.90F + 0.012F * (look.cfg - 5)) / 0.30F);
    return faults;
}

/// Displacement and tint on a coarse lattice, between whose nodes they are interpolated.
struct Distortion {
    struct Node {
        Light shift{};  ///< x and y, in heights
        Light tint{};
    };
    static constexpr int kCells = 48;
    std::vector<Node> nodes;

    /// The nodes of one row of pixels.
    std::array<Node, kCells + 1> row(float y) const {
        const float at = std::clamp(y * kCells, 0.0F, kCells - 0.001F);
        const int above = static_cast<int>(at);
        const float share = at - static_cast<float>(above);
        std::array<Node, kCells + 1> row;
        for (int i = 0; i <= kCells; ++i) {
            const Node& upper = nodes[static_cast<std::size_t>(above * (kCells + 1) + i)];
            const Node& lower = nodes[static_cast<std::size_t>((above + 1) * (kCells + 1) + i)];
            row[static_cast<std::size_t>(i)] = {mix(upper.shift, lower.shift, share),
                                                mix(upper.tint, lower.tint, share)};
        }
        return row;
    }
};

Distortion distort(const Faults& faults, const TrainingLook& look, float aspect) {
    const auto seed = static_cast<std::uint32_t>(scramble(look.seed));
    // The faults drift from checkpoint to checkpoint instead of fading in place.
    const float drift = look.progress * 2.2F;
    const float broad = faults.wobble;
    const float fine = 0.22F * faults.wobble;
    Distortion distortion;
    for (int j = 0; j <= Distortion::kCells; ++j) {
        for (int i = 0; i <= Distortion::kCells; ++i) {
            const float x = aspect * static_cast<float>(i) / Distortion::kCells;
            const float y = static_cast<float>(j) / Distortion::kCells;
            const Light shift{broad * clouds(x * 2.1F + drift, y * 2.1F, 2, seed) +
                                  fine * noise(x * 9, y * 9 + drift, seed + 5),
                              broad * clouds(x * 2.1F, y * 2.1F + drift, 2, seed + 11) +
                                  fine * noise(x * 9 + drift, y * 9, seed + 16),
                              0, 0};
            const Light hue{clouds(x * 3.1F + drift, y * 3.1F, 3, seed + 21),
                            clouds(x * 3.1F, y * 3.1F - drift, 3, seed + 31),
                            clouds(x * 3.1F - drift, y * 3.1F, 3, seed + 41), 0};
            distortion.nodes.push_back({shift, hue * faults.blotches});
        }
    }
    return distortion;
}

void add(Canvas& canvas, const Canvas& other) {
    for (int y = 0; y < canvas.size().height; ++y) {
        Light* row = canvas.row(y);
        const Light* from = other.row(y);
        for (int x = 0; x < canvas.size().width; ++x) row[x] += from[x];
    }
}

/// What the model has learnt of the scene, sharp enough for `faults`, with its bloom.
Canvas learnt_light(const PaintedScene& scene, const Faults& faults) {
    const int level = faults.blur > 1.5F && scene.light.size() > 1 ? 1 : 0;
    Canvas light = blurred(scene.light, faults.blur, level);
    add(light, level == 1 ? scene.bloom : scene.full_bloom);
    return light;
}

/// The scene without its details, out of place, in wrong colours.
Canvas rough_picture(const PaintedScene& scene, const Faults& faults, const TrainingLook& look) {
    Canvas light = learnt_light(scene, faults);
    if (faults.wobble == 0 && faults.blotches == 0) return light;
    Canvas picture(scene.light.front().size());
    const Distortion distortion = distort(faults, look, picture.aspect());
    const float cells = Distortion::kCells / picture.aspect();
    const Light veil = grey(0.25F * faults.blotches * 0.09F);
    for (int y = 0; y < picture.size().height; ++y) {
        const auto nodes = distortion.row(picture.y_of(y));
        Light* row = picture.row(y);
        for (int x = 0; x < picture.size().width; ++x) {
            const Place place{picture.x_of(x), picture.y_of(y)};
            const float at = std::min(place.x * cells, Distortion::kCells - 0.001F);
            const auto node = static_cast<std::size_t>(at);
            const float share = at - static_cast<float>(node);
            const Light shift = mix(nodes[node].shift, nodes[node + 1].shift, share);
            const Light tint = mix(nodes[node].tint, nodes[node + 1].tint, share);
            const Light from = light.sample({place.x + shift[0], place.y + shift[1]});
            row[x] = from + from * tint * 0.9F + tint * 0.09F + veil;
        }
    }
    return picture;
}

/// A brush stroke: an ellipse with bristles along it.
struct Daub {
    Place centre, along;  ///< `along` has length 1
    float half_length = 0, half_width = 0;
    Light light{};
    float opacity = 0;
    std::uint32_t seed = 0;
};

/// The columns of a row, `dy` from the centre, that a daub covers; all in pixels.
struct Chord {
    float from = 0, to = 0;
};
Chord chord_of(const Daub& daub, float dy) {
    const float ux = daub.along.x / daub.half_length;
    const float uy = daub.along.y / daub.half_length;
    const float wx = -daub.along.y / daub.half_width;
    const float wy = daub.along.x / daub.half_width;
    const float a = ux * ux + wx * wx;
    const float b = (ux * uy + wx * wy) * dy;
    const float c = (uy * uy + wy * wy) * dy * dy - 1;
    const float root = std::sqrt(std::max(b * b - a * c, 0.0F));
    return {(-b - root) / a, (-b + root) / a};
}

void paint_daub(Canvas& canvas, const Daub& daub) {
    const float tall = std::sqrt(daub.along.y * daub.along.y * daub.half_length * daub.half_length +
                                 daub.along.x * daub.along.x * daub.half_width * daub.half_width);
    const SizePx size = canvas.size();
    const int bottom = std::min(static_cast<int>(daub.centre.y + tall) + 1, size.height);
    const float bristles = 4 / daub.half_width;
    for (int y = std::max(static_cast<int>(daub.centre.y - tall), 0); y < bottom; ++y) {
        const float dy = static_cast<float>(y) + 0.5F - daub.centre.y;
        const Chord chord = chord_of(daub, dy);
        const int right = std::min(static_cast<int>(daub.centre.x + chord.to + 0.5F), size.width);
        Light* row = canvas.row(y);
        for (int x = std::max(static_cast<int>(daub.centre.x + chord.from + 0.5F), 0); x < right; ++x) {
            const float dx = static_cast<float>(x) + 0.5F - daub.centre.x;
            const float u = (dx * daub.along.x + dy * daub.along.y) / daub.half_length;
            const float v = dy * daub.along.x - dx * daub.along.y;
            const float inside = 1 - u * u - v * v / (daub.half_width * daub.half_width);
            const float bristle = lattice(static_cast<int>(v * bristles + 64), 0, daub.seed);
            const float cover = clamp01(inside * 3) * daub.opacity * (0.70F + 0.30F * bristle);
            row[x] = mix(row[x], daub.light * (0.90F + 0.20F * bristle), cover);
        }
    }
}

/// Strokes laid along the shapes of the picture, as a painter who steps back would put them.
void paint_daubs(Canvas& picture, const Faults& faults, const TrainingLook& look) {
    const float spacing = faults.daub * 0.60F;
    const Pyramid small = halve(picture, 5);
    const Canvas& guide = small[std::min<std::size_t>(3, small.size() - 1)];
    const int columns = static_cast<int>(picture.aspect() / spacing) + 2;
    const int rows = static_cast<int>(1 / spacing) + 2;
    Dice dice(look.seed ^ 0xDA0B5U);
    const float probe = 8 / picture.unit();
    for (int i = 0; i < columns * rows; ++i) {
        // A prime stride visits every cell once in an order without rows.
        const int cell = static_cast<int>(std::int64_t{i} * 7919 % (std::int64_t{columns} * rows));
        const Place centre{(static_cast<float>(cell % columns) + dice.unit() - 0.5F) * spacing,
                           (static_cast<float>(cell / columns) + dice.unit() - 0.5F) * spacing};
        const float gx =
            luminance(guide.sample(centre + Place{probe, 0}) - guide.sample(centre - Place{probe, 0}));
        const float gy =
            luminance(guide.sample(centre + Place{0, probe}) - guide.sample(centre - Place{0, probe}));
        const float turn = dice.between(-0.10F, 0.10F);
        Place along{-gy + 0.01F, gx + 0.003F};
        along = along * (1 / std::max(length(along), 1e-6F));
        along = {along.x * cos_turns(turn) - along.y * sin_turns(turn),
                 along.x * sin_turns(turn) + along.y * cos_turns(turn)};
        const Light light = small[1].sample(centre) * dice.between(0.86F, 1.16F);
        const float half = faults.daub * dice.between(0.45F, 0.75F) * picture.unit();
        paint_daub(picture, {centre * picture.unit(), along, half, half * 0.36F, light, faults.daubs,
                             static_cast<std::uint32_t>(cell)});
    }
}

/// Over-training: halos that ring, one texture stamped everywhere, the grid of the latents.
void burn(Canvas& picture, float burnt, const TrainingLook& look) {
    for_pixels(picture, [](Place, Light& pixel) {
        for (int i = 0; i < 3; ++i) pixel[i] = std::sqrt(std::max(pixel[i], 0.0F));
    });
    const Pyramid levels = halve(picture, 5);
    const Canvas near = blurred(levels, 1.3F, 0);
    const Canvas far = blurred(levels, 2.6F, 0);
    const auto seed = static_cast<std::uint32_t>(scramble(look.seed + 5));
    const int tile = std::max(picture.size().height / 9, 8);
    const int grid = std::max(picture.size().height / 64, 2);
    const int from_x = picture.size().width / 3;
    const int from_y = picture.size().height / 2;
    for (int y = 0; y < picture.size().height; ++y) {
        Light* row = picture.row(y);
        const Light* sharp = levels[0].row(y);
        const Light* close = near.row(y);
        const Light* wide = far.row(y);
        const int stamped = std::min(from_y + y % tile, picture.size().height - 1);
        for (int x = 0; x < picture.size().width; ++x) {
            const int column = std::min(from_x + x % tile, picture.size().width - 1);
            const Light texture = levels[0].row(stamped)[column] - far.row(stamped)[column];
            const Light ring = (sharp[x] - close[x]) * 2.6F - (close[x] - wide[x]) * 0.9F;
            const float cell = lattice(x / grid, y / grid, seed) - 0.5F;
            const Light light = sharp[x] + (ring + texture * 0.55F + grey(0.10F * cell)) * burnt;
            for (int i = 0; i < 3; ++i) row[x][i] = std::max(light[i], 0.0F) * std::max(light[i], 0.0F);
        }
    }
}

/// Tone curve and sRGB in one table, by the square root of the light.
class ToneCurve {
public:
    ToneCurve(float exposure, float contrast, float steps, float posterised) {
        for (int i = 0; i < kSize; ++i) {
            const float root = static_cast<float>(i) * kLargest / (kSize - 1);
            const float x = root * root * exposure;
            // Filmic shoulder. Source: K. Narkowicz, ACES filmic tone mapping curve.
            const float film = clamp01(x * (2.51F * x + 0.03F) / (x * (2.43F * x + 0.59F) + 0.14F));
            const float s = film <= 0.0031308F ? 12.92F * film : 1.055F * power_of(film, 1 / 2.4F) - 0.055F;
            const float steep = clamp01(0.46F + (s - 0.46F) * contrast);
            const float stepped = std::min(std::floor(steep * steps + 0.5F) / steps, 1.0F);
            levels_[static_cast<std::size_t>(i)] =
                static_cast<std::uint8_t>(mix(steep, stepped, posterised) * 255 + 0.5F);
        }
    }

    std::uint8_t level(float root) const {
        const float at = std::min(root, kLargest) * ((kSize - 1) / kLargest);
        return levels_[static_cast<std::size_t>(at + 0.5F)];
    }

private:
    static constexpr int kSize = 4096;
    static constexpr float kLargest = 3;
    std::array<std::uint8_t, kSize> levels_{};
};

image::Pixels print(const Canvas& picture, const Faults& faults, const TrainingLook& look) {
    const float strength = std::clamp((look.cfg - 5) / 5, -0.8F, 2.0F);
    const float saturation = (1 + 0.26F * strength) * (1 - 0.35F * faults.dull) * (1 + 0.95F * faults.burnt);
    const float contrast = (1 + 0.15F * strength) * (1 - 0.22F * faults.dull) * (1 + 0.42F * faults.burnt);
    const ToneCurve curve(0.9F + 0.10F * strength, contrast, mix(24.0F, 7.0F, faults.burnt),
                          ramp(0.2F, 1.0F, faults.burnt) * 0.85F);
    image::Pixels pixels(picture.size());
    for (int y = 0; y < picture.size().height; ++y) {
        const Light* row = picture.row(y);
        std::uint8_t* out = pixels.row(y);
        for (int x = 0; x < picture.size().width; ++x, out += 4) {
            const Light even = grey(luminance(row[x]));
            const Light light = even + (row[x] - even) * saturation;
            for (int i = 0; i < 3; ++i) out[i] = curve.level(std::sqrt(std::max(light[i], 0.0F)));
            out[3] = 255;
        }
    }
    return pixels;
}

}  // namespace

PaintedScene prepare(Canvas scene) {
    Pyramid light = halve(std::move(scene), kLevels);
    Canvas bright = light[std::min<std::size_t>(1, light.size() - 1)];
    for_pixels(bright, [](Place, Light& pixel) {
        const float over = std::max(luminance(pixel) - 0.65F, 0.0F);
        pixel = pixel * (std::min(over, 2.0F) / (over + 0.6F));
    });
    const Pyramid spread = halve(std::move(bright), kLevels - 1);
    Canvas bloom(spread.front().size());
    for (const float level : {2.2F, 3.6F, 5.0F}) add(bloom, blurred(spread, level, 0));
    for_pixels(bloom, [](Place, Light& pixel) { pixel *= 0.07F; });
    const Pyramid enlarged{light.front(), bloom};
    Canvas full_bloom = blurred(enlarged, 1, 0);
    return {std::move(light), std::move(bloom), std::move(full_bloom)};
}

image::Pixels render(const PaintedScene& scene, const TrainingLook& look) {
    const Faults faults = faults_at(look);
    Canvas picture = rough_picture(scene, faults, look);
    if (faults.daubs > 0) paint_daubs(picture, faults, look);
    if (faults.burnt > 0) burn(picture, faults.burnt, look);
    return print(picture, faults, look);
}

}  // namespace proofsheet::providers
