#include "providers/demo_painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "providers/demo_noise.h"
#include "providers/demo_scene.h"

namespace proofsheet::providers {
namespace {

struct SceneWord {
    std::string_view word;
    DemoScene scene;
};

constexpr auto kForest = DemoScene::ForestPortal;
constexpr auto kSea = DemoScene::Harbour;
constexpr auto kLake = DemoScene::MountainLake;
constexpr auto kStreet = DemoScene::LanternStreet;

constexpr std::array kSceneWords{
    SceneWord{"forest", kForest},  SceneWord{"wood", kForest},   SceneWord{"portal", kForest},
    SceneWord{"tree", kForest},    SceneWord{"jungle", kForest}, SceneWord{"magic", kForest},
    SceneWord{"fairy", kForest},   SceneWord{"harbour", kSea},   SceneWord{"harbor", kSea},
    SceneWord{"port", kSea},       SceneWord{"sea", kSea},       SceneWord{"ocean", kSea},
    SceneWord{"boat", kSea},       SceneWord{"ship", kSea},      SceneWord{"lighthouse", kSea},
    SceneWord{"coast", kSea},      SceneWord{"beach", kSea},     SceneWord{"island", kSea},
    SceneWord{"lake", kLake},      SceneWord{"mountain", kLake}, SceneWord{"alp", kLake},
    SceneWord{"valley", kLake},    SceneWord{"river", kLake},    SceneWord{"snow", kLake},
    SceneWord{"landscape", kLake}, SceneWord{"street", kStreet}, SceneWord{"lantern", kStreet},
    SceneWord{"city", kStreet},    SceneWord{"town", kStreet},   SceneWord{"alley", kStreet},
    SceneWord{"market", kStreet},  SceneWord{"rain", kStreet},   SceneWord{"night", kStreet},
    SceneWord{"neon", kStreet},
};

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

std::optional<DemoScene> scene_of_word(std::string_view word) {
    for (const SceneWord& known : kSceneWords) {
        const bool plural = word.size() == known.word.size() + 1 && word.back() == 's';
        if ((plural ? word.substr(0, word.size() - 1) : word) == known.word) return known.scene;
    }
    return std::nullopt;
}

/// FNV-1a, scrambled.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return scramble(hash);
}

std::uint64_t layout_seed(const DemoPicture& what) {
    return scramble(what.seed ^ hash_of(what.prompt));
}

SizePx painted_size(SizePx size) {
    return {std::clamp(size.width, kSmallestDemoSide, kLargestDemoSide),
            std::clamp(size.height, kSmallestDemoSide, kLargestDemoSide)};
}

/// `value` within the limits; `otherwise` when it is not a number.
float within(double value, double low, double high, double otherwise) {
    return static_cast<float>(std::clamp(std::isnan(value) ? otherwise : value, low, high));
}

TrainingLook look_of(const DemoPicture& what) {
    constexpr int kEnoughSteps = 20;
    const float sampled = static_cast<float>(std::clamp(what.steps, 1, kEnoughSteps)) / kEnoughSteps;
    TrainingLook look;
    look.progress = within(what.progress, 0, 1.3, 0.85) * std::sqrt(sampled);
    look.cfg = within(what.cfg, 0, 30, 7);
    look.seed = layout_seed(what);
    return look;
}

}  // namespace

DemoScene scene_of(std::string_view prompt) {
    const std::string text = ascii_lower(prompt);
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_letter(text[end])) ++end;
        if (end > begin)
            if (const auto scene = scene_of_word(std::string_view(text).substr(begin, end - begin)))
                return *scene;
        begin = end + 1;
    }
    return static_cast<DemoScene>(hash_of(prompt) % 4);
}

bool same_scene(const DemoPicture& a, const DemoPicture& b) {
    return a.prompt == b.prompt && a.seed == b.seed && painted_size(a.size) == painted_size(b.size);
}

PaintedScene paint_scene(const DemoPicture& what) {
    const SizePx size = painted_size(what.size);
    const std::uint64_t seed = layout_seed(what);
    switch (scene_of(what.prompt)) {
        case DemoScene::ForestPortal:
            return prepare(paint_forest_portal(size, seed));
        case DemoScene::Harbour:
            return prepare(paint_harbour(size, seed));
        case DemoScene::MountainLake:
            return prepare(paint_mountain_lake(size, seed));
        case DemoScene::LanternStreet:
            break;
    }
    return prepare(paint_lantern_street(size, seed));
}

image::Pixels paint_demo(const PaintedScene& scene, const DemoPicture& what) {
    return render(scene, look_of(what));
}

image::Pixels paint_demo(const DemoPicture& what) {
    return paint_demo(paint_scene(what), what);
}

}  // namespace proofsheet::providers
