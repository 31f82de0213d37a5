#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "grid/catalog.h"
#include "grid/view.h"

namespace proofsheet::review {

enum class QueueOrder : std::uint8_t { Grid, Shuffled, ByScore, ByDate };

/// Which pictures are reviewed, and in which order.
struct QueueQuery {
    QueueOrder order = QueueOrder::Grid;
    std::uint64_t seed = 1;      ///< of the shuffle: the same seed gives the same order
    bool unscored_only = false;  ///< only pictures without the main score
    int least_score = 0;         ///< only pictures with at least this main score; 0 for all
    bool operator==(const QueueQuery&) const = default;
};

/// The main score of a picture, nullopt while it has none.
using ScoreOf = std::function<std::optional<int>(grid::SampleId)>;

/// Whether the scores of a picture let it through.
bool passes(const QueueQuery& query, std::optional<int> score);

/// All pictures of the view in the order of the query, those too that do not pass: slider position by
/// position, row by row (Grid); the highest score first, then those without (ByScore); the oldest first
/// (ByDate). Pure.
std::vector<grid::SampleId> order_pictures(const grid::Catalog& catalog, const grid::GridView& view,
                                           const QueueQuery& query, const ScoreOf& score_of);

/// The nearest picture after (`direction` 1) or before (-1) `current` that passes; nullopt at the end. When
/// `current` is not among them, the first (last) that passes.
std::optional<grid::SampleId> next_picture(const std::vector<grid::SampleId>& ordered,
                                           std::optional<grid::SampleId> current, int direction,
                                           const QueueQuery& query, const ScoreOf& score_of);

}  // namespace proofsheet::review
