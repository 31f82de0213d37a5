#include "app/review_state.h"

#include <algorithm>

#include "app/state.h"

namespace proofsheet::app {

std::optional<grid::SampleId> focused_sample(const AppState& state) {
    return sample_at(state, state.focus);
}

std::string path_of(const AppState& state, grid::SampleId sample) {
    return state.library.catalog->root + "/" + state.library.catalog->sample(sample).path;
}

const review::Criterion* find_criterion(const AppState& state, std::string_view key) {
    const auto& criteria = state.review.criteria;
    const auto found =
        std::find_if(criteria.begin(), criteria.end(), [&](const auto& one) { return one.key == key; });
    return found == criteria.end() ? nullptr : &*found;
}

const review::Criterion* main_criterion(const AppState& state) {
    return find_criterion(state, "overall_quality");
}

std::vector<const review::Criterion*> score_criteria(const AppState& state) {
    std::vector<const review::Criterion*> scores;
    for (const review::Criterion& criterion : state.review.criteria)
        if (criterion.scale == review::Scale::Score &&
            (criterion.active || &criterion == main_criterion(state)))
            scores.push_back(&criterion);
    return scores;
}

const review::Criterion* filled_criterion(const AppState& state) {
    const auto criteria = score_criteria(state);
    if (criteria.empty()) return nullptr;
    const bool chosen = state.screen == Screen::Review && state.review.card_open;
    const int last = static_cast<int>(criteria.size()) - 1;
    return criteria[static_cast<std::size_t>(chosen ? std::clamp(state.review.criterion, 0, last) : 0)];
}

review::ReviewValue committed_value(const AppState& state, const std::string& path,
                                    review::CriterionId criterion) {
    const auto picture = state.review.values.find(path);
    if (picture == state.review.values.end()) return {};
    const auto value = picture->second.find(criterion);
    return value == picture->second.end() ? review::ReviewValue() : value->second;
}

review::ReviewValue wanted_value(const AppState& state, const std::string& path,
                                 review::CriterionId criterion) {
    const auto& pending = state.review.pending;
    const auto last = std::find_if(pending.rbegin(), pending.rend(), [&](const PendingEdit& edit) {
        return edit.path == path && edit.criterion == criterion;
    });
    return last == pending.rend() ? committed_value(state, path, criterion) : last->after;
}

std::optional<int> committed_score(const AppState& state, grid::SampleId sample) {
    if (state.review.values.empty()) return std::nullopt;
    const review::Criterion* criterion = main_criterion(state);
    if (criterion == nullptr) return std::nullopt;
    const review::ReviewValue value = committed_value(state, path_of(state, sample), criterion->id);
    const int* score = std::get_if<int>(&value);
    return score == nullptr ? std::nullopt : std::optional(*score);
}

bool is_let_through(const AppState& state, grid::SampleId sample) {
    const ReviewState& review = state.review;
    if (!review.queue.unscored_only && review.queue.least_score == 0) return true;
    if (review::passes(review.queue, committed_score(state, sample))) return true;
    const std::string path = path_of(state, sample);
    return path == review.shown_anyway ||
           std::any_of(review.pending.begin(), review.pending.end(),
                       [&](const PendingEdit& edit) { return edit.path == path; });
}

}  // namespace proofsheet::app
