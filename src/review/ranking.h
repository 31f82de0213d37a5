#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "review/analysis_table.h"

namespace proofsheet::review {

/// What some scores have in common.
struct ScoreSpread {
    int n = 0;
    double mean = 0;
    double median = 0;
    double deviation = 0;       ///< standard deviation of the sample (n - 1); 0 for a single score
    double lower_quartile = 0;  ///< linear between neighbours, as most statistics programs do it (type 7)
    double upper_quartile = 0;
    bool operator==(const ScoreSpread&) const = default;
};

/// `counts[i]` pictures have the score `least + i`.
ScoreSpread spread_of(std::span<const int> counts, int least);

/// The pictures that share a value of the dimension.
struct RankGroup {
    std::string label;
    ScoreSpread spread;
    std::vector<int> counts;  ///< pictures by score, from the least to the most of the scale
    int unscored = 0;
    bool operator==(const RankGroup&) const = default;
};

/// A criterion by a dimension.
struct Ranking {
    int least = 1;
    int most = 10;
    std::vector<RankGroup> groups;  ///< in the order of the dimension; groups without a score are left out
    int scored = 0;
    int unscored = 0;
    bool operator==(const Ranking&) const = default;
};

/// What is ranked, by the keys of columns.
struct RankQuery {
    std::string criterion = "overall_quality";
    std::string dimension = "checkpoint";
    bool operator==(const RankQuery&) const = default;
};

/// Ranks these rows. A picture that has several files counts once in a group. Checkpoints of several runs are
/// kept apart. Empty when the table lacks one of the columns.
Ranking rank(const AnalysisTable& table, std::span<const std::uint32_t> rows, const RankQuery& query);

}  // namespace proofsheet::review
