#include "review/queue.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

#include "grid/place_key.h"

namespace proofsheet::review {
namespace {

/// Positions come before rows, unlike in the view's own order.
std::vector<grid::SampleId> in_grid_order(const grid::GridView& view) {
    std::vector<std::size_t> places(view.samples.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) {
        return grid::unpack(view.keys[left]).position < grid::unpack(view.keys[right]).position;
    });
    std::vector<grid::SampleId> ordered;
    ordered.reserve(places.size());
    for (const std::size_t place : places) ordered.push_back(view.samples[place]);
    return ordered;
}

/// The same on every machine, unlike std::shuffle.
void shuffle(std::vector<grid::SampleId>& samples, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (std::size_t i = samples.size(); i > 1; --i) std::swap(samples[i - 1], samples[random() % i]);
}

/// Asks for each score once: it may have to be looked up.
void sort_by_score(std::vector<grid::SampleId>& samples, const ScoreOf& score_of) {
    std::vector<std::pair<int, grid::SampleId>> scored;
    scored.reserve(samples.size());
    for (const grid::SampleId sample : samples) scored.emplace_back(score_of(sample).value_or(-1), sample);
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto& left, const auto& right) { return left.first > right.first; });
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = scored[i].second;
}

}  // namespace

bool passes(const QueueQuery& query, std::optional<int> score) {
    if (query.unscored_only && score) return false;
    return query.least_score == 0 || (score && *score >= query.least_score);
}

std::vector<grid::SampleId> order_pictures(const grid::Catalog& catalog, const grid::GridView& view,
                                           const QueueQuery& query, const ScoreOf& score_of) {
    std::vector<grid::SampleId> ordered = in_grid_order(view);
    switch (query.order) {
        case QueueOrder::Grid:
            break;
        case QueueOrder::Shuffled:
            shuffle(ordered, query.seed);
            break;
        case QueueOrder::ByScore:
            sort_by_score(ordered, score_of);
            break;
        case QueueOrder::ByDate:
            std::stable_sort(ordered.begin(), ordered.end(), [&](grid::SampleId left, grid::SampleId right) {
                return catalog.sample(left).stamp.mtime_ns < catalog.sample(right).stamp.mtime_ns;
            });
            break;
    }
    return ordered;
}

std::optional<grid::SampleId> next_picture(const std::vector<grid::SampleId>& ordered,
                                           std::optional<grid::SampleId> current, int direction,
                                           const QueueQuery& query, const ScoreOf& score_of) {
    const auto count = static_cast<std::ptrdiff_t>(ordered.size());
    const auto found = current ? std::find(ordered.begin(), ordered.end(), *current) : ordered.end();
    const bool known = found != ordered.end();
    std::ptrdiff_t at = known ? found - ordered.begin() + direction : direction > 0 ? 0 : count - 1;
    for (; at >= 0 && at < count; at += direction) {
        const grid::SampleId sample = ordered[static_cast<std::size_t>(at)];
        if (passes(query, score_of(sample))) return sample;
    }
    return std::nullopt;
}

}  // namespace proofsheet::review
