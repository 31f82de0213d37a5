#include "report/all_pictures.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "report/knowledge.h"
#include "report/recorded_parameters.h"
#include "store/picture_table.h"
#include "store/review_values.h"

namespace proofsheet::report {
namespace {

Result<Knowledge> read_knowledge(store::Database& database) {
    auto values = store::ReviewValues(database).all_dated();
    if (!values) return values.error();
    auto records = store::ImageTable(database).all();
    if (!records) return records.error();
    Knowledge knowledge;
    knowledge.values.reserve(values->size());
    for (store::DatedValue& value : *values)
        knowledge.values.push_back({value.current.picture,
                                    {value.current.criterion, std::move(value.current.value), value.when,
                                     value.blind, value.since_shown}});
    knowledge.records = std::move(*records);
    return knowledge;
}

/// Rows of one visit, and what was told already.
class Visit {
public:
    Visit(const Knowledge& knowledge, const FactsOf& facts_of, const TakeRow& take)
        : knowledge_(knowledge), facts_of_(facts_of), take_(take) {}

    Status scanned(const grid::Catalog& catalog, store::Database& database) {
        std::vector<store::FileVersion> versions;
        versions.reserve(catalog.samples.size());
        for (const grid::Sample& sample : catalog.samples)
            versions.push_back({catalog.root + "/" + sample.path, sample.stamp});
        const auto pictures = store::PictureTable(database).find(versions);
        if (!pictures) return pictures.error();
        for (std::size_t i = 0; i < versions.size(); ++i) {
            if (!paths_.insert(versions[i].path).second) continue;
            PictureRow row = scanned_row(catalog, {static_cast<std::uint32_t>(i)});
            if (const auto picture = (*pictures)[i]) {
                knowledge_.add_to(row, *picture);
                contents_.insert(*picture);
            }
            give(std::move(row));
        }
        return {};
    }

    void recorded(const store::ImageRecord& record) {
        if (record.file_path && paths_.contains(*record.file_path)) return;
        if (record.picture && contents_.contains(record.picture)) return;
        PictureRow row;
        row.run = record.training_run.value_or(std::string());
        row.path = record.file_path.value_or(std::string());
        row.stamp = record.stamp.value_or(FileStamp{});
        if (record.checkpoint) row.dimensions.emplace_back(grid::kCheckpointDimension, *record.checkpoint);
        if (record.picture) knowledge_.add_to(row, record.picture);
        row.record = record;
        give(std::move(row));
    }

private:
    void give(PictureRow row) {
        const bool is_recorded = row.record && (row.record->parameters_json || row.record->run_id);
        if (facts_of_ && !is_recorded && !row.path.empty()) row.facts = facts_of_(row);
        if (row.record && row.record->parameters_json) add_recorded(row, *row.record->parameters_json);
        take_(std::move(row));
    }

    const Knowledge& knowledge_;
    const FactsOf& facts_of_;
    const TakeRow& take_;
    std::unordered_set<std::string> paths_;
    std::unordered_set<review::PictureId> contents_;
};

}  // namespace

Status visit_pictures(const Catalogs& catalogs, store::Database& database, const FactsOf& facts_of,
                      const TakeRow& take) {
    const Result<Knowledge> knowledge = read_knowledge(database);
    if (!knowledge) return knowledge.error();
    Visit visit(*knowledge, facts_of, take);
    for (const auto& catalog : catalogs)
        if (const Status done = visit.scanned(*catalog, database); !done) return done;
    std::vector<const store::ImageRecord*> records;
    for (const store::ImageRecord& record : knowledge->records) records.push_back(&record);
    // What came in the same moment stays in the order of the pictures.
    std::stable_sort(records.begin(), records.end(), [](const auto* left, const auto* right) {
        return left->created_at < right->created_at;
    });
    for (const store::ImageRecord* record : records) visit.recorded(*record);
    return {};
}

}  // namespace proofsheet::report
