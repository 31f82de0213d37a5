#include "store/experiment_runs.h"

#include <fmt/format.h>

#include <vector>

#include "jobs/experiment_json.h"
#include "store/call_rows.h"
#include "store/grid_json.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kAdding = "Cannot save the run";
constexpr std::string_view kChanging = "Cannot change the queue";

std::string add_asset(SQLite::Database& connection, const jobs::AssetFile& asset, const std::string& now) {
    SQLite::Statement insert(connection,
                             "INSERT INTO assets (id, original_filename, mime_type, file_path, bytes, "
                             "pixel_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    std::string id = new_uuid();
    insert.bind(1, id);
    insert.bind(2, asset.original_filename);
    insert.bind(3, asset.mime_type);
    insert.bind(4, asset.file.native());
    insert.bind(5, static_cast<std::int64_t>(asset.bytes));
    bind_text(insert, 6, text_or_null(asset.pixel_hash));
    insert.bind(7, now);
    insert.exec();
    return id;
}

int next_batch(SQLite::Database& connection, int least) {
    SQLite::Statement query(connection, "SELECT MAX(COALESCE(MAX(batch_number), 0) + 1, ?) FROM runs");
    query.bind(1, least);
    query.executeStep();
    return query.getColumn(0).getInt();
}

AddedRun insert_run(SQLite::Database& connection, const jobs::ExperimentSettings& settings, int least_batch,
                    const std::string& now) {
    AddedRun run{new_uuid(), next_batch(connection, least_batch), 0};
    SQLite::Statement insert(
        connection,
        "INSERT INTO runs (id, batch_number, name, created_at, prompt, negative_prompt, model_id, version, "
        "model_name, use_default_neg, fallback_to_text2img, form_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?)");
    insert.bind(1, run.id);
    insert.bind(2, run.batch_number);
    insert.bind(3, settings.name.empty() ? fmt::format("Batch {}", run.batch_number) : settings.name);
    insert.bind(4, now);
    insert.bind(5, settings.prompt);
    insert.bind(6, settings.negative_prompt);
    insert.bind(7, settings.model_id);
    bind_text(insert, 8, text_or_null(settings.version));
    bind_text(insert, 9, text_or_null(settings.model_name));
    insert.bind(10, settings.use_default_neg ? 1 : 0);
    insert.bind(11, settings.fallback_to_text2img ? 1 : 0);
    insert.bind(12, jobs::settings_to_json(settings));
    insert.exec();
    return run;
}

/// What an upscale needs to know of its original.
struct Original {
    std::string id;
    std::optional<std::string> run_id;
    std::string inf_id;
    std::string url;
    int batch_index = 0;
    jobs::CallConfig config;
};

Result<Original> original_of(SQLite::Database& connection, const jobs::UpscaleWish& wish) {
    SQLite::Statement query(
        connection,
        "SELECT i.id, i.run_id, i.inf_id, i.download_url, i.batch_index, j.config_json "
        "FROM images i JOIN jobs j ON j.id = i.job_id WHERE (i.id = ?1 OR (?1 = '' AND "
        "i.file_path = ?2)) AND i.inf_id IS NOT NULL AND i.download_url IS NOT NULL LIMIT 1");
    query.bind(1, wish.image_id);
    query.bind(2, wish.file_path);
    if (!query.executeStep())
        return Error{ErrorKind::NotFound,
                     "SinkIn enlarges only pictures that it made. Choose a picture of an experiment"};
    Original original;
    original.id = query.getColumn(0).getString();
    original.run_id = text_at(query, 1);
    original.inf_id = query.getColumn(2).getString();
    original.url = query.getColumn(3).getString();
    original.batch_index = query.getColumn(4).getInt();
    auto config = jobs::call_from_json(query.getColumn(5).getString());
    if (!config) return config.error();
    original.config = std::move(*config);
    return original;
}

Status check_upscale(const jobs::UpscaleWish& wish) {
    if (wish.type == jobs::UpscaleType::Esrgan) {
        if (wish.scale >= jobs::kUpscaleRange.least && wish.scale <= jobs::kUpscaleRange.most) return {};
        return Error{ErrorKind::InvalidInput,
                     fmt::format("The scale of esrgan goes from {} to {}", jobs::kUpscaleRange.least,
                                 jobs::kUpscaleRange.most)};
    }
    if (wish.strength >= jobs::kStrengthRange.least && wish.strength <= jobs::kStrengthRange.most) return {};
    return Error{ErrorKind::InvalidInput, "The strength of hires_fix goes from 0 to 1"};
}

jobs::CallConfig upscale_call(const Original& original, const jobs::UpscaleWish& wish) {
    jobs::CallConfig config = original.config;
    config.seed_known = config.seed_known && (config.num_images == 1 || original.batch_index == 0);
    config.kind = jobs::CallKind::Upscale;
    config.num_images = 1;
    config.upscale_type = wish.type;
    config.upscale_scale = wish.scale;
    config.upscale_strength = wish.strength;
    config.upscale_inf_id = original.inf_id;
    config.upscale_source_url = original.url;
    config.fallback_to_text2img = false;
    return config;
}

void set_position(SQLite::Database& connection, const std::string& id, std::int64_t position) {
    SQLite::Statement update(connection, "UPDATE jobs SET position = ? WHERE id = ?");
    update.bind(1, position);
    update.bind(2, id);
    update.exec();
}

std::vector<std::string> queued_ids(SQLite::Database& connection) {
    std::vector<std::string> ids;
    SQLite::Statement query(connection,
                            "SELECT id FROM jobs WHERE status = 'queued' ORDER BY position, created_at, id");
    while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
    return ids;
}

/// Where the call at `place` of `count` goes.
std::size_t new_place(std::size_t place, std::size_t count, jobs::MoveTo to) {
    switch (to) {
        case jobs::MoveTo::Front:
            return 0;
        case jobs::MoveTo::Earlier:
            return place == 0 ? 0 : place - 1;
        case jobs::MoveTo::Later:
            return std::min(place + 1, count - 1);
        case jobs::MoveTo::Back:
            return count - 1;
    }
    return place;
}

}  // namespace

Result<AddedRun> ExperimentRuns::add_run(const jobs::ExperimentSettings& settings,
                                         const jobs::ExperimentPlan& plan,
                                         const std::optional<jobs::AssetFile>& init_image, int least_batch) {
    return write_to(database_, kAdding, [&](SQLite::Database& connection) -> Result<AddedRun> {
        const std::string now = now_text();
        AddedRun run = insert_run(connection, settings, least_batch, now);
        NewCall call;
        call.run_id = run.id;
        if (init_image) call.asset_id = add_asset(connection, *init_image, now);
        call.position = last_position(connection);
        CallInsert insert(connection);
        for (const jobs::CallConfig& config : plan.calls) {
            call.config = config;
            ++call.position;
            insert.add(call, now);
            ++run.calls;
        }
        return run;
    });
}

Status ExperimentRuns::suggest_arrangement(const std::string& folder) {
    return write_to(database_, kAdding, [&](SQLite::Database& connection) -> Status {
        const grid::Mapping mapping{"scheduler", "scale", "steps"};
        SQLite::Statement keep(connection,
                               "INSERT OR IGNORE INTO run_memory (run_key, mapping, filters, updated_at) "
                               "VALUES (?, ?, ?, ?)");
        keep.bind(1, "folder:" + folder);
        keep.bind(2, mapping_to_json(mapping));
        keep.bind(3, filters_to_json({}));
        keep.bind(4, now_text());
        keep.exec();
        return {};
    });
}

Result<std::string> ExperimentRuns::add_upscale(const jobs::UpscaleWish& wish) {
    if (Status checked = check_upscale(wish); !checked) return checked.error();
    return write_to(database_, kChanging, [&](SQLite::Database& connection) -> Result<std::string> {
        const Result<Original> original = original_of(connection, wish);
        if (!original) return original.error();
        NewCall call;
        call.run_id = original->run_id;
        call.source_image_id = original->id;
        call.config = upscale_call(*original, wish);
        call.position = last_position(connection) + 1;
        return CallInsert(connection).add(call, now_text());
    });
}

Status ExperimentRuns::change(const std::string& id, jobs::CallEvent event) {
    return write_to(database_, kChanging, [&](SQLite::Database& connection) -> Status {
        return change_status(connection, id, event, now_text());
    });
}

Status ExperimentRuns::requeue(const std::string& id, jobs::CallEvent event) {
    return write_to(database_, kChanging, [&](SQLite::Database& connection) -> Status {
        Status changed = change_status(connection, id, event, now_text());
        if (changed) set_position(connection, id, last_position(connection) + 1);
        return changed;
    });
}

Status ExperimentRuns::cancel(const std::string& id) {
    return change(id, jobs::CallEvent::CancelledByUser);
}

Result<int> ExperimentRuns::cancel_all() {
    return write_to(database_, kChanging, [](SQLite::Database& connection) -> Result<int> {
        const std::string now = now_text();
        const std::vector<std::string> ids = queued_ids(connection);
        for (const std::string& id : ids) {
            Status changed = change_status(connection, id, jobs::CallEvent::CancelledByUser, now);
            if (!changed) return changed.error();
        }
        return static_cast<int>(ids.size());
    });
}

Status ExperimentRuns::move(const std::string& id, jobs::MoveTo to) {
    return write_to(database_, kChanging, [&](SQLite::Database& connection) -> Status {
        std::vector<std::string> ids = queued_ids(connection);
        const auto found = std::find(ids.begin(), ids.end(), id);
        if (found == ids.end())
            return Error{ErrorKind::NotFound, "Only calls that wait can be moved. Look at the queue again"};
        const auto place = static_cast<std::size_t>(found - ids.begin());
        const std::size_t target = new_place(place, ids.size(), to);
        ids.erase(found);
        ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(target), id);
        const std::int64_t last = last_position(connection);
        for (std::size_t i = 0; i < ids.size(); ++i)
            set_position(connection, ids[i], last + 1 + static_cast<std::int64_t>(i));
        return {};
    });
}

Result<std::string> ExperimentRuns::duplicate(const std::string& id) {
    return write_to(database_, kChanging, [&](SQLite::Database& connection) -> Result<std::string> {
        Result<CallRecord> record = call_record(connection, id);
        if (!record) return record.error();
        record->call.replaces = std::nullopt;
        record->call.position = last_position(connection) + 1;
        return CallInsert(connection).add(record->call, now_text());
    });
}

Status ExperimentRuns::retry(const std::string& id) {
    return requeue(id, jobs::CallEvent::RetriedByUser);
}

Result<int> ExperimentRuns::retry_all_failed() {
    return write_to(database_, kChanging, [](SQLite::Database& connection) -> Result<int> {
        SQLite::Statement query(connection,
                                "SELECT id FROM jobs WHERE status = 'failed' AND id NOT IN (SELECT replaces "
                                "FROM jobs WHERE replaces IS NOT NULL) ORDER BY position");
        std::vector<std::string> ids;
        while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
        const std::string now = now_text();
        for (const std::string& id : ids) {
            Status changed = change_status(connection, id, jobs::CallEvent::RetriedByUser, now);
            if (!changed) return changed.error();
            set_position(connection, id, last_position(connection) + 1);
        }
        return static_cast<int>(ids.size());
    });
}

Status ExperimentRuns::resend(const std::string& id) {
    return requeue(id, jobs::CallEvent::ResentByUser);
}

}  // namespace proofsheet::store
