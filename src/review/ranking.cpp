#include "review/ranking.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "grid/catalog.h"

namespace proofsheet::review {
namespace {

/// The score at a place of the ascending list, which may lie between two of them.
double score_at(std::span<const int> counts, int least, double place) {
    const auto whole = [&](std::int64_t index) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            index -= counts[i];
            if (index < 0) return static_cast<double>(least) + static_cast<double>(i);
        }
        return static_cast<double>(least) + static_cast<double>(counts.size()) - 1;
    };
    const auto below = static_cast<std::int64_t>(std::floor(place));
    const double part = place - static_cast<double>(below);
    const double low = whole(below);
    return part == 0 ? low : low + part * (whole(below + 1) - low);
}

/// Groups are ordered by run, then by value.
using GroupKey = std::pair<std::int32_t, std::int32_t>;

struct Columns {
    const TableColumn* criterion = nullptr;
    const TableColumn* dimension = nullptr;
    const TableColumn* run = nullptr;  ///< only where values of several runs must be kept apart
};

bool has_several(const TableColumn& column, std::span<const std::uint32_t> rows) {
    return !rows.empty() && std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
        return column.cells[row] != column.cells[rows.front()];
    });
}

Columns columns_of(const AnalysisTable& table, std::span<const std::uint32_t> rows, const RankQuery& query) {
    Columns columns{table.find(query.criterion), table.find(query.dimension), nullptr};
    const TableColumn* run = table.find("run");
    const bool of_run = query.dimension == grid::kCheckpointDimension;
    if (of_run && run != nullptr && has_several(*run, rows)) columns.run = run;
    return columns;
}

std::string label_of(const Columns& columns, const GroupKey& key) {
    const std::string& value = columns.dimension->values[static_cast<std::size_t>(key.second)];
    if (columns.run == nullptr || key.first == kNoCell) return value;
    return columns.run->values[static_cast<std::size_t>(key.first)] + " · " + value;
}

}  // namespace

ScoreSpread spread_of(std::span<const int> counts, int least) {
    ScoreSpread spread;
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        spread.n += counts[i];
        sum += counts[i] * (static_cast<double>(least) + static_cast<double>(i));
    }
    if (spread.n == 0) return spread;
    spread.mean = sum / spread.n;
    double squares = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double off = static_cast<double>(least) + static_cast<double>(i) - spread.mean;
        squares += counts[i] * off * off;
    }
    if (spread.n > 1) spread.deviation = std::sqrt(squares / (spread.n - 1));
    const double last = spread.n - 1;
    spread.median = score_at(counts, least, last * 0.5);
    spread.lower_quartile = score_at(counts, least, last * 0.25);
    spread.upper_quartile = score_at(counts, least, last * 0.75);
    return spread;
}

Ranking rank(const AnalysisTable& table, std::span<const std::uint32_t> rows, const RankQuery& query) {
    Ranking ranking;
    const Columns columns = columns_of(table, rows, query);
    if (columns.criterion == nullptr || columns.dimension == nullptr) return ranking;
    ranking.least = columns.criterion->least;
    ranking.most = columns.criterion->most;
    const auto places = static_cast<std::size_t>(std::max(0, ranking.most - ranking.least) + 1);
    std::map<GroupKey, RankGroup> groups;
    std::set<std::pair<GroupKey, PictureId>> counted;
    for (const std::uint32_t row : rows) {
        const std::int32_t value = columns.dimension->cells[row];
        if (value == kNoCell) continue;
        const GroupKey key{columns.run == nullptr ? kNoCell : columns.run->cells[row], value};
        RankGroup& group = groups[key];
        const std::int32_t cell = columns.criterion->cells[row];
        const PictureId content = table.pictures[row].content;
        if (cell == kNoCell)
            ++group.unscored;
        else if (content == PictureId{} || counted.emplace(key, content).second) {
            group.counts.resize(places);
            const auto score = std::lround(columns.criterion->numbers[static_cast<std::size_t>(cell)]);
            const auto place =
                std::clamp<std::int64_t>(score - ranking.least, 0, ranking.most - ranking.least);
            ++group.counts[static_cast<std::size_t>(place)];
        }
    }
    for (auto& [key, group] : groups) {
        ranking.unscored += group.unscored;
        if (group.counts.empty()) continue;
        group.label = label_of(columns, key);
        group.spread = spread_of(group.counts, ranking.least);
        ranking.scored += group.spread.n;
        ranking.groups.push_back(std::move(group));
    }
    return ranking;
}

}  // namespace proofsheet::review
