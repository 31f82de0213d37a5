#include "store/image_table.h"

#include "store/review_rows.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingImages = "Cannot read how the pictures were made";

/// Columns of `record_at`.
constexpr const char* kImageColumns =
    "SELECT i.picture_id, i.id, i.file_path, i.upscale_url, i.inf_id, i.created_at, i.run_id, r.name, "
    "r.prompt, r.negative_prompt, r.model_id, r.model_name, r.version, i.training_run, i.checkpoint, "
    "i.parameters_json, r.batch_number, c.steps, c.width, c.height, c.credit_cost_micro, "
    "CASE WHEN c.seed_known THEN c.seed END, c.scale, c.image_strength, c.scheduler, c.controlnet, "
    "c.use_default_neg, c.mode, c.lora, i.upscale_of, c.lora_scale, f.bytes, f.mtime_ns FROM ";
constexpr const char* kJoins =
    " LEFT JOIN runs r ON r.id = i.run_id LEFT JOIN configs c ON c.image_id = i.id "
    "LEFT JOIN file_stamps f ON f.path = i.file_path "
    "ORDER BY i.picture_id NULLS LAST, i.created_at, i.id";
constexpr const char* kOfPictures =
    "(SELECT DISTINCT value FROM json_each(?)) wanted "
    "CROSS JOIN images i ON i.picture_id = wanted.value";

std::optional<std::int64_t> whole_at(const SQLite::Statement& row, int column) {
    if (row.getColumn(column).isNull()) return std::nullopt;
    return row.getColumn(column).getInt64();
}

ImageRecord record_at(const SQLite::Statement& row) {
    ImageRecord record;
    if (!row.getColumn(0).isNull()) record.picture = id_of<PictureTag>(row.getColumn(0).getInt64());
    record.id = row.getColumn(1).getString();
    int column = 2;
    for (auto* text :
         {&record.file_path, &record.upscale_url, &record.inf_id, &record.created_at, &record.run_id,
          &record.run_name, &record.prompt, &record.negative_prompt, &record.model_id, &record.model_name,
          &record.version, &record.training_run, &record.checkpoint, &record.parameters_json})
        *text = text_at(row, column++);
    for (auto* whole :
         {&record.batch_number, &record.steps, &record.width, &record.height, &record.credit_cost_micro})
        *whole = whole_at(row, column++);
    if (const auto seed = whole_at(row, column++)) record.seed = static_cast<std::uint64_t>(*seed);
    record.scale = number_at(row, column++);
    record.image_strength = number_at(row, column++);
    record.scheduler = text_at(row, column++);
    record.controlnet = text_at(row, column++);
    record.use_default_neg = whole_at(row, column++);
    for (auto* text : {&record.mode, &record.lora, &record.upscale_of}) *text = text_at(row, column++);
    record.lora_scale = number_at(row, column++);
    const auto bytes = whole_at(row, column++);
    const auto mtime = whole_at(row, column);
    if (bytes && mtime) record.stamp = FileStamp{static_cast<std::uint64_t>(*bytes), *mtime};
    return record;
}

}  // namespace

using Records = std::vector<ImageRecord>;

Result<Records> ImageTable::of_pictures(std::span<const PictureId> pictures) const {
    return read_from(database_, kReadingImages, [&](SQLite::Database& connection) -> Result<Records> {
        Records records;
        SQLite::Statement query(connection, std::string(kImageColumns) + kOfPictures + kJoins);
        query.bind(1, json_of(pictures));
        while (query.executeStep()) records.push_back(record_at(query));
        return records;
    });
}

Result<Records> ImageTable::all() const {
    return read_from(database_, kReadingImages, [](SQLite::Database& connection) -> Result<Records> {
        Records records;
        SQLite::Statement query(connection, std::string(kImageColumns) + "images i" + kJoins);
        while (query.executeStep()) records.push_back(record_at(query));
        return records;
    });
}

}  // namespace proofsheet::store
