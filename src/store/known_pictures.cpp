#include "store/known_pictures.h"

#include "jobs/experiment_json.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingKnown = "Cannot read what is known of the picture";

using Found = std::optional<KnownPicture>;

Result<Found> find_picture(const Database& database, const char* condition, const std::string& value) {
    return read_from(database, kReadingKnown, [&](SQLite::Database& connection) -> Result<Found> {
        SQLite::Statement query(
            connection,
            std::string("SELECT i.id, j.config_json, i.inf_id IS NOT NULL AND i.download_url IS NOT NULL, "
                        "(SELECT COUNT(*) FROM images u WHERE u.upscale_of = i.id AND u.file_path IS NOT "
                        "NULL), COALESCE(o.file_path, ''), c.credit_cost_micro FROM images i JOIN jobs j ON "
                        "j.id = i.job_id LEFT JOIN images o ON o.id = i.upscale_of LEFT JOIN configs c ON "
                        "c.image_id = i.id WHERE ") +
                condition + " LIMIT 1");
        query.bind(1, value);
        if (!query.executeStep()) return Found{};
        auto call = jobs::call_from_json(query.getColumn(1).getString());
        if (!call) return call.error();
        KnownPicture picture;
        picture.image_id = query.getColumn(0).getString();
        picture.call = std::move(*call);
        picture.can_be_upscaled = query.getColumn(2).getInt() != 0;
        picture.upscales = query.getColumn(3).getInt();
        picture.original = query.getColumn(4).getString();
        if (!query.getColumn(5).isNull()) picture.cost = jobs::Credits{query.getColumn(5).getInt64()};
        return Found{std::move(picture)};
    });
}

}  // namespace

Result<std::optional<KnownPicture>> find_picture_by_file(const Database& database,
                                                         const std::string& file_path) {
    return find_picture(database, "i.file_path = ?", file_path);
}

Result<std::optional<KnownPicture>> find_picture_by_id(const Database& database,
                                                       const std::string& image_id) {
    return find_picture(database, "i.id = ?", image_id);
}

}  // namespace proofsheet::store
