#include <array>
#include <random>

#include "review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

/// What a writer reports once a score is on the disk; a value of 0 stands for none.
struct Confirmed {
    EventNumber event = 0;
    std::uint32_t picture = 0;
    int value = 0;
};

ReviewValue value_of(int number) {
    return number == 0 ? ReviewValue{} : ReviewValue{number};
}

ReviewEdit score(PictureId picture, int before, int after) {
    ReviewEdit edit;
    edit.picture = picture;
    edit.criterion = CriterionId{1};
    edit.before = value_of(before);
    edit.after = value_of(after);
    edit.screen = "review";
    return edit;
}

int score_of(Database& database, PictureId picture) {
    const auto values = ReviewValues(database).of_pictures({&picture, 1});
    const int* number = values && !values->empty() ? std::get_if<int>(&values->front().value) : nullptr;
    return number == nullptr ? 0 : *number;
}

/// A database with three pictures that no process has open.
struct SharedFixture : StoreFixture {
    SharedFixture() {
        OpenedDatabase opened = open();
        for (int i = 1; i <= 3; ++i) {
            const PictureFile seen = picture_file("/runs/" + std::to_string(i) + ".png", i);
            const auto ids = PictureTable(opened.database).remember({&seen, 1});
            REQUIRE(ids);
            pictures.push_back(ids->at(0));
        }
    }
    std::vector<PictureId> pictures;
};

/// Scores and clears the pictures until it is killed.
bool write_for_ever(const SharedFixture& shared, int out, unsigned seed) {
    auto opened = store::open_database(shared.file);
    if (!opened) return false;
    std::mt19937 random(seed);
    ReviewLog log(opened->database);
    while (true) {
        const PictureId picture = shared.pictures[random() % shared.pictures.size()];
        const int before = score_of(opened->database, picture);
        const int drawn = static_cast<int>(random() % 10 + 1);
        const int after = drawn == before ? 0 : drawn;
        const auto event = log.apply(score(picture, before, after));
        if (!event) return false;
        const Confirmed confirmed{event->number, picture.value, after};
        if (::write(out, &confirmed, sizeof confirmed) != sizeof confirmed) return false;
    }
}

/// All that a writer confirmed before it was killed, a while after its first score.
std::map<EventNumber, Confirmed> killed_writer(const SharedFixture& shared, unsigned seed,
                                               unsigned microseconds) {
    Child writer([&](int out) { return write_for_ever(shared, out, seed); });
    std::map<EventNumber, Confirmed> confirmed;
    Confirmed next;
    REQUIRE(::read(writer.out(), &next, sizeof next) == sizeof next);
    ::usleep(microseconds);
    writer.kill_now();
    do confirmed[next.event] = next;
    while (::read(writer.out(), &next, sizeof next) == sizeof next);
    return confirmed;
}

std::size_t found_in_log(Database& database, const std::vector<PictureId>& pictures,
                         const std::map<EventNumber, Confirmed>& confirmed) {
    std::size_t found = 0;
    for (const PictureId picture : pictures) {
        const auto history = ReviewLog(database).history(picture);
        REQUIRE(history);
        for (const ReviewEvent& event : *history) {
            const auto one = confirmed.find(event.number);
            if (one == confirmed.end()) continue;
            CHECK(event.edit.picture.value == one->second.picture);
            CHECK(event.edit.after == value_of(one->second.value));
            ++found;
        }
    }
    return found;
}

void check_replay(Database& database) {
    const auto replayed = ReviewValues(database).replayed();
    const auto stored = ReviewValues(database).all();
    REQUIRE(replayed);
    REQUIRE(stored);
    CHECK(*replayed == *stored);
}

}  // namespace

TEST_CASE_FIXTURE(SharedFixture,
                  "after a kill at any moment every confirmed score is there and the log replays") {
    std::mt19937 random(20260131);
    std::size_t events = 0;
    for (unsigned round = 0; round < 25; ++round) {
        CAPTURE(round);
        const auto confirmed = killed_writer(*this, round, static_cast<unsigned>(random() % 30'000));
        OpenedDatabase opened = open();
        CHECK(opened.notices.empty());
        CHECK(found_in_log(opened.database, pictures, confirmed) == confirmed.size());
        check_replay(opened.database);
        events += confirmed.size();
    }
    CHECK(events >= 50);
}

TEST_CASE_FIXTURE(SharedFixture, "two processes that score at once both succeed") {
    constexpr int kScores = 150;
    const auto write_scores = [&](PictureId picture) {
        auto mine = store::open_database(file);
        int before = 0;
        for (int i = 0; mine && i < kScores; ++i) {
            const int after = i % 10 + 1;
            if (!ReviewLog(mine->database).apply(score(picture, before, after))) return false;
            before = after;
        }
        return mine.has_value();
    };
    Child first([&](int) { return write_scores(pictures[0]); });
    Child second([&](int) { return write_scores(pictures[1]); });
    CHECK(first.succeeded());
    CHECK(second.succeeded());
    OpenedDatabase opened = open();
    CHECK(ReviewLog(opened.database).history(pictures[0])->size() == kScores);
    CHECK(ReviewLog(opened.database).history(pictures[1])->size() == kScores);
    check_replay(opened.database);
}

TEST_CASE_FIXTURE(SharedFixture, "of two connections that change the same score one is told to look again") {
    OpenedDatabase opened = open();
    Result<Database> other = connect_again(opened.database);
    REQUIRE(other);
    CHECK(ReviewLog(*other).apply(score(pictures[0], 0, 4)));
    const auto late = ReviewLog(opened.database).apply(score(pictures[0], 0, 9));
    REQUIRE(!late);
    CHECK(late.error().kind == ErrorKind::Conflict);
    CHECK(score_of(opened.database, pictures[0]) == 4);
}
