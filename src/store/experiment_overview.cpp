#include "store/experiment_overview.h"

#include <map>

#include "jobs/experiment_json.h"
#include "store/call_rows.h"
#include "store/credit_rows.h"
#include "store/model_json.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingExperiments = "Cannot read the experiments";
constexpr std::string_view kService = "sinkin";

using Runs = std::vector<jobs::RunSummary>;

/// Runs by their id, so that other queries can add to them.
class RunIndex {
public:
    explicit RunIndex(Runs& runs) {
        for (jobs::RunSummary& run : runs) by_id_[run.id] = &run;
    }
    jobs::RunSummary* find(const SQLite::Statement& row) const {
        const auto found = by_id_.find(row.getColumn(0).getString());
        return found == by_id_.end() ? nullptr : found->second;
    }

private:
    std::map<std::string, jobs::RunSummary*> by_id_;
};

Runs read_runs(SQLite::Database& connection) {
    SQLite::Statement query(connection,
                            "SELECT id, batch_number, name, created_at, prompt, model_id, "
                            "COALESCE(model_name, '') FROM runs ORDER BY batch_number DESC");
    Runs runs;
    while (query.executeStep()) {
        jobs::RunSummary& run = runs.emplace_back();
        run.id = query.getColumn(0).getString();
        run.batch_number = query.getColumn(1).getInt();
        run.name = query.getColumn(2).getString();
        run.created_at = query.getColumn(3).getString();
        run.prompt = query.getColumn(4).getString();
        run.model_id = query.getColumn(5).getString();
        run.model_name = query.getColumn(6).getString();
    }
    return runs;
}

int& count_of(jobs::CallCounts& counts, jobs::CallStatus status) {
    switch (status) {
        case jobs::CallStatus::Queued:
            return counts.queued;
        case jobs::CallStatus::Running:
            return counts.running;
        case jobs::CallStatus::Completed:
            return counts.completed;
        case jobs::CallStatus::Failed:
            return counts.failed;
        case jobs::CallStatus::Cancelled:
            return counts.cancelled;
        case jobs::CallStatus::Indeterminate:
            return counts.indeterminate;
    }
    return counts.queued;
}

/// A call that a fallback stands in for asks for no pictures of its own.
void add_calls(SQLite::Database& connection, const RunIndex& runs) {
    SQLite::Statement query(
        connection,
        "SELECT run_id, status, COUNT(*), SUM(CASE WHEN kind = 'inference' AND "
        "json_valid(config_json) THEN COALESCE(json_extract(config_json, '$.num_images'), 0) ELSE 0 END) "
        "FROM jobs WHERE run_id IS NOT "
        "NULL AND id NOT IN (SELECT replaces FROM jobs WHERE replaces IS NOT NULL) GROUP BY run_id, status");
    while (query.executeStep()) {
        jobs::RunSummary* run = runs.find(query);
        const auto status = jobs::call_status_from(query.getColumn(1).getString());
        if (run == nullptr || !status) continue;
        count_of(run->calls, *status) += query.getColumn(2).getInt();
        run->planned += query.getColumn(3).getInt();
    }
}

void add_pictures(SQLite::Database& connection, const RunIndex& runs) {
    SQLite::Statement query(
        connection,
        "SELECT i.run_id, SUM(i.upscale_of IS NULL AND i.file_path IS NOT NULL), SUM(i.file_path IS NULL AND "
        "i.download_url IS NOT NULL), SUM(i.upscale_of IS NULL AND i.file_path IS NOT NULL AND s.value IS "
        "NOT "
        "NULL), SUM(i.upscale_of IS NULL AND i.file_path IS NOT NULL AND EXISTS (SELECT 1 FROM images u "
        "WHERE "
        "u.upscale_of = i.id AND u.file_path IS NOT NULL)), SUM(i.upscale_of IS NULL AND i.file_path IS NOT "
        "NULL AND c.mode = 'fallback') FROM images i LEFT JOIN configs c ON c.image_id = i.id LEFT JOIN "
        "scores "
        "s ON s.picture_id = i.picture_id AND s.criterion_id = (SELECT id FROM criteria WHERE key = "
        "'overall_quality') WHERE i.run_id IS NOT NULL GROUP BY i.run_id");
    while (query.executeStep()) {
        jobs::RunSummary* run = runs.find(query);
        if (run == nullptr) continue;
        run->pictures = query.getColumn(1).getInt();
        run->unfetched = query.getColumn(2).getInt();
        run->scored = query.getColumn(3).getInt();
        run->upscaled = query.getColumn(4).getInt();
        run->fallbacks = query.getColumn(5).getInt();
    }
}

void add_credits(SQLite::Database& connection, const RunIndex& runs) {
    SQLite::Statement query(
        connection,
        "SELECT j.run_id, l.kind, SUM(l.amount_micro) FROM credit_ledger l JOIN jobs j ON "
        "j.id = l.job_id WHERE j.run_id IS NOT NULL GROUP BY j.run_id, l.kind");
    while (query.executeStep()) {
        jobs::RunSummary* run = runs.find(query);
        const auto kind = jobs::ledger_kind_from(query.getColumn(1).getString());
        if (run != nullptr && kind) jobs::add(run->credits, {{}, *kind, {query.getColumn(2).getInt64()}});
    }
}

constexpr const char* kCallRows =
    "SELECT j.id, COALESCE(j.run_id, ''), COALESCE(r.batch_number, 0), COALESCE(r.name, ''), j.status, "
    "j.position, j.config_json, j.credit_cost_micro, (SELECT COUNT(*) FROM images i WHERE i.job_id = j.id), "
    "(SELECT COUNT(*) FROM images i WHERE i.job_id = j.id AND i.file_path IS NULL), "
    "COALESCE(j.error_message, "
    "(SELECT i.download_error FROM images i WHERE i.job_id = j.id AND i.file_path IS NULL AND "
    "i.download_error IS NOT NULL LIMIT 1), ''), COALESCE(j.started_at, ''), COALESCE(j.finished_at, '') "
    "FROM "
    "jobs j LEFT JOIN runs r ON r.id = j.run_id ";

/// A call whose settings cannot be read is listed with that problem, so that it can be cancelled.
std::optional<jobs::CallRow> call_row_at(const SQLite::Statement& row, const jobs::PriceBook& prices) {
    const auto status = jobs::call_status_from(row.getColumn(4).getString());
    auto config = jobs::call_from_json(row.getColumn(6).getString());
    if (!status) return std::nullopt;
    jobs::CallRow call;
    call.id = row.getColumn(0).getString();
    call.run_id = row.getColumn(1).getString();
    call.batch_number = row.getColumn(2).getInt();
    call.run_name = row.getColumn(3).getString();
    call.status = *status;
    call.position = row.getColumn(5).getInt64();
    if (config) call.config = std::move(*config);
    call.expected = prices.of(call.config).expected;
    if (!row.getColumn(7).isNull()) call.cost = jobs::Credits{row.getColumn(7).getInt64()};
    call.images = row.getColumn(8).getInt();
    call.unfetched = row.getColumn(9).getInt();
    call.problem = config ? row.getColumn(10).getString() : config.error().message;
    call.started_at = row.getColumn(11).getString();
    call.finished_at = row.getColumn(12).getString();
    return call;
}

std::vector<jobs::CallRow> rows_from(SQLite::Statement& query, const jobs::PriceBook& prices) {
    std::vector<jobs::CallRow> rows;
    while (query.executeStep())
        if (auto row = call_row_at(query, prices)) rows.push_back(std::move(*row));
    return rows;
}

std::vector<jobs::CallRow> read_queue(SQLite::Database& connection, const jobs::PriceBook& prices) {
    SQLite::Statement query(
        connection,
        std::string(kCallRows) +
            "WHERE (j.status <> 'completed' OR EXISTS (SELECT 1 FROM images i WHERE i.job_id = j.id AND "
            "i.file_path IS NULL)) AND j.id NOT IN (SELECT replaces FROM jobs WHERE replaces IS NOT NULL) "
            "ORDER "
            "BY CASE j.status WHEN 'running' THEN 0 WHEN 'queued' THEN 1 ELSE 2 END, CASE j.status WHEN "
            "'queued' THEN j.position ELSE 0 END, j.updated_at DESC, j.id LIMIT 5000");
    return rows_from(query, prices);
}

void read_pause(SQLite::Database& connection, jobs::ExperimentOverview& overview) {
    SQLite::Statement query(connection, "SELECT is_paused, reason FROM call_queue");
    if (!query.executeStep()) return;
    overview.is_paused = query.getColumn(0).getInt() == 1;
    overview.pause_reason = query.getColumn(1).getString();
}

std::optional<jobs::ExperimentForm> form_at(SQLite::Statement& row) {
    jobs::SettingsRead read = jobs::settings_from_json(row.getColumn(0).getString());
    if (!read.settings) return std::nullopt;
    jobs::ExperimentForm form = jobs::form_of(*read.settings);
    form.model_name = text_at(row, 1).value_or("");
    return form;
}

void narrow(jobs::ExperimentForm& form, const jobs::CallConfig& call) {
    jobs::ExperimentSettings one = *jobs::check_form(form).settings;
    one.model_name = form.model_name;
    one.schedulers = {call.scheduler};
    one.steps = {call.steps};
    one.scales = {call.scale};
    one.seed_mode = jobs::SeedMode::FixedSeed;
    one.seeds = {call.seed};
    one.total_images = one.num_images = call.kind == jobs::CallKind::Inference ? call.num_images : 1;
    one.variations_count = 1;
    form = jobs::form_of(one);
}

}  // namespace

Result<jobs::ExperimentOverview> ExperimentOverviews::overview() const {
    using Overview = jobs::ExperimentOverview;
    return read_from(database_, kReadingExperiments, [&](SQLite::Database& connection) -> Result<Overview> {
        Overview overview;
        overview.runs = read_runs(connection);
        const RunIndex runs(overview.runs);
        add_calls(connection, runs);
        add_pictures(connection, runs);
        add_credits(connection, runs);
        overview.prices = learnt_prices(connection);
        overview.queue = read_queue(connection, overview.prices);
        overview.spending = spending_at(connection, {session_, clock_()});
        read_pause(connection, overview);
        return overview;
    });
}

Result<std::vector<jobs::CallRow>> ExperimentOverviews::calls_of_run(const std::string& run_id) const {
    using Rows = std::vector<jobs::CallRow>;
    return read_from(database_, kReadingExperiments, [&](SQLite::Database& connection) -> Result<Rows> {
        SQLite::Statement query(connection,
                                std::string(kCallRows) + "WHERE j.run_id = ? ORDER BY j.position, j.id");
        query.bind(1, run_id);
        return rows_from(query, learnt_prices(connection));
    });
}

Result<std::optional<jobs::ExperimentForm>> ExperimentOverviews::form_of_run(
    const std::string& run_id) const {
    using Form = std::optional<jobs::ExperimentForm>;
    return read_from(database_, kReadingExperiments, [&](SQLite::Database& connection) -> Result<Form> {
        SQLite::Statement query(connection, "SELECT form_json, model_name FROM runs WHERE id = ?");
        query.bind(1, run_id);
        return query.executeStep() ? form_at(query) : Form{};
    });
}

Result<std::optional<jobs::ExperimentForm>> ExperimentOverviews::form_of_picture(
    const std::string& file_path) const {
    using Form = std::optional<jobs::ExperimentForm>;
    return read_from(database_, kReadingExperiments, [&](SQLite::Database& connection) -> Result<Form> {
        SQLite::Statement query(
            connection,
            "SELECT r.form_json, r.model_name, j.config_json FROM images i JOIN runs r ON "
            "r.id = i.run_id JOIN jobs j ON j.id = i.job_id WHERE i.file_path = ? LIMIT 1");
        query.bind(1, file_path);
        if (!query.executeStep()) return Form{};
        Form form = form_at(query);
        const auto call = jobs::call_from_json(query.getColumn(2).getString());
        if (form && call) narrow(*form, *call);
        return form;
    });
}

Result<jobs::ModelList> ExperimentOverviews::models() const {
    return read_from(
        database_, kReadingExperiments, [](SQLite::Database& connection) -> Result<jobs::ModelList> {
            SQLite::Statement query(connection,
                                    "SELECT offer_json, fetched_at FROM service_offers WHERE service = ?");
            query.bind(1, std::string(kService));
            if (!query.executeStep()) return jobs::ModelList{};
            jobs::ModelList models = models_from_json(query.getColumn(0).getString());
            models.fetched_at = query.getColumn(1).getString();
            return models;
        });
}

Status ExperimentOverviews::keep_models(const jobs::ModelList& models) {
    return write_to(database_, "Cannot save the list of models", [&](SQLite::Database& connection) -> Status {
        SQLite::Statement keep(
            connection,
            "INSERT OR REPLACE INTO service_offers (service, offer_json, fetched_at) VALUES (?, ?, ?)");
        keep.bind(1, std::string(kService));
        keep.bind(2, models_to_json(models));
        keep.bind(3, time_text(clock_()));
        keep.exec();
        return {};
    });
}

}  // namespace proofsheet::store
