#include <array>

#include "providers/demo_noise.h"
#include "providers/demo_scene.h"

namespace proofsheet::providers {
namespace {

constexpr float kWaterline = 0.60F;

struct Evening {
    Light zenith, middle, horizon, sun, hill, water;
    float lamps = 1;   ///< how bright the lamps are against the sky
    float sun_up = 0;  ///< height of the sun or moon above the water
    float stars = 0;
};

Evening evening(int mood) {
    switch (mood) {
        case 0:  // the sun touches the sea
            return {colour(0x35306E),
                    colour(0xC65C7B),
                    colour(0xFFB45E),
                    colour(0xFF9A4A) * 3.2F,
                    colour(0x4A2F55),
                    colour(0x241B3E),
                    1.1F,
                    0.045F,
                    0};
        case 1:  // rose and teal
            return {colour(0x1F4E66),
                    colour(0x7F8FA6),
                    colour(0xFFC0A8),
                    colour(0xFF9E8A) * 2.6F,
                    colour(0x2F4A5C),
                    colour(0x0F2A38),
                    1.2F,
                    0.075F,
                    0};
        case 2:  // gold under a clear blue
            return {colour(0x2A5C9A),
                    colour(0x9DB4BE),
                    colour(0xFFD27A),
                    colour(0xFFC25E) * 3.2F,
                    colour(0x4B4A5E),
                    colour(0x14304A),
                    0.9F,
                    0.11F,
                    0};
        default:  // blue hour
            return {colour(0x0E1B46),
                    colour(0x2B4585),
                    colour(0xA686A8),
                    colour(0xE8E4FF) * 1.8F,
                    colour(0x18244C),
                    colour(0x091436),
                    1.9F,
                    0.36F,
                    1};
    }
}

/// Where a thing stands, how large it is, and whether it is seen in the water.
struct Pose {
    Place foot;
    float scale = 1;
    float upright = 1;  ///< 1, or less than 0 for its image in the water

    Place at(float x, float up) const { return {foot.x + x * scale, foot.y - up * scale * upright}; }
};

class HarbourPainter {
public:
    HarbourPainter(Canvas& canvas, std::uint64_t seed)
        : canvas_(canvas), dice_(seed), evening_(evening(dice_.below(4))) {
        town_side_ = dice_.unit() < 0.5F ? -1.0F : 1.0F;
        sun_ = {from_town(dice_.between(0.58F, 0.76F)),
                kWaterline - evening_.sun_up * dice_.between(0.85F, 1.2F)};
        noise_seed_ = static_cast<std::uint32_t>(dice_.bits());
    }

    void paint() {
        paint_sky();
        paint_hills();
        paint_town();
        paint_headland();
        paint_mirror();
        const std::vector<Pose> boats = moor_boats();
        const Dice before = dice_;
        for (Pose boat : boats) {
            boat.upright = -0.9F;
            paint_boat(boat, 0.55F);
        }
        ripple();
        dice_ = before;
        for (const Pose& boat : boats) paint_boat(boat, 1);
        paint_birds();
    }

private:
    /// x at this share of the width, counted from the side of the town.
    float from_town(float share) const { return canvas_.aspect() * (town_side_ < 0 ? share : 1 - share); }

    void paint_sky();
    void paint_hills();
    void paint_town();
    void paint_house(Place foot, float wide, float tall, float far);
    void paint_church(Place foot, float far);
    void paint_windows(Place foot, float wide, float tall, float far);
    void paint_quay();
    void paint_headland();
    void paint_lighthouse(Place foot, float tall);
    void paint_mirror();
    std::vector<Pose> moor_boats();
    void paint_boat(const Pose& pose, float strength);
    void ripple();
    void paint_birds();

    Canvas& canvas_;
    Dice dice_;
    Evening evening_;
    float town_side_ = 1;
    Place sun_;
    std::uint32_t noise_seed_ = 0;
};

void HarbourPainter::paint_sky() {
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float up = (kWaterline - place.y) / kWaterline;
        Light sky = mix(evening_.horizon, evening_.middle, ramp(0.0F, 0.42F, up));
        sky = mix(sky, evening_.zenith, ramp(0.22F, 1.0F, up));
        const float distance = length(place - sun_);
        sky += evening_.sun * (0.16F * exp_of(-distance * 4.5F) + 0.35F * exp_of(-distance * 16));
        const float x = (place.x - 0.5F) * 2.2F / (0.35F + up);
        const float y = 3.4F / (0.22F + std::max(up, 0.0F));
        const float bank = clouds(x, y, 6, noise_seed_);
        const float nearer = clouds(x + (sun_.x - place.x) * 0.5F, y + 0.22F, 4, noise_seed_);
        const float cover = ramp(-0.02F, 0.55F, bank) * ramp(0.0F, 0.12F, up) * 0.9F;
        const float lit = clamp01(0.35F + 1.5F * (bank - nearer)) * exp_of(-1.6F * distance);
        const Light cloud = mix(evening_.zenith * 0.7F + evening_.middle * 0.25F,
                                evening_.horizon * 0.8F + evening_.sun * 0.28F, lit);
        pixel = mix(sky, cloud, cover * (0.55F + 0.4F * lit));
        const float star =
            lattice(static_cast<int>(place.x * 210), static_cast<int>(place.y * 210), noise_seed_ + 3);
        if (star > 0.9965F) pixel += grey(evening_.stars * 0.7F * up * (1 - cover));
    });
    ellipse(canvas_, sun_, {0.034F, 0.034F}, evening_.sun * 2.2F);
}

void HarbourPainter::paint_hills() {
    for (int layer = 0; layer < 3; ++layer) {
        const auto l = static_cast<float>(layer);
        const std::uint32_t seed = noise_seed_ + 10 + static_cast<std::uint32_t>(layer) * 10;
        const Light near = mix(evening_.hill, evening_.horizon, 0.62F - 0.24F * l);
        for (int x = 0; x < canvas_.size().width; ++x) {
            const float place = canvas_.x_of(x);
            const float share = town_side_ < 0 ? place / canvas_.aspect() : 1 - place / canvas_.aspect();
            const float rise = mix(1.0F, 0.18F, ramp(0.15F, 0.9F - 0.16F * l, share));
            const float tall =
                rise * (0.20F - 0.035F * l) + 0.05F * rise * clouds(place * (2.2F + l), 1.7F, 6, seed);
            const float top = (kWaterline - std::max(tall, 0.004F)) * canvas_.unit();
            const float sunny = 0.5F * exp_of(-3.0F * std::abs(place - sun_.x));
            for (int y = std::max(static_cast<int>(top), 0); y < canvas_.size().height; ++y) {
                const float low = ramp(kWaterline - 0.12F, kWaterline, canvas_.y_of(y));
                const Light light = mix(near, evening_.horizon, 0.30F * low * (1 - 0.3F * l) + 0.3F * sunny);
                canvas_.row(y)[x] =
                    mix(canvas_.row(y)[x], light, clamp01(static_cast<float>(y) + 0.5F - top));
            }
        }
    }
}

void HarbourPainter::paint_windows(Place foot, float wide, float tall, float far) {
    const float pane = 0.0075F * (1.2F - far);
    const int columns = std::max(1, static_cast<int>(wide / (pane * 2.6F)));
    const int floors = std::max(1, static_cast<int>(tall / (pane * 3.2F)));
    const Light amber = colour(0xFFB347) * (2.2F * evening_.lamps);
    for (int floor = 0; floor < floors; ++floor) {
        for (int column = 0; column < columns; ++column) {
            const float x =
                foot.x + wide * ((static_cast<float>(column) + 0.5F) / static_cast<float>(columns) - 0.5F);
            const float y = foot.y - tall * (static_cast<float>(floor) + 0.55F) / static_cast<float>(floors);
            const bool lit = dice_.unit() < 0.42F;
            const Light light = lit ? amber * dice_.between(0.4F, 1.0F) : evening_.hill * 0.35F;
            const Place corners[] = {{x - pane * 0.5F, y - pane * 0.7F},
                                     {x + pane * 0.5F, y - pane * 0.7F},
                                     {x + pane * 0.5F, y + pane * 0.7F},
                                     {x - pane * 0.5F, y + pane * 0.7F}};
            polygon(canvas_, corners, light);
            if (lit) glow(canvas_, {x, y}, pane * 5, amber * 0.05F);
        }
    }
}

void HarbourPainter::paint_house(Place foot, float wide, float tall, float far) {
    static constexpr std::array<std::uint32_t, 7> kWalls{0xE8C9A0, 0xD98E73, 0xC9B8A8, 0xE3D3B8,
                                                         0x9FB0B5, 0xC77B62, 0xD9A877};
    static constexpr std::array<std::uint32_t, 3> kRoofs{0x7A3B30, 0x5B3A3C, 0x4A4654};
    const Light air = mix(evening_.hill, evening_.middle, 0.4F);
    const Light ambient = evening_.middle * 0.55F + evening_.zenith * 0.20F;
    const Light paint = colour(kWalls[static_cast<std::size_t>(dice_.below(7))]);
    const Light wall = mix(paint * ambient * dice_.between(0.8F, 1.1F), air, 0.35F * far);
    const Light roof =
        mix(colour(kRoofs[static_cast<std::size_t>(dice_.below(3))]) * ambient * 1.3F, air, 0.4F * far);
    const float half = wide / 2;
    const float gable = wide * dice_.between(0.30F, 0.48F);
    const Place box[] = {{foot.x - half, foot.y},
                         {foot.x - half, foot.y - tall},
                         {foot.x + half, foot.y - tall},
                         {foot.x + half, foot.y}};
    polygon(canvas_, box, wall);
    // The side away from the sun lies in shadow.
    const float shade_from = sun_.x > foot.x ? -half : half * 0.1F;
    const Place shadow[] = {{foot.x + shade_from, foot.y},
                            {foot.x + shade_from, foot.y - tall},
                            {foot.x + shade_from + half * 0.9F, foot.y - tall},
                            {foot.x + shade_from + half * 0.9F, foot.y}};
    polygon(canvas_, shadow, wall * 0.6F, 0.55F);
    const float eaves = half * 1.12F;
    const Place top{foot.x + half * dice_.between(-0.15F, 0.15F), foot.y - tall - gable};
    const Place left{foot.x - eaves, foot.y - tall + 0.002F};
    const Place right{foot.x + eaves, foot.y - tall + 0.002F};
    polygon(canvas_, std::array{left, top, right}, roof);
    const bool sun_right = sun_.x > foot.x;
    stroke(canvas_, {sun_right ? right : left, top, 0.0025F, 0.0025F}, roof * 1.2F + evening_.sun * 0.05F);
    paint_windows({foot.x, foot.y}, wide * 0.9F, tall * 0.92F, far);
}

void HarbourPainter::paint_church(Place foot, float far) {
    const Light wall =
        mix(colour(0xCBB9A2) * (evening_.middle * 0.6F + evening_.zenith * 0.2F), evening_.hill, 0.3F * far);
    const float w = 0.016F;
    const float tall = 0.12F;
    const Place tower[] = {
        {foot.x - w, foot.y}, {foot.x - w, foot.y - tall}, {foot.x + w, foot.y - tall}, {foot.x + w, foot.y}};
    polygon(canvas_, tower, wall);
    const Place spire[] = {{foot.x - w * 1.15F, foot.y - tall},
                           {foot.x, foot.y - tall - 0.075F},
                           {foot.x + w * 1.15F, foot.y - tall}};
    polygon(canvas_, spire, mix(colour(0x35424A), evening_.middle, 0.2F) * 0.6F);
    ellipse(canvas_, {foot.x, foot.y - tall * 0.83F}, {0.0055F, 0.0055F},
            colour(0xFFD890) * (1.6F * evening_.lamps));
}

/// Rows of houses up the slope, the far ones first, and the quay with its lamps.
void HarbourPainter::paint_town() {
    constexpr int kRows = 4;
    for (int row = 0; row < kRows; ++row) {
        const float far = 1 - static_cast<float>(row) / (kRows - 1);
        const float reach = 0.30F + 0.22F * (1 - far) + dice_.between(0, 0.05F);
        float share = -0.02F;
        const int church = row == 1 ? 2 + dice_.below(3) : -1;
        for (int i = 0; share < reach; ++i) {
            const float wide = dice_.between(0.038F, 0.066F) * (1 - 0.3F * far);
            const float tall = dice_.between(0.040F, 0.085F) * (1 - 0.25F * far);
            const float slope = far * 0.125F * (1 - 0.8F * ramp(0.0F, reach, share));
            const Place foot{from_town(share + wide / 2), kWaterline - 0.012F - slope};
            if (i == church) paint_church(foot, far);
            paint_house(foot, wide, tall, far);
            share += wide * dice_.between(0.92F, 1.12F);
        }
    }
    paint_quay();
}

void HarbourPainter::paint_quay() {
    const float end = from_town(0.60F);
    const float begin = from_town(-0.02F);
    const Light stone = mix(evening_.hill, evening_.middle, 0.25F) * 0.45F;
    const Place wall[] = {{begin, kWaterline + 0.012F},
                          {begin, kWaterline - 0.014F},
                          {end, kWaterline - 0.010F},
                          {end, kWaterline + 0.012F}};
    polygon(canvas_, wall, stone);
    const Light lamp = colour(0xFFC070) * evening_.lamps;
    for (int i = 0; i < 9; ++i) {
        const Place foot{from_town(0.03F + 0.068F * static_cast<float>(i)), kWaterline - 0.012F};
        const Place head{foot.x, foot.y - 0.036F};
        stroke(canvas_, {foot, head, 0.0022F, 0.0016F}, stone * 0.7F);
        glow(canvas_, head, 0.05F, lamp * 0.55F);
        ellipse(canvas_, head, {0.0038F, 0.0038F}, lamp * 5.0F);
    }
}

void HarbourPainter::paint_lighthouse(Place foot, float tall) {
    const float w = tall * 0.095F;
    const Light sunlit = evening_.middle * 0.8F + evening_.horizon * 0.35F;
    constexpr int kBands = 5;
    for (int i = 0; i < kBands; ++i) {
        const float low = static_cast<float>(i) / kBands * 0.82F;
        const float high = static_cast<float>(i + 1) / kBands * 0.82F;
        const auto half = [&](float up) { return w * (1 - 0.42F * up); };
        const Light paint = (i % 2 == 0 ? colour(0xF4EDE2) : colour(0xC0392F)) * sunlit;
        const Place band[] = {{foot.x - half(low), foot.y - tall * low},
                              {foot.x - half(high), foot.y - tall * high},
                              {foot.x + half(high), foot.y - tall * high},
                              {foot.x + half(low), foot.y - tall * low}};
        polygon(canvas_, band, paint);
        const float dark = sun_.x > foot.x ? -1.0F : 1.0F;
        const Place shade[] = {{foot.x + dark * half(low), foot.y - tall * low},
                               {foot.x + dark * half(high), foot.y - tall * high},
                               {foot.x + dark * half(high) * 0.2F, foot.y - tall * high},
                               {foot.x + dark * half(low) * 0.2F, foot.y - tall * low}};
        polygon(canvas_, shade, paint * 0.55F, 0.7F);
    }
    const Place lamp{foot.x, foot.y - tall * 0.88F};
    const Light iron = evening_.hill * 0.35F;
    stroke(canvas_,
           {{foot.x - w * 0.8F, foot.y - tall * 0.825F},
            {foot.x + w * 0.8F, foot.y - tall * 0.825F},
            tall * 0.02F,
            tall * 0.02F},
           iron);
    ellipse(canvas_, lamp, {w * 0.42F, tall * 0.05F}, colour(0xFFE9B0) * (3.0F * evening_.lamps));
    const Place roof[] = {{foot.x - w * 0.6F, foot.y - tall * 0.935F},
                          {foot.x, foot.y - tall * 1.01F},
                          {foot.x + w * 0.6F, foot.y - tall * 0.935F}};
    polygon(canvas_, roof, iron);
    glow(canvas_, lamp, 0.16F, colour(0xFFE2A0) * (0.8F * evening_.lamps));
    glow(canvas_, {lamp.x + town_side_ * 0.16F, lamp.y - 0.01F}, {0.34F, 0.014F},
         colour(0xFFE9B8) * (0.30F * evening_.lamps));
}

/// Rocks with the lighthouse, across the water from the town.
void HarbourPainter::paint_headland() {
    const float middle = dice_.between(0.86F, 0.95F);
    for (int x = 0; x < canvas_.size().width; ++x) {
        const float place = canvas_.x_of(x);
        const float share = town_side_ < 0 ? place / canvas_.aspect() : 1 - place / canvas_.aspect();
        const float off = (share - middle) / 0.17F;
        const float tall = 0.060F * (1 - off * off) + 0.022F * clouds(place * 14, 0.3F, 4, noise_seed_ + 50);
        const float top = (kWaterline - tall) * canvas_.unit();
        for (int y = std::max(static_cast<int>(top), 0);
             y < static_cast<int>((kWaterline + 0.004F) * canvas_.unit()); ++y) {
            const float face = 0.55F + 0.5F * clouds(place * 22, canvas_.y_of(y) * 30, 3, noise_seed_ + 55);
            canvas_.row(y)[x] =
                mix(canvas_.row(y)[x], evening_.hill * (0.5F * face) + evening_.sun * (0.012F * face),
                    clamp01(static_cast<float>(y) + 0.5F - top));
        }
    }
    paint_lighthouse({from_town(middle), kWaterline - 0.052F}, dice_.between(0.20F, 0.26F));
}

/// The calm water: everything above it upside down.
void HarbourPainter::paint_mirror() {
    const int first = static_cast<int>((kWaterline + 0.010F) * canvas_.unit());
    for_pixels(canvas_, {0, first, canvas_.size().width, canvas_.size().height},
               [&](Place place, Light& pixel) {
                   pixel = canvas_.sample({place.x, 2 * kWaterline + 0.012F - place.y});
               });
}

void HarbourPainter::ripple() {
    const Canvas calm = canvas_;
    const int first = static_cast<int>((kWaterline + 0.011F) * canvas_.unit());
    for_pixels(canvas_, {0, first, canvas_.size().width, canvas_.size().height},
               [&](Place place, Light& pixel) {
                   const float below = place.y - kWaterline;
                   const float depth = 1 / (below + 0.02F);
                   const float x = (place.x - 0.5F) * depth;
                   const float wave = clouds(x * 0.9F, depth * 2.6F, 3, noise_seed_ + 70);
                   const float swell = noise(x * 0.35F, depth * 1.1F, noise_seed_ + 77);
                   const float tilt = (wave + 0.7F * swell) * (0.012F + 0.10F * below);
                   Light image{};
                   for (int i = 0; i < 4; ++i) {
                       const float spread = (static_cast<float>(i) - 1.5F) * (0.008F + 0.05F * below);
                       image += calm.sample({place.x + tilt * 0.35F,
                                             std::max(place.y + tilt + spread, kWaterline + 0.012F)}) *
                                0.25F;
                   }
                   const float clear = 0.80F - 0.95F * below;
                   pixel = mix(evening_.water, image, clear);
                   const float path = exp_of(-length({(place.x - sun_.x) * 9, 0}));
                   pixel += evening_.sun * (path * 0.30F * ramp(0.20F, 0.7F, wave + 0.3F * swell));
               });
}

std::vector<Pose> HarbourPainter::moor_boats() {
    std::vector<Pose> boats;
    const int count = 3 + dice_.below(3);
    for (int i = 0; i < count; ++i) {
        const float near = (static_cast<float>(i) + 0.4F + dice_.unit() * 0.6F) / static_cast<float>(count);
        const float share = 0.12F + 0.76F * lattice(i, 7, noise_seed_ + 1);
        boats.push_back(
            {{from_town(share), kWaterline + 0.024F + 0.23F * near * near}, 0.075F + 0.23F * near * near});
    }
    return boats;
}

/// A sailing boat, one unit long.
void HarbourPainter::paint_boat(const Pose& pose, float strength) {
    static constexpr std::array<std::uint32_t, 5> kHulls{0x2E4E6E, 0x8C2F2B, 0xB5482E, 0x2F5D50, 0x3A3A44};
    const Light hull = mix(colour(kHulls[static_cast<std::size_t>(dice_.below(5))]) *
                               (evening_.middle * 0.55F + evening_.horizon * 0.15F),
                           evening_.hill * 0.4F, 0.3F);
    const float face = dice_.unit() < 0.5F ? -1.0F : 1.0F;
    const float mast = dice_.between(0.95F, 1.3F);
    const Light wood = colour(0x6B4B34) * evening_.middle * 0.5F;
    const Place lower[] = {pose.at(-0.38F * face, -0.015F), pose.at(-0.47F * face, 0.15F),
                           pose.at(0.54F * face, 0.19F), pose.at(0.43F * face, 0.07F),
                           pose.at(0.30F * face, -0.015F)};
    stroke(
        canvas_,
        {pose.at(0.06F * face, 0.12F), pose.at(0.05F * face, mast), 0.024F * pose.scale, 0.014F * pose.scale},
        wood, strength);
    stroke(
        canvas_,
        {pose.at(0.05F * face, mast), pose.at(0.5F * face, 0.18F), 0.006F * pose.scale, 0.006F * pose.scale},
        wood * 0.8F, strength * 0.8F);
    stroke(canvas_,
           {pose.at(0.05F * face, mast), pose.at(-0.47F * face, 0.15F), 0.006F * pose.scale,
            0.006F * pose.scale},
           wood * 0.8F, strength * 0.8F);
    stroke(canvas_,
           {pose.at(0.05F * face, 0.26F), pose.at(-0.40F * face, 0.29F), 0.050F * pose.scale,
            0.035F * pose.scale},
           colour(0xD8CDB8) * evening_.middle * 0.6F, strength);
    const Place cabin[] = {pose.at(-0.18F * face, 0.12F), pose.at(-0.15F * face, 0.23F),
                           pose.at(0.14F * face, 0.22F), pose.at(0.20F * face, 0.13F)};
    polygon(canvas_, cabin, colour(0xD9D0C0) * evening_.middle * 0.5F, strength);
    polygon(canvas_, lower, hull, strength);
    stroke(canvas_,
           {pose.at(-0.48F * face, 0.15F), pose.at(0.52F * face, 0.19F), 0.014F * pose.scale,
            0.014F * pose.scale},
           hull * 1.6F + evening_.sun * 0.02F, strength);
    if (dice_.unit() < 0.7F) {
        const Light lamp = colour(0xFFC477) * evening_.lamps;
        ellipse(canvas_, pose.at(0.02F * face, 0.185F), {0.022F * pose.scale, 0.018F * pose.scale},
                lamp * 3.0F, strength);
        glow(canvas_, pose.at(0.02F * face, 0.20F), 0.22F * pose.scale, lamp * (0.35F * strength));
    }
}

void HarbourPainter::paint_birds() {
    const int count = 3 + dice_.below(4);
    const Place flock{from_town(dice_.between(0.45F, 0.75F)), dice_.between(0.16F, 0.30F)};
    for (int i = 0; i < count; ++i) {
        const Place body = flock + Place{dice_.between(-0.10F, 0.10F), dice_.between(-0.05F, 0.05F)};
        const float wing = dice_.between(0.007F, 0.013F);
        const Light dark = evening_.hill * 0.4F;
        for (const float side : {-1.0F, 1.0F}) {
            const Place elbow{body.x + side * wing * 0.5F, body.y - wing * 0.55F};
            stroke(canvas_, {body, elbow, 0.0028F, 0.0022F}, dark);
            stroke(canvas_, {elbow, {body.x + side * wing, body.y - wing * 0.25F}, 0.0022F, 0.0008F}, dark);
        }
    }
}

}  // namespace

Canvas paint_harbour(SizePx size, std::uint64_t seed) {
    Canvas canvas(size);
    HarbourPainter(canvas, seed).paint();
    return canvas;
}

}  // namespace proofsheet::providers
