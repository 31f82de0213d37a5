#include "shell/analysis_link.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <unordered_map>
#include <utility>

#include "app/config_load.h"
#include "app/config_parse.h"
#include "core/file_bytes.h"
#include "report/all_pictures.h"
#include "report/analysis_table.h"
#include "report/csv.h"
#include "report/scores_json.h"
#include "scan/picture_parameters.h"
#include "store/criteria_table.h"

namespace proofsheet::shell {
namespace {

using Clock = std::chrono::steady_clock;

/// A table in which more files are read comes after so long, then after twice as long, and so on.
constexpr std::chrono::milliseconds kFirstNews{1500};
constexpr std::size_t kFilesANote = 200;

Result<std::vector<review::Criterion>> active_criteria(store::Database& database) {
    auto criteria = store::CriteriaTable(database).list();
    if (!criteria) return criteria.error();
    return report::active_only(*criteria);
}

std::string text_of(const report::ScoreTable& table, app::TableForm form) {
    switch (form) {
        case app::TableForm::LongCsv:
            return report::long_csv(table);
        case app::TableForm::Json:
            return report::scores_json(table);
        case app::TableForm::WideCsv:
            break;
    }
    return report::wide_csv(table);
}

/// The rows of a view in its order.
Result<report::ScoreTable> gather_view(store::Database& database, const app::WriteTable& effect,
                                       const report::FactsOf& facts_of) {
    auto criteria = active_criteria(database);
    if (!criteria) return criteria.error();
    std::unordered_map<std::string, std::size_t> places;
    for (const std::uint32_t row : effect.view->rows)
        places.emplace(effect.view->table->pictures[row].name(), places.size());
    std::vector<std::pair<std::size_t, report::PictureRow>> rows;
    const Status done =
        report::visit_pictures(effect.catalogs, database, facts_of, [&](report::PictureRow row) {
            const bool has_file = !row.path.empty() || !row.record;
            const auto place = places.find(has_file ? row.path : row.record->id);
            if (place != places.end()) rows.emplace_back(place->second, std::move(row));
        });
    if (!done) return done.error();
    std::sort(rows.begin(), rows.end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    report::ScoreTable table{std::move(*criteria), {}};
    for (auto& [place, row] : rows) table.rows.push_back(std::move(row));
    return table;
}

Status save(const report::ScoreTable& table, app::TableForm form, const std::filesystem::path& target) {
    std::error_code failed;  // then writing says why
    std::filesystem::create_directories(target.parent_path(), failed);
    const std::string text = text_of(table, form);
    return write_file_atomically(target, std::as_bytes(std::span(text)));
}

}  // namespace

struct AnalysisLink::Visitor {
    AnalysisLink& link;
    template <typename Effect>
    void operator()(const Effect& effect) const {
        link.run(effect);
    }
};

AnalysisLink::AnalysisLink(StoreLink& store, tasks::Inbox<app::Command>& inbox, std::function<void()> wake)
    : store_(store),
      inbox_(inbox),
      wake_(std::move(wake)),
      looking_(1, tasks::PoolPriority::Background),
      reading_(1, tasks::PoolPriority::Background) {}

AnalysisLink::~AnalysisLink() {
    (void)wanted_table_.next();  // what is being read is not wanted any more
    store_.finish();             // its tasks hand work to this one's threads
}

void AnalysisLink::run(const app::AnalysisEffect& effect) {
    std::visit(Visitor{*this}, effect.content);
}

void AnalysisLink::on_reader(const std::function<void(store::Database&)>& work,
                             const std::function<void(const Error&)>& otherwise) {
    // By way of the store's thread: what was asked for before is written then.
    store_.submit(
        [this, work, otherwise](store::Database& database) {
            auto connection = store::connect_again(database);
            if (!connection) return otherwise(connection.error());
            reading_.submit([work, reader = std::make_shared<store::Database>(std::move(*connection))](
                                std::stop_token) { work(*reader); });
        },
        otherwise);
}

void AnalysisLink::run(const app::ReadTable& effect) {
    on_reader([this, effect,
               wanted = wanted_table_.next()](store::Database& database) { read(database, effect, wanted); },
              [this, ticket = effect.ticket](const Error& error) {
                  inbox_.post(app::on_analysis(app::TableRead{ticket, nullptr, error.message}));
              });
}

void AnalysisLink::run(const app::LookAtTable& effect) {
    looking_.submit([this, effect, wanted = wanted_view_.next()](std::stop_token) {
        if (!wanted.is_latest()) return;
        auto view = std::make_shared<const review::TableView>(review::look_at(effect.table, effect.query));
        inbox_.post(app::on_analysis(app::TableLookedAt{effect.ticket, std::move(view)}));
    });
}

void AnalysisLink::run(const app::LookForPicture& effect) {
    looking_.submit([this, effect](std::stop_token) {
        inbox_.post(app::on_analysis(app::PictureLookedFor{effect.path, stamp_of(effect.path).has_value()}));
    });
}

void AnalysisLink::run(const app::WriteTable& effect) {
    on_reader([this, effect](store::Database& database) { write(database, effect); },
              [this](const Error& error) {
                  inbox_.post(app::Noticed{app::ToastKind::Error, error.message});
              });
}

void AnalysisLink::read(store::Database& database, const app::ReadTable& effect, const Ticket& wanted) {
    if (!wanted.is_latest()) return;
    std::vector<UnreadFile> unread;
    if (answer_table(database, effect, &unread) && !unread.empty())
        read_heads(database, effect, wanted, unread);
}

bool AnalysisLink::answer_table(store::Database& database, const app::ReadTable& effect,
                                std::vector<UnreadFile>* unread) {
    const auto refuse = [&](const Error& error) {
        inbox_.post(app::on_analysis(app::TableRead{effect.ticket, nullptr, error.message}));
        return false;
    };
    auto criteria = active_criteria(database);
    if (!criteria) return refuse(criteria.error());
    std::size_t missing = 0;
    const auto known_facts = [&](const report::PictureRow& row) -> report::PictureFacts {
        if (auto facts = heads_.find(row.path, row.stamp)) return std::move(*facts);
        ++missing;
        if (unread != nullptr) unread->push_back({row.path, row.stamp});
        return {};
    };
    report::AnalysisTableMaker maker(std::move(*criteria));
    const Status done = report::visit_pictures(effect.catalogs, database, known_facts,
                                               [&](const report::PictureRow& row) { maker.add(row); });
    if (!done) return refuse(done.error());
    review::AnalysisTable table = maker.finish();
    table.unread = missing;
    inbox_.post(app::on_analysis(
        app::TableRead{effect.ticket, std::make_shared<const review::AnalysisTable>(std::move(table)), {}}));
    return true;
}

void AnalysisLink::read_heads(store::Database& database, const app::ReadTable& effect, const Ticket& wanted,
                              const std::vector<UnreadFile>& unread) {
    Clock::time_point told = Clock::now();
    auto pause = kFirstNews;
    for (std::size_t i = 0; i < unread.size() && wanted.is_latest(); ++i) {
        scan::PictureHead head = scan::read_picture_head(unread[i].path);
        heads_.keep(unread[i].path, unread[i].stamp, {head.size, std::move(head.parameters)});
        if (i % kFilesANote == 0) {
            note_.set("Reading pictures' metadata: " + std::to_string(i) + " of " +
                      std::to_string(unread.size()));
            wake_();
        }
        if (Clock::now() - told < pause) continue;
        if (!answer_table(database, effect, nullptr)) break;
        told = Clock::now();
        pause *= 2;
    }
    note_.set({});
    wake_();
    if (wanted.is_latest()) answer_table(database, effect, nullptr);
}

report::PictureFacts AnalysisLink::facts_of(const report::PictureRow& row) {
    if (auto facts = heads_.find(row.path, row.stamp)) return std::move(*facts);
    scan::PictureHead head = scan::read_picture_head(row.path);
    report::PictureFacts facts{head.size, std::move(head.parameters)};
    heads_.keep(row.path, row.stamp, facts);
    return facts;
}

void AnalysisLink::write(store::Database& database, const app::WriteTable& effect) {
    const std::string home = app::read_environment().home;
    const std::filesystem::path target = app::resolve_path(effect.target, home, home);
    note_.set("Writing the table");
    wake_();
    const auto table =
        gather_view(database, effect, [this](const report::PictureRow& row) { return facts_of(row); });
    const Status saved = table ? save(*table, effect.form, target) : Status(table.error());
    note_.set({});
    if (!saved) return inbox_.post(app::Noticed{app::ToastKind::Error, saved.error().message});
    const std::size_t count = table->rows.size();
    inbox_.post(app::Noticed{app::ToastKind::Good, "Table of " + std::to_string(count) +
                                                       (count == 1 ? " picture" : " pictures") +
                                                       " saved: " + display_path(target)});
}

}  // namespace proofsheet::shell
