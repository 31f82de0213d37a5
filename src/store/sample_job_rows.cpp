#include "store/sample_job_rows.h"

#include <fmt/format.h>

#include <unordered_map>

#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

using jobs::ItemStatus;
using jobs::JobItem;
using jobs::SampleJob;

constexpr const char* kJobColumns =
    "id, training_run_name, sample_preset_id, workflow_name, vae, clip, shift, status, error_message, "
    "created_at, updated_at, preset_json, workflow_json, sample_dir, study, stop_requested, provider";

constexpr const char* kItemColumns =
    "id, position, checkpoint_filename, checkpoint_number, comfyui_model_path, output_folder, prompt_name, "
    "prompt_text, steps, cfg, sampler_name, scheduler, seed, lora_strength, base_model, status, attempt_id, "
    "comfyui_prompt_id, output_path, error_message, duration_ms";

std::string text_or_empty(const SQLite::Statement& row, int column) {
    return text_at(row, column).value_or(std::string());
}

void bind_number(SQLite::Statement& statement, int index, const std::optional<double>& number) {
    if (number)
        statement.bind(index, *number);
    else
        statement.bind(index);
}

/// As two's complement, since SQLite has no unsigned numbers.
std::int64_t stored_seed(std::uint64_t seed) {
    return static_cast<std::int64_t>(seed);
}

SampleJob job_at(const SQLite::Statement& row) {
    SampleJob job;
    job.id = row.getColumn(0).getString();
    job.run = row.getColumn(1).getString();
    // What cannot be read leaves an empty preset, which the job cannot be worked on with.
    if (Result<jobs::SamplePreset> preset = jobs::preset_from_json(row.getColumn(11).getString()); preset)
        job.preset = std::move(*preset);
    job.preset.id = text_or_empty(row, 2);
    job.workflow = row.getColumn(3).getString();
    job.vae = text_or_empty(row, 4);
    job.clip = text_or_empty(row, 5);
    job.shift = number_at(row, 6);
    job.status = jobs::job_status_from(row.getColumn(7).getString()).value_or(jobs::JobStatus::Failed);
    job.message = text_or_empty(row, 8);
    job.created_at = row.getColumn(9).getString();
    job.updated_at = row.getColumn(10).getString();
    job.workflow_json = text_or_empty(row, 12);
    job.sample_dir = text_or_empty(row, 13);
    job.study = text_or_empty(row, 14);
    job.stop = static_cast<jobs::StopWish>(row.getColumn(15).getInt());
    job.provider = row.getColumn(16).getString();
    return job;
}

JobItem item_at(const SQLite::Statement& row) {
    JobItem item;
    item.id = row.getColumn(0).getString();
    item.position = row.getColumn(1).getInt();
    item.checkpoint = row.getColumn(2).getString();
    item.checkpoint_number = number_at(row, 3);
    item.model_path = text_or_empty(row, 4);
    item.folder = row.getColumn(5).getString();
    item.parameters = {row.getColumn(6).getString(),
                       row.getColumn(7).getString(),
                       row.getColumn(8).getInt(),
                       row.getColumn(9).getDouble(),
                       row.getColumn(10).getString(),
                       row.getColumn(11).getString(),
                       static_cast<std::uint64_t>(row.getColumn(12).getInt64()),
                       number_at(row, 13),
                       row.getColumn(14).getInt() != 0};
    item.status = jobs::item_status_from(row.getColumn(15).getString()).value_or(ItemStatus::Failed);
    item.attempt_id = text_or_empty(row, 16);
    item.remote_id = text_or_empty(row, 17);
    item.output_path = text_or_empty(row, 18);
    item.message = text_or_empty(row, 19);
    if (const SQLite::Column duration = row.getColumn(20); !duration.isNull())
        item.duration = std::chrono::milliseconds(duration.getInt64());
    return item;
}

void add_count(jobs::ItemCounts& counts, const std::string& status, std::size_t count) {
    const auto known = jobs::item_status_from(status);
    if (known == ItemStatus::Pending) counts.pending += count;
    if (known == ItemStatus::Running) counts.running += count;
    if (known == ItemStatus::Completed) counts.completed += count;
    if (known == ItemStatus::Failed) counts.failed += count;
    if (known == ItemStatus::Skipped) counts.skipped += count;
}

void count_items(SQLite::Database& connection, SampleJob& job) {
    SQLite::Statement query(connection,
                            "SELECT status, COUNT(*) FROM sample_job_items WHERE job_id = ? GROUP BY status");
    query.bind(1, job.id);
    while (query.executeStep())
        add_count(job.counts, query.getColumn(0).getString(),
                  static_cast<std::size_t>(query.getColumn(1).getInt64()));
}

}  // namespace

std::vector<SampleJob> read_jobs(SQLite::Database& connection, const std::string& condition,
                                 const std::string& order, const std::string& value) {
    std::vector<SampleJob> found;
    SQLite::Statement query(connection,
                            fmt::format("SELECT {} FROM sample_jobs {} {}", kJobColumns, condition, order));
    if (!condition.empty()) query.bind(1, value);
    while (query.executeStep()) found.push_back(job_at(query));
    for (SampleJob& job : found) count_items(connection, job);
    return found;
}

Result<SampleJob> read_job(SQLite::Database& connection, const std::string& id) {
    std::vector<SampleJob> found = read_jobs(connection, "WHERE id = ?", "", id);
    if (found.empty())
        return Error{ErrorKind::NotFound, fmt::format("There is no sample job {}. List them again", id)};
    return std::move(found.front());
}

std::vector<JobItem> read_items(SQLite::Database& connection, const std::string& column,
                                const std::string& value) {
    std::vector<JobItem> found;
    SQLite::Statement query(
        connection,
        fmt::format("SELECT {} FROM sample_job_items WHERE {} = ? ORDER BY position", kItemColumns, column));
    query.bind(1, value);
    while (query.executeStep()) found.push_back(item_at(query));
    return found;
}

void insert_job(SQLite::Database& connection, const SampleJob& job) {
    // The preset may have been removed meanwhile; the job keeps what it said.
    SQLite::Statement insert(
        connection,
        fmt::format(
            "INSERT INTO sample_jobs ({}) VALUES (?, ?, (SELECT id FROM sample_presets WHERE id = ?), "
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            kJobColumns));
    insert.bind(1, job.id);
    insert.bind(2, job.run);
    bind_text(insert, 3, text_or_null(job.preset.id));
    insert.bind(4, job.workflow);
    bind_text(insert, 5, text_or_null(job.vae));
    bind_text(insert, 6, text_or_null(job.clip));
    bind_number(insert, 7, job.shift);
    insert.bind(8, std::string(name_of(job.status)));
    bind_text(insert, 9, text_or_null(job.message));
    insert.bind(10, job.created_at);
    insert.bind(11, job.updated_at);
    insert.bind(12, jobs::preset_to_json(job.preset));
    insert.bind(13, job.workflow_json);
    insert.bind(14, job.sample_dir);
    bind_text(insert, 15, text_or_null(job.study));
    insert.bind(16, static_cast<int>(job.stop));
    insert.bind(17, job.provider);
    insert.exec();
}

void insert_items(SQLite::Database& connection, const std::string& job_id,
                  const std::vector<jobs::PlannedItem>& items, const std::string& now) {
    SQLite::Statement insert(
        connection,
        "INSERT INTO sample_job_items (id, job_id, position, checkpoint_filename, checkpoint_number, "
        "comfyui_model_path, output_folder, prompt_name, prompt_text, steps, cfg, sampler_name, scheduler, "
        "seed, lora_strength, base_model, status, error_message, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < items.size(); ++i) {
        const jobs::PlannedItem& item = items[i];
        insert.reset();
        insert.bind(1, new_uuid());
        insert.bind(2, job_id);
        insert.bind(3, static_cast<int>(i));
        insert.bind(4, item.checkpoint);
        bind_number(insert, 5, item.checkpoint_number);
        bind_text(insert, 6, text_or_null(item.model_path));
        insert.bind(7, item.folder);
        insert.bind(8, item.parameters.prompt_name);
        insert.bind(9, item.parameters.prompt_text);
        insert.bind(10, item.parameters.steps);
        insert.bind(11, item.parameters.cfg);
        insert.bind(12, item.parameters.sampler);
        insert.bind(13, item.parameters.scheduler);
        insert.bind(14, stored_seed(item.parameters.seed));
        bind_number(insert, 15, item.parameters.lora_strength);
        insert.bind(16, item.parameters.base_model ? 1 : 0);
        insert.bind(
            17, std::string(name_of(item.skip_reason.empty() ? ItemStatus::Pending : ItemStatus::Skipped)));
        bind_text(insert, 18, text_or_null(item.skip_reason));
        insert.bind(19, now);
        insert.bind(20, now);
        insert.exec();
    }
}

void refresh_job(SQLite::Database& connection, const std::string& job_id) {
    SQLite::Statement refresh(
        connection,
        "UPDATE sample_jobs SET updated_at = ?2, "
        "total_items = (SELECT COUNT(*) FROM sample_job_items WHERE job_id = ?1), "
        "completed_items = (SELECT COUNT(*) FROM sample_job_items WHERE job_id = ?1 AND status = "
        "'completed') WHERE id = ?1");
    refresh.bind(1, job_id);
    refresh.bind(2, now_text());
    refresh.exec();
}

}  // namespace proofsheet::store
