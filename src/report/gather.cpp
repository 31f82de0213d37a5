#include "report/gather.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "store/image_table.h"
#include "store/review_log.h"
#include "store/review_values.h"

namespace proofsheet::report {
namespace {

using Values = std::vector<review::CurrentValue>;
using Events = std::vector<review::ReviewEvent>;
using Records = std::vector<store::ImageRecord>;

/// What the database says of the pictures of a catalog; values and records by picture, events by number.
struct Known {
    std::vector<std::optional<review::PictureId>> pictures;  ///< one a sample
    Values values;
    Events events;
    Records records;
};

PictureRow row_of(const grid::Catalog& catalog, grid::SampleId id) {
    const grid::Sample& sample = catalog.sample(id);
    PictureRow row;
    row.run = catalog.run;
    row.path = catalog.root + "/" + sample.path;
    row.stamp = sample.stamp;
    row.batch = sample.batch;
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
        const grid::ValueIndex value = catalog.value(id, i);
        if (value == grid::kNoValue) continue;
        const grid::Dimension& dimension = catalog.dimensions[i];
        row.dimensions.emplace_back(dimension.name, dimension.values[static_cast<std::size_t>(value)]);
    }
    return row;
}

GivenValue given(const review::CurrentValue& current, const Events& events) {
    GivenValue value{current.criterion, current.value, {}, false, {}};
    const auto event =
        std::lower_bound(events.begin(), events.end(), current.event,
                         [](const review::ReviewEvent& each, auto number) { return each.number < number; });
    if (event == events.end() || event->number != current.event) return value;
    value.when = event->edit.when;
    value.blind = event->edit.blind;
    value.since_shown = event->edit.since_shown;
    return value;
}

/// The record of this file, else the first one of its content.
std::optional<store::ImageRecord> record_of(const Records& records, review::PictureId picture,
                                            const std::string& path) {
    std::optional<store::ImageRecord> first;
    auto record = std::lower_bound(
        records.begin(), records.end(), picture,
        [](const store::ImageRecord& each, review::PictureId id) { return each.picture < id; });
    for (; record != records.end() && record->picture == picture; ++record) {
        if (record->file_path == path) return *record;
        if (!first) first = *record;
    }
    return first;
}

void add_known(PictureRow& row, review::PictureId picture, const Known& known) {
    auto value = std::lower_bound(
        known.values.begin(), known.values.end(), picture,
        [](const review::CurrentValue& each, review::PictureId id) { return each.picture < id; });
    for (; value != known.values.end() && value->picture == picture; ++value)
        row.values.push_back(given(*value, known.events));
    row.record = record_of(known.records, picture, row.path);
}

Result<Known> look_up(const std::vector<PictureRow>& rows, store::Database& database) {
    std::vector<store::FileVersion> versions;
    versions.reserve(rows.size());
    for (const PictureRow& row : rows) versions.push_back({row.path, row.stamp});
    auto files = store::ReviewValues(database).of_files(versions);
    if (!files) return files.error();
    Known known{std::move(files->pictures), std::move(files->values), {}, {}};
    std::vector<review::EventNumber> numbers;
    for (const review::CurrentValue& value : known.values) numbers.push_back(value.event);
    auto events = store::ReviewLog(database).events(numbers);
    if (!events) return events.error();
    std::vector<review::PictureId> pictures;
    for (const auto& picture : known.pictures)
        if (picture) pictures.push_back(*picture);
    auto records = store::ImageTable(database).of_pictures(pictures);
    if (!records) return records.error();
    known.events = std::move(*events);
    known.records = std::move(*records);
    return known;
}

}  // namespace

Result<std::vector<PictureRow>> gather_rows(const grid::Catalog& catalog, store::Database& database,
                                            const FactsOf& facts_of) {
    std::vector<PictureRow> rows;
    rows.reserve(catalog.samples.size());
    for (std::size_t i = 0; i < catalog.samples.size(); ++i)
        rows.push_back(row_of(catalog, {static_cast<std::uint32_t>(i)}));
    const Result<Known> known = look_up(rows, database);
    if (!known) return known.error();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (known->pictures[i]) add_known(rows[i], *known->pictures[i], *known);
        if (facts_of) rows[i].facts = facts_of(rows[i].path);
    }
    return rows;
}

std::vector<review::Criterion> active_only(const std::vector<review::Criterion>& criteria) {
    std::vector<review::Criterion> active;
    std::copy_if(criteria.begin(), criteria.end(), std::back_inserter(active),
                 [](const review::Criterion& each) { return each.active; });
    return active;
}

const GivenValue* value_of(const PictureRow& row, review::CriterionId criterion) {
    for (const GivenValue& value : row.values)
        if (value.criterion == criterion) return &value;
    return nullptr;
}

}  // namespace proofsheet::report
