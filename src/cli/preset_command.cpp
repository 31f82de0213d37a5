#include "cli/preset_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <span>

#include "cli/sample_database.h"
#include "cli/table.h"
#include "core/file_bytes.h"
#include "core/text.h"
#include "store/sample_preset_table.h"

namespace proofsheet::cli {
namespace {

using jobs::SamplePreset;

constexpr std::uint64_t kLargestFile = 64'000'000;
constexpr std::size_t kPresetNameWidth = 60;

ExitStatus list_presets(const store::SamplePresetTable& presets, OutputForm form, const Console& console) {
    const Result<store::SamplePresetList> list = presets.list();
    if (!list) return fail(list.error(), console);
    for (const std::string& notice : list->notices) console.log.warn("{}", notice);
    if (form == OutputForm::Json) {
        nlohmann::ordered_json documents = nlohmann::ordered_json::array();
        for (const SamplePreset& preset : list->presets) {
            auto document = nlohmann::ordered_json::parse(jobs::preset_to_json(preset));
            document["id"] = preset.id;
            document["pictures_per_checkpoint"] = jobs::pictures_per_checkpoint(preset);
            documents.push_back(std::move(document));
        }
        console.out << nlohmann::ordered_json{{"presets", std::move(documents)}}.dump(2) << '\n';
        return ExitStatus::Done;
    }
    if (list->presets.empty()) {
        console.out << "No sample presets. Make one on the Sampling screen, or import one.\n";
        return ExitStatus::Done;
    }
    std::vector<std::vector<std::string>> rows{{"SAMPLE PRESET", "SIZE", "PICTURES"}};
    for (const SamplePreset& preset : list->presets)
        rows.push_back({elide_middle(to_display(preset.name), kPresetNameWidth),
                        fmt::format("{} x {} px", preset.width, preset.height),
                        jobs::count_sentence(preset)});
    console.out << format_table({Align::Left, Align::Right, Align::Left}, rows);
    return ExitStatus::Done;
}

ExitStatus import_preset(store::SamplePresetTable& presets, const PresetCall& call,
                         const std::filesystem::path& working_dir, const Console& console) {
    const std::filesystem::path file = (working_dir / call.file).lexically_normal();
    const auto bytes = read_file(file, kLargestFile);
    if (!bytes) return fail(bytes.error(), console);
    Result<SamplePreset> preset =
        jobs::preset_from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!preset) return fail(with_context(preset.error(), display_path(file)), console);
    const auto problems = jobs::check_preset(*preset);
    for (const jobs::PresetProblem& problem : problems)
        console.log.error("{}: {}: {}", display_path(file), name_of(problem.field), problem.message);
    if (!problems.empty()) return ExitStatus::Failed;
    const Result<SamplePreset> before = presets.find_named(preset->name);
    if (before) preset->id = before->id;
    const Result<SamplePreset> saved =
        before && call.replace ? presets.overwrite(*preset) : presets.save_new(*preset);
    if (!saved) return fail(saved.error(), console);
    console.out << fmt::format("{}: {}\n", to_display(saved->name), jobs::count_sentence(*saved));
    return ExitStatus::Done;
}

ExitStatus export_preset(store::Database& database, const PresetCall& call,
                         const std::filesystem::path& working_dir, const Console& console) {
    const Result<SamplePreset> preset = find_preset(database, call.name);
    if (!preset) return fail(preset.error(), console);
    const std::string text = jobs::preset_to_json(*preset);
    if (call.file.empty()) {
        console.out << text;
        return ExitStatus::Done;
    }
    const std::filesystem::path target = (working_dir / call.file).lexically_normal();
    const Status written = write_file_atomically(target, std::as_bytes(std::span(text)));
    if (!written) return fail(written.error(), console);
    console.out << display_path(target) << '\n';
    return ExitStatus::Done;
}

}  // namespace

ExitStatus run_preset(const PresetCall& call, const app::Config& config,
                      const std::filesystem::path& working_dir, const Console& console) {
    std::optional<store::Database> database = open_logged(config, console);
    if (!database) return ExitStatus::Failed;
    store::SamplePresetTable presets(*database);
    switch (call.action) {
        case PresetAction::List:
            return list_presets(presets, call.form, console);
        case PresetAction::Import:
            return import_preset(presets, call, working_dir, console);
        case PresetAction::Export:
            return export_preset(*database, call, working_dir, console);
    }
    return ExitStatus::Failed;
}

}  // namespace proofsheet::cli
