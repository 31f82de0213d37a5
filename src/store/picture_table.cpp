#include "store/picture_table.h"

#include <fmt/format.h>

#include "store/review_rows.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kLookingUp = "Cannot look up which pictures these are";
constexpr std::string_view kRemembering = "Cannot remember which pictures these are";

bool is_pixel_hash(const std::string& text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Status check_hashes(std::span<const PictureFile> files) {
    for (const PictureFile& file : files)
        if (!is_pixel_hash(file.pixel_hash))
            return Error{ErrorKind::InvalidInput,
                         fmt::format("{}, because one has no name for its pixels. Open it again: {}",
                                     kRemembering, display_path(file.version.path))};
    return {};
}

/// Writes contents and stamps with statements that are prepared once.
class Recogniser {
public:
    explicit Recogniser(SQLite::Database& connection)
        : find_(connection, "SELECT id FROM pictures WHERE pixel_hash = ?"),
          insert_(connection, "INSERT INTO pictures (pixel_hash, first_seen_at) VALUES (?, ?) RETURNING id"),
          stamp_(
              connection,
              "INSERT OR REPLACE INTO file_stamps (path, bytes, mtime_ns, picture_id) VALUES (?, ?, ?, ?)") {}

    std::int64_t recognise(const PictureFile& file) {
        const std::int64_t picture = content(file.pixel_hash);
        stamp_.reset();
        stamp_.bind(1, file.version.path);
        stamp_.bind(2, static_cast<std::int64_t>(file.version.stamp.bytes));
        stamp_.bind(3, file.version.stamp.mtime_ns);
        stamp_.bind(4, picture);
        stamp_.exec();
        return picture;
    }

private:
    std::int64_t content(const std::string& pixel_hash) {
        find_.reset();
        find_.bind(1, pixel_hash);
        if (find_.executeStep()) return find_.getColumn(0).getInt64();
        insert_.reset();
        insert_.bind(1, pixel_hash);
        insert_.bind(2, now_);
        insert_.executeStep();
        const std::int64_t picture = insert_.getColumn(0).getInt64();
        insert_.executeStep();
        return picture;
    }

    SQLite::Statement find_;
    SQLite::Statement insert_;
    SQLite::Statement stamp_;
    std::string now_ = now_text();
};

/// Adds rows to `images` for contents that have none.
class ImageRows {
public:
    explicit ImageRows(SQLite::Database& connection)
        : find_(connection, "SELECT 1 FROM images WHERE picture_id = ?"),
          insert_(connection,
                  "INSERT INTO images (id, file_path, created_at, picture_id, training_run, checkpoint, "
                  "parameters_json) VALUES (?, ?, ?, ?, ?, ?, ?)") {}

    void add(std::int64_t picture, const PictureFile& file) {
        find_.reset();
        find_.bind(1, picture);
        if (find_.executeStep()) return;
        insert_.reset();
        insert_.bind(1, new_uuid());
        insert_.bind(2, file.version.path);
        insert_.bind(3, now_);
        insert_.bind(4, picture);
        bind_text(insert_, 5, file.training_run);
        bind_text(insert_, 6, file.checkpoint);
        bind_text(insert_, 7, file.parameters_json);
        insert_.exec();
    }

private:
    SQLite::Statement find_;
    SQLite::Statement insert_;
    std::string now_ = now_text();
};

}  // namespace

Result<std::vector<std::optional<PictureId>>> PictureTable::find(
    std::span<const FileVersion> versions) const {
    using Found = std::vector<std::optional<PictureId>>;
    return read_from(database_, kLookingUp, [&](SQLite::Database& connection) -> Result<Found> {
        Found found;
        found.reserve(versions.size());
        SQLite::Statement query(
            connection, "SELECT picture_id FROM file_stamps WHERE path = ? AND bytes = ? AND mtime_ns = ?");
        for (const FileVersion& version : versions) {
            query.reset();
            query.bind(1, version.path);
            query.bind(2, static_cast<std::int64_t>(version.stamp.bytes));
            query.bind(3, version.stamp.mtime_ns);
            found.emplace_back();
            if (query.executeStep()) found.back() = id_of<PictureTag>(query.getColumn(0).getInt64());
        }
        return found;
    });
}

Result<std::vector<PictureId>> PictureTable::recognise(std::span<const PictureFile> files) {
    using Ids = std::vector<PictureId>;
    if (Status hashes = check_hashes(files); !hashes) return hashes.error();
    return write_to(database_, kRemembering, [&](SQLite::Database& connection) -> Result<Ids> {
        Ids ids;
        Recogniser recogniser(connection);
        for (const PictureFile& file : files) ids.push_back(id_of<PictureTag>(recogniser.recognise(file)));
        return ids;
    });
}

Result<std::vector<PictureId>> PictureTable::remember(std::span<const PictureFile> files) {
    using Ids = std::vector<PictureId>;
    if (Status hashes = check_hashes(files); !hashes) return hashes.error();
    return write_to(database_, kRemembering, [&](SQLite::Database& connection) -> Result<Ids> {
        Ids ids;
        Recogniser recogniser(connection);
        ImageRows images(connection);
        for (const PictureFile& file : files) {
            const std::int64_t picture = recogniser.recognise(file);
            images.add(picture, file);
            ids.push_back(id_of<PictureTag>(picture));
        }
        return ids;
    });
}

Result<std::vector<FileVersion>> PictureTable::files_of(PictureId picture) const {
    using Files = std::vector<FileVersion>;
    return read_from(database_, kLookingUp, [&](SQLite::Database& connection) -> Result<Files> {
        Files files;
        SQLite::Statement query(
            connection, "SELECT path, bytes, mtime_ns FROM file_stamps WHERE picture_id = ? ORDER BY path");
        query.bind(1, picture.value);
        while (query.executeStep())
            files.push_back(
                {query.getColumn(0).getString(),
                 {static_cast<std::uint64_t>(query.getColumn(1).getInt64()), query.getColumn(2).getInt64()}});
        return files;
    });
}

}  // namespace proofsheet::store
