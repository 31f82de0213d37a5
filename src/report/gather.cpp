#include "report/gather.h"

#include <algorithm>
#include <iterator>

#include "report/knowledge.h"
#include "store/review_log.h"
#include "store/review_values.h"

namespace proofsheet::report {
namespace {

using Values = std::vector<review::CurrentValue>;
using Events = std::vector<review::ReviewEvent>;

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

/// The pictures of these rows, one each, and what is known of them.
struct LookedUp {
    std::vector<std::optional<review::PictureId>> pictures;
    Knowledge knowledge;
};

Result<LookedUp> look_up(const std::vector<PictureRow>& rows, store::Database& database) {
    std::vector<store::FileVersion> versions;
    versions.reserve(rows.size());
    for (const PictureRow& row : rows) versions.push_back({row.path, row.stamp});
    auto files = store::ReviewValues(database).of_files(versions);
    if (!files) return files.error();
    LookedUp found{std::move(files->pictures), {}};
    std::vector<review::EventNumber> numbers;
    for (const review::CurrentValue& value : files->values) numbers.push_back(value.event);
    const auto events = store::ReviewLog(database).events(numbers);
    if (!events) return events.error();
    for (const review::CurrentValue& value : files->values)
        found.knowledge.values.push_back({value.picture, given(value, *events)});
    std::vector<review::PictureId> pictures;
    for (const auto& picture : found.pictures)
        if (picture) pictures.push_back(*picture);
    auto records = store::ImageTable(database).of_pictures(pictures);
    if (!records) return records.error();
    found.knowledge.records = std::move(*records);
    return found;
}

}  // namespace

Result<std::vector<PictureRow>> gather_rows(const grid::Catalog& catalog, store::Database& database,
                                            const FactsOf& facts_of) {
    std::vector<PictureRow> rows;
    rows.reserve(catalog.samples.size());
    for (std::size_t i = 0; i < catalog.samples.size(); ++i)
        rows.push_back(scanned_row(catalog, {static_cast<std::uint32_t>(i)}));
    const Result<LookedUp> found = look_up(rows, database);
    if (!found) return found.error();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (found->pictures[i]) found->knowledge.add_to(rows[i], *found->pictures[i]);
        if (facts_of) rows[i].facts = facts_of(rows[i]);
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
