#include "store/review_rows.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::array kScales{std::pair{"score", Scale::Score}, std::pair{"choice", Scale::Choice},
                             std::pair{"tag", Scale::Tag}, std::pair{"note", Scale::Note}};
constexpr std::array kKinds{std::pair{"edit", EventKind::Edit}, std::pair{"undo", EventKind::Undo},
                            std::pair{"redo", EventKind::Redo}};

template <typename Table>
auto meaning_of(const Table& words, std::string_view word) {
    for (const auto& [text, meaning] : words)
        if (text == word) return meaning;
    return words.front().second;
}

std::vector<std::string> texts_of(const std::string& json_text) {
    std::vector<std::string> texts;
    const nlohmann::json list = nlohmann::json::parse(json_text, nullptr, false);
    if (!list.is_array()) return texts;
    for (const nlohmann::json& entry : list)
        if (entry.is_string()) texts.push_back(entry.get<std::string>());
    return texts;
}

}  // namespace

Criterion criterion_at(const SQLite::Statement& row) {
    Criterion criterion;
    criterion.id = id_of<CriterionTag>(row.getColumn(0).getInt64());
    criterion.key = row.getColumn(1).getString();
    criterion.name = row.getColumn(2).getString();
    criterion.description = row.getColumn(3).getString();
    criterion.scale = meaning_of(kScales, row.getColumn(4).getString());
    criterion.minimum = row.getColumn(5).getInt();
    criterion.maximum = row.getColumn(6).getInt();
    criterion.choices = texts_of(row.getColumn(7).getString());
    criterion.set = row.getColumn(8).getString();
    criterion.position = row.getColumn(9).getInt();
    criterion.active = row.getColumn(10).getInt() != 0;
    return criterion;
}

ReviewEvent event_at(const SQLite::Statement& row) {
    ReviewEvent event;
    event.number = row.getColumn(0).getInt64();
    event.kind = meaning_of(kKinds, row.getColumn(1).getString());
    event.reverses = row.getColumn(2).getInt64();
    event.edit.picture = id_of<PictureTag>(row.getColumn(3).getInt64());
    event.edit.criterion = id_of<CriterionTag>(row.getColumn(4).getInt64());
    event.edit.before = value_at(row, 5);
    event.edit.after = value_at(row, 6);
    event.edit.when = time_from_text(row.getColumn(7).getString());
    event.edit.screen = row.getColumn(8).getString();
    event.edit.blind = row.getColumn(9).getInt() != 0;
    if (!row.getColumn(10).isNull())
        event.edit.since_shown = std::chrono::milliseconds(row.getColumn(10).getInt64());
    return event;
}

ReviewValue value_at(const SQLite::Statement& row, int column) {
    const SQLite::Column value = row.getColumn(column);
    if (value.isNull()) return {};
    if (value.isInteger()) return value.getInt();
    return value.getString();
}

void bind_value(SQLite::Statement& statement, int index, const ReviewValue& value) {
    if (const int* number = std::get_if<int>(&value))
        statement.bind(index, *number);
    else if (const std::string* text = std::get_if<std::string>(&value))
        statement.bind(index, *text);
    else
        statement.bind(index);
}

std::string json_of(std::span<const PictureId> pictures) {
    std::vector<PictureId> ordered(pictures.begin(), pictures.end());
    std::sort(ordered.begin(), ordered.end());
    ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
    std::string list = "[";
    for (const PictureId picture : ordered) {
        if (list.size() > 1) list += ',';
        list += std::to_string(picture.value);
    }
    return list + "]";
}

}  // namespace proofsheet::store
