#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>
#include <sys/wait.h>

#include <cstdlib>
#include <map>
#include <random>

#include "image/encode.h"
#include "link_session.h"
#include "store/database.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using test::LinkSession;

namespace {

constexpr int kPictures = 6;

/// What the state showed as being on the disk: 0 stands for no score.
struct Confirmed {
    std::int32_t picture = 0;
    std::int32_t value = 0;
};

std::string name_of(int picture) {
    return "seed=" + std::to_string(picture) + ".png";
}

std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (int i = 0; i < kPictures; ++i) names.push_back(name_of(i));
    return names;
}

struct KillFixture {
    KillFixture() {
        for (int i = 0; i < kPictures; ++i) {
            image::Pixels pixels({8, 8});
            for (std::uint8_t& byte : pixels.bytes()) byte = static_cast<std::uint8_t>(40 * i);
            const auto png = image::encode_png(pixels);
            REQUIRE(png);
            REQUIRE(write_file_atomically(folder.path() / name_of(i), *png));
        }
    }
    std::filesystem::path database() const { return folder.path() / "experiments.db"; }

    test::TempFolder folder;
};

/// Scores, clears and undoes as fast as the disk confirms, until it is killed; tells what the state shows.
void score_for_ever(const KillFixture& fixture, int out, unsigned seed) {
    LinkSession session(fixture.database());
    session.open(fixture.folder.path(), all_names());
    std::mt19937 random(seed);
    const auto tell = [&](const app::ReviewCommitted& committed) {
        const std::string name = std::filesystem::path(committed.paths.front()).filename();
        const Confirmed confirmed{std::stoi(name.substr(5)), session.score(name).value_or(0)};
        if (::write(out, &confirmed, sizeof confirmed) != sizeof confirmed) ::_exit(1);
    };
    while (true) {
        if (random() % 8 == 0)
            session.apply(app::UndoReview{});
        else
            session.rate(name_of(static_cast<int>(random() % kPictures)),
                         static_cast<int>(random() % 10 + 1));
        // Sometimes several are on their way at once.
        if (random() % 3 == 0) continue;
        do session.take(tell);
        while (!session.state.review.pending.empty());
    }
}

/// Everything that was confirmed before the kill, a while after the first time.
std::vector<Confirmed> killed_session(const KillFixture& fixture, unsigned seed, unsigned microseconds) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        score_for_ever(fixture, ends[1], seed);
        ::_exit(0);
    }
    ::close(ends[1]);
    std::vector<Confirmed> confirmed;
    Confirmed next;
    REQUIRE(::read(ends[0], &next, sizeof next) == sizeof next);
    ::usleep(microseconds);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    do confirmed.push_back(next);
    while (::read(ends[0], &next, sizeof next) == sizeof next);
    ::close(ends[0]);
    return confirmed;
}

/// The log from an event on, as values of pictures.
std::vector<Confirmed> logged_after(const KillFixture& fixture, std::int64_t& last_event) {
    SQLite::Database database(fixture.database().native(), SQLite::OPEN_READWRITE, 5000);
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
    CHECK(database.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() == 0);
    SQLite::Statement query(database,
                            "SELECT e.id, f.path, e.after FROM review_events e JOIN file_stamps f "
                            "ON f.picture_id = e.picture_id WHERE e.id > ? ORDER BY e.id");
    query.bind(1, last_event);
    std::vector<Confirmed> logged;
    while (query.executeStep()) {
        last_event = query.getColumn(0).getInt64();
        const std::string name = std::filesystem::path(query.getColumn(1).getString()).filename();
        logged.push_back({std::stoi(name.substr(5)), query.getColumn(2).getInt()});
    }
    return logged;
}

void check_replay(const KillFixture& fixture) {
    auto opened = store::open_database(fixture.database());
    REQUIRE(opened);
    CHECK(opened->notices.empty());
    const auto replayed = store::ReviewValues(opened->database).replayed();
    const auto stored = store::ReviewValues(opened->database).all();
    REQUIRE(replayed);
    REQUIRE(stored);
    CHECK(*replayed == *stored);
}

/// More for a night: PROOFSHEET_KILL_ROUNDS=20000.
int round_count() {
    const char* asked = std::getenv("PROOFSHEET_KILL_ROUNDS");
    const int rounds = asked == nullptr ? 0 : std::atoi(asked);
    return rounds > 0 ? rounds : 200;
}

}  // namespace

TEST_CASE_FIXTURE(KillFixture, "what was shown as scored is there after a kill at any moment") {
    std::mt19937 random(20261128);
    std::int64_t last_event = 0;
    std::size_t total = 0;
    for (int round = 0; round < round_count(); ++round) {
        CAPTURE(round);
        const auto confirmed =
            killed_session(*this, static_cast<unsigned>(round) + 1, static_cast<unsigned>(random() % 12'000));
        const auto logged = logged_after(*this, last_event);
        // What was written and not yet shown comes after what was shown; nothing is missing before it.
        REQUIRE(logged.size() >= confirmed.size());
        for (std::size_t i = 0; i < confirmed.size(); ++i) {
            CHECK(logged[i].picture == confirmed[i].picture);
            CHECK(logged[i].value == confirmed[i].value);
        }
        check_replay(*this);
        total += confirmed.size();
    }
    CHECK(total >= static_cast<std::size_t>(round_count()));
}
