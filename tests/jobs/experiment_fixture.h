#pragma once

#include <random>
#include <string>
#include <vector>

#include "jobs/experiment_form.h"

namespace proofsheet::test {

/// Settings that lack nothing.
inline jobs::ExperimentSettings harbour_settings() {
    jobs::ExperimentSettings settings;
    settings.name = "Harbour";
    settings.prompt = "a harbour at dawn";
    settings.model_id = "yBG2r9O";
    return settings;
}

/// 3 schedulers x 4 steps x 2 scales.
inline jobs::ExperimentSettings matrix_settings() {
    jobs::ExperimentSettings settings = harbour_settings();
    settings.schedulers = {"DDIM", "K_EULER", "PNDM"};
    settings.steps = {20, 25, 30, 35};
    settings.scales = {5, 7.5};
    settings.num_images = 1;
    return settings;
}

/// Any settings in range.
class RandomSettings {
public:
    explicit RandomSettings(unsigned seed) : random_(seed) {}

    jobs::ExperimentSettings next() {
        jobs::ExperimentSettings settings = harbour_settings();
        settings.width = 128 + 8 * number(0, 96);
        settings.height = 128 + 8 * number(0, 96);
        settings.total_images = number(1, 120);
        settings.variations_count = number(1, 7);
        settings.num_images = number(1, 4);
        settings.schedulers.assign(jobs::kSchedulers.begin(), jobs::kSchedulers.begin() + number(1, 6));
        settings.steps = some<int>(number(1, 5), [](int i) { return 10 + 5 * i; });
        settings.scales = some<double>(number(1, 5), [](int i) { return 2 + 1.5 * i; });
        settings.seed_mode = static_cast<jobs::SeedMode>(number(0, 2));
        const int seeds = settings.seed_mode == jobs::SeedMode::FixedSeed ? 1 : number(1, 9);
        if (settings.seed_mode != jobs::SeedMode::RandomPerImage)
            settings.seeds = some<std::uint64_t>(seeds, [&](int) { return random_() % 1000; });
        if (number(0, 2) == 0) settings.init_image_file = "/pictures/start.png";
        settings.fallback_to_text2img = number(0, 1) == 1;
        return settings;
    }
    int number(int least, int most) {
        return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1));
    }

private:
    template <typename T, typename Make>
    static std::vector<T> some(int count, const Make& make) {
        std::vector<T> values;
        for (int i = 0; i < count; ++i) values.push_back(static_cast<T>(make(i)));
        return values;
    }

    std::mt19937 random_;
};

}  // namespace proofsheet::test
