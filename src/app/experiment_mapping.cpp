#include "app/experiment_mapping.h"

#include <array>
#include <string>

namespace proofsheet::app {
namespace {

std::size_t value_count(const grid::Catalog& catalog, const std::string& name) {
    const std::size_t index = catalog.find_dimension(name);
    return index < catalog.dimensions.size() ? catalog.dimensions[index].values.size() : 0;
}

}  // namespace

std::filesystem::path run_folder(const Config& config, int batch_number) {
    return config.image_dir / std::to_string(batch_number);
}

std::optional<grid::Mapping> experiment_mapping(const grid::Catalog& catalog) {
    const std::array<std::string, 3> own{"scheduler", "scale", "steps"};
    for (const std::string& name : own)
        if (value_count(catalog, name) == 0) return std::nullopt;
    grid::Mapping mapping;
    const std::array slots{&mapping.x, &mapping.y, &mapping.slider};
    for (std::size_t i = 0; i < own.size(); ++i)
        if (value_count(catalog, own[i]) > 1) *slots[i] = own[i];
    // A dimension that is another one for every picture makes an axis that is mostly empty.
    const auto varies = [&](const std::string& name) {
        const std::size_t count = value_count(catalog, name);
        return count > 1 && count < catalog.samples.size();
    };
    const auto fill = [&](const std::string& name) {
        if (grid::role_of(mapping, name) != grid::Role::None) return;
        for (auto* slot : slots)
            if (!*slot) {
                *slot = name;
                return;
            }
    };
    for (const std::string name : {"model", "seed", "image", "upscale"})
        if (varies(name)) fill(name);
    for (const std::string& name : own) fill(name);
    return mapping;
}

}  // namespace proofsheet::app
