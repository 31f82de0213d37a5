#include "report/scores_json.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "image/text_encoding.h"
#include "report/columns.h"
#include "report/gather.h"

namespace proofsheet::report {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string shown(std::string_view text) {
    return image::text_from_utf8(text);
}

template <typename T>
std::optional<T> whole_text_as(std::string_view text) {
    T number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The number that the text is, exactly where it is whole; the text where it is none.
OrderedJson number_of(const std::string& text) {
    if (const auto whole = whole_text_as<std::uint64_t>(text)) return *whole;
    if (const auto whole = whole_text_as<std::int64_t>(text)) return *whole;
    const auto number = whole_text_as<double>(text);
    const bool digits_only = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
    const bool whole = text.find_first_of(".eE") == std::string::npos;
    return number && digits_only && !whole ? OrderedJson(*number) : OrderedJson(shown(text));
}

void add_columns(OrderedJson& object, std::span<const Column> columns, const PictureRow& row) {
    for (const Column& column : columns) {
        const std::string cell = column.cell(row);
        if (cell.empty()) continue;
        object[std::string(column.name)] =
            column.kind == ColumnKind::Number ? number_of(cell) : OrderedJson(shown(cell));
    }
}

OrderedJson value_json(const review::Criterion& criterion, const review::ReviewValue& value) {
    const int* number = std::get_if<int>(&value);
    if (number != nullptr && criterion.scale != review::Scale::Choice) return *number;
    return shown(value_text(criterion, value));
}

OrderedJson image_json(const ScoreTable& table, const std::vector<std::string>& dimensions,
                       const PictureRow& row) {
    OrderedJson object = OrderedJson::object();
    add_columns(object, leading_columns(), row);
    OrderedJson scores = OrderedJson::object();
    for (const review::Criterion& criterion : table.criteria)
        if (const GivenValue* value = value_of(row, criterion.id))
            scores[criterion.key] = value_json(criterion, value->value);
    object["scores"] = std::move(scores);
    if (const std::string time = time_cell(scored_at(row, table.criteria)); !time.empty())
        object["scored_at"] = time;
    add_columns(object, trailing_columns(), row);
    OrderedJson dims = OrderedJson::object();
    for (const std::string& dimension : dimensions)
        if (const std::string value = dimension_cell(row, dimension); !value.empty())
            dims[shown(dimension)] = shown(value);
    object["dims"] = std::move(dims);
    return object;
}

const char* name_of(review::Scale scale) {
    switch (scale) {
        case review::Scale::Score:
            return "score";
        case review::Scale::Choice:
            return "choice";
        case review::Scale::Tag:
            return "tag";
        case review::Scale::Note:
            return "note";
    }
    return "score";
}

OrderedJson criterion_json(const review::Criterion& criterion) {
    return {{"key", shown(criterion.key)},
            {"name", shown(criterion.name)},
            {"description", shown(criterion.description)},
            {"scale", name_of(criterion.scale)},
            {"minimum", criterion.minimum},
            {"maximum", criterion.maximum},
            {"choices", criterion.choices},
            {"set", shown(criterion.set)}};
}

std::string text_of(const OrderedJson& value) {
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace

std::string scores_json(const ScoreTable& table) {
    const std::vector<std::string> dimensions = other_dimensions(table);
    std::string document = "{\"criteria\":[";
    const char* separator = "\n";
    for (const review::Criterion& criterion : table.criteria) {
        document += separator + text_of(criterion_json(criterion));
        separator = ",\n";
    }
    document += "],\n\"images\":[";
    separator = "\n";
    for (const PictureRow& row : table.rows) {
        document += separator + text_of(image_json(table, dimensions, row));
        separator = ",\n";
    }
    return document + "]}\n";
}

}  // namespace proofsheet::report
