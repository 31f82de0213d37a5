#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "grid/catalog.h"
#include "grid/query.h"
#include "grid/view.h"

namespace proofsheet::test {

using Dims = std::vector<std::pair<std::string, std::string>>;

inline grid::FoundSample picture(const std::string& path, Dims dimensions) {
    return {{path, {100, 1}, 0}, std::move(dimensions)};
}

inline grid::Filter multi(std::set<std::string> selected) {
    return {grid::FilterMode::Multi, std::move(selected)};
}

inline grid::ScanReport report_of(std::vector<grid::FoundSample> found, std::vector<std::string> order = {}) {
    grid::ScanReport report;
    report.run = "run";
    report.root = "/samples";
    report.found = std::move(found);
    report.checkpoint_order = std::move(order);
    return report;
}

inline std::shared_ptr<const grid::Catalog> catalog_of(std::vector<grid::FoundSample> found) {
    return grid::make_catalog(report_of(std::move(found)), {});
}

/// A catalog with one dimension `d`, whose values come in this order of paths.
inline std::shared_ptr<const grid::Catalog> catalog_of_values(const std::vector<std::string>& values) {
    std::vector<grid::FoundSample> found;
    for (std::size_t i = 0; i < values.size(); ++i)
        found.push_back(picture(std::to_string(100000 + i), {{"d", values[i]}}));
    return catalog_of(std::move(found));
}

/// Checkpoints x 16 pictures as ComfyUI jobs name them: 4 prompts x 4 seeds, numbered by `index`.
inline std::vector<grid::FoundSample> training_run(int checkpoints) {
    std::vector<grid::FoundSample> found;
    for (int checkpoint = 1; checkpoint <= checkpoints; ++checkpoint)
        for (int cell = 0; cell < 16; ++cell) {
            const std::string step = std::to_string(500 * checkpoint);
            const std::string index = std::to_string(cell);
            const std::string prompt = "p" + std::to_string(cell / 4);
            const std::string seed = std::to_string(420 + cell % 4);
            found.push_back(picture("lora-step" + step + "/index=" + index + ".png", {{"checkpoint", step},
                                                                                      {"index", index},
                                                                                      {"prompt_name", prompt},
                                                                                      {"seed", seed},
                                                                                      {"cfg", "3"}}));
        }
    return found;
}

/// Random collections, mappings and filters from one seed.
class RandomGrids {
public:
    explicit RandomGrids(unsigned seed) : random_(seed) {}

    int up_to(int last) { return std::uniform_int_distribution<int>(0, last)(random_); }
    bool one_in(int n) { return up_to(n - 1) == 0; }

    std::string value(int dimension) {
        static const std::vector<std::string> numbers{"7", "7.0", "+7", "-0", "0", "10", "1e1", "0.5"};
        static const std::vector<std::string> texts{"a", "A", "a2", "a10", "a02", "", "\xE2\x80\x94"};
        const auto& values = dimension % 2 == 0 ? numbers : texts;
        return values[static_cast<std::size_t>(up_to(static_cast<int>(values.size()) - 1))];
    }

    std::vector<grid::FoundSample> samples() {
        const int dimensions = up_to(5);
        std::vector<grid::FoundSample> found;
        for (int i = up_to(60); i > 0; --i) {
            Dims dims;
            for (int d = 0; d < dimensions; ++d)
                if (!one_in(8)) dims.emplace_back(name(d), value(d));
            std::shuffle(dims.begin(), dims.end(), random_);
            found.push_back(picture("p" + std::to_string(up_to(1000)) + ".png", std::move(dims)));
        }
        return found;
    }

    std::string name(int dimension) {
        return dimension == 0 ? "checkpoint" : "d" + std::to_string(dimension);
    }
    std::string some_name() { return name(up_to(6)); }

    grid::Mapping mapping() {
        grid::Mapping mapping;
        for (auto* slot : {&mapping.x, &mapping.y, &mapping.slider})
            if (!one_in(3)) *slot = some_name();
        return mapping;
    }

    grid::Filters filters() {
        grid::Filters filters;
        for (int i = up_to(3); i > 0; --i) {
            grid::Filter& filter = filters[some_name()];
            filter.mode = static_cast<grid::FilterMode>(up_to(2));
            for (int k = up_to(4); k > 0; --k) filter.selected.insert(value(up_to(1)));
        }
        return filters;
    }

    template <typename T>
    void shuffle(std::vector<T>& items) {
        std::shuffle(items.begin(), items.end(), random_);
    }

private:
    std::mt19937 random_;
};

}  // namespace proofsheet::test
