#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "core/text.h"
#include "jobs/sample_preset.h"
#include "jobs/number_lists.h"

namespace proofsheet::jobs {
namespace {

using Limits = PresetLimits;

constexpr std::size_t kDecimals = 6;

constexpr std::array kFieldNames{
    std::pair{PresetField::Name, std::string_view("name")},
    std::pair{PresetField::Prompts, std::string_view("prompts")},
    std::pair{PresetField::NegativePrompt, std::string_view("negative_prompt")},
    std::pair{PresetField::Steps, std::string_view("steps")},
    std::pair{PresetField::Cfgs, std::string_view("cfgs")},
    std::pair{PresetField::Samplers, std::string_view("samplers")},
    std::pair{PresetField::Schedulers, std::string_view("schedulers")},
    std::pair{PresetField::Pairs, std::string_view("sampler_scheduler_pairs")},
    std::pair{PresetField::Seeds, std::string_view("seeds")},
    std::pair{PresetField::LoraStrengths, std::string_view("lora_strengths")},
    std::pair{PresetField::BaseModelRow, std::string_view("base_model_row")},
    std::pair{PresetField::Size, std::string_view("size")},
    std::pair{PresetField::Count, std::string_view("count")},
};

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

/// Why a name cannot be used, with `what` in front; empty when it can.
std::string name_fault(std::string_view what, std::string_view name) {
    if (name.find_first_not_of(' ') == std::string_view::npos)
        return fmt::format("{} needs a name. Type one", what);
    if (!is_utf8(name) || has_control(name))
        return fmt::format("{} has a name with characters that cannot be shown. Type it again", what);
    if (characters_in(name) > Limits::kNameCharacters)
        return fmt::format("{} has a name of more than {} characters. Shorten it", what,
                           Limits::kNameCharacters);
    return {};
}

std::string text_fault(std::string_view what, std::string_view text) {
    if (!is_utf8(text)) return fmt::format("{} holds characters that are no UTF-8. Type it again", what);
    if (text.size() > Limits::kPromptBytes)
        return fmt::format("{} is longer than {} bytes. Shorten it", what, Limits::kPromptBytes);
    return {};
}

/// Collects what is wrong.
class PresetChecker {
public:
    explicit PresetChecker(const SamplePreset& preset) : preset_(preset) {}

    std::vector<PresetProblem> run() {
        add(PresetField::Name, -1, name_fault("The preset", preset_.name));
        check_prompts();
        add(PresetField::NegativePrompt, -1, text_fault("The negative prompt", preset_.negative_prompt));
        check_steps();
        check_numbers(PresetField::Cfgs, preset_.cfgs, "CFG scale", 0, Limits::kCfg);
        check_samplers();
        check_list(PresetField::Seeds, preset_.seeds, "seed",
                   [](std::uint64_t seed) { return fmt::format("{}", seed); });
        check_lora();
        check_size();
        check_count();
        return std::move(problems_);
    }

private:
    void add(PresetField field, int entry, std::string message) {
        if (!message.empty()) problems_.push_back({field, entry, std::move(message)});
    }

    /// A list that is empty, too long, or has an entry twice.
    template <typename T, typename Write>
    void check_list(PresetField field, const std::vector<T>& list, std::string_view what, Write write) {
        if (list.empty()) add(field, -1, fmt::format("There is no {}. Add at least one", what));
        if (list.size() > Limits::kListEntries)
            add(field, -1,
                fmt::format("There are more than {} entries. Leave some out", Limits::kListEntries));
        std::set<std::string> seen;
        for (std::size_t i = 0; i < list.size(); ++i)
            if (const std::string text = write(list[i]); !seen.insert(text).second)
                add(field, static_cast<int>(i),
                    fmt::format("The {} {} is listed twice. Remove one", what, to_display(text)));
    }

    void check_prompts() {
        check_list(PresetField::Prompts, preset_.prompts, "prompt",
                   [](const NamedPrompt& prompt) { return prompt.name; });
        for (std::size_t i = 0; i < preset_.prompts.size(); ++i) {
            const std::string what = fmt::format("Prompt {}", i + 1);
            add(PresetField::Prompts, static_cast<int>(i), name_fault(what, preset_.prompts[i].name));
            add(PresetField::Prompts, static_cast<int>(i), text_fault(what, preset_.prompts[i].text));
        }
    }

    void check_steps() {
        check_list(PresetField::Steps, preset_.steps, "step count",
                   [](int steps) { return fmt::format("{}", steps); });
        for (std::size_t i = 0; i < preset_.steps.size(); ++i)
            if (preset_.steps[i] < 1 || preset_.steps[i] > Limits::kSteps)
                add(PresetField::Steps, static_cast<int>(i),
                    fmt::format("{} steps are not possible. Use 1 to {}", preset_.steps[i], Limits::kSteps));
    }

    void check_numbers(PresetField field, const std::vector<double>& numbers, std::string_view what,
                       double lowest, double highest) {
        check_list(field, numbers, what, number_text);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const std::string text = number_text(numbers[i]);
            if (!std::isfinite(numbers[i]) || numbers[i] < lowest || numbers[i] > highest)
                add(field, static_cast<int>(i),
                    fmt::format("A {} of {} is not possible. Use {} to {}", what, text, lowest, highest));
            else if (const std::size_t point = text.find('.');
                     point != std::string::npos && text.size() - point - 1 > kDecimals)
                add(field, static_cast<int>(i),
                    fmt::format("The {} {} has too many decimals. Use {} at most", what, text, kDecimals));
        }
    }

    void check_names(PresetField field, const std::vector<std::string>& names, std::string_view what,
                     std::string_view subject) {
        check_list(field, names, what, [](const std::string& name) { return name; });
        for (std::size_t i = 0; i < names.size(); ++i)
            add(field, static_cast<int>(i), name_fault(fmt::format("{} {}", subject, i + 1), names[i]));
    }

    void check_samplers() {
        if (preset_.pairs.empty()) {
            check_names(PresetField::Samplers, preset_.samplers, "sampler", "Sampler");
            check_names(PresetField::Schedulers, preset_.schedulers, "scheduler", "Scheduler");
            return;
        }
        check_list(PresetField::Pairs, preset_.pairs, "sampler pair", [](const SamplerPair& pair) {
            return fmt::format("{} + {}", pair.sampler, pair.scheduler);
        });
        for (std::size_t i = 0; i < preset_.pairs.size(); ++i) {
            const int entry = static_cast<int>(i);
            add(PresetField::Pairs, entry,
                name_fault(fmt::format("The sampler of pair {}", i + 1), preset_.pairs[i].sampler));
            add(PresetField::Pairs, entry,
                name_fault(fmt::format("The scheduler of pair {}", i + 1), preset_.pairs[i].scheduler));
        }
    }

    void check_lora() {
        const std::vector<double>& strengths = preset_.lora_strengths;
        if (!strengths.empty())
            check_numbers(PresetField::LoraStrengths, strengths, "LoRA strength", -Limits::kLoraStrength,
                          Limits::kLoraStrength);
        if (!preset_.base_model_row) return;
        if (strengths.empty())
            add(PresetField::BaseModelRow, -1,
                "The row of the base model needs LoRA strengths to stand beside. Add one, such as 1");
        if (std::find(strengths.begin(), strengths.end(), 0.0) != strengths.end())
            add(PresetField::BaseModelRow, -1,
                "The row of the base model is LoRA strength 0, which is listed already. Remove one of them");
    }

    void check_size() {
        for (const auto& [side, what] :
             {std::pair{preset_.width, "width"}, std::pair{preset_.height, "height"}})
            if (side < Limits::kSmallestSide || side > Limits::kLargestSide)
                add(PresetField::Size, -1,
                    fmt::format("A {} of {} px is not possible. Use {} to {} px", what, side,
                                Limits::kSmallestSide, Limits::kLargestSide));
    }

    void check_count() {
        if (pictures_per_checkpoint(preset_) > Limits::kPictures)
            add(PresetField::Count, -1,
                fmt::format("These are more than {} pictures per checkpoint. Shorten a list",
                            Limits::kPictures));
    }

    const SamplePreset& preset_;
    std::vector<PresetProblem> problems_;
};

}  // namespace

std::string_view name_of(PresetField field) {
    for (const auto& [each, name] : kFieldNames)
        if (each == field) return name;
    return {};
}

std::vector<PresetProblem> check_preset(const SamplePreset& preset) {
    return PresetChecker(preset).run();
}

}  // namespace proofsheet::jobs
