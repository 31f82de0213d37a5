#include <array>

#include "providers/demo_noise.h"
#include "providers/demo_scene.h"

namespace proofsheet::providers {
namespace {

struct Mood {
    Light far, near;          ///< mist at the back, bark at the front
    Light portal, rim, deep;  ///< light that falls out, its edge, the sky behind it
    Light leaf;
};

Mood mood_of(int number) {
    switch (number) {
        case 0:  // amber light in a blue-green wood
            return {colour(0x7FAFB0),        colour(0x07120F), colour(0xFFA040) * 2.0F,
                    colour(0xFFE0A0) * 2.6F, colour(0x7A2A4A), colour(0x2F5A44)};
        case 1:  // cyan light in autumn
            return {colour(0xC9A27A),        colour(0x180C08), colour(0x48C8FF) * 1.5F,
                    colour(0xD8F8FF) * 2.4F, colour(0x102A6E), colour(0x9A4A1C)};
        case 2:  // magenta light in a night of teal
            return {colour(0x4F93A6),        colour(0x050D14), colour(0xFF58C8) * 1.6F,
                    colour(0xFFD8F2) * 2.5F, colour(0x3A1478), colour(0x1C4A50)};
        default:  // gold light in violet dusk
            return {colour(0x9C86B8),        colour(0x100A18), colour(0xFFC860) * 1.8F,
                    colour(0xFFF2C8) * 2.4F, colour(0x1E6A7A), colour(0x4A3A66)};
    }
}

class ForestPainter {
public:
    ForestPainter(Canvas& canvas, std::uint64_t seed)
        : canvas_(canvas), dice_(seed), mood_(mood_of(dice_.below(4))) {
        portal_ = {canvas.aspect() * dice_.between(0.40F, 0.60F), dice_.between(0.47F, 0.54F)};
        radius_ = dice_.between(0.135F, 0.185F);
        stretch_ = dice_.between(1.0F, 1.3F);
        world_ = dice_.unit() < 0.5F ? -1.0F : 1.0F;
        ground_ = portal_.y + radius_ * stretch_ * 0.97F;
        noise_seed_ = static_cast<std::uint32_t>(dice_.bits());
    }

    void paint() {
        paint_mist();
        for (int layer = 0; layer < 3; ++layer) paint_trees(layer);
        paint_floor();
        paint_portal();
        for (int layer = 3; layer < kLayers; ++layer) paint_trees(layer);
        paint_rays();
        paint_ferns();
        paint_canopy();
        paint_fireflies();
    }

private:
    static constexpr int kLayers = 5;

    struct Trunk {
        Place foot;
        float width = 0, lean = 0;
        std::uint32_t seed = 0;

        float middle(float y) const;
        float half(float y) const;
    };

    float nearness(Place place) const { return exp_of(-5.0F * length(place - portal_)); }
    bool hides_portal(Place place) const;
    Light bark(float layer) const;
    void paint_mist();
    void paint_trees(int layer);
    void paint_tree(Place foot, float width, float layer);
    void paint_bark(const Trunk& trunk, float layer);
    void paint_branch(Place from, float reach, float width, float side, Light light);
    void paint_floor();
    void paint_portal();
    Light inside_portal(Place off) const;
    void paint_rays();
    void paint_canopy();
    void paint_frond(Place root, float size, float lean, Light light);
    void paint_ferns();
    void paint_fireflies();

    Canvas& canvas_;
    Dice dice_;
    Mood mood_;
    Place portal_;
    float radius_ = 0;
    float stretch_ = 1;  ///< height of the portal by its width
    float world_ = 1;    ///< on which side of the other place its planet stands
    float ground_ = 0;   ///< y where the floor begins
    std::uint32_t noise_seed_ = 0;
};

void ForestPainter::paint_mist() {
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float thick = 0.5F + 0.5F * clouds(place.x * 3, place.y * 4.5F, 4, noise_seed_);
        const float high = ramp(0.0F, 0.6F, place.y);
        const Light mist = mood_.far * (0.22F + 0.45F * high + 0.22F * thick);
        pixel = mist + mood_.portal * (0.34F * nearness(place) * (0.6F + 0.6F * thick));
    });
}

Light ForestPainter::bark(float layer) const {
    const float share = layer / (kLayers - 1);
    return mix(mood_.far * 0.34F, mood_.near, ramp(0.0F, 0.95F, share));
}

bool ForestPainter::hides_portal(Place place) const {
    return length({(place.x - portal_.x) / 1.25F, (place.y - portal_.y) / (1.2F * stretch_)}) < radius_;
}

void ForestPainter::paint_branch(Place from, float reach, float width, float side, Light light) {
    Place at = from;
    float rise = dice_.between(0.25F, 0.9F);
    for (int i = 0; i < 4; ++i) {
        const Place to{at.x + side * reach * 0.28F, at.y - reach * 0.24F * rise};
        if (hides_portal(to)) return;
        stroke(canvas_,
               {at, to, width * (1 - 0.22F * static_cast<float>(i)),
                width * (0.78F - 0.22F * static_cast<float>(i))},
               light);
        if (i > 0 && dice_.unit() < 0.8F) {
            const float twig = dice_.unit() < 0.5F ? -0.4F : 1.0F;
            stroke(
                canvas_,
                {at, {at.x + side * reach * 0.16F, at.y - reach * 0.2F * twig}, width * 0.4F, width * 0.1F},
                light);
        }
        at = to;
        rise += dice_.between(-0.5F, 0.5F);
    }
}

float ForestPainter::Trunk::middle(float y) const {
    return foot.x + lean * (foot.y - y) + width * 0.55F * noise(y * 3.2F, 0.5F, seed);
}

/// Half the width at a height: thinner towards the top, wider at the roots, with knots.
float ForestPainter::Trunk::half(float y) const {
    const float up = (foot.y - y) / foot.y;
    const float root = exp_of(-(foot.y - y) / (width * 0.9F));
    return width * (0.5F * (1 - 0.38F * up) + 0.42F * root + 0.06F * noise(y * 26, 2.0F, seed));
}

/// Bark, dark away from the portal, with its light along the edge that faces it.
void ForestPainter::paint_bark(const Trunk& trunk, float layer) {
    const float share = layer / (kLayers - 1);
    const Light base = bark(layer);
    const float side = portal_.x > trunk.foot.x ? 1.0F : -1.0F;
    const int last = std::min(static_cast<int>(trunk.foot.y * canvas_.unit()) + 1, canvas_.size().height);
    for (int row = 0; row < last; ++row) {
        const float y = canvas_.y_of(row);
        const float middle = trunk.middle(y);
        const float half = trunk.half(y);
        const float near = nearness({trunk.foot.x, y});
        const Place ends[] = {{middle - half, y}, {middle + half, y}};
        Area area = area_around(canvas_, ends, 0);
        area.top = row;
        area.bottom = row + 1;
        for_pixels(canvas_, area, [&](Place place, Light& pixel) {
            const float off = (place.x - middle) / half;
            const float sunk =
                trunk.foot.y - y - trunk.width * (0.35F + 0.5F * noise(place.x * 40, 0.5F, trunk.seed + 1));
            const float cover = clamp01((1 - std::abs(off)) * half * canvas_.unit() + 0.5F) *
                                ramp(-0.1F * trunk.width, 0.3F * trunk.width, sunk);
            if (cover == 0) return;
            const float streaks = clouds(off * 2.2F, y * 7 / (trunk.width * 14 + 0.2F), 3, trunk.seed + 3);
            const float lit = ramp(0.15F, 1.0F, off * side) * near;
            const float moss = 0.16F * share * ramp(0.1F, 0.6F, noise(place.x * 14, y * 9, trunk.seed + 9));
            const Light wood = (base + mood_.leaf * moss) * (0.8F + 0.55F * share * streaks);
            pixel = mix(pixel, wood + mood_.portal * (lit * (0.10F + 0.16F * share)), cover);
        });
    }
}

void ForestPainter::paint_tree(Place foot, float width, float layer) {
    const float lean = dice_.between(-0.05F, 0.05F);
    const Trunk trunk{foot, width, lean, static_cast<std::uint32_t>(dice_.bits())};
    paint_bark(trunk, layer);
    const int branches = 2 + dice_.below(4);
    for (int i = 0; i < branches; ++i) {
        const float y = foot.y * dice_.between(0.05F, 0.62F);
        const float reach = width * dice_.between(1.6F, 4.0F) + 0.03F;
        const float out = dice_.unit() < 0.5F ? -1.0F : 1.0F;
        paint_branch({trunk.middle(y), y}, reach, width * 0.20F, out, bark(layer) * 0.95F);
    }
}

void ForestPainter::paint_trees(int layer) {
    static constexpr std::array<int, kLayers> kCount{20, 13, 9, 5, 3};
    static constexpr std::array<float, kLayers> kWidth{0.013F, 0.021F, 0.034F, 0.058F, 0.105F};
    const auto l = static_cast<float>(layer);
    const auto index = static_cast<std::size_t>(layer);
    const float clearing = radius_ * (0.75F + 0.28F * l);
    for (int i = 0; i < kCount[index]; ++i) {
        const float share = (static_cast<float>(i) + dice_.unit()) / static_cast<float>(kCount[index]);
        float x = canvas_.aspect() * (1.1F * share - 0.05F);
        const float width = kWidth[index] * dice_.between(0.65F, 1.35F);
        const float off = x - portal_.x;
        if (std::abs(off) < clearing + width && layer > 0)
            x = portal_.x + (off < 0 ? -1.0F : 1.0F) * (clearing + width + dice_.between(0, 0.10F));
        const float foot = ground_ - 0.035F + 0.016F * l + 0.036F * l * l + dice_.between(-0.008F, 0.012F);
        paint_tree({x, foot}, width, l);
    }
    if (layer >= kLayers - 2) return;
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const float thick = 0.5F + 0.6F * clouds(place.x * 2.4F + l * 7, place.y * 5 + l, 3,
                                                 noise_seed_ + 20 + static_cast<std::uint32_t>(layer));
        const float veil =
            (0.10F + 0.34F * ramp(0.2F, 0.75F, place.y)) * std::max(thick, 0.0F) * (1 - 0.22F * l);
        const Light mist = mood_.far * 0.62F + mood_.portal * (0.45F * nearness(place));
        pixel = mix(pixel, mist, clamp01(veil));
    });
}

void ForestPainter::paint_floor() {
    const int first = static_cast<int>((ground_ - 0.06F) * canvas_.unit());
    for_pixels(
        canvas_, {0, first, canvas_.size().width, canvas_.size().height}, [&](Place place, Light& pixel) {
            const float edge = ground_ - 0.022F + 0.018F * clouds(place.x * 6, 0.4F, 4, noise_seed_ + 30);
            const float cover = clamp01((place.y - edge) * canvas_.unit() * 0.35F + 0.5F);
            if (cover == 0) return;
            const float below = std::max(place.y - ground_ + 0.05F, 0.001F);
            const float depth = 1 / (below + 0.05F);
            const float x = (place.x - portal_.x) * depth;
            const float litter = clouds(x * 4.2F, depth * 1.7F, 5, noise_seed_ + 33);
            const float bend = 0.28F * noise(depth * 0.30F, 0.7F, noise_seed_ + 35);
            const float path = 1 - ramp(0.42F, 0.95F, std::abs(x * 0.42F + bend) + 0.16F * litter);
            const Light soil =
                mix(mood_.leaf * 0.30F, mood_.far * 0.30F + mood_.near, path) * (0.65F + 0.75F * litter);
            const float fall = exp_of(-below * 5.0F) * exp_of(-std::abs(place.x - portal_.x) * 4.4F);
            const float sheen = std::max(0.0F, 0.42F + 0.8F * litter) * (0.30F + 0.70F * path);
            const Light mist = mood_.far * (0.30F * exp_of(-below * 16));
            pixel = mix(pixel, soil * 0.75F + mist + mood_.portal * (0.62F * fall * sheen), cover);
        });
}

/// What lies behind the portal: the sky of another place over its hills, and drifting light towards the edge.
Light ForestPainter::inside_portal(Place off) const {
    const float distance = length(off);
    const float up = ramp(0.75F, -0.9F, off.y);
    Light light = mix(mood_.portal * 0.50F + mood_.rim * 0.06F, mood_.deep * 0.50F, up);
    const float haze = clouds(off.x * 1.6F, off.y * 3.6F, 4, noise_seed_ + 41);
    light += mood_.rim * (0.22F * ramp(0.0F, 0.7F, haze) * up);
    const float star = lattice(static_cast<int>(off.x * 60 + 90),
                               static_cast<int>(off.y * 60 * stretch_ + 90), noise_seed_ + 42);
    if (star > 0.985F) light += mood_.rim * (0.4F * up);
    const Place planet{off.x - 0.24F * world_, (off.y + 0.26F) * stretch_};
    const float disc = clamp01((0.25F - length(planet)) * radius_ * canvas_.unit() + 0.5F);
    const float day = ramp(-0.20F, 0.24F, planet.x * world_ - planet.y * 0.6F);
    light = mix(light, mix(mood_.deep * 0.4F, mood_.rim * 0.55F, day), disc);
    for (int layer = 0; layer < 3; ++layer) {
        const auto l = static_cast<float>(layer);
        const float crest =
            0.18F + 0.17F * l + 0.20F * clouds(off.x * (1.9F + 0.5F * l), l, 5, noise_seed_ + 43);
        const float cover = clamp01((off.y - crest) * radius_ * canvas_.unit() + 0.5F);
        light = mix(light, mix(mood_.portal * 0.50F, mood_.deep * 0.13F, 0.40F + 0.28F * l), cover);
    }
    const float turn = 0.8F / (distance + 0.3F);
    const Place swirled{off.x * cos_turns(turn) - off.y * sin_turns(turn),
                        off.x * sin_turns(turn) + off.y * cos_turns(turn)};
    const float drift = clouds(swirled.x * 2.6F, swirled.y * 2.6F, 4, noise_seed_ + 40);
    return mix(light, mood_.portal * (0.8F + 0.5F * drift), ramp(0.62F, 1.10F, distance + 0.40F * drift));
}

void ForestPainter::paint_portal() {
    const float reach = radius_ * 2.2F;
    const Place ends[] = {{portal_.x - reach, portal_.y - reach * stretch_},
                          {portal_.x + reach, portal_.y + reach * stretch_}};
    for_pixels(canvas_, area_around(canvas_, ends, 0), [&](Place place, Light& pixel) {
        Place off{(place.x - portal_.x) / radius_, (place.y - portal_.y) / (radius_ * stretch_)};
        const float flicker = 0.05F * clouds(off.x * 2.3F, off.y * 2.3F, 4, noise_seed_ + 45);
        const float distance = length(off) + flicker;
        const float inside = clamp01((1 - distance) * radius_ * canvas_.unit() + 0.5F);
        if (inside > 0) pixel = mix(pixel, inside_portal(off), inside);
        const float edge = std::abs(distance - 1);
        const float wisps = 0.65F + 0.7F * clouds(off.x * 5, off.y * 5, 3, noise_seed_ + 47);
        const float fading = ramp(2.1F, 1.3F, length(off));
        pixel += mood_.portal * (0.30F * (1 - inside) * fading * exp_of(-2.2F * (distance - 1)));
        pixel += mood_.rim * (0.85F * exp_of(-edge * 34) * wisps) +
                 mood_.portal * ((0.5F - 0.3F * inside) * fading * exp_of(-edge * 7) * std::max(wisps, 0.3F));
        pixel +=
            mood_.rim * (0.22F * exp_of(-std::abs(distance - 1.14F) * 60) * ramp(0.2F, 0.5F, wisps - 0.4F));
    });
    glow(canvas_, {portal_.x, ground_ + 0.02F}, {radius_ * 2.4F, 0.05F}, mood_.portal * 0.5F);
}

/// Light in the dust between the trees, brighter in some directions than in others.
void ForestPainter::paint_rays() {
    for_pixels(canvas_, [&](Place place, Light& pixel) {
        const Place off = place - portal_;
        const float distance = length(off);
        const Place direction = off * (1 / std::max(distance, 0.001F));
        const float beams = clouds(direction.x * 4.5F, direction.y * 4.5F, 3, noise_seed_ + 60);
        const float outside = ramp(radius_ * 0.9F, radius_ * 1.7F, distance);
        pixel += mood_.portal * (0.14F * ramp(-0.05F, 0.6F, beams) * outside * exp_of(-3.4F * distance));
    });
}

void ForestPainter::paint_canopy() {
    for (int layer = 0; layer < 2; ++layer) {
        const auto l = static_cast<float>(layer);
        const std::uint32_t seed = noise_seed_ + 70 + static_cast<std::uint32_t>(layer) * 10;
        const Light leaf = mix(mood_.leaf * 0.42F + mood_.far * 0.05F, mood_.leaf * 0.17F + mood_.near, l);
        for_pixels(canvas_, {0, 0, canvas_.size().width, static_cast<int>(0.5F * canvas_.unit())},
                   [&](Place place, Light& pixel) {
                       const float side = std::abs(place.x - portal_.x) / canvas_.aspect();
                       const float hang = 0.09F - 0.07F * l + (0.30F + 0.04F * l) * side * side * 2.2F;
                       const float clump = clouds(place.x * 5.5F, place.y * 5.5F, 2, seed) * 0.16F;
                       const float leaves = clouds(place.x * 30, place.y * 34, 3, seed + 4) * 0.085F;
                       const float cover = ramp(-0.010F, 0.012F, hang + clump + leaves - place.y * 0.75F);
                       if (cover == 0) return;
                       const float light = 0.6F + 5.0F * leaves;
                       pixel = mix(pixel,
                                   leaf * std::max(light, 0.1F) +
                                       mood_.portal * (0.05F * nearness(place) * std::max(light, 0.0F)),
                                   cover);
                   });
    }
}

/// A curved leaf that starts at `root` and leans by `lean`, -1 ... 1, with leaflets on both sides.
void ForestPainter::paint_frond(Place root, float size, float lean, Light light) {
    constexpr int kPieces = 7;
    Place at = root;
    for (int i = 0; i < kPieces; ++i) {
        const float out = static_cast<float>(i) / kPieces;
        const float rise = size * (0.20F - 0.27F * out * std::abs(lean) - 0.06F * out);
        const Place to{at.x + lean * size * 0.17F, at.y - rise};
        stroke(canvas_, {at, to, size * 0.022F, size * 0.016F}, light);
        const float leaflet = size * 0.20F * (1 - out);
        for (const float side : {-1.0F, 1.0F}) {
            const Place tip{to.x + leaflet * (0.4F * lean + 0.6F * side), to.y + leaflet * 0.55F};
            const float shade = side * lean > 0 ? 1.15F : 0.8F;
            stroke(canvas_, {to, tip, size * 0.045F * (1.1F - out), size * 0.008F}, light * shade);
        }
        at = to;
    }
}

void ForestPainter::paint_ferns() {
    constexpr int kFerns = 26;
    for (int i = 0; i < kFerns; ++i) {
        const float near = static_cast<float>(i) / kFerns;
        float x = canvas_.aspect() * dice_.between(-0.03F, 1.03F);
        if (std::abs(x - portal_.x) < 0.13F + 0.12F * near) x += x < portal_.x ? -0.2F : 0.2F;
        const Place root{x, ground_ + 0.05F + 0.36F * near * near + dice_.between(0, 0.03F)};
        const Light leaf = mix(mood_.leaf * 0.35F, mood_.near * 1.5F + mood_.leaf * 0.05F, near);
        const int fronds = 5 + dice_.below(4);
        for (int f = 0; f < fronds; ++f) {
            const float lean =
                mix(-1.0F, 1.0F, (static_cast<float>(f) + dice_.unit()) / static_cast<float>(fronds));
            const float lit = nearness(root) * (lean * (portal_.x - x) > 0 ? 1.0F : 0.35F);
            paint_frond(root, 0.035F + 0.13F * near, lean, leaf + mood_.portal * (0.13F * lit));
        }
    }
}

void ForestPainter::paint_fireflies() {
    for (int i = 0; i < 34; ++i) {
        const float spread = dice_.between(0.3F, 1.0F);
        const Place at{portal_.x + spread * dice_.between(-0.5F, 0.5F), dice_.between(0.25F, 0.93F)};
        const float size = dice_.between(0.0012F, 0.0034F);
        const float bright = dice_.between(0.3F, 1.0F);
        glow(canvas_, at, size * 9, mood_.portal * (0.8F * bright));
        ellipse(canvas_, at, {size, size}, mood_.rim * bright, 0.9F);
    }
}

}  // namespace

Canvas paint_forest_portal(SizePx size, std::uint64_t seed) {
    Canvas canvas(size);
    ForestPainter(canvas, seed).paint();
    return canvas;
}

}  // namespace proofsheet::providers
