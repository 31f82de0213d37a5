#include "report/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "store/row_values.h"

namespace proofsheet::report {
namespace {

constexpr std::string_view kSampler = "sampler_name";

/// Dimensions that have a column under the name that the database gives it.
constexpr std::array<std::string_view, 12> kOwnColumns{
    "checkpoint", "prompt", "negative_prompt", "model",  "scheduler", "steps",
    "cfg",        "scale",  "width",           "height", "seed",      "mode"};

std::string text_of(const std::string& text) {
    return text;
}

/// The fewest digits that mean the same number: 20, not 20.0.
std::string text_of(double number) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (!std::isfinite(number)) return {};
    const bool whole = std::abs(number) <= kExact && number == std::floor(number);
    return whole ? fmt::format("{}", static_cast<std::int64_t>(number)) : fmt::format("{}", number);
}

template <typename Whole>
std::string text_of(Whole number) requires std::is_integral_v<Whole> {
    return fmt::format("{}", number);
}

std::string dimension(const PictureRow& row, std::string_view name) {
    for (const auto& [each, value] : row.dimensions)
        if (each == name) return value;
    return {};
}

/// The member of the row's record as text, empty when there is none.
template <typename T>
std::string recorded(const PictureRow& row, std::optional<T> store::ImageRecord::*member) {
    if (!row.record || !((*row.record).*member)) return {};
    return text_of(*((*row.record).*member));
}

template <typename T>
std::string embedded(const std::optional<T>& value) {
    return value ? text_of(*value) : std::string();
}

/// What the name of the file says, else what was asked for, else what the file says.
std::string first_of(std::string named, std::string asked, std::string inside) {
    if (!named.empty()) return named;
    return asked.empty() ? inside : asked;
}

std::string run_cell(const PictureRow& row) {
    const std::string experiment = recorded(row, &store::ImageRecord::run_name);
    return experiment.empty() ? row.run : experiment;
}

std::string model_cell(const PictureRow& row) {
    return first_of(dimension(row, "model"), recorded(row, &store::ImageRecord::model_name),
                    embedded(row.facts.parameters.model));
}

/// The picture's own size counts before what was asked for.
std::string width_cell(const PictureRow& row) {
    if (row.facts.size) return text_of(row.facts.size->width);
    return first_of(dimension(row, "width"), recorded(row, &store::ImageRecord::width), {});
}

std::string height_cell(const PictureRow& row) {
    if (row.facts.size) return text_of(row.facts.size->height);
    return first_of(dimension(row, "height"), recorded(row, &store::ImageRecord::height), {});
}

std::string cost_cell(const PictureRow& row) {
    if (!row.record || !row.record->credit_cost_micro) return {};
    const std::int64_t micro = *row.record->credit_cost_micro;
    std::string text = fmt::format("{}{}.{:06}", micro < 0 ? "-" : "", std::abs(micro / 1'000'000),
                                   std::abs(micro % 1'000'000));
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

/// Whether the service added a negative prompt of its own, which none of the others shows.
std::string default_neg_cell(const PictureRow& row) {
    if (!row.record || !row.record->use_default_neg) return {};
    return *row.record->use_default_neg == 0 ? "false" : "true";
}

std::string mode_cell(const PictureRow& row) {
    return first_of(recorded(row, &store::ImageRecord::mode), dimension(row, "mode"), {});
}

std::string created_cell(const PictureRow& row) {
    return time_cell(made_at(row));
}

using Record = store::ImageRecord;
using Row = PictureRow;

constexpr ColumnKind kText = ColumnKind::Text;
constexpr ColumnKind kNumber = ColumnKind::Number;

constexpr Column kLeadingColumns[] = {
    {"run", kText, run_cell},
    {"batch_number", kNumber, [](const Row& row) { return recorded(row, &Record::batch_number); }},
    {"checkpoint", kText, [](const Row& row) { return dimension(row, "checkpoint"); }},
    {"prompt", kText,
     [](const Row& row) {
         return first_of(dimension(row, "prompt"), recorded(row, &Record::prompt),
                         embedded(row.facts.parameters.prompt));
     }},
    {"negative_prompt", kText,
     [](const Row& row) {
         return first_of(dimension(row, "negative_prompt"), recorded(row, &Record::negative_prompt),
                         embedded(row.facts.parameters.negative_prompt));
     }},
    {"model", kText, model_cell},
    {"model_id", kText, [](const Row& row) { return recorded(row, &Record::model_id); }},
    {"version", kText, [](const Row& row) { return recorded(row, &Record::version); }},
    {"scheduler", kText,
     [](const Row& row) {
         return first_of(dimension(row, "scheduler"), recorded(row, &Record::scheduler),
                         embedded(row.facts.parameters.scheduler));
     }},
    {"steps", kNumber,
     [](const Row& row) {
         return first_of(dimension(row, "steps"), recorded(row, &Record::steps),
                         embedded(row.facts.parameters.steps));
     }},
    {"scale", kNumber,
     [](const Row& row) {
         return first_of(first_of(dimension(row, "cfg"), dimension(row, "scale"), {}),
                         recorded(row, &Record::scale), embedded(row.facts.parameters.cfg));
     }},
    {"width", kNumber, width_cell},
    {"height", kNumber, height_cell},
    {"seed", kNumber,
     [](const Row& row) {
         return first_of(dimension(row, "seed"), recorded(row, &Record::seed),
                         embedded(row.facts.parameters.seed));
     }},
    {"image_strength", kNumber, [](const Row& row) { return recorded(row, &Record::image_strength); }},
    {"controlnet", kText, [](const Row& row) { return recorded(row, &Record::controlnet); }},
    {"use_default_neg", kText, default_neg_cell},
    {"mode", kText, mode_cell},
    {"lora", kText, [](const Row& row) { return recorded(row, &Record::lora); }},
    {"lora_scale", kNumber, [](const Row& row) { return recorded(row, &Record::lora_scale); }},
};

constexpr Column kTrailingColumns[] = {
    {"credit_cost", kNumber, cost_cell},
    {"created_at", kText, created_cell},
    {"file_path", kText, [](const Row& row) { return row.path; }},
    {"batch", kNumber, [](const Row& row) { return row.batch > 0 ? text_of(row.batch) : std::string(); }},
    {"upscale_url", kText, [](const Row& row) { return recorded(row, &Record::upscale_url); }},
    {"upscale_of", kText, [](const Row& row) { return recorded(row, &Record::upscale_of); }},
    {"inf_id", kText, [](const Row& row) { return recorded(row, &Record::inf_id); }},
    {"image_id", kText, [](const Row& row) { return row.record ? row.record->id : std::string(); }},
    {"run_id", kText, [](const Row& row) { return recorded(row, &Record::run_id); }},
};

bool has_own_column(std::string_view name) {
    return std::find(kOwnColumns.begin(), kOwnColumns.end(), name) != kOwnColumns.end();
}

}  // namespace

std::span<const Column> leading_columns() {
    return kLeadingColumns;
}

std::span<const Column> trailing_columns() {
    return kTrailingColumns;
}

std::vector<std::string> other_dimensions(const ScoreTable& table) {
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    const auto add = [&](std::string_view name) {
        if (!has_own_column(name) && seen.insert(name).second) names.emplace_back(name);
    };
    for (const PictureRow& row : table.rows) {
        for (const auto& [name, value] : row.dimensions) add(name);
        if (row.facts.parameters.sampler) add(kSampler);
    }
    return names;
}

std::string dimension_cell(const PictureRow& row, std::string_view name) {
    std::string value = dimension(row, name);
    if (value.empty() && name == kSampler) value = embedded(row.facts.parameters.sampler);
    return value;
}

std::string value_text(const review::Criterion& criterion, const review::ReviewValue& value) {
    if (const auto* note = std::get_if<std::string>(&value)) return *note;
    const int* number = std::get_if<int>(&value);
    if (number == nullptr) return {};
    const auto choice = static_cast<std::size_t>(*number) - 1;
    const bool named =
        criterion.scale == review::Scale::Choice && *number > 0 && choice < criterion.choices.size();
    return named ? criterion.choices[choice] : fmt::format("{}", *number);
}

std::string time_cell(const std::optional<std::chrono::system_clock::time_point>& time) {
    return time ? store::time_text(*time) : std::string();
}

std::optional<std::chrono::system_clock::time_point> made_at(const PictureRow& row) {
    using Clock = std::chrono::system_clock;
    if (row.record && row.record->run_id && row.record->created_at)
        return store::time_from_text(*row.record->created_at);
    if (row.stamp == FileStamp{}) return std::nullopt;
    const std::chrono::nanoseconds since_epoch{row.stamp.mtime_ns};
    return Clock::time_point(std::chrono::duration_cast<Clock::duration>(since_epoch));
}

std::optional<std::chrono::system_clock::time_point> scored_at(
    const PictureRow& row, const std::vector<review::Criterion>& criteria) {
    std::optional<std::chrono::system_clock::time_point> newest;
    for (const GivenValue& value : row.values) {
        const bool shown = std::any_of(criteria.begin(), criteria.end(), [&](const review::Criterion& each) {
            return each.id == value.criterion;
        });
        if (shown && value.when) newest = newest ? std::max(*newest, *value.when) : *value.when;
    }
    return newest;
}

}  // namespace proofsheet::report
