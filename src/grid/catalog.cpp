#include "grid/catalog.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "core/text.h"
#include "grid/text_order.h"
#include "grid/text_table.h"
#include "grid/value_order.h"

namespace proofsheet::grid {
namespace {

/// A value that a sample gives to a dimension. Sparse, so that memory follows the input and not samples x
/// dimensions.
struct Entry {
    std::uint32_t sample = 0;
    ValueIndex value = kNoValue;  ///< its number in Column::values
};

/// One dimension while it is collected. Texts belong to the report.
struct Column {
    std::string_view name;
    std::pair<std::uint32_t, std::size_t> first;  ///< the first sample that names it, and where in its name
    TextTable values;
    std::vector<std::uint32_t> first_sample;  ///< of each value
    std::vector<Entry> entries;
};

/// For two entries of the same path.
bool before(const FoundSample& left, const FoundSample& right) {
    return std::tie(left.sample.stamp, left.sample.batch, left.dimensions) <
           std::tie(right.sample.stamp, right.sample.batch, right.dimensions);
}

/// The place of each picture in an order that does not depend on how they were found, even should a path come
/// twice.
std::vector<std::uint32_t> ranks_by_path(const std::vector<FoundSample>& found) {
    std::vector<std::string_view> paths;
    paths.reserve(found.size());
    for (const FoundSample& sample : found) paths.push_back(sample.sample.path);
    std::vector<std::uint32_t> order = order_by_bytes(paths);
    for (auto first = order.begin(); first != order.end();) {
        const auto last = std::find_if(first + 1, order.end(),
                                       [&](std::uint32_t index) { return paths[index] != paths[*first]; });
        if (last - first > 1)
            std::sort(first, last,
                      [&](std::uint32_t a, std::uint32_t b) { return before(found[a], found[b]); });
        first = last;
    }
    std::vector<std::uint32_t> ranks(order.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
    return ranks;
}

/// Collects columns picture by picture, in any order: the samples know their rank.
class Collector {
public:
    void add(std::uint32_t sample, const FoundSample& found) {
        for (std::size_t i = 0; i < found.dimensions.size(); ++i) {
            const auto& [name, value] = found.dimensions[i];
            Column& column = column_of(name, i);
            if (!column.entries.empty() && column.entries.back().sample == sample) continue;
            column.first = std::min(column.first, {sample, i});
            add_value(column, sample, value);
        }
    }

    std::vector<Column> take() { return std::move(columns_); }

private:
    /// Neighbours mostly name the same dimensions in the same order: the last answer for this place in the
    /// name is tried first.
    Column& column_of(std::string_view name, std::size_t place) {
        if (place < last_.size() && columns_[last_[place]].name == name) return columns_[last_[place]];
        const auto [found, added] = index_.try_emplace(name, columns_.size());
        if (added) columns_.push_back(Column{name, {kNoSample, 0}, {}, {}, {}});
        if (place >= last_.size()) last_.resize(place + 1, found->second);
        last_[place] = found->second;
        return columns_[found->second];
    }

    static void add_value(Column& column, std::uint32_t sample, std::string_view text) {
        const ValueIndex value = column.values.add(text);
        column.entries.push_back({sample, value});
        const auto index = static_cast<std::size_t>(value);
        if (index == column.first_sample.size()) column.first_sample.push_back(sample);
        column.first_sample[index] = std::min(column.first_sample[index], sample);
    }

    static constexpr std::uint32_t kNoSample = SampleId::kNone;
    std::vector<Column> columns_;
    std::unordered_map<std::string_view, std::size_t> index_;
    std::vector<std::size_t> last_;
};

/// The columns of the first `count` samples by rank: `checkpoint`, then the others as they first appear.
std::vector<Column> collect(const std::vector<FoundSample>& found, const std::vector<std::uint32_t>& ranks,
                            std::size_t count) {
    Collector collector;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (ranks[i] < count) collector.add(ranks[i], found[i]);
    std::vector<Column> columns = collector.take();
    const auto key = [](const Column& column) {
        return std::pair(column.name != kCheckpointDimension, column.first);
    };
    std::sort(columns.begin(), columns.end(),
              [&](const Column& a, const Column& b) { return key(a) < key(b); });
    return columns;
}

std::string names_of(const std::vector<Column>& columns, std::size_t at_most) {
    std::string text;
    for (std::size_t i = 0; i < columns.size() && i < at_most; ++i) {
        if (i > 0) text += ", ";
        text += to_display(columns[i].name);
    }
    return columns.size() > at_most ? text + " ..." : text;
}

Problem too_many_dimensions(const std::string& run, std::size_t limit, const std::vector<Column>& dropped) {
    return {to_display(run), "too-many-dimensions",
            "Only " + std::to_string(limit) + " dimensions are kept; " + std::to_string(dropped.size()) +
                " that few pictures have are left out: " + names_of(dropped, 3)};
}

Problem too_many_pictures(const std::string& run, std::size_t found, std::size_t limit) {
    return {to_display(run), "too-many-pictures",
            "There are " + std::to_string(found) + " pictures, and the first " + std::to_string(limit) +
                " are shown; open a smaller folder to see the others"};
}

/// Keeps the columns that most samples have, in their order, `checkpoint` always. Returns the others.
std::vector<Column> keep_most_common(std::vector<Column>& columns, std::size_t limit) {
    if (columns.size() <= limit) return {};
    const auto rank = [](const Column& column) {
        return column.name == kCheckpointDimension ? std::numeric_limits<std::size_t>::max()
                                                   : column.entries.size();
    };
    std::vector<std::size_t> by_rank(columns.size());
    std::iota(by_rank.begin(), by_rank.end(), std::size_t{0});
    std::stable_sort(by_rank.begin(), by_rank.end(),
                     [&](std::size_t a, std::size_t b) { return rank(columns[a]) > rank(columns[b]); });
    std::vector<bool> kept(columns.size(), false);
    for (std::size_t i = 0; i < limit; ++i) kept[by_rank[i]] = true;
    std::vector<Column> keep;
    std::vector<Column> drop;
    for (std::size_t i = 0; i < columns.size(); ++i) (kept[i] ? keep : drop).push_back(std::move(columns[i]));
    columns = std::move(keep);
    return drop;
}

OrderedValues order_column(const Column& column, const ScanReport& report) {
    const bool listed = column.name == kCheckpointDimension && !report.checkpoint_order.empty();
    return listed ? order_as_listed(column.values.texts(), report.checkpoint_order)
                  : order_values(column.values.texts(), column.first_sample);
}

/// Adds a column at its place in the catalog's table.
void add_dimension(Catalog& catalog, std::size_t place, std::size_t count, const Column& column,
                   const ScanReport& report) {
    OrderedValues ordered = order_column(column, report);
    for (const Entry& entry : column.entries)
        catalog.values[entry.sample * count + place] = ordered.place[static_cast<std::size_t>(entry.value)];
    catalog.dimensions.push_back({std::string(column.name), ordered.type, std::move(ordered.values)});
}

}  // namespace

bool TrainingRun::has_samples() const {
    if (!preview_dirs.empty()) return true;
    return std::any_of(checkpoints.begin(), checkpoints.end(),
                       [](const Checkpoint& checkpoint) { return checkpoint.has_samples(); });
}

std::size_t Catalog::find_dimension(std::string_view name) const {
    const auto found = std::find_if(dimensions.begin(), dimensions.end(),
                                    [&](const Dimension& dimension) { return dimension.name == name; });
    return static_cast<std::size_t>(found - dimensions.begin());
}

std::shared_ptr<const Catalog> make_catalog(const ScanReport& report, Generation generation,
                                            const CatalogLimits& limits) {
    auto catalog = std::make_shared<Catalog>();
    catalog->generation = generation;
    catalog->run = report.run;
    catalog->root = report.root;
    catalog->superseded = report.superseded;
    catalog->problems = report.problems;

    const std::vector<FoundSample>& found = report.found;
    const std::size_t count = std::min(found.size(), limits.samples);
    if (count < found.size())
        catalog->problems.push_back(too_many_pictures(report.run, found.size(), limits.samples));
    const std::vector<std::uint32_t> ranks = ranks_by_path(found);
    std::vector<Column> columns = collect(found, ranks, count);
    const std::vector<Column> dropped = keep_most_common(columns, limits.dimensions);
    if (!dropped.empty())
        catalog->problems.push_back(too_many_dimensions(report.run, limits.dimensions, dropped));

    catalog->samples.resize(count);
    for (std::size_t i = 0; i < found.size(); ++i)
        if (ranks[i] < count) catalog->samples[ranks[i]] = found[i].sample;
    catalog->values.assign(count * columns.size(), kNoValue);
    for (std::size_t i = 0; i < columns.size(); ++i)
        add_dimension(*catalog, i, columns.size(), columns[i], report);
    return catalog;
}

}  // namespace proofsheet::grid
