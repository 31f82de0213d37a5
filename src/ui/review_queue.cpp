#include "ui/review_queue.h"

#include <algorithm>

#include "grid/place_key.h"

namespace proofsheet::ui {
namespace {

std::vector<ScoreMean> means_of(const app::AppState& app) {
    const grid::GridView& view = *app.view;
    std::vector<ScoreMean> all(view.positions.size());
    for (std::size_t i = 0; i < view.samples.size(); ++i) {
        const auto score = app::committed_score(app, view.samples[i]);
        const auto position = static_cast<std::size_t>(grid::unpack(view.keys[i]).position);
        if (!score || position >= all.size()) continue;
        all[position].mean += *score;
        ++all[position].count;
    }
    std::vector<ScoreMean> means;
    for (std::size_t position = 0; position < all.size(); ++position) {
        ScoreMean& mean = all[position];
        if (mean.count == 0) continue;
        mean.mean /= mean.count;
        mean.label = view.positions[position];
        means.push_back(std::move(mean));
    }
    return means;
}

}  // namespace

void follow_queue(const app::AppState& app, ReviewQueue& queue) {
    const app::ReviewState& review = app.review;
    if (queue.view == app.view && queue.query == review.queue && queue.revision == review.revision) return;
    const bool by_score = review.queue.order == review::QueueOrder::ByScore;
    const bool same_order = queue.view == app.view && queue.query.order == review.queue.order &&
                            queue.query.seed == review.queue.seed &&
                            (!by_score || queue.revision == review.revision);
    queue.view = app.view;
    queue.query = review.queue;
    queue.revision = review.revision;
    const auto score_of = [&](grid::SampleId sample) { return app::committed_score(app, sample); };
    if (!same_order)
        queue.ordered = review::order_pictures(*app.library.catalog, *app.view, review.queue, score_of);
    queue.passing.clear();
    queue.scored = 0;
    for (const grid::SampleId sample : queue.ordered) {
        const auto score = score_of(sample);
        queue.scored += score ? 1 : 0;
        if (review::passes(review.queue, score)) queue.passing.push_back(sample);
    }
    queue.means = queue.scored > 0 ? means_of(app) : std::vector<ScoreMean>();
}

std::optional<std::size_t> place_in_queue(const app::AppState& app, const ReviewQueue& queue) {
    const auto sample = app::focused_sample(app);
    if (!sample) return std::nullopt;
    const auto found = std::find(queue.passing.begin(), queue.passing.end(), *sample);
    if (found == queue.passing.end()) return std::nullopt;
    return static_cast<std::size_t>(found - queue.passing.begin());
}

}  // namespace proofsheet::ui
