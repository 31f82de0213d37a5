#include "report/analysis_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <utility>

#include "core/file_bytes.h"
#include "core/text.h"
#include "report/columns.h"

namespace proofsheet::report {
namespace {

using review::ColumnMaker;
using review::ValueKind;
using review::ValueUse;

/// More would make a table that nobody can look at; the export has them all.
constexpr std::size_t kMostDimensions = 64;
constexpr std::string_view kPromptName = "prompt_name";

/// A cell of the exported table.
std::string exported(const PictureRow& row, std::string_view name) {
    for (const auto columns : {leading_columns(), trailing_columns()})
        for (const Column& column : columns)
            if (column.name == name) return column.cell(row);
    return {};
}

/// Fit to be shown in a row.
std::string one_line(const std::string& text) {
    std::string line = to_display(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

std::string prompt_cell(const PictureRow& row) {
    std::string prompt = exported(row, "prompt");
    return prompt.empty() ? dimension_cell(row, kPromptName) : prompt;
}

std::string size_cell(const PictureRow& row) {
    const std::string width = exported(row, "width");
    const std::string height = exported(row, "height");
    return width.empty() || height.empty() ? std::string() : width + " × " + height;
}

std::string local_time(std::chrono::system_clock::time_point time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return {};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                       local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec);
}

std::string local_created_cell(const PictureRow& row) {
    const auto made = made_at(row);
    return made ? local_time(*made) : std::string();
}

std::string file_cell(const PictureRow& row) {
    return row.path.empty() ? std::string() : display_path(std::filesystem::path(row.path).filename());
}

struct FixedColumn {
    const char* key;
    const char* title;
    ValueKind kind;
    ValueUse use;
    std::string (*cell)(const PictureRow&);
};

constexpr FixedColumn kBefore[] = {
    {"run", "Run", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "run"); }},
    {"batch", "Batch", ValueKind::Number, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "batch_number"); }},
    {"checkpoint", "Checkpoint", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "checkpoint"); }},
    {"prompt", "Prompt", ValueKind::Text, ValueUse::Dimension, prompt_cell},
    {"model", "Model", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "model"); }},
    {"scheduler", "Scheduler", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "scheduler"); }},
    {"steps", "Steps", ValueKind::Number, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "steps"); }},
    {"scale", "CFG", ValueKind::Number, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "scale"); }},
    {"size", "Size", ValueKind::Text, ValueUse::Dimension, size_cell},
    {"seed", "Seed", ValueKind::Number, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "seed"); }},
};

constexpr std::size_t kScoredColumn = 2;
constexpr FixedColumn kAfter[] = {
    {"cost", "Credits", ValueKind::Number, ValueUse::Facts,
     [](const PictureRow& row) { return exported(row, "credit_cost"); }},
    {"created", "Created", ValueKind::Text, ValueUse::Facts, local_created_cell},
    {"scored", "Scored", ValueKind::Text, ValueUse::Facts, nullptr},
    {"file", "File", ValueKind::Text, ValueUse::Facts, file_cell},
    {"negative_prompt", "Negative prompt", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "negative_prompt"); }},
    {"version", "Version", ValueKind::Text, ValueUse::Dimension,
     [](const PictureRow& row) { return exported(row, "version"); }},
};

/// Where words are looked for.
constexpr std::string_view kSearched[] = {"run", "checkpoint", "prompt", "model", "file", "dim.prompt_name"};

ValueKind kind_of(const review::Criterion& criterion) {
    switch (criterion.scale) {
        case review::Scale::Score:
            return ValueKind::Score;
        case review::Scale::Choice:
            return ValueKind::Choice;
        case review::Scale::Tag:
        case review::Scale::Note:
            break;
    }
    return ValueKind::Text;
}

ColumnMaker value_column(const review::Criterion& criterion) {
    ColumnMaker maker(criterion.key, criterion.name, kind_of(criterion), ValueUse::Facts);
    maker.column().least = criterion.minimum;
    maker.column().most = criterion.maximum;
    return maker;
}

bool has_fixed_column(std::string_view dimension) {
    constexpr std::string_view kOwn[] = {"checkpoint", "prompt", "negative_prompt", "model",  "scheduler",
                                         "steps",      "cfg",    "width",           "height", "seed"};
    return std::find(std::begin(kOwn), std::end(kOwn), dimension) != std::end(kOwn);
}

}  // namespace

AnalysisTableMaker::AnalysisTableMaker(std::vector<review::Criterion> criteria)
    : criteria_(std::move(criteria)) {
    for (const FixedColumn& each : kBefore)
        before_.push_back({ColumnMaker(each.key, each.title, each.kind, each.use), each.cell});
    for (const review::Criterion& criterion : criteria_) values_.push_back(value_column(criterion));
    for (const FixedColumn& each : kAfter)
        after_.push_back({ColumnMaker(each.key, each.title, each.kind, each.use), each.cell});
}

void AnalysisTableMaker::add(const PictureRow& row) {
    const std::size_t index = pictures_.size();
    pictures_.push_back({row.path, row.stamp, row.content, {}});
    if (row.path.empty() && row.record) pictures_.back().image = row.record->id;
    for (auto* columns : {&before_, &after_})
        for (Fixed& fixed : *columns)
            if (fixed.cell != nullptr) fixed.maker.set(index, one_line(fixed.cell(row)));
    add_values(row);
    add_dimensions(row);
}

void AnalysisTableMaker::add_values(const PictureRow& row) {
    const std::size_t index = pictures_.size() - 1;
    for (const GivenValue& value : row.values)
        for (std::size_t i = 0; i < criteria_.size(); ++i) {
            if (criteria_[i].id != value.criterion) continue;
            const bool tag = criteria_[i].scale == review::Scale::Tag;
            values_[i].set(index, tag ? "yes" : one_line(value_text(criteria_[i], value.value)));
        }
    if (const auto when = scored_at(row, criteria_))
        after_[kScoredColumn].maker.set(index, local_time(*when));
}

void AnalysisTableMaker::add_dimensions(const PictureRow& row) {
    const std::size_t index = pictures_.size() - 1;
    const auto set = [&](const std::string& name, const std::string& value) {
        auto place = dimensions_.find(name);
        if (place == dimensions_.end()) {
            if (others_.size() == kMostDimensions) return;
            place = dimensions_.emplace(name, others_.size()).first;
            others_.emplace_back("dim." + name, to_display(name), ValueKind::Text, ValueUse::Dimension);
        }
        others_[place->second].set(index, one_line(value));
    };
    bool has_sampler = false;
    for (const auto& [name, value] : row.dimensions) {
        if (!has_fixed_column(name)) set(name, value);
        has_sampler = has_sampler || name == "sampler_name";
    }
    if (!has_sampler && row.facts.parameters.sampler) set("sampler_name", *row.facts.parameters.sampler);
}

review::AnalysisTable AnalysisTableMaker::finish() {
    review::AnalysisTable table;
    const std::size_t rows = pictures_.size();
    for (Fixed& fixed : before_) table.columns.push_back(fixed.maker.finish(rows));
    for (std::size_t i = 0; i < criteria_.size(); ++i)
        table.columns.push_back(values_[i].finish(rows, criteria_[i].choices));
    for (Fixed& fixed : after_) table.columns.push_back(fixed.maker.finish(rows));
    for (ColumnMaker& other : others_) table.columns.push_back(other.finish(rows));
    for (review::TableColumn& column : table.columns)
        if (std::find(std::begin(kSearched), std::end(kSearched), column.key) != std::end(kSearched))
            review::make_searchable(column);
    table.pictures = std::move(pictures_);
    return table;
}

}  // namespace proofsheet::report
