#include "store/picture_log.h"

#include <array>

#include "store/made_pictures.h"
#include "store/picture_table.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingMissing = "Cannot read which pictures are missing";
constexpr std::string_view kWritingPicture = "Cannot write down what happened to a picture";

}  // namespace

Result<std::vector<jobs::PictureToFetch>> PictureLog::missing(jobs::Missing which) {
    using Pictures = std::vector<jobs::PictureToFetch>;
    return read_from(database_, kReadingMissing, [&](SQLite::Database& connection) -> Result<Pictures> {
        return missing_pictures(connection, which);
    });
}

Status PictureLog::fetched(const std::string& image_id, const jobs::KeptPicture& picture) {
    const std::array<PictureFile, 1> files{
        PictureFile{{picture.file.native(), picture.stamp}, picture.pixel_hash, {}, {}, {}}};
    const auto known = PictureTable(database_).recognise(files);
    if (!known) return known.error();
    return write_to(database_, kWritingPicture, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement update(
            connection,
            "UPDATE images SET file_path = ?, picture_id = ?, download_error = NULL WHERE id = ?");
        update.bind(1, picture.file.native());
        update.bind(2, known->front().value);
        update.bind(3, image_id);
        update.exec();
        return {};
    });
}

Status PictureLog::fetch_failed(const std::string& image_id, const std::string& message) {
    return write_to(database_, kWritingPicture, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement update(connection, "UPDATE images SET download_error = ? WHERE id = ?");
        update.bind(1, message);
        update.bind(2, image_id);
        update.exec();
        return {};
    });
}

}  // namespace proofsheet::store
