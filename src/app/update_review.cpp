#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

review::ScoreOf committed_scores(const AppState& state) {
    return [&state](grid::SampleId sample) { return committed_score(state, sample); };
}

/// Scores as they will be once all is written: what the queue goes by, so that no picture comes twice.
review::ScoreOf wanted_scores(const AppState& state) {
    return [&state](grid::SampleId sample) -> std::optional<int> {
        const review::Criterion* criterion = main_criterion(state);
        if (criterion == nullptr) return std::nullopt;
        const review::ReviewValue value = wanted_value(state, path_of(state, sample), criterion->id);
        const int* score = std::get_if<int>(&value);
        return score == nullptr ? std::nullopt : std::optional(*score);
    };
}

std::optional<grid::SampleId> neighbour_in_queue(const AppState& state, int direction) {
    const auto ordered = review::order_pictures(*state.library.catalog, *state.view, state.review.queue,
                                                committed_scores(state));
    return review::next_picture(ordered, focused_sample(state), direction, state.review.queue,
                                wanted_scores(state));
}

/// Where a score goes on to: the next picture of the queue; what is unscored before it comes after the last.
std::optional<grid::SampleId> next_to_score(const AppState& state) {
    const auto next = neighbour_in_queue(state, 1);
    if (next || !state.review.queue.unscored_only) return next;
    const auto ordered = review::order_pictures(*state.library.catalog, *state.view, state.review.queue,
                                                committed_scores(state));
    const auto first =
        review::next_picture(ordered, std::nullopt, 1, state.review.queue, wanted_scores(state));
    return first == focused_sample(state) ? std::nullopt : first;
}

std::string checkpoint_of(const AppState& state, grid::SampleId sample) {
    const grid::Catalog& catalog = *state.library.catalog;
    const std::size_t dimension = catalog.find_dimension(grid::kCheckpointDimension);
    if (dimension >= catalog.dimensions.size()) return {};
    const grid::ValueIndex value = catalog.value(sample, dimension);
    return value == grid::kNoValue ? std::string() : catalog.dimensions[dimension].values[value];
}

std::string screen_name(const AppState& state) {
    return state.lightbox && state.screen == Screen::Grid ? "lightbox" : std::string(name_of(state.screen));
}

/// The picture that an edit may change: the one that is on the screen.
std::optional<grid::SampleId> edited_sample(const AppState& state) {
    if (state.screen != Screen::Grid && state.screen != Screen::Review && state.screen != Screen::Compare)
        return std::nullopt;
    if (state.peek.reference || state.review.at_end) return std::nullopt;  // another one is on the screen
    const auto sample = focused_sample(state);
    return sample && is_let_through(state, *sample) ? sample : std::nullopt;
}

void edit(AppState& state, std::vector<Effect>& effects, grid::SampleId sample, review::CriterionId criterion,
          const review::ReviewValue& after) {
    const std::string path = path_of(state, sample);
    const review::ReviewValue before = wanted_value(state, path, criterion);
    if (before == after) return;
    const std::uint64_t id = state.review.next_edit++;
    state.review.pending.push_back({id, path, criterion, after});
    state.review.shown_anyway.clear();
    const auto shown = std::chrono::duration_cast<std::chrono::milliseconds>(state.now - state.shown_since);
    effects.push_back(EditReview{id, path, state.library.catalog->sample(sample).stamp,
                                 state.library.selected_run, checkpoint_of(state, sample), criterion, before,
                                 after, screen_name(state), shown});
}

void forget_pending(AppState& state, std::uint64_t id) {
    std::erase_if(state.review.pending, [&](const PendingEdit& pending) { return pending.id == id; });
}

/// What Backspace goes back to.
void note_scored(AppState& state, const ReviewCommitted& news) {
    const bool is_score = std::ranges::any_of(state.review.criteria, [&](const review::Criterion& criterion) {
        return criterion.id == news.criterion && criterion.scale == review::Scale::Score;
    });
    if (!is_score || std::holds_alternative<std::monostate>(news.value)) return;
    for (const std::string& path : news.paths)
        if (find_sample(state, path)) state.review.last_scored = path;
}

/// Where the hand goes after a score: to the next criterion while the card with all of them is open, else to
/// the next picture, else to the progress.
void go_on(AppState& state, std::optional<grid::SampleId> next) {
    const int last = static_cast<int>(score_criteria(state).size()) - 1;
    const bool on_review = state.screen == Screen::Review;
    if (on_review && state.review.card_open && state.review.criterion < last) {
        ++state.review.criterion;
        return;
    }
    state.review.criterion = 0;
    if (next)
        focus_picture(state, *next);
    else
        state.review.at_end = on_review;
}

}  // namespace

void read_review(AppState& state, std::vector<Effect>& effects) {
    if (state.library.catalog->samples.empty()) return;
    effects.push_back(ReadReview{++state.review.ticket, state.library.catalog});
}

void take_review(AppState& state, const ReviewRead& news) {
    if (news.ticket != state.review.ticket) return;
    state.review.values = news.values;
    ++state.review.revision;
    for (const std::string& path : news.last_scored)
        if (find_sample(state, path)) state.review.last_scored = path;
}

void take_recognised(AppState& state, const PicturesRecognised& news) {
    for (const auto& [path, values] : news.values) state.review.values[path] = values;
    ++state.review.revision;
}

void take_committed(AppState& state, const ReviewCommitted& news) {
    forget_pending(state, news.edit);
    ++state.review.revision;
    for (const std::string& path : news.paths) {
        PictureValues& values = state.review.values[path];
        if (std::holds_alternative<std::monostate>(news.value))
            values.erase(news.criterion);
        else
            values[news.criterion] = news.value;
        if (values.empty()) state.review.values.erase(path);
    }
    if (news.kind == review::EventKind::Edit) return note_scored(state, news);
    // An undo shows what it changes, also a picture that the filter hides.
    for (const std::string& path : news.paths)
        if (const auto sample = find_sample(state, path)) {
            state.review.shown_anyway = path;
            return focus_picture(state, *sample);
        }
    add_toast(state, ToastKind::Info, "The change was to a picture that is not open here");
}

void take_refused(AppState& state, const ReviewRefused& news) {
    forget_pending(state, news.edit);
    add_toast(state, ToastKind::Error, news.message);
}

void rate(AppState& state, std::vector<Effect>& effects, int score) {
    const review::Criterion* chosen = filled_criterion(state);
    const auto sample = edited_sample(state);
    if (chosen == nullptr || !sample || score < chosen->minimum || score > chosen->maximum) return;
    review::ReviewValue after = score;
    const bool clears = wanted_value(state, path_of(state, *sample), chosen->id) == after;
    if (clears) after = {};
    // The next one is chosen before the score counts, so that a filter that hides this one skips none.
    const auto next = next_to_score(state);
    edit(state, effects, *sample, chosen->id, after);
    if (clears || !state.review.auto_advance) {
        state.review.shown_anyway = path_of(state, *sample);
        return;
    }
    go_on(state, next);
}

void set_value(AppState& state, std::vector<Effect>& effects, const SetValue& wish) {
    const auto sample = edited_sample(state);
    if (!sample) return;
    review::ReviewValue after = wish.value;
    if (wanted_value(state, path_of(state, *sample), wish.criterion) == after) after = {};
    edit(state, effects, *sample, wish.criterion, after);
}

void cycle_value(AppState& state, std::vector<Effect>& effects, const std::string& key) {
    const review::Criterion* criterion = find_criterion(state, key);
    const auto sample = edited_sample(state);
    if (criterion == nullptr || !sample) return;
    const review::ReviewValue now = wanted_value(state, path_of(state, *sample), criterion->id);
    const int* value = std::get_if<int>(&now);
    const int next = value == nullptr ? criterion->maximum : *value - 1;
    review::ReviewValue after;
    if (next >= criterion->minimum) after = next;
    edit(state, effects, *sample, criterion->id, after);
}

void reverse_review(AppState& state, std::vector<Effect>& effects, review::EventKind kind) {
    effects.push_back(ReverseReview{kind, screen_name(state)});
}

void focus_picture(AppState& state, grid::SampleId sample) {
    const auto place = state.view->find(sample);
    if (!place) return;
    state.review.at_end = false;
    state.playback.playing = false;
    set_slider(state, place->position);
    const CellAt cell{place->column, place->row};
    move_focus_to(state, cell);
    state.cells.erase(key_of(state, cell));
    const auto stack = state.view->at(*place);
    const auto index = std::find(stack.begin(), stack.end(), sample) - stack.begin();
    if (index > 0) cycle_stack(state, cell, static_cast<int>(index));
    state.shown_since = state.now;
}

void move_in_queue(AppState& state, int delta) {
    state.review.shown_anyway.clear();
    const auto ordered = review::order_pictures(*state.library.catalog, *state.view, state.review.queue,
                                                committed_scores(state));
    auto at = focused_sample(state);
    const int direction = delta > 0 ? 1 : -1;
    // From the progress back to the last picture.
    const bool returns = std::exchange(state.review.at_end, false) && direction < 0;
    for (int step = returns ? 1 : 0; step < std::abs(delta); ++step) {
        const auto next =
            review::next_picture(ordered, at, direction, state.review.queue, wanted_scores(state));
        if (!next) break;
        at = next;
    }
    if (at && at != focused_sample(state)) focus_picture(state, *at);
}

void go_to_queue_end(AppState& state, int direction) {
    state.review.shown_anyway.clear();
    const auto ordered = review::order_pictures(*state.library.catalog, *state.view, state.review.queue,
                                                committed_scores(state));
    const auto end =
        review::next_picture(ordered, std::nullopt, -direction, state.review.queue, wanted_scores(state));
    if (end) focus_picture(state, *end);
}

void set_queue(AppState& state, const review::QueueQuery& queue) {
    state.review.queue = queue;
    state.review.at_end = false;
    const auto sample = focused_sample(state);
    if (sample && !review::passes(queue, committed_score(state, *sample))) move_in_queue(state, 1);
}

void reveal_picture(AppState& state, grid::SampleId sample) {
    if (!state.view->find(sample) && !state.query.filters.empty()) {
        change_query(state, [](grid::GridQuery& query) { query.filters.clear(); });
        add_toast(state, ToastKind::Info, "The filters of the grid hid this picture and were cleared");
    }
    state.review.shown_anyway = path_of(state, sample);
    focus_picture(state, sample);
}

void go_to_last_scored(AppState& state) {
    if (leaves_for_table(state) && !was_edited_since_table(state)) return return_to_table(state);
    if (const auto sample = find_sample(state, state.review.last_scored)) {
        state.review.shown_anyway = state.review.last_scored;
        focus_picture(state, *sample);
    }
}

}  // namespace proofsheet::app
