#include <vector>

#include "providers/demo_noise.h"
#include "providers/demo_scene.h"

namespace proofsheet::providers {
namespace {

/// Height of the waterline and of the eye's horizon in the picture.
constexpr float kHorizon = 0.60F;
constexpr float kEye = 0.02F;
constexpr float kLakeFocal = 1.25F;
/// Detail of the land: all of it where it shows, less of it where that is enough to know that it does not.
constexpr int kOctaves = 8;
constexpr int kRoughOctaves = 3;
constexpr float kDetail = 0.16F;

struct Weather {
    Light zenith, horizon, sun, haze, rock, grass, snow;
    float snow_line = 0;
    float cloud = 0;
    float shade_line = -9;  ///< below this height the land lies in the shadow of other mountains
};

Weather weather(int mood) {
    switch (mood) {
        case 0:  // golden morning
            return {colour(0x2F64AC),
                    colour(0xFFDCA8),
                    colour(0xFFD08A) * 2.8F,
                    colour(0xDCC4B4),
                    colour(0x625650),
                    colour(0x4C5A34),
                    colour(0xFFF6EA),
                    0.62F,
                    0.55F};
        case 1:  // clear day
            return {colour(0x1F63B8),
                    colour(0xBFE0F2),
                    colour(0xFFF1D2) * 2.6F,
                    colour(0xA9CCE4),
                    colour(0x66676B),
                    colour(0x46603A),
                    colour(0xFFFFFF),
                    0.55F,
                    0.45F};
        case 2:  // alpenglow
            return {colour(0x4A4A8C),
                    colour(0xFFB7A6),
                    colour(0xFF8F70) * 2.8F,
                    colour(0xB99BBE),
                    colour(0x6B5560),
                    colour(0x3B4A3C),
                    colour(0xFFE6E6),
                    0.48F,
                    0.35F,
                    0.75F};
        default:  // after the rain
            return {colour(0x1D6E92),
                    colour(0xFFE9C2),
                    colour(0xFFE2A0) * 2.5F,
                    colour(0xA9CCD2),
                    colour(0x56606A),
                    colour(0x36604C),
                    colour(0xF4FBFF),
                    0.70F,
                    0.62F};
    }
}

/// The land, seen from over the water: x to the right, z away from the eye, heights above the water.
struct Land {
    std::uint32_t seed;
    Place peak;  ///< x and z
    float peak_height;

    float height(float x, float z, int octaves) const {
        const float shore = 2.3F + 0.5F * noise(x * 0.7F, 3.1F, seed + 90) - 0.25F * std::sqrt(x * x + 0.4F);
        const float rise = ramp(shore, shore + 3.4F, z);
        const Place off{x - peak.x, z - peak.y};
        const float summit = peak_height * exp_of(-0.55F * dot(off, off));
        const float rough = crests(x * 0.42F, z * 0.42F, octaves, seed);
        const float valley = 0.30F * rise + 0.9F * rise * rough;
        const float hills =
            ramp(shore - 0.1F, shore + 0.7F, z) * (0.10F + 0.22F * clouds(x * 0.8F, z * 0.8F, 3, seed + 40));
        return -0.03F + std::max(hills, 0.045F * ramp(shore - 0.15F, shore, z)) + valley +
               summit * rise * (0.45F + 0.75F * rough);
    }
};

/// Where a ray of sight goes: sideways for each unit away from the eye.
struct Ray {
    float x_in_picture = 0;
    float direction = 0;
};

/// The land under a ray: distance, height, and the row where it is seen.
struct Crossing {
    float z = 0, height = 0, y = 0;
};

/// A column of pixels while the land is painted from near to far.
struct Column {
    std::vector<Light> lights;
    std::vector<float> covers;
    float free_above = 0;  ///< rows above this one are still sky
};

class LakePainter {
public:
    LakePainter(Canvas& canvas, std::uint64_t seed)
        : canvas_(canvas), dice_(seed), weather_(weather(dice_.below(4))) {
        sun_ = {canvas.aspect() *
                    (dice_.unit() < 0.5F ? dice_.between(0.12F, 0.34F) : dice_.between(0.66F, 0.88F)),
                dice_.between(0.13F, 0.26F)};
        const float side = sun_.x < canvas.aspect() / 2 ? 1.0F : -1.0F;
        land_ = {static_cast<std::uint32_t>(dice_.bits()),
                 {side * dice_.between(0.2F, 1.1F), dice_.between(5.4F, 6.4F)},
                 dice_.between(0.95F, 1.35F)};
        toward_sun_ = {sun_.x - canvas.aspect() / 2, 0.75F};
        noise_seed_ = static_cast<std::uint32_t>(dice_.bits());
    }

    void paint() {
        paint_sky();
        paint_land();
        paint_water();
        paint_shore();
    }

private:
    void paint_sky();
    void paint_land();
    void paint_column(const Ray& ray, Column& column) const;
    void paint_span(const Ray& ray, const Crossing& near, const Crossing& far, Column& column) const;
    Light shade(float x, float z, float height, float step) const;
    Light in_air(Light light, float x_in_picture, float z, float height) const;
    void paint_water();
    void paint_shore();
    float bank_top(float in) const;
    void paint_grass(Place root, float tall, Light light);
    void paint_pine(Place foot, float tall, Light dark);

    Canvas& canvas_;
    Dice dice_;
    Weather weather_;
    Place sun_;
    Land land_{};
    Place toward_sun_;  ///< x and height of the sun's direction
    std::uint32_t noise_seed_;
};

void LakePainter::paint_sky() {
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float up = 1 - place.y / kHorizon;
        const Light sky = mix(weather_.horizon, weather_.zenith, ramp(-0.1F, 1.1F, up));
        const float distance = length(place - sun_);
        const Light halo = weather_.sun * (0.22F * exp_of(-distance * 5.5F) + 0.5F * exp_of(-distance * 22));
        const float far = 0.25F + 1.6F * std::max(up, 0.0F);
        const float x = (place.x - 0.5F) * 3.2F / (0.45F + far);
        const float bank = clouds(x + 5, place.y * 9, 6, noise_seed_);
        const float cover = ramp(0.55F - weather_.cloud, 1.15F - weather_.cloud * 0.6F, bank + 0.25F * up);
        const float thick = clouds(x + 5 + 0.1F * (sun_.x - place.x), place.y * 9 - 0.22F, 5, noise_seed_);
        const float lit = clamp01(0.55F + 1.1F * (bank - thick));
        const Light cloud =
            mix(mix(sky, weather_.haze, 0.5F) * 0.82F, weather_.horizon * 1.05F + weather_.sun * 0.10F, lit);
        pixel = mix(sky, cloud, cover * 0.85F) + halo;
    });
    ellipse(canvas_, sun_, {0.024F, 0.024F}, weather_.sun * 3.0F, 0.9F);
}

Light LakePainter::shade(float x, float z, float height, float step) const {
    const float reach = std::max(step, 0.008F);
    const float right = land_.height(x + reach, z, kOctaves) - height;
    const float away = land_.height(x, z + reach, kOctaves) - height;
    const float scale = 1 / std::sqrt(right * right + away * away + reach * reach);
    const float flat = reach * scale;
    const float facing = (-right * toward_sun_.x * 2.0F + reach * toward_sun_.y + 0.30F * away) * scale;
    const float patches = clouds(x * 3, z * 3, 3, noise_seed_ + 9);
    const float crowns =
        noise(x * 34, z * 34, noise_seed_ + 5) + 0.7F * noise(x * 90, z * 50, noise_seed_ + 6);
    const float tree_line = weather_.snow_line * 0.55F + 0.20F * patches;
    const Light wood = weather_.grass * std::max(0.12F, 0.42F + 0.42F * crowns + 0.45F * patches);
    Light ground =
        mix(wood, weather_.rock * (0.9F + 0.4F * patches), ramp(tree_line, tree_line + 0.14F, height));
    const float snow = ramp(weather_.snow_line, weather_.snow_line + 0.30F, height + 0.25F * patches) *
                       ramp(0.34F, 0.56F, flat + 0.14F * patches);
    ground = mix(ground, weather_.snow * 0.85F, snow);
    const float in_sun =
        ramp(weather_.shade_line - 0.25F, weather_.shade_line + 0.25F, height + 0.3F * patches);
    const Light ambient = mix(weather_.zenith, weather_.haze, 0.35F) * (0.26F + 0.30F * flat);
    const float lit = ramp(-0.15F, 1.0F, facing);
    return ground * (ambient + weather_.sun * (in_sun * (0.62F * lit * lit + 0.04F)));
}

Light LakePainter::in_air(Light light, float x_in_picture, float z, float height) const {
    const float haze = 1 - exp_of(-0.10F * std::max(z - 1.8F, 0.0F) * exp_of(-0.7F * height));
    const float sunny = exp_of(-2.2F * std::abs(x_in_picture - sun_.x));
    const Light air = mix(weather_.haze, weather_.horizon + weather_.sun * 0.08F, 0.6F * sunny) * 0.85F;
    return mix(light, air, haze);
}

/// Fills what is visible of the land between two places of a ray, `far` being higher in the picture.
void LakePainter::paint_span(const Ray& ray, const Crossing& near, const Crossing& far,
                             Column& column) const {
    const float per_height = canvas_.unit();
    const float bottom = column.free_above;
    const int last = static_cast<int>(bottom);
    for (int row = std::max(static_cast<int>(far.y), 0); row <= last; ++row) {
        const float top_edge = std::max(static_cast<float>(row), far.y);
        const float cover = std::min(static_cast<float>(row + 1), bottom) - top_edge;
        if (cover <= 0 || row >= canvas_.size().height) continue;
        const float share = clamp01((near.y - top_edge) / std::max(near.y - far.y, 0.001F));
        const float z = mix(near.z, far.z, share);
        const float x = ray.direction * z;
        const Light light = shade(x, z, land_.height(x, z, kOctaves), z / per_height);
        column.lights[static_cast<std::size_t>(row)] +=
            in_air(light, ray.x_in_picture, z, mix(near.height, far.height, share)) * cover;
        column.covers[static_cast<std::size_t>(row)] += cover;
    }
    column.free_above = far.y;
}

/// Walks away from the eye; land that stands higher in the picture than all before it is visible.
void LakePainter::paint_column(const Ray& ray, Column& column) const {
    const float unit = canvas_.unit();
    const float growth = 1 + 3.0F / unit;
    Crossing near{1.6F, -0.1F, unit * 2};
    column.free_above = (kHorizon + 0.006F) * unit;
    for (float z = 1.6F; z < 10.5F; z *= growth) {
        const float x = ray.direction * z;
        const auto y_of = [&](float height) { return (kHorizon + kLakeFocal * (kEye - height) / z) * unit; };
        float height = land_.height(x, z, kRoughOctaves);
        if (y_of(height + kDetail) < column.free_above) height = land_.height(x, z, kOctaves);
        const Crossing far{z, height, y_of(height)};
        if (height > 0 && far.y < column.free_above) paint_span(ray, near, far, column);
        near = far;
    }
}

void LakePainter::paint_land() {
    const auto rows = static_cast<std::size_t>(canvas_.size().height);
    Column column{std::vector<Light>(rows), std::vector<float>(rows), 0};
    for (int x = 0; x < canvas_.size().width; ++x) {
        std::ranges::fill(column.lights, Light{});
        std::ranges::fill(column.covers, 0.0F);
        const float place = canvas_.x_of(x);
        paint_column({place, (place - canvas_.aspect() / 2) / kLakeFocal}, column);
        for (std::size_t y = 0; y < rows; ++y) {
            Light& pixel = canvas_.row(static_cast<int>(y))[x];
            pixel = pixel * (1 - std::min(column.covers[y], 1.0F)) + column.lights[y];
        }
    }
}

void LakePainter::paint_water() {
    const int first = static_cast<int>(kHorizon * canvas_.unit());
    const Light deep = mix(weather_.zenith, colour(0x0B3A46), 0.6F) * 0.35F;
    for_pixels(
        canvas_, {0, first, canvas_.size().width, canvas_.size().height}, [&](Place place, Light& pixel) {
            const float below = place.y - kHorizon;
            const float depth = 1 / (below + 0.012F);
            const float near = clamp01(below / 0.4F);
            const float wave = clouds((place.x - 0.5F) * depth * 1.1F, depth * 3.4F, 3, noise_seed_ + 20);
            const float calm =
                ramp(-0.15F, 0.25F, noise((place.x - 0.5F) * 3, depth * 0.5F, noise_seed_ + 33));
            const float strength = (0.010F + 0.075F * near) * (0.25F + 0.75F * calm);
            const Place mirrored{place.x + 0.12F * strength * wave,
                                 kHorizon - below * 0.97F - std::abs(strength * wave)};
            const Light image = canvas_.sample(mirrored);
            const float angle = 0.86F - 0.50F * near;
            const float glitter =
                ramp(0.30F, 0.75F, wave) * exp_of(-14 * std::abs(place.x - sun_.x)) * (1 - 0.6F * near);
            pixel = mix(deep, image, angle) + weather_.sun * (0.35F * glitter * calm);
        });
    for_pixels(canvas_,
               {0, std::max(first - 3, 0), canvas_.size().width, std::min(first + 5, canvas_.size().height)},
               [&](Place place, Light& pixel) {
                   pixel =
                       mix(pixel, weather_.haze * 0.9F, 0.35F * exp_of(-300 * std::abs(place.y - kHorizon)));
               });
}

/// A conifer: whorls of branches that hang to both sides of a trunk.
void LakePainter::paint_pine(Place foot, float tall, Light dark) {
    stroke(canvas_, {foot, {foot.x, foot.y - tall}, tall * 0.035F, tall * 0.006F}, dark * 0.8F);
    const int whorls = 15 + dice_.below(6);
    for (int i = 0; i < whorls; ++i) {
        const float share = (static_cast<float>(i) + dice_.unit() * 0.6F) / static_cast<float>(whorls);
        const float y = foot.y - tall * (0.10F + 0.88F * share);
        const float reach = tall * 0.21F * (1 - share) * dice_.between(0.65F, 1.15F) + tall * 0.012F;
        const float thick = tall * (1.1F - share);
        for (const float side : {-1.0F, 1.0F}) {
            const float out = reach * dice_.between(0.75F, 1.1F);
            const Place tip{foot.x + side * out, y + out * dice_.between(0.30F, 0.55F)};
            const Light shade = dark * dice_.between(0.65F, 1.25F);
            const Place fork{mix(foot.x, tip.x, 0.45F), mix(y, tip.y, 0.4F)};
            const Place twig{tip.x - side * out * 0.25F, tip.y + out * 0.22F};
            stroke(canvas_, {{foot.x, y - tall * 0.02F}, tip, thick * 0.050F, tall * 0.008F}, shade);
            stroke(canvas_, {fork, twig, thick * 0.035F, tall * 0.006F}, shade * 0.9F);
        }
    }
}

void LakePainter::paint_grass(Place root, float tall, Light light) {
    const float lean = dice_.between(-0.5F, 0.5F);
    const Place bend{root.x + 0.4F * lean * tall, root.y - 0.6F * tall};
    const Place tip{root.x + lean * tall, root.y - tall * dice_.between(0.8F, 1.0F)};
    stroke(canvas_, {root, bend, 0.0035F, 0.0028F}, light);
    stroke(canvas_, {bend, tip, 0.0028F, 0.0006F}, light * 1.3F);
}

/// Height in the picture of the near bank, `in` from the edge where it is highest.
float LakePainter::bank_top(float in) const {
    const float fall = ramp(0.02F, 0.85F, in);
    return 0.84F + 0.20F * fall + (0.016F + 0.02F * fall) * clouds(in * 7, 0.5F, 5, noise_seed_ + 60);
}

void LakePainter::paint_shore() {
    const Light dark = weather_.grass * 0.16F + mix(weather_.zenith, weather_.haze, 0.5F) * 0.02F;
    const float side = sun_.x < canvas_.aspect() / 2 ? 1.0F : 0.0F;
    const float edge = canvas_.aspect() * side;
    const float inward = side > 0 ? -1.0F : 1.0F;
    const int first = static_cast<int>(0.7F * canvas_.unit());
    for_pixels(
        canvas_, {0, first, canvas_.size().width, canvas_.size().height}, [&](Place place, Light& pixel) {
            const float top = bank_top((place.x - edge) * inward);
            const float cover = clamp01((place.y - top) * canvas_.unit() + 0.5F);
            if (cover == 0) return;
            const float tuft = 0.75F + 0.6F * clouds(place.x * 18, place.y * 30, 4, noise_seed_ + 67);
            const float lit = exp_of(-26 * std::max(place.y - top, 0.0F));
            pixel =
                mix(pixel, dark * tuft + weather_.sun * weather_.grass * (0.22F * lit * std::max(tuft, 0.2F)),
                    cover);
        });
    const int pines = 5 + dice_.below(3);
    for (int i = 0; i < pines; ++i) {
        const float in = dice_.between(-0.02F, 0.09F) + 0.045F * static_cast<float>(i);
        const float tall = dice_.between(0.30F, 0.60F) * (1.15F - 1.7F * in);
        const Place foot{edge + inward * in, bank_top(in) + dice_.between(0.01F, 0.05F)};
        paint_pine(foot, tall, dark * dice_.between(0.7F, 1.3F));
    }
    for (int i = 0; i < 700; ++i) {
        const float reach = dice_.between(0.3F, 1.0F) * canvas_.aspect();
        const float in = reach * dice_.unit();
        const float deep = dice_.unit() * dice_.unit();
        const Place root{edge + inward * in, bank_top(in) + 0.004F + 0.14F * deep};
        const float lit = 0.7F + 2.2F * (1 - deep) * dice_.unit();
        paint_grass(root, dice_.between(0.012F, 0.032F) * (0.7F + deep),
                    (dark + weather_.sun * weather_.grass * 0.03F) * lit);
    }
}

}  // namespace

Canvas paint_mountain_lake(SizePx size, std::uint64_t seed) {
    Canvas canvas(size);
    LakePainter(canvas, seed).paint();
    return canvas;
}

}  // namespace proofsheet::providers
