#include "cli/documents.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace proofsheet::cli {
namespace {

using SortedJson = nlohmann::json;

std::string text_of(const SortedJson& document) {
    return document.dump(1, ' ', false, SortedJson::error_handler_t::replace) + "\n";
}

SortedJson texts(const std::vector<std::string>& values) {
    SortedJson list = SortedJson::array();
    for (const std::string& value : values) list.push_back(to_display(value));
    return list;
}

SortedJson problems_json(const std::vector<Problem>& problems) {
    SortedJson list = SortedJson::array();
    for (const Problem& problem : problems)
        list.push_back({{"path", to_display(problem.path)},
                        {"kind", to_display(problem.kind)},
                        {"message", to_display(problem.message)}});
    return list;
}

/// An object of texts; a name that comes again is numbered, so that nothing is lost.
SortedJson named_texts(const std::vector<std::pair<std::string, std::string>>& pairs) {
    SortedJson object = SortedJson::object();
    std::map<std::string, int> seen;
    for (const auto& [name, text] : pairs) {
        const std::string shown = to_display(name);
        std::string key = shown;
        while (object.contains(key))
            key = fmt::format("{} ({})", shown, ++seen.try_emplace(shown, 1).first->second);
        object[key] = to_display(text);
    }
    return object;
}

SortedJson checkpoint_json(const grid::Checkpoint& checkpoint) {
    return {{"file", to_display(checkpoint.file)},
            {"label", to_display(checkpoint.label)},
            {"kind", name_of(checkpoint.kind)},
            {"number", checkpoint.number ? SortedJson(*checkpoint.number) : SortedJson()},
            {"has_samples", checkpoint.has_samples()},
            {"sample_dirs", texts(checkpoint.sample_dirs)}};
}

SortedJson image_json(const grid::Catalog& catalog, std::size_t index) {
    const grid::SampleId id{static_cast<std::uint32_t>(index)};
    SortedJson dims = SortedJson::object();
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
        const grid::ValueIndex value = catalog.value(id, i);
        if (value == grid::kNoValue) continue;
        const grid::Dimension& dimension = catalog.dimensions[i];
        dims[to_display(dimension.name)] = to_display(dimension.values[static_cast<std::size_t>(value)]);
    }
    const grid::Sample& sample = catalog.sample(id);
    return {{"path", to_display(sample.path)}, {"dims", std::move(dims)}, {"batch", sample.batch}};
}

/// A whole number as one, so that 20 steps are not 20.0.
SortedJson number_json(double number) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    const bool whole = std::abs(number) <= kExact && number == std::floor(number);
    return whole ? SortedJson(static_cast<std::int64_t>(number)) : SortedJson(number);
}

template <typename T, typename Convert>
void add(SortedJson& object, const char* key, const std::optional<T>& value, Convert convert) {
    if (value) object[key] = convert(*value);
}

SortedJson parameters_json(const image::GenerationParameters& parameters) {
    const auto text = [](const std::string& value) { return SortedJson(to_display(value)); };
    const auto same = [](auto value) { return SortedJson(value); };
    SortedJson object = SortedJson::object();
    add(object, "prompt", parameters.prompt, text);
    add(object, "negative_prompt", parameters.negative_prompt, text);
    add(object, "seed", parameters.seed, same);
    add(object, "steps", parameters.steps, number_json);
    add(object, "cfg", parameters.cfg, number_json);
    add(object, "sampler", parameters.sampler, text);
    add(object, "scheduler", parameters.scheduler, text);
    add(object, "model", parameters.model, text);
    add(object, "width", parameters.width, same);
    add(object, "height", parameters.height, same);
    return object;
}

}  // namespace

std::string_view name_of(grid::CheckpointKind kind) {
    switch (kind) {
        case grid::CheckpointKind::Step:
            return "step";
        case grid::CheckpointKind::Epoch:
            return "epoch";
        case grid::CheckpointKind::Final:
            return "final";
        case grid::CheckpointKind::SamplesOnly:
            return "samples only";
    }
    return "final";
}

std::string runs_document(const scan::Discovery& discovery) {
    SortedJson runs = SortedJson::array();
    for (const grid::TrainingRun& run : discovery.runs) {
        SortedJson checkpoints = SortedJson::array();
        for (const grid::Checkpoint& checkpoint : run.checkpoints)
            checkpoints.push_back(checkpoint_json(checkpoint));
        runs.push_back({{"name", to_display(run.name)},
                        {"has_samples", run.has_samples()},
                        {"checkpoints", std::move(checkpoints)}});
    }
    return text_of({{"runs", std::move(runs)}, {"problems", problems_json(discovery.problems)}});
}

std::string run_document(const grid::Catalog& catalog) {
    SortedJson dimensions = SortedJson::array();
    for (const grid::Dimension& dimension : catalog.dimensions)
        dimensions.push_back({{"name", to_display(dimension.name)},
                              {"type", dimension.type == grid::DimensionType::Number ? "number" : "text"},
                              {"values", texts(dimension.values)}});
    SortedJson images = SortedJson::array();
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) images.push_back(image_json(catalog, i));
    return text_of({{"run", to_display(catalog.run)},
                    {"dimensions", std::move(dimensions)},
                    {"images", std::move(images)},
                    {"superseded", texts(catalog.superseded)},
                    {"problems", problems_json(catalog.problems)}});
}

std::string picture_document(const image::PictureMetadata& metadata) {
    return text_of({{"format", name_of(metadata.info.format)},
                    {"width", metadata.info.size.width},
                    {"height", metadata.info.size.height},
                    {"software", name_of(metadata.software)},
                    {"parameters", parameters_json(metadata.parameters)},
                    {"raw", named_texts(metadata.raw)}});
}

std::string checkpoint_document(const scan::SafetensorsHeader& header, const std::vector<Problem>& problems) {
    return text_of({{"format", "safetensors"},
                    {"tensors", header.tensors},
                    {"metadata", named_texts(header.metadata)},
                    {"problems", problems_json(problems)}});
}

std::string plain_number(double number) {
    return number_json(number).dump();
}

}  // namespace proofsheet::cli
