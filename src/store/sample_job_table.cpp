#include "store/sample_job_table.h"

#include <fmt/format.h>

#include "store/row_values.h"
#include "store/sample_job_rows.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

using jobs::ItemEvent;
using jobs::ItemStatus;
using jobs::JobEvent;
using jobs::JobItem;
using jobs::JobStatus;
using jobs::SampleJob;

constexpr std::string_view kReadingJobs = "Cannot read the sample jobs";
constexpr std::string_view kWritingJobs = "Cannot note how far the sample job is";

Error no_such_item(const std::string& id) {
    return {ErrorKind::NotFound, fmt::format("There is no picture {} in any sample job. List it again", id)};
}

/// What an item is and which job it belongs to.
struct ItemPlace {
    std::string job_id;
    ItemStatus status = ItemStatus::Pending;
};

Result<ItemPlace> place_of(SQLite::Database& connection, const std::string& item_id) {
    SQLite::Statement query(connection, "SELECT job_id, status FROM sample_job_items WHERE id = ?");
    query.bind(1, item_id);
    if (!query.executeStep()) return no_such_item(item_id);
    const auto status = jobs::item_status_from(query.getColumn(1).getString());
    return ItemPlace{query.getColumn(0).getString(), status.value_or(ItemStatus::Failed)};
}

/// Checks that the table lets the item go this way. Errors: NotFound, Conflict.
Result<ItemPlace> check_way(SQLite::Database& connection, const std::string& item_id, ItemEvent event) {
    Result<ItemPlace> place = place_of(connection, item_id);
    if (place && !jobs::after(place->status, event))
        return Error{ErrorKind::Conflict, fmt::format("The picture is {} meanwhile. Look at the job again",
                                                      name_of(place->status))};
    return place;
}

/// A statement whose first value is the item and whose second is the present.
Status change_item(SQLite::Database& connection, const std::string& item_id, ItemEvent event,
                   const std::string& assignments, const std::vector<std::string>& values) {
    const Result<ItemPlace> place = check_way(connection, item_id, event);
    if (!place) return place.error();
    const ItemStatus status = *jobs::after(place->status, event);
    SQLite::Statement update(connection,
                             fmt::format("UPDATE sample_job_items SET status = '{}', updated_at = ?2{} "
                                         "WHERE id = ?1",
                                         name_of(status), assignments));
    update.bind(1, item_id);
    update.bind(2, now_text());
    for (std::size_t i = 0; i < values.size(); ++i) update.bind(static_cast<int>(i) + 3, values[i]);
    update.exec();
    refresh_job(connection, place->job_id);
    return {};
}

/// Back to what an item is before its first attempt.
constexpr std::string_view kAsNew =
    ", attempt_id = NULL, comfyui_prompt_id = NULL, output_path = NULL, error_message = NULL, "
    "duration_ms = NULL";

Result<SampleJob> move_job(SQLite::Database& connection, const std::string& job_id, JobEvent event,
                           const std::string& message) {
    const Result<SampleJob> job = read_job(connection, job_id);
    if (!job) return job.error();
    const std::optional<JobStatus> status = jobs::after(job->status, event);
    if (!status)
        return Error{ErrorKind::Conflict,
                     fmt::format("The job is {} meanwhile. Look at it again", name_of(job->status))};
    // A wish to stop outlives the process that was cut off before it could obey.
    const bool keeps_wish = job->status == JobStatus::Running && *status == JobStatus::Running;
    SQLite::Statement update(connection,
                             "UPDATE sample_jobs SET status = ?2, error_message = NULLIF(?3, ''), "
                             "stop_requested = iif(?4, stop_requested, 0) WHERE id = ?1");
    update.bind(1, job_id);
    update.bind(2, std::string(name_of(*status)));
    update.bind(3, message);
    update.bind(4, keeps_wish ? 1 : 0);
    update.exec();
    refresh_job(connection, job_id);
    return read_job(connection, job_id);
}

/// Makes failed and skipped items of one job pending where they can be made; gives how many.
std::size_t reopen(SQLite::Database& connection, const JobItem& item,
                   const std::map<std::string, std::string>& model_paths) {
    if (item.status != ItemStatus::Failed && item.status != ItemStatus::Skipped) return 0;
    const auto found = model_paths.find(item.checkpoint);
    const std::string model = found != model_paths.end() ? found->second : item.model_path;
    if (model.empty()) return 0;
    SQLite::Statement update(connection,
                             fmt::format("UPDATE sample_job_items SET status = 'pending', updated_at = ?2, "
                                         "comfyui_model_path = ?3{} WHERE id = ?1",
                                         kAsNew));
    update.bind(1, item.id);
    update.bind(2, now_text());
    update.bind(3, model);
    update.exec();
    return 1;
}

}  // namespace

Result<SampleJob> SampleJobTable::create(const jobs::NewJob& wanted) {
    if (wanted.items.empty())
        return Error{ErrorKind::InvalidInput,
                     "There is no picture to make. Choose other checkpoints or another preset"};
    return write_to(database_, "Cannot save the sample job",
                    [&](SQLite::Database& connection) -> Result<SampleJob> {
                        SampleJob job = wanted.job;
                        job.id = new_uuid();
                        job.status = JobStatus::Pending;
                        job.stop = jobs::StopWish::None;
                        job.created_at = job.updated_at = now_text();
                        insert_job(connection, job);
                        insert_items(connection, job.id, wanted.items, job.created_at);
                        refresh_job(connection, job.id);
                        return read_job(connection, job.id);
                    });
}

Result<std::vector<SampleJob>> SampleJobTable::jobs() const {
    using Jobs = std::vector<SampleJob>;
    return read_from(database_, kReadingJobs, [](SQLite::Database& connection) -> Result<Jobs> {
        return read_jobs(connection, "", "ORDER BY created_at DESC, rowid DESC", "");
    });
}

Result<SampleJob> SampleJobTable::job(const std::string& job_id) const {
    return read_from(database_, kReadingJobs,
                     [&](SQLite::Database& connection) { return read_job(connection, job_id); });
}

Result<std::vector<JobItem>> SampleJobTable::items(const std::string& job_id) const {
    using Items = std::vector<JobItem>;
    return read_from(database_, kReadingJobs, [&](SQLite::Database& connection) -> Result<Items> {
        Items items = read_items(connection, "job_id", job_id);
        if (!items.empty()) return items;
        if (const Result<SampleJob> job = read_job(connection, job_id); !job) return job.error();
        return items;
    });
}

Result<std::vector<jobs::ItemState>> SampleJobTable::item_states(const std::string& job_id) const {
    using States = std::vector<jobs::ItemState>;
    return read_from(database_, kReadingJobs, [&](SQLite::Database& connection) -> Result<States> {
        States states;
        SQLite::Statement query(connection,
                                "SELECT id, status FROM sample_job_items WHERE job_id = ? ORDER BY position");
        query.bind(1, job_id);
        while (query.executeStep())
            states.push_back(
                {query.getColumn(0).getString(),
                 jobs::item_status_from(query.getColumn(1).getString()).value_or(ItemStatus::Failed)});
        return states;
    });
}

Result<JobItem> SampleJobTable::item(const std::string& item_id) const {
    return read_from(database_, kReadingJobs, [&](SQLite::Database& connection) -> Result<JobItem> {
        std::vector<JobItem> items = read_items(connection, "id", item_id);
        if (items.empty()) return no_such_item(item_id);
        return std::move(items.front());
    });
}

Result<std::vector<SampleJob>> SampleJobTable::line(const std::string& provider) const {
    using Jobs = std::vector<SampleJob>;
    return read_from(database_, kReadingJobs, [&](SQLite::Database& connection) -> Result<Jobs> {
        return read_jobs(connection, "WHERE provider = ? AND status IN ('running', 'pending')",
                         "ORDER BY status = 'pending', created_at, rowid", provider);
    });
}

Result<SampleJob> SampleJobTable::advance(const std::string& job_id, JobEvent event,
                                          const std::string& message) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) {
        return move_job(connection, job_id, event, message);
    });
}

Result<SampleJob> SampleJobTable::request_stop(const std::string& job_id) {
    return write_to(database_, "Cannot stop the sample job",
                    [&](SQLite::Database& connection) -> Result<SampleJob> {
                        const Result<SampleJob> job = read_job(connection, job_id);
                        if (!job) return job.error();
                        if (job->status != JobStatus::Running)
                            return move_job(connection, job_id, JobEvent::Stopped, "");
                        SQLite::Statement update(connection,
                                                 "UPDATE sample_jobs SET stop_requested = "
                                                 "min(stop_requested + 1, 2), updated_at = ?2 WHERE id = ?1");
                        update.bind(1, job_id);
                        update.bind(2, now_text());
                        update.exec();
                        return read_job(connection, job_id);
                    });
}

Result<jobs::StopWish> SampleJobTable::stop_wish(const std::string& job_id) const {
    return read_from(database_, kReadingJobs, [&](SQLite::Database& connection) -> Result<jobs::StopWish> {
        SQLite::Statement query(connection, "SELECT stop_requested FROM sample_jobs WHERE id = ?");
        query.bind(1, job_id);
        if (!query.executeStep())
            return Error{ErrorKind::NotFound,
                         fmt::format("There is no sample job {}. List them again", job_id)};
        return static_cast<jobs::StopWish>(query.getColumn(0).getInt());
    });
}

Status SampleJobTable::begin_attempt(const std::string& item_id, const std::string& attempt_id,
                                     const std::string& output_path) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) {
        return change_item(
            connection, item_id, ItemEvent::Started,
            ", attempt_id = ?3, output_path = ?4, comfyui_prompt_id = NULL, error_message = NULL, "
            "duration_ms = NULL",
            {attempt_id, output_path});
    });
}

Status SampleJobTable::accepted(const std::string& item_id, const std::string& attempt_id,
                                const std::string& remote_id) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement update(connection,
                                 "UPDATE sample_job_items SET comfyui_prompt_id = ?3, updated_at = ?4 "
                                 "WHERE id = ?1 AND attempt_id = ?2");
        update.bind(1, item_id);
        update.bind(2, attempt_id);
        update.bind(3, remote_id);
        update.bind(4, now_text());
        if (update.exec() == 1) return {};
        const Result<ItemPlace> place = place_of(connection, item_id);
        if (!place) return place.error();
        return Error{ErrorKind::Conflict,
                     "Another attempt at the picture has begun meanwhile. Look at the job again"};
    });
}

Status SampleJobTable::redirect(const std::string& item_id, const std::string& output_path) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) {
        return change_item(connection, item_id, ItemEvent::Started, ", output_path = ?3", {output_path});
    });
}

Status SampleJobTable::complete(const std::string& item_id,
                                std::optional<std::chrono::milliseconds> duration) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) {
        return change_item(connection, item_id, ItemEvent::Finished,
                           ", error_message = NULL, duration_ms = CAST(NULLIF(?3, '') AS INTEGER)",
                           {duration ? fmt::format("{}", duration->count()) : std::string()});
    });
}

Status SampleJobTable::give_up(const std::string& item_id, ItemEvent event, const std::string& message) {
    return write_to(database_, kWritingJobs, [&](SQLite::Database& connection) {
        const std::string_view cleared = event == ItemEvent::Interrupted ? kAsNew : ", error_message = ?3";
        const std::vector<std::string> values =
            event == ItemEvent::Interrupted ? std::vector<std::string>{} : std::vector{message};
        return change_item(connection, item_id, event, std::string(cleared), values);
    });
}

Result<std::size_t> SampleJobTable::retry_failed(const std::string& job_id,
                                                 const std::map<std::string, std::string>& model_paths) {
    return write_to(database_, "Cannot retry the sample job",
                    [&](SQLite::Database& connection) -> Result<std::size_t> {
                        std::size_t count = 0;
                        for (const JobItem& item : read_items(connection, "job_id", job_id))
                            count += reopen(connection, item, model_paths);
                        if (count == 0) {
                            const Result<SampleJob> job = read_job(connection, job_id);
                            if (!job) return job.error();
                            return count;
                        }
                        const Result<SampleJob> moved = move_job(connection, job_id, JobEvent::Retried, "");
                        if (!moved) return moved.error();
                        return count;
                    });
}

Status SampleJobTable::retry_item(const std::string& item_id) {
    return write_to(database_, "Cannot retry the picture", [&](SQLite::Database& connection) -> Status {
        const Result<ItemPlace> place = place_of(connection, item_id);
        if (!place) return place.error();
        const std::vector<JobItem> items = read_items(connection, "id", item_id);
        if (items.front().model_path.empty())
            return Error{ErrorKind::Conflict,
                         "The service does not know its checkpoint. Retry the whole job"};
        if (Status changed = change_item(connection, item_id, ItemEvent::Retried, std::string(kAsNew), {});
            !changed)
            return changed;
        const Result<SampleJob> moved = move_job(connection, place->job_id, JobEvent::Retried, "");
        if (!moved) return moved.error();
        return {};
    });
}

Status SampleJobTable::remove(const std::string& job_id) {
    return write_to(database_, "Cannot remove the sample job", [&](SQLite::Database& connection) -> Status {
        const Result<SampleJob> job = read_job(connection, job_id);
        if (!job) return job.error();
        if (job->status == JobStatus::Running)
            return Error{ErrorKind::Conflict, "The job is running. Stop it first"};
        SQLite::Statement removal(connection, "DELETE FROM sample_jobs WHERE id = ?");
        removal.bind(1, job_id);
        removal.exec();
        return {};
    });
}

}  // namespace proofsheet::store
