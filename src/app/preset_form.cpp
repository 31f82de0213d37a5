#include "app/preset_form.h"
#include "jobs/number_lists.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace proofsheet::app {
namespace {

using jobs::PresetField;
using jobs::PresetProblem;

/// Reads the fields of a form; what cannot be read is noted and its list stays empty.
class FormReader {
public:
    explicit FormReader(const PresetForm& form) : form_(form) {}

    CheckedForm read() {
        jobs::SamplePreset& preset = checked_.preset;
        preset.id = form_.id;
        preset.name = form_.name;
        preset.prompts = form_.prompts;
        preset.negative_prompt = form_.negative_prompt;
        take(PresetField::Steps, jobs::parse_whole_list(form_.steps), preset.steps);
        take(PresetField::Cfgs, jobs::parse_number_list(form_.cfgs), preset.cfgs);
        take(PresetField::Seeds, jobs::parse_seed_list(form_.seeds), preset.seeds);
        if (form_.lora_strengths.find_first_not_of(' ') != std::string::npos)
            take(PresetField::LoraStrengths, jobs::parse_number_list(form_.lora_strengths),
                 preset.lora_strengths);
        preset.base_model_row = form_.base_model_row;
        read_samplers();
        read_side(form_.width, preset.width);
        read_side(form_.height, preset.height);
        finish();
        return std::move(checked_);
    }

private:
    void fail(PresetField field, std::string message) {
        checked_.problems.push_back({field, -1, std::move(message)});
        unread_.insert(field);
    }

    template <typename List>
    void take(PresetField field, Result<List> read, List& into) {
        if (read)
            into = std::move(read).value();
        else
            fail(field, read.error().message);
    }

    void read_samplers() {
        jobs::SamplePreset& preset = checked_.preset;
        if (form_.choice == SamplerChoice::Cross) {
            preset.samplers = split_names(form_.samplers);
            preset.schedulers = split_names(form_.schedulers);
            return;
        }
        preset.pairs = form_.pairs;
        if (form_.pairs.empty()) fail(PresetField::Pairs, "There is no pair. Add at least one");
    }

    void read_side(const std::string& text, int& into) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, into);
        if (error == std::errc() && stop == end) return;
        into = jobs::PresetLimits::kSmallestSide;
        if (!unread_.contains(PresetField::Size))
            fail(PresetField::Size, "Width and height are whole numbers of pixels, such as 1024");
    }

    /// What could not be read is not told again as missing.
    void finish() {
        const bool no_pairs = unread_.contains(PresetField::Pairs);
        for (PresetProblem& problem : jobs::check_preset(checked_.preset)) {
            const bool of_cross =
                problem.field == PresetField::Samplers || problem.field == PresetField::Schedulers;
            if (unread_.contains(problem.field) || (no_pairs && of_cross)) continue;
            checked_.problems.push_back(std::move(problem));
        }
        checked_.count = jobs::count_sentence(checked_.preset);
    }

    const PresetForm& form_;
    CheckedForm checked_;
    std::set<PresetField> unread_;
};

}  // namespace

std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view name = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (!name.empty()) names.emplace_back(name);
    }
    return names;
}

std::string join_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

PresetForm form_of(const jobs::SamplePreset& preset) {
    PresetForm form;
    form.id = preset.id;
    form.name = preset.name;
    form.prompts = preset.prompts;
    form.negative_prompt = preset.negative_prompt;
    form.steps = jobs::list_text(preset.steps);
    form.cfgs = jobs::list_text(preset.cfgs);
    form.choice = preset.pairs.empty() ? SamplerChoice::Cross : SamplerChoice::Pairs;
    form.samplers = join_names(preset.samplers);
    form.schedulers = join_names(preset.schedulers);
    form.pairs = preset.pairs;
    form.seeds = jobs::list_text(preset.seeds);
    form.lora_strengths = jobs::list_text(preset.lora_strengths);
    form.base_model_row = preset.base_model_row;
    form.width = std::to_string(preset.width);
    form.height = std::to_string(preset.height);
    return form;
}

CheckedForm check_form(const PresetForm& form) {
    return FormReader(form).read();
}

jobs::SamplePreset starter_preset() {
    jobs::SamplePreset preset;
    preset.name = "Starter";
    preset.prompts = {{"forest", "a forest at dawn, mist between tall trees"},
                      {"harbour", "a harbour with small boats in the evening sun"}};
    preset.steps = {20};
    preset.cfgs = {7};
    preset.samplers = {"euler"};
    preset.schedulers = {"normal"};
    preset.seeds = {420, 421, 422};
    preset.width = preset.height = 512;
    return preset;
}

}  // namespace proofsheet::app
