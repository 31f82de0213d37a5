#include "app/experiments_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "jobs/number_lists.h"

namespace proofsheet::app {
namespace {

using Form = jobs::ExperimentForm;

template <typename T>
using Fields = std::pair<std::string_view, T Form::*>;

constexpr std::array<Fields<std::string>, 10> kTexts{{{"name", &Form::name},
                                                      {"prompt", &Form::prompt},
                                                      {"negative_prompt", &Form::negative_prompt},
                                                      {"model_id", &Form::model_id},
                                                      {"version", &Form::version},
                                                      {"steps", &Form::steps},
                                                      {"scales", &Form::scales},
                                                      {"seeds", &Form::seeds},
                                                      {"lora", &Form::lora},
                                                      {"init_image_file", &Form::init_image_file}}};
constexpr std::array<Fields<int>, 5> kWholes{{{"width", &Form::width},
                                              {"height", &Form::height},
                                              {"total_images", &Form::total_images},
                                              {"variations_count", &Form::variations_count},
                                              {"num_images", &Form::num_images}}};
constexpr std::array<Fields<double>, 2> kNumbers{
    {{"lora_scale", &Form::lora_scale}, {"image_strength", &Form::image_strength}}};
constexpr std::array<Fields<bool>, 2> kFlags{
    {{"use_default_neg", &Form::use_default_neg}, {"fallback_to_text2img", &Form::fallback_to_text2img}}};

template <typename Table>
auto member_of(const Table& table, std::string_view field) -> decltype(table.front().second) {
    for (const auto& [name, member] : table)
        if (name == field) return member;
    return nullptr;
}

/// The whole text as a number, with blanks around it.
template <typename T>
std::optional<T> number_in(std::string_view text) {
    const std::size_t from = text.find_first_not_of(' ');
    if (from == std::string_view::npos) return std::nullopt;
    text = text.substr(from, text.find_last_not_of(' ') - from + 1);
    T value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

std::string text_of(int value) {
    return std::to_string(value);
}
std::string text_of(double value) {
    return jobs::number_text(value);
}

/// What was typed, unless something else changed the value since.
template <typename T>
std::string typed_or(const ExperimentsState& experiments, std::string_view field, T value) {
    const auto typed = experiments.typed.find(std::string(field));
    if (typed == experiments.typed.end()) return text_of(value);
    const auto number = number_in<T>(typed->second);
    return !number || *number == value ? typed->second : text_of(value);
}

template <typename T>
void type_number(ExperimentsState& experiments, std::string_view field, T Form::*member,
                 const std::string& text) {
    experiments.typed[std::string(field)] = text;
    if (const auto number = number_in<T>(text)) experiments.form.*member = *number;
}

/// Numbers that are none.
void add_unread(const ExperimentsState& experiments, std::vector<jobs::FieldError>& errors) {
    const auto replace = [&](const std::string& field, const char* message) {
        std::erase_if(errors, [&](const jobs::FieldError& error) { return error.field == field; });
        errors.push_back({field, message});
    };
    for (const auto& [field, text] : experiments.typed) {
        if (member_of(kWholes, field) != nullptr && !number_in<int>(text))
            replace(field, "This is no whole number");
        if (member_of(kNumbers, field) != nullptr && !number_in<double>(text))
            replace(field, "This is no number, such as 0.75");
    }
}

/// What is counted does not depend on texts, so a form without them is counted too.
Form countable(Form form) {
    form.name.clear();
    form.prompt = "-";
    form.negative_prompt.clear();
    form.init_image_file.clear();
    form.controlnet = jobs::ControlNet::None;
    if (form.model_id.empty()) form.model_id = "-";
    return form;
}

FormPreview preview_of(const ExperimentsState& experiments) {
    FormPreview preview;
    const auto settings = jobs::check_form(countable(experiments.form)).settings;
    if (!settings) return preview;
    jobs::ExperimentPlan plan = jobs::expand(*settings, 1);
    preview.combinations = std::move(plan.combinations);
    preview.variations = settings->variations_count;
    preview.calls = static_cast<int>(plan.calls.size());
    preview.pictures = plan.pictures;
    preview.warnings = std::move(plan.warnings);
    preview.cost =
        jobs::estimate(plan.calls, experiments.overview ? experiments.overview->prices : jobs::PriceBook{});
    const auto left = budget_left(experiments);
    if (left && preview.cost.expected > *left)
        preview.warnings.push_back(
            fmt::format("That is more than the budget leaves: {} credits. The queue stops before it is "
                        "exceeded",
                        jobs::to_text(std::max(*left, jobs::Credits{}))));
    return preview;
}

}  // namespace

std::string field_text(const ExperimentsState& experiments, std::string_view field) {
    const Form& form = experiments.form;
    if (const auto text = member_of(kTexts, field)) return form.*text;
    if (const auto whole = member_of(kWholes, field)) return typed_or(experiments, field, form.*whole);
    if (const auto number = member_of(kNumbers, field)) return typed_or(experiments, field, form.*number);
    if (const auto flag = member_of(kFlags, field)) return form.*flag ? "true" : "false";
    if (field == "seed_mode") return std::string(jobs::name_of(form.seed_mode));
    if (field == "controlnet") return std::string(jobs::name_of(form.controlnet));
    return {};
}

bool set_field(ExperimentsState& experiments, std::string_view field, const std::string& text) {
    Form& form = experiments.form;
    if (const auto member = member_of(kTexts, field)) {
        form.*member = text;
        if (field == "model_id") form.model_name.clear();
    } else if (const auto whole = member_of(kWholes, field)) {
        type_number(experiments, field, whole, text);
    } else if (const auto number = member_of(kNumbers, field)) {
        type_number(experiments, field, number, text);
    } else if (const auto flag = member_of(kFlags, field)) {
        if (text != "true" && text != "false") return false;
        form.*flag = text == "true";
    } else if (field == "seed_mode") {
        const auto mode = jobs::seed_mode_from(text);
        if (!mode) return false;
        form.seed_mode = *mode;
    } else if (field == "controlnet") {
        const auto controlnet = jobs::controlnet_from(text);
        if (!controlnet) return false;
        form.controlnet = *controlnet;
    } else {
        return false;
    }
    follow_form(experiments);
    return true;
}

void set_form(ExperimentsState& experiments, jobs::ExperimentForm form) {
    experiments.form = std::move(form);
    experiments.typed.clear();
    follow_form(experiments);
}

void follow_form(ExperimentsState& experiments) {
    experiments.errors = jobs::check_form(experiments.form).errors;
    add_unread(experiments, experiments.errors);
    const InitImage& image = experiments.init_image;
    const bool current = !image.path.empty() && image.path == experiments.form.init_image_file;
    if (current && !image.error.empty()) experiments.errors.push_back({"init_image_file", image.error});
    experiments.preview = preview_of(experiments);
}

bool is_ready(const ExperimentsState& experiments) {
    const bool looked =
        experiments.form.init_image_file.empty() ||
        (experiments.init_image.path == experiments.form.init_image_file && !experiments.init_image.looking);
    return experiments.errors.empty() && looked && !experiments.adding && experiments.random_seed != 0;
}

}  // namespace proofsheet::app
