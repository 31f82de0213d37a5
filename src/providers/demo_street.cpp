#include <array>

#include "providers/demo_noise.h"
#include "providers/demo_scene.h"

namespace proofsheet::providers {
namespace {

/// The street in units of the eye's height: half its width, its length, and the focal length of the picture.
constexpr float kHalfWidth = 1.55F;
constexpr float kLength = 26;
constexpr float kStreetFocal = 0.80F;
constexpr float kLanternHeight = 2.55F;

struct Night {
    Light zenith, horizon, haze, wood, plaster, window, moon;
    std::array<Light, 3> lanterns;
};

Night night(int mood) {
    switch (mood) {
        case 0:  // indigo, red and amber
            return {colour(0x0A1030), colour(0x3A3A70),
                    colour(0xA8624A), colour(0x5A3A2C),
                    colour(0x8C7868), colour(0xFFB45C),
                    colour(0xFFF1D8), {colour(0xFF4A28), colour(0xFF8A30), colour(0xFFC060)}};
        case 1:  // teal, amber
            return {colour(0x061C2A), colour(0x1F5A68),
                    colour(0x7A8A5C), colour(0x3C4038),
                    colour(0x6F8078), colour(0xFFC474),
                    colour(0xE8FFF4), {colour(0xFFA038), colour(0xFFD070), colour(0xFF7A38)}};
        case 2:  // violet, rose and cyan
            return {colour(0x160A34), colour(0x6A3A86),
                    colour(0xB0588C), colour(0x46304E),
                    colour(0x7C6484), colour(0xFFA8C0),
                    colour(0xFFE4F6), {colour(0xFF4A98), colour(0x58C8FF), colour(0xFFB070)}};
        default:  // blue dusk, gold
            return {colour(0x1A3468), colour(0x8A86A8),
                    colour(0xC89878), colour(0x544438),
                    colour(0x988C80), colour(0xFFC870),
                    colour(0xFFF6E0), {colour(0xFFC050), colour(0xFF9A3C), colour(0xFFE0A0)}};
    }
}

/// Share of a footprint `blur` wide about x that lies between low and high.
float band(float x, float low, float high, float blur) {
    return clamp01((x - low) / blur + 0.5F) - clamp01((x - high) / blur + 0.5F);
}

/// A place on the houses: distance from the eye along the street, height, and how much of it one pixel
/// covers.
struct WallPoint {
    float z = 0, height = 0, blur_z = 0, blur_height = 0;
    int side = 0;  ///< -1 left, 1 right
};

struct House {
    float begin = 0, end = 0, height = 0, floor = 0;
    std::uint32_t seed = 0;
};

struct Lantern {
    float x = 0, height = 0, z = 0, radius = 0;
    Light light{};
};

class StreetPainter {
public:
    StreetPainter(Canvas& canvas, std::uint64_t seed)
        : canvas_(canvas), dice_(seed), night_(night(dice_.below(4))) {
        vanishing_ = {canvas.aspect() * dice_.between(0.42F, 0.58F), dice_.between(0.50F, 0.55F)};
        moon_ = {vanishing_.x + dice_.between(-0.16F, 0.16F), dice_.between(0.10F, 0.22F)};
        noise_seed_ = static_cast<std::uint32_t>(dice_.bits());
        for (std::size_t side = 0; side < 2; ++side) build_houses(houses_[side]);
        hang_lanterns();
    }

    void paint() {
        paint_sky();
        paint_tower();
        paint_walls_and_ground();
        paint_lantern_images();
        paint_people();
        paint_lanterns();
        paint_rain_mist();
    }

private:
    Place seen(float x, float height, float z) const {
        return {vanishing_.x + kStreetFocal * x / z, vanishing_.y + kStreetFocal * (1 - height) / z};
    }
    void build_houses(std::vector<House>& houses);
    void hang_lanterns();
    const House& house_at(const WallPoint& point) const;
    void paint_sky();
    void paint_tower();
    void paint_walls_and_ground();
    Light lamp_light(float z, float height) const;
    Light wall(const WallPoint& point) const;
    Light shop_front(const House& house, const WallPoint& point) const;
    Light upper_floor(const House& house, const WallPoint& point) const;
    Light ground(Place place, Light image, float z, float x) const;
    void paint_lantern_images();
    void paint_lanterns();
    void paint_lantern(const Lantern& lantern);
    void paint_person(Place foot, float tall, float upright, Light light, Light umbrella, float opacity);
    void paint_people();
    void paint_rain_mist();
    float fog(float z) const { return 1 - exp_of(-0.075F * std::max(z - 3, 0.0F)); }
    Light air(float height) const {
        return mix(night_.haze * 0.55F, night_.horizon * 0.55F, ramp(0.0F, 5.0F, height));
    }

    Canvas& canvas_;
    Dice dice_;
    Night night_;
    Place vanishing_, moon_;
    std::array<std::vector<House>, 2> houses_;
    std::vector<Lantern> lanterns_;
    std::vector<float> strings_;  ///< distances at which lanterns hang across the street
    std::uint32_t noise_seed_ = 0;
};

void StreetPainter::build_houses(std::vector<House>& houses) {
    for (float z = 0.8F; z < kLength + 6;) {
        const float wide = dice_.between(1.3F, 2.6F);
        const float floor = dice_.between(1.25F, 1.5F);
        const float floors = static_cast<float>(2 + dice_.below(2));
        houses.push_back(
            {z, z + wide, 1.55F + floors * floor, floor, static_cast<std::uint32_t>(dice_.bits())});
        z += wide;
    }
}

void StreetPainter::hang_lanterns() {
    for (float z = 2.5F; z < kLength; z *= dice_.between(1.22F, 1.38F)) {
        strings_.push_back(z);
        const int count = 4 + dice_.below(3);
        for (int i = 0; i < count; ++i) {
            const float share =
                (static_cast<float>(i) + dice_.between(0.3F, 0.7F)) / static_cast<float>(count);
            const float sag = 1 - (2 * share - 1) * (2 * share - 1);
            const Light light = night_.lanterns[static_cast<std::size_t>(dice_.below(3))];
            lanterns_.push_back({kHalfWidth * (2 * share - 1), kLanternHeight - 0.42F * sag - 0.17F,
                                 z + dice_.between(-0.1F, 0.1F), dice_.between(0.105F, 0.15F), light});
        }
    }
    std::ranges::stable_sort(lanterns_, [](const Lantern& a, const Lantern& b) { return a.z > b.z; });
}

const House& StreetPainter::house_at(const WallPoint& point) const {
    const std::vector<House>& houses = houses_[point.side < 0 ? 0 : 1];
    const auto found = std::ranges::upper_bound(houses, point.z, {}, &House::end);
    return found == houses.end() ? houses.back() : *found;
}

void StreetPainter::paint_sky() {
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float up = clamp01((vanishing_.y - place.y) / vanishing_.y);
        Light sky = mix(night_.horizon * 0.75F, night_.zenith, ramp(0.0F, 0.85F, up));
        sky += night_.haze * (0.35F * exp_of(-9 * up));
        const float distance = length(place - moon_);
        const float bank = clouds((place.x - vanishing_.x) * 3.4F, place.y * 6.5F, 5, noise_seed_);
        sky += night_.moon *
               (0.10F * exp_of(-distance * 9) + 0.05F * ramp(0.0F, 0.6F, bank) * exp_of(-distance * 4));
        const float star =
            lattice(static_cast<int>(place.x * 230), static_cast<int>(place.y * 230), noise_seed_ + 3);
        if (star > 0.996F) sky += night_.moon * (0.5F * up * ramp(0.2F, -0.2F, bank));
        pixel = sky;
    });
    ellipse(canvas_, moon_, {0.030F, 0.030F}, night_.moon * 1.15F);
    ellipse(canvas_, moon_ + Place{0.011F, -0.007F}, {0.027F, 0.027F},
            mix(night_.horizon, night_.zenith, 0.6F), 0.82F);
}

/// A pagoda where the street ends.
void StreetPainter::paint_tower() {
    const float x = vanishing_.x + dice_.between(-0.02F, 0.02F);
    const Light dark = mix(night_.zenith, night_.horizon, 0.35F) * 0.8F;
    const int storeys = 4 + dice_.below(2);
    float y = vanishing_.y + 0.02F;
    float wide = dice_.between(0.050F, 0.062F);
    for (int i = 0; i < storeys; ++i) {
        const float tall = wide * 0.72F;
        const Place body[] = {{x - wide * 0.6F, y},
                              {x - wide * 0.55F, y - tall},
                              {x + wide * 0.55F, y - tall},
                              {x + wide * 0.6F, y}};
        polygon(canvas_, body, dark * 0.9F);
        for (const float at : {-0.28F, 0.0F, 0.28F})
            ellipse(canvas_, {x + wide * at, y - tall * 0.42F}, {wide * 0.075F, tall * 0.20F},
                    night_.window * 1.5F);
        y -= tall;
        const float eaves = wide * 1.12F;
        const Place roof[] = {{x - eaves, y - wide * 0.05F},        {x - wide * 0.42F, y - wide * 0.34F},
                              {x + wide * 0.42F, y - wide * 0.34F}, {x + eaves, y - wide * 0.05F},
                              {x + eaves * 0.8F, y + wide * 0.04F}, {x - eaves * 0.8F, y + wide * 0.04F}};
        polygon(canvas_, roof, dark * 0.55F);
        y -= wide * 0.30F;
        wide *= 0.84F;
    }
    stroke(canvas_, {{x, y}, {x, y - wide * 1.1F}, wide * 0.10F, wide * 0.02F}, dark * 0.55F);
    glow(canvas_, {x, vanishing_.y - 0.02F}, {0.22F, 0.16F}, night_.haze * 0.55F);
}

/// What the lanterns cast on a wall.
Light StreetPainter::lamp_light(float z, float height) const {
    float sum = 0;
    for (const float string : strings_) {
        const float off_z = z - string;
        const float off_y = height - (kLanternHeight - 0.3F);
        sum += 1 / (1 + 2.4F * off_z * off_z + 0.9F * off_y * off_y);
    }
    return (night_.lanterns[0] + night_.lanterns[1] + night_.lanterns[2]) * (0.11F * sum);
}

Light StreetPainter::shop_front(const House& house, const WallPoint& point) const {
    const float wide = house.end - house.begin;
    const float s = point.z - house.begin;
    const float open =
        band(s, 0.16F, wide - 0.16F, point.blur_z) * band(point.height, 0.10F, 1.18F, point.blur_height);
    const bool lit = lattice(1, 2, house.seed) < 0.72F;
    const float shelf = 0.72F + 0.5F * noise(s * 5, point.height * 6, house.seed + 4);
    const float post = band(s - std::floor(s / 0.62F) * 0.62F, 0.0F, 0.05F, point.blur_z);
    const Light inside =
        night_.window * ((lit ? 0.85F : 0.06F) * shelf * (0.6F + 0.4F * point.height) * (1 - 0.75F * post));
    Light light = mix(night_.wood * 0.5F, inside, open);
    // Short curtains hang in the upper part of the opening, with a crest on each panel.
    const auto pick = static_cast<std::size_t>(lattice(5, 6, house.seed) * 3);
    const float panel = s / 0.44F - std::floor(s / 0.44F);
    const float hem = 0.86F + 0.05F * lattice(static_cast<int>(s / 0.44F), 9, house.seed);
    const float cloth = open * band(point.height, hem, 1.3F, point.blur_height) *
                        band(panel, 0.06F, 0.94F, point.blur_z / 0.44F);
    light = mix(light, night_.lanterns[std::min<std::size_t>(pick, 2)] * (lit ? 0.30F : 0.07F), cloth);
    const float crest = length({(panel - 0.5F) * 0.44F, (point.height - 1.03F) * 0.9F});
    return mix(light, night_.moon * (lit ? 0.55F : 0.10F),
               cloth * (1 - ramp(0.06F, 0.09F + point.blur_z, crest)));
}

Light StreetPainter::upper_floor(const House& house, const WallPoint& point) const {
    const float wide = house.end - house.begin;
    const float up = point.height - 1.55F;
    const int storey = static_cast<int>(up / house.floor);
    const float h = up - static_cast<float>(storey) * house.floor;
    const int windows = std::max(1, static_cast<int>(wide / 0.85F));
    const float pitch = wide / static_cast<float>(windows);
    const float s = point.z - house.begin;
    const int column = static_cast<int>(s / pitch);
    const float off = s - static_cast<float>(column) * pitch;
    const bool plaster = lattice(3, 3, house.seed) < 0.5F;
    const float grain = 0.85F + 0.4F * clouds(s * 3, point.height * 3, 3, house.seed + 8);
    Light light = (plaster ? night_.plaster : night_.wood * 1.25F) * grain;
    light = mix(light, night_.wood * 0.45F,
                band(off, -0.06F, 0.06F, point.blur_z) + band(h, -0.05F, 0.07F, point.blur_height));
    const float frame = band(off, 0.18F, pitch - 0.18F, point.blur_z) *
                        band(h, 0.30F, house.floor - 0.20F, point.blur_height);
    const float pane = band(off, 0.22F, pitch - 0.22F, point.blur_z) *
                       band(h, 0.35F, house.floor - 0.25F, point.blur_height);
    const float glazing_s = band(off - std::floor(off / 0.17F) * 0.17F, 0.0F, 0.03F, point.blur_z);
    const float glazing_h = band(h - std::floor(h / 0.24F) * 0.24F, 0.0F, 0.035F, point.blur_height);
    const float bright = lattice(column, storey + 5, house.seed);
    light = mix(light * (lamp_light(point.z, point.height) * 1.0F + night_.horizon * 0.28F),
                night_.wood * 0.08F, frame);
    const Light glass = bright > 0.45F ? night_.window * (0.35F + 0.9F * (bright - 0.45F))
                                       : night_.zenith * 0.6F + night_.horizon * 0.08F;
    return mix(light, glass * (1 - 0.7F * std::max(glazing_s, glazing_h)), pane);
}

Light StreetPainter::wall(const WallPoint& point) const {
    const House& house = house_at(point);
    Light light{};
    if (point.height < 1.35F) {
        light = shop_front(house, point);
        light += night_.wood * lamp_light(point.z, point.height) * 0.5F;
    } else if (point.height < 1.62F) {  // the roof over the shops, tiles side by side
        const float tile = point.z / 0.13F - std::floor(point.z / 0.13F);
        const float round = mix(0.5F, tile * (1 - tile) * 4, clamp01(0.06F / point.blur_z));
        light = mix(night_.horizon, night_.wood, 0.4F) * (0.10F + 0.35F * round) *
                (lamp_light(point.z, point.height) + grey(0.35F));
        light *= 0.55F + 0.45F * ramp(1.35F, 1.42F, point.height);
    } else {
        light = upper_floor(house, point);
    }
    const float eaves = band(point.height, house.height - 0.16F, house.height + 1, point.blur_height);
    light = mix(light, night_.wood * 0.10F + night_.horizon * 0.03F, eaves);
    return mix(light, air(point.height), fog(point.z));
}

/// Wet stones: their own colour, and an image of the houses in them.
Light StreetPainter::ground(Place place, Light image, float z, float x) const {
    const float row = z / 0.34F;
    const float shift = static_cast<int>(std::floor(row)) % 2 == 0 ? 0.0F : 0.5F;
    const float column = x / 0.30F + shift;
    const float u = column - std::floor(column) - 0.5F;
    const float v = row - std::floor(row) - 0.5F;
    const float far = clamp01(z * z / (kStreetFocal * canvas_.unit()) / 0.12F);
    const float gap = mix(ramp(0.36F, 0.48F, std::max(std::abs(u), std::abs(v))), 0.12F, far);
    const float tone = 0.75F + 0.5F *
                                   lattice(static_cast<int>(std::floor(column)),
                                           static_cast<int>(std::floor(row)), noise_seed_ + 8) *
                                   (1 - far);
    const float puddle = ramp(-0.12F, 0.20F, clouds(x * 0.9F, z * 0.5F, 4, noise_seed_ + 12));
    const Light stone = (night_.plaster * 0.35F + night_.horizon * 0.10F) * tone * (1 - 0.65F * gap);
    const Light lit = stone * (lamp_light(z, 0.0F) * 2.0F + night_.horizon * 0.35F);
    const float steep = clamp01((place.y - vanishing_.y) / (1 - vanishing_.y));
    const float mirror =
        mix(0.85F, 0.30F, steep) * (0.35F + 0.65F * puddle) * (1 - 0.5F * gap * (1 - puddle));
    return mix(mix(lit, image, mirror), air(0), 0.8F * fog(z));
}

void StreetPainter::paint_walls_and_ground() {
    const float pixel_size = 1 / (kStreetFocal * canvas_.unit());
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float dx = (place.x - vanishing_.x) / kStreetFocal;
        const float dy = (place.y - vanishing_.y) / kStreetFocal;
        const float side = dx < 0 ? -1.0F : 1.0F;
        const float z = kHalfWidth / std::max(std::abs(dx), 1e-4F);
        const float blur_z = z * z / kHalfWidth * pixel_size;
        WallPoint point{std::min(z, kLength + 5), 1 - dy * z, blur_z, z * pixel_size, side < 0 ? -1 : 1};
        const bool past_end = z > kLength;
        const float ground_z = dy > 0 ? 1 / dy : 1e6F;
        if (ground_z < z) {
            const float tilt = clouds(dx * ground_z * 2.2F, ground_z * 1.1F, 3, noise_seed_ + 16) * 0.030F +
                               clouds(dx * ground_z * 9, ground_z * 5, 2, noise_seed_ + 18) * 0.014F;
            point.height = std::max((dy + tilt) * z - 1, 0.0F);
            point.z = std::clamp(point.z * (1 + tilt), 0.9F, kLength + 5);
            const bool sky = past_end || point.height > house_at(point).height;
            const Light image =
                sky ? mix(night_.horizon * 0.6F, night_.zenith, ramp(0, 0.4F, dy)) : wall(point);
            pixel = ground(place, image, std::min(ground_z, kLength * 2), dx * ground_z);
        } else if (!past_end) {
            const float above = house_at(point).height - point.height;
            const float cover = clamp01(above / (z * pixel_size) + 0.5F);
            if (cover > 0) pixel = mix(pixel, wall(point), cover);
        }
    });
}

/// Streaks of light below the lanterns in the wet stones.
void StreetPainter::paint_lantern_images() {
    for (const Lantern& lantern : lanterns_) {
        const Place at = seen(lantern.x, -lantern.height, lantern.z);
        const float radius = lantern.radius * kStreetFocal / lantern.z;
        const Light light = lantern.light * (1 - 0.8F * fog(lantern.z));
        glow(canvas_, at, {radius * 2.0F, radius * 7.5F}, light * 0.55F);
        glow(canvas_, at, {radius * 4.5F, radius * 4.0F}, light * 0.10F);
    }
}

void StreetPainter::paint_lantern(const Lantern& lantern) {
    const Place at = seen(lantern.x, lantern.height, lantern.z);
    const float r = lantern.radius * kStreetFocal / lantern.z;
    const float clear = 1 - 0.75F * fog(lantern.z);
    const Light light = lantern.light * clear + night_.haze * (1 - clear) * 0.4F;
    glow(canvas_, at, r * 5.0F, light * 0.42F);
    const Place radius{r, r * 1.22F};
    const Place ends[] = {at - radius, at + radius};
    for_pixels(canvas_, area_around(canvas_, ends, 0), [&](Place place, Light& pixel) {
        const Place off{(place.x - at.x) / radius.x, (place.y - at.y) / radius.y};
        const float distance = length(off);
        const float cover = clamp01((1 - distance) * r * canvas_.unit() + 0.5F);
        if (cover == 0) return;
        const float ribs = 0.90F + 0.10F * cos_turns(off.y * 4.5F) * clamp01(r * canvas_.unit() / 9);
        const float core = exp_of(-1.5F * dot({off.x, off.y - 0.2F}, {off.x, off.y - 0.2F}));
        const Light paper = light * (0.75F + 1.5F * core) + night_.moon * (0.45F * core * core);
        pixel = mix(pixel, paper * ribs, cover);
    });
    for (const float end : {-1.0F, 1.0F}) {
        const float y = at.y + end * radius.y * 0.96F;
        stroke(canvas_, {{at.x - r * 0.42F, y}, {at.x + r * 0.42F, y}, r * 0.22F, r * 0.22F},
               night_.wood * 0.12F, clear);
    }
    stroke(canvas_, {{at.x, at.y + radius.y}, {at.x, at.y + radius.y * 1.55F}, r * 0.10F, r * 0.05F},
           light * 0.5F, clear);
    stroke(canvas_, {{at.x, at.y - radius.y}, {at.x, at.y - radius.y * 1.3F}, r * 0.06F, r * 0.06F},
           night_.wood * 0.15F, clear);
}

void StreetPainter::paint_lanterns() {
    for (auto string = strings_.rbegin(); string != strings_.rend(); ++string) {
        constexpr int kPieces = 12;
        for (int i = 0; i < kPieces; ++i) {
            const auto at = [&](int piece) {
                const float x = 2 * static_cast<float>(piece) / kPieces - 1;
                return seen(kHalfWidth * x, kLanternHeight - 0.42F * (1 - x * x), *string);
            };
            const float thick = 0.018F * kStreetFocal / *string;
            stroke(canvas_, {at(i), at(i + 1), thick, thick}, night_.wood * 0.10F, 1 - 0.7F * fog(*string));
        }
    }
    for (const Lantern& lantern : lanterns_) paint_lantern(lantern);
}

void StreetPainter::paint_person(Place foot, float tall, float upright, Light light, Light umbrella,
                                 float opacity) {
    const auto at = [&](float x, float up) { return Place{foot.x + x * tall, foot.y - up * tall * upright}; };
    stroke(canvas_, {at(-0.05F, 0.0F), at(-0.03F, 0.42F), 0.06F * tall, 0.09F * tall}, light, opacity);
    stroke(canvas_, {at(0.07F, 0.0F), at(0.03F, 0.42F), 0.06F * tall, 0.09F * tall}, light, opacity);
    stroke(canvas_, {at(0.0F, 0.34F), at(0.0F, 0.76F), 0.25F * tall, 0.17F * tall}, light, opacity);
    ellipse(canvas_, at(0.0F, 0.90F), {0.065F * tall, 0.075F * tall}, light, opacity);
    stroke(canvas_, {at(0.08F, 0.6F), at(0.10F, 1.2F), 0.018F * tall, 0.014F * tall}, light, opacity);
    const Place dome[] = {at(-0.32F, 1.02F), at(-0.24F, 1.14F), at(-0.08F, 1.23F), at(0.10F, 1.26F),
                          at(0.28F, 1.23F),  at(0.44F, 1.14F),  at(0.52F, 1.02F)};
    polygon(canvas_, dome, umbrella, opacity);
    for (int i = 1; i < 6; ++i)
        stroke(canvas_,
               {at(0.10F, 1.26F), at(-0.32F + 0.14F * static_cast<float>(i), 1.02F), 0.010F * tall,
                0.010F * tall},
               light, 0.4F * opacity);
}

void StreetPainter::paint_people() {
    const int count = 2 + dice_.below(2);
    for (int i = 0; i < count; ++i) {
        const float z = 8.5F - 2.1F * static_cast<float>(i) + dice_.between(-0.5F, 0.5F);
        const Place foot = seen(dice_.between(-0.75F, 0.75F), 0, z);
        const float tall = 0.86F * kStreetFocal / z;
        const Light dark = mix(night_.zenith * 0.10F, air(0.5F), 0.5F * fog(z));
        const Light umbrella =
            mix(night_.lanterns[static_cast<std::size_t>(dice_.below(3))] * 0.20F, air(1), 0.4F * fog(z));
        paint_person(foot, tall, -1, dark, umbrella, 0.30F);
        paint_person(foot, tall, 1, dark, umbrella, 1);
        stroke(canvas_,
               {foot + Place{-0.31F * tall, -1.03F * tall}, foot + Place{0.5F * tall, -1.03F * tall},
                0.012F * tall, 0.012F * tall},
               night_.lanterns[1] * 0.35F, 0.6F);
    }
}

void StreetPainter::paint_rain_mist() {
    glow(canvas_, vanishing_, {0.40F, 0.20F}, night_.haze * 0.22F);
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float low = exp_of(-40 * (place.y - vanishing_.y) * (place.y - vanishing_.y));
        const float thick = 0.5F + 0.5F * clouds(place.x * 3, place.y * 6, 3, noise_seed_ + 40);
        pixel += night_.haze * (0.035F * low * thick);
    });
}

}  // namespace

Canvas paint_lantern_street(SizePx size, std::uint64_t seed) {
    Canvas canvas(size);
    StreetPainter(canvas, seed).paint();
    return canvas;
}

}  // namespace proofsheet::providers
