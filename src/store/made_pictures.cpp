#include "store/made_pictures.h"

#include <fmt/format.h>

#include "jobs/experiment_json.h"
#include "jobs/experiment_pictures.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr const char* kToFetch =
    "SELECT i.id, i.download_url, i.dimensions_json, i.batch_index, i.inf_id, c.credit_cost_micro, "
    "j.config_json, COALESCE(r.batch_number, 0), COALESCE(r.name, '') FROM images i JOIN jobs j ON j.id = "
    "i.job_id LEFT JOIN configs c ON c.image_id = i.id LEFT JOIN runs r ON r.id = i.run_id WHERE i.file_path "
    "IS NULL AND i.download_url IS NOT NULL";
constexpr const char* kFetchOrder = "ORDER BY i.created_at, i.job_id, i.batch_index";

/// A picture of an answer, from 0.
struct MadePicture {
    int index = 0;
    std::string url;
    std::optional<jobs::Credits> cost;
    jobs::PictureDimensions dimensions;
};

/// Adds the pictures of one answer.
class MadePictures {
public:
    MadePictures(SQLite::Database& connection, const std::string& job_id, const CallRecord& record,
                 const jobs::ServiceAnswer& answer, const std::string& now)
        : connection_(connection), job_id_(job_id), record_(record), answer_(answer), now_(now) {}

    Status add() {
        const jobs::CallConfig& config = record_.call.config;
        const int count = static_cast<int>(answer_.urls.size());
        for (int i = 0; i < count; ++i) {
            MadePicture picture{i, answer_.urls[static_cast<std::size_t>(i)], {}, {}};
            if (answer_.cost) picture.cost = jobs::share_of(*answer_.cost, count, i);
            if (config.kind == jobs::CallKind::Inference) {
                picture.dimensions = jobs::dimensions_of(config, i);
            } else if (Status original = take_original(picture); !original) {
                return original;
            }
            add_config(add_image(picture), picture);
        }
        if (config.kind == jobs::CallKind::Upscale) note_on_original();
        return {};
    }

private:
    bool is_upscale() const { return record_.call.config.kind == jobs::CallKind::Upscale; }

    Status take_original(MadePicture& picture) {
        SQLite::Statement query(connection_, "SELECT dimensions_json FROM images WHERE id = ?");
        bind_text(query, 1, record_.call.source_image_id);
        if (!query.executeStep())
            return Error{ErrorKind::NotFound,
                         "The picture that was enlarged is not in the database any more"};
        picture.dimensions = jobs::upscaled_dimensions(
            jobs::dimensions_from_json(text_at(query, 0).value_or("")), record_.call.config);
        return {};
    }

    bool is_taken(const std::string& dimensions) {
        SQLite::Statement query(connection_,
                                "SELECT 1 FROM images WHERE run_id IS ? AND dimensions_json = ?");
        bind_text(query, 1, record_.call.run_id);
        query.bind(2, dimensions);
        return query.executeStep();
    }

    /// The same settings made again are told apart by `copy`, so that no file takes another one's name.
    std::string free_dimensions(const jobs::PictureDimensions& dimensions) {
        std::string text = jobs::dimensions_to_json(dimensions);
        for (int copy = 2; is_taken(text); ++copy) {
            jobs::PictureDimensions more = dimensions;
            more.emplace_back("copy", fmt::format("{}", copy));
            text = jobs::dimensions_to_json(more);
        }
        return text;
    }

    std::string add_image(const MadePicture& picture) {
        SQLite::Statement insert(
            connection_,
            "INSERT INTO images (id, run_id, inf_id, created_at, job_id, batch_index, download_url, "
            "upscale_of, upscale_json, upscale_url, dimensions_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?)");
        std::string id = new_uuid();
        insert.bind(1, id);
        bind_text(insert, 2, record_.call.run_id);
        insert.bind(3, answer_.inf_id.empty() ? record_.call.config.upscale_inf_id : answer_.inf_id);
        insert.bind(4, now_);
        insert.bind(5, job_id_);
        insert.bind(6, picture.index);
        insert.bind(7, picture.url);
        bind_text(insert, 8, record_.call.source_image_id);
        bind_text(insert, 9,
                  is_upscale() ? std::optional(jobs::call_to_json(record_.call.config)) : std::nullopt);
        bind_text(insert, 10, is_upscale() ? std::optional(picture.url) : std::nullopt);
        insert.bind(11, free_dimensions(picture.dimensions));
        insert.exec();
        return id;
    }

    void add_config(const std::string& image_id, const MadePicture& picture) {
        const jobs::CallConfig& config = record_.call.config;
        SQLite::Statement insert(
            connection_,
            "INSERT INTO configs (id, image_id, steps, scale, width, height, seed, scheduler, "
            "image_strength, "
            "controlnet, raw_payload_json, raw_response_json, credit_cost_micro, seed_known, mode, "
            "use_default_neg, version, lora, lora_scale) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "raw_payload_json, raw_response_json, ?, ?, ?, ?, ?, ?, ? FROM jobs WHERE id = ?");
        insert.bind(1, new_uuid());
        insert.bind(2, image_id);
        insert.bind(3, config.steps);
        insert.bind(4, config.scale);
        insert.bind(5, config.width);
        insert.bind(6, config.height);
        insert.bind(7, static_cast<std::int64_t>(config.seed));
        insert.bind(8, config.scheduler);
        bind_init_image(insert, config);
        if (picture.cost) insert.bind(11, picture.cost->micro);
        insert.bind(12, jobs::is_seed_known(config, picture.index) ? 1 : 0);
        insert.bind(13, std::string(jobs::name_of(config.mode)));
        insert.bind(14, config.use_default_neg ? 1 : 0);
        bind_text(insert, 15, config.version.empty() ? std::nullopt : std::optional(config.version));
        if (!config.lora.empty()) {
            insert.bind(16, config.lora);
            insert.bind(17, config.lora_scale);
        }
        insert.bind(18, job_id_);
        insert.exec();
    }

    /// Strength and ControlNet count only where an init image was used; with ControlNet strength has no
    /// effect.
    static void bind_init_image(SQLite::Statement& insert, const jobs::CallConfig& config) {
        if (config.mode != jobs::ImageMode::Img2Img) return;
        if (config.controlnet == jobs::ControlNet::None)
            insert.bind(9, config.image_strength);
        else
            insert.bind(10, std::string(jobs::name_of(config.controlnet)));
    }

    void note_on_original() {
        SQLite::Statement update(connection_, "UPDATE images SET upscale_url = ? WHERE id = ?");
        update.bind(1, answer_.urls.front());
        bind_text(update, 2, record_.call.source_image_id);
        update.exec();
    }

    SQLite::Database& connection_;
    const std::string& job_id_;
    const CallRecord& record_;
    const jobs::ServiceAnswer& answer_;
    const std::string& now_;
};

/// A row of `kToFetch`.
jobs::PictureToFetch picture_at(const SQLite::Statement& row) {
    jobs::PictureToFetch picture;
    picture.image_id = row.getColumn(0).getString();
    picture.url = row.getColumn(1).getString();
    picture.dimensions = jobs::dimensions_from_json(text_at(row, 2).value_or(""));
    jobs::PictureFacts facts;
    facts.image_id = picture.image_id;
    facts.index = row.getColumn(3).getInt();
    facts.inf_id = text_at(row, 4).value_or("");
    if (!row.getColumn(5).isNull()) facts.cost = jobs::Credits{row.getColumn(5).getInt64()};
    facts.batch_number = row.getColumn(7).getInt();
    facts.run_name = row.getColumn(8).getString();
    picture.folder = fmt::format("{}", facts.batch_number);
    if (const auto call = jobs::call_from_json(row.getColumn(6).getString()))
        picture.side_car = jobs::side_car_text(*call, facts);
    return picture;
}

std::vector<jobs::PictureToFetch> pictures_from(SQLite::Statement& query) {
    std::vector<jobs::PictureToFetch> pictures;
    while (query.executeStep()) pictures.push_back(picture_at(query));
    return pictures;
}

}  // namespace

Result<std::vector<jobs::PictureToFetch>> add_made_pictures(SQLite::Database& connection,
                                                            const std::string& job_id,
                                                            const CallRecord& record,
                                                            const jobs::ServiceAnswer& answer,
                                                            const std::string& now) {
    Status added = MadePictures(connection, job_id, record, answer, now).add();
    if (!added) return added.error();
    return pictures_of_call(connection, job_id);
}

std::vector<jobs::PictureToFetch> pictures_of_call(SQLite::Database& connection, const std::string& job_id) {
    SQLite::Statement query(connection, fmt::format("{} AND i.job_id = ? {}", kToFetch, kFetchOrder));
    query.bind(1, job_id);
    return pictures_from(query);
}

std::vector<jobs::PictureToFetch> missing_pictures(SQLite::Database& connection, jobs::Missing which) {
    const char* const untried = which == jobs::Missing::Untried ? "AND i.download_error IS NULL" : "";
    SQLite::Statement query(connection, fmt::format("{} {} {}", kToFetch, untried, kFetchOrder));
    return pictures_from(query);
}

}  // namespace proofsheet::store
