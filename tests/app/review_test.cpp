#include <doctest/doctest.h>

#include <algorithm>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

review::Criterion criterion(std::uint32_t id, const std::string& key, review::Scale scale, int least,
                            int most) {
    review::Criterion made;
    made.id = review::CriterionId{id};
    made.key = made.name = key;
    made.scale = scale;
    made.minimum = least;
    made.maximum = most;
    return made;
}

/// A run of 2 checkpoints x 16 pictures and the built-in criteria that the tests need.
Session reviewed() {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::CriteriaRead{{criterion(1, "overall_quality", review::Scale::Score, 1, 10),
                                     criterion(2, "anatomy_score", review::Scale::Score, 1, 10),
                                     criterion(3, "use_again", review::Scale::Choice, 1, 3),
                                     criterion(4, "favourite", review::Scale::Tag, 1, 1)}});
    session.effects.clear();
    return session;
}

std::string focused_path(const Session& session) {
    return app::path_of(session.state, *app::focused_sample(session.state));
}

/// The disk says yes to the oldest edit.
void commit_oldest(Session& session) {
    const app::PendingEdit edit = session.state.review.pending.front();
    session.apply(
        app::ReviewCommitted{edit.id, {edit.path}, edit.criterion, edit.after, review::EventKind::Edit});
}

}  // namespace

TEST_CASE("a score shows once it is on the disk, and the next picture comes at once") {
    Session session = reviewed();
    const grid::SampleId first = *app::focused_sample(session.state);
    session.apply(app::Rate{7});
    CHECK(app::focused_sample(session.state) != first);
    CHECK_FALSE(app::committed_score(session.state, first));
    commit_oldest(session);
    CHECK(app::committed_score(session.state, first) == 7);
    CHECK(session.state.review.pending.empty());
}

TEST_CASE("the same digit again clears, also before the first one is on the disk") {
    Session session = reviewed();
    session.apply(app::ToggleAutoAdvance{});
    session.apply(app::Rate{7});
    session.apply(app::Rate{7});
    const auto edits = session.effects_of<app::EditReview>();
    REQUIRE(edits.size() == 2);
    CHECK(edits[0].after == review::ReviewValue(7));
    CHECK(edits[1].before == review::ReviewValue(7));
    CHECK(edits[1].after == review::ReviewValue());
}

TEST_CASE("with unscored only, scoring visits every picture exactly once") {
    Session session = reviewed();
    session.apply(app::ShowScreen{app::Screen::Review});
    review::QueueQuery query;
    query.unscored_only = true;
    query.order = review::QueueOrder::Shuffled;
    session.apply(app::SetQueue{query});
    session.apply(app::Focus{{2, 1}});
    std::vector<std::string> visited;
    while (visited.empty() || visited.back() != focused_path(session)) {
        visited.push_back(focused_path(session));
        session.apply(app::Rate{5});
        if (visited.size() % 3 == 0)
            while (!session.state.review.pending.empty()) commit_oldest(session);
    }
    while (!session.state.review.pending.empty()) commit_oldest(session);
    CHECK(visited.size() == 32);
    std::sort(visited.begin(), visited.end());
    CHECK(std::adjacent_find(visited.begin(), visited.end()) == visited.end());
    CHECK(session.state.review.values.size() == 32);
    CHECK_FALSE(app::is_let_through(session.state, *app::focused_sample(session.state)));
}

TEST_CASE("what the filter hides is never changed by a key") {
    Session session = reviewed();
    review::QueueQuery query;
    query.least_score = 9;
    session.apply(app::SetQueue{query});
    session.apply(app::Rate{3});
    CHECK(session.effects_of<app::EditReview>().empty());
}

TEST_CASE("an undo shows the picture that it changed, also when the filter hides it") {
    Session session = reviewed();
    const std::string first = focused_path(session);
    session.apply(app::Rate{7});
    commit_oldest(session);
    review::QueueQuery query;
    query.least_score = 5;
    session.apply(app::SetQueue{query});
    session.apply(app::ReviewCommitted{0, {first}, review::CriterionId{1}, {}, review::EventKind::Undo});
    CHECK(focused_path(session) == first);
    CHECK(app::is_let_through(session.state, *app::focused_sample(session.state)));
}

TEST_CASE("a refused edit is told and leaves nothing behind") {
    Session session = reviewed();
    session.apply(app::Rate{7});
    session.apply(app::ReviewRefused{session.state.review.pending.front().id, "The disk is full"});
    CHECK(session.state.review.pending.empty());
    CHECK(session.state.review.values.empty());
    REQUIRE_FALSE(session.state.toasts.empty());
    CHECK(session.state.toasts.back().kind == app::ToastKind::Error);
}

TEST_CASE("digits fill the next criterion while the card is open, then go on to the next picture") {
    Session session = reviewed();
    session.apply(app::ShowScreen{app::Screen::Review});
    session.apply(app::ToggleCard{});
    const std::string first = focused_path(session);
    session.apply(app::Rate{7});
    CHECK(focused_path(session) == first);
    session.apply(app::Rate{4});
    CHECK(focused_path(session) != first);
    const auto edits = session.effects_of<app::EditReview>();
    REQUIRE(edits.size() == 2);
    CHECK(edits[1].criterion == review::CriterionId{2});
    CHECK(edits[1].path == first);
}

TEST_CASE("use again goes yes, test more, no, nothing") {
    Session session = reviewed();
    std::vector<review::ReviewValue> values;
    for (int i = 0; i < 4; ++i) {
        session.apply(app::CycleValue{"use_again"});
        values.push_back(session.effects_of<app::EditReview>().back().after);
    }
    CHECK(values == std::vector<review::ReviewValue>{3, 2, 1, std::monostate()});
}

TEST_CASE("a picture is compared with the reference, else with its neighbour on the slider") {
    Session session = reviewed();
    session.apply(app::SetSlider{1});
    session.apply(app::ShowScreen{app::Screen::Compare});
    auto samples = app::compared_samples(session.state);
    REQUIRE(samples.size() == 2);
    CHECK(samples[1] == *app::focused_sample(session.state));
    const auto measured = session.effects_of<app::MeasurePair>();
    REQUIRE(measured.size() == 1);
    CHECK(measured[0].second == focused_path(session));
    session.apply(app::SetReference{});
    const grid::SampleId reference = *app::focused_sample(session.state);
    session.apply(app::MoveFocus{1, 1});
    samples = app::compared_samples(session.state);
    REQUIRE(samples.size() == 2);
    CHECK(samples[0] == reference);
    session.apply(app::PairMeasured{measured[0].ticket, nullptr});
    CHECK(session.state.compare.measuring);  // the numbers of the pair before count no more
}

TEST_CASE("what is held against another one shows that, and a key does not score it meanwhile") {
    Session session = reviewed();
    session.apply(app::HoldPeek{app::PeekKind::Reference, true});
    CHECK_FALSE(session.state.peek.reference);  // there is none
    session.apply(app::SetReference{});
    const grid::SampleId reference = *app::focused_sample(session.state);
    session.apply(app::MoveFocus{1, 1});
    session.apply(app::HoldPeek{app::PeekKind::Reference, true});
    CHECK(app::shown_sample(session.state, session.state.focus) == reference);
    CHECK(app::shown_sample(session.state, {0, 0}) == app::sample_at(session.state, {0, 0}));
    session.apply(app::Rate{7});
    CHECK(session.effects_of<app::EditReview>().empty());
    session.apply(app::HoldPeek{app::PeekKind::Reference, false});
    session.apply(app::Rate{7});
    CHECK(session.effects_of<app::EditReview>().size() == 1);
}

TEST_CASE("a change map goes from the reference to the neighbour and off") {
    Session session = reviewed();
    session.apply(app::StepChangeMap{});
    CHECK(session.state.compare.change_map == app::ChangeMap::ToNeighbour);
    session.apply(app::SetSlider{1});
    const auto before = session.state.view->at({2, 2, 0});
    CHECK(app::change_partner(session.state, {2, 2}) == before.front());
    session.apply(app::SetSlider{0});  // none before: the one after
    CHECK(app::change_partner(session.state, {2, 2}) == session.state.view->at({2, 2, 1}).front());
    session.apply(app::StepChangeMap{});
    CHECK(session.state.compare.change_map == app::ChangeMap::Off);
    CHECK_FALSE(app::change_partner(session.state, {2, 2}));
    session.apply(app::SetReference{});
    session.apply(app::StepChangeMap{});
    CHECK(session.state.compare.change_map == app::ChangeMap::ToReference);
    CHECK(app::change_partner(session.state, {2, 2}) == app::focused_sample(session.state));
}

TEST_CASE("pinned pictures take the reference's place when it is let go") {
    Session session = reviewed();
    const auto pin = [&](int column) {
        const auto sample = *app::sample_at(session.state, {column, 0});
        session.apply(app::PinPicture{sample});
        return app::path_of(session.state, sample);
    };
    const std::string first = pin(0), second = pin(1), third = pin(2);
    CHECK(session.state.compare.reference == first);
    CHECK(session.state.compare.pinned == std::vector{second, third});
    CHECK(app::compared_samples(session.state).size() == 4);  // with the neighbour of the focused reference
    pin(0);
    CHECK(session.state.compare.reference == second);
    CHECK(session.state.compare.pinned == std::vector{third});
}

TEST_CASE("the part in view is measured once the hand rests, and not when it is all") {
    Session session = reviewed();
    session.at(1000);
    session.apply(app::ShowScreen{app::Screen::Compare});
    CHECK_FALSE(app::part_due(session.state));
    const app::Box part{{0.25, 0.25}, {0.5, 0.5}};
    session.apply(app::SeeCompared{part});
    CHECK(session.effects_of<app::MeasurePart>().empty());
    REQUIRE(app::part_due(session.state));
    session.at(app::part_due(session.state)->count());
    REQUIRE(session.effects_of<app::MeasurePart>().size() == 1);
    CHECK_FALSE(app::part_due(session.state));
    auto measures = std::make_shared<app::PartMeasures>();
    measures->part = part;
    session.apply(app::PartMeasured{session.state.compare.ticket, measures});
    CHECK(session.state.compare.part_measures == measures);
    session.apply(app::SeeCompared{app::kWholeContent});
    CHECK(session.state.compare.part_measures == nullptr);
    CHECK_FALSE(app::part_due(session.state));
}

TEST_CASE("the queue ends with the progress, from which one goes back or to the first again") {
    Session session = reviewed();
    session.apply(app::ShowScreen{app::Screen::Review});
    session.apply(app::GoToQueueEnd{1});
    const std::string last = focused_path(session);
    session.apply(app::Rate{4});
    CHECK(session.state.review.at_end);
    session.apply(app::Rate{9});
    CHECK(session.effects_of<app::EditReview>().size() == 1);
    session.apply(app::MoveInQueue{-1});
    CHECK_FALSE(session.state.review.at_end);
    CHECK(focused_path(session) == last);
    session.apply(app::GoToQueueEnd{-1});
    CHECK(focused_path(session) != last);
}

TEST_CASE("going by rows passes no picture that the filter lets through") {
    Session session = reviewed();
    session.apply(app::ShowScreen{app::Screen::Review});
    session.apply(app::GoToQueueEnd{-1});
    for (int i = 0; i < 3; ++i) session.apply(app::Rate{5});
    while (!session.state.review.pending.empty()) commit_oldest(session);
    session.apply(app::GoToQueueEnd{-1});
    review::QueueQuery query;
    query.unscored_only = true;
    session.apply(app::SetQueue{query});
    const auto fourth = app::focused_sample(session.state);
    session.apply(app::MoveInQueue{5});
    session.apply(app::MoveInQueue{-5});
    CHECK(app::focused_sample(session.state) == fourth);
}

TEST_CASE("the picture that was scored last is known after a restart") {
    Session session = reviewed();
    const std::string other = app::path_of(session.state, *app::sample_at(session.state, {3, 2}));
    session.apply(app::ReviewRead{session.state.review.ticket, {}, {"/elsewhere/a.png", other}});
    session.apply(app::GoToLastScored{});
    CHECK(focused_path(session) == other);
}
