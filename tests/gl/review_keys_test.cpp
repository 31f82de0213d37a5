#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <random>

#include "offscreen_fixture.h"

using namespace proofsheet;
using test::Offscreen;

namespace {

constexpr int kCheckpoints = 12, kSeeds = 8, kPictures = kCheckpoints * 2 * kSeeds, kPresses = 1000;

/// One change of the main score of a picture; 0 stands for none.
struct Change {
    std::string path;
    int after = 0;
    bool operator==(const Change&) const = default;
};

/// What a person has in mind who presses digits: the queue, the table, and every change.
struct Bookkeeper {
    std::vector<std::string> queue;
    std::map<std::string, int> table;
    std::vector<Change> changes;
    std::size_t at = 0;

    bool at_end() const { return at == queue.size(); }
    void press(int digit) {
        int& score = table[queue[at]];
        const bool clears = score == digit;
        score = clears ? 0 : digit;
        changes.push_back({queue[at], score});
        if (!clears) ++at;
    }
    std::map<std::string, int> scores() const {
        std::map<std::string, int> set;
        for (const auto& [path, score] : table)
            if (score > 0) set[path] = score;
        return set;
    }
};

struct Reviewed {
    /// 50 ms a frame and two frames a press: ten presses a second. Small, so that frames are cheap.
    Reviewed() { app.run("resize 400 300\nwait ready 60\nkey E\nwait ready 60\nkey Home\nwait ready 60"); }

    std::vector<std::string> queue() const {
        std::vector<std::string> paths;
        const grid::Catalog& catalog = *app.application().state().library.catalog;
        for (const grid::SampleId sample : app.application().panel().queue.ordered)
            paths.push_back(catalog.sample(sample).path);
        return paths;
    }
    /// What the state shows.
    std::map<std::string, int> shown() const {
        std::map<std::string, int> scores;
        const app::AppState& state = app.application().state();
        const grid::Catalog& catalog = *state.library.catalog;
        for (std::uint32_t i = 0; i < catalog.samples.size(); ++i)
            if (const auto score = app::committed_score(state, grid::SampleId{i}))
                scores[catalog.samples[i].path] = *score;
        return scores;
    }
    /// What is on the disk.
    std::map<std::string, int> stored() const {
        std::map<std::string, int> scores;
        rows("SELECT f.path, s.value FROM scores s JOIN file_stamps f ON f.picture_id = s.picture_id",
             [&](const std::string& path, int value) { scores[path] = value; });
        return scores;
    }
    std::vector<Change> logged() const {
        std::vector<Change> changes;
        rows(
            "SELECT f.path, ifnull(e.after, 0) FROM review_events e JOIN file_stamps f "
            "ON f.picture_id = e.picture_id ORDER BY e.id",
            [&](const std::string& path, int value) {
                changes.push_back({path, value});
            });
        return changes;
    }
    void keys(const std::string& chord, std::size_t times) {
        std::string script;
        for (std::size_t i = 0; i < times; ++i) script += "key " + chord + "\n";
        app.run(script + "wait ready 120");
    }

    Offscreen app{kCheckpoints, kSeeds, test::noise_of(12), app::Millis{50}};

private:
    template <typename Row>
    void rows(const std::string& sql, const Row& row) const {
        SQLite::Database database(app.database().native(), SQLite::OPEN_READONLY, 5000);
        SQLite::Statement query(database, sql);
        const std::string prefix = app.samples().native() + "/";
        while (query.executeStep())
            row(query.getColumn(0).getString().substr(prefix.size()), query.getColumn(1).getInt());
    }
};

/// Presses the digits as fast as the script can, from the first picture again whenever the queue ends.
Bookkeeper press_digits(Reviewed& reviewed) {
    Bookkeeper keeper{reviewed.queue(), {}, {}, 0};
    std::mt19937 random(20261128);
    std::string script;
    for (int i = 0; i < kPresses; ++i) {
        if (keeper.at_end()) {
            script += "key Home\n";
            keeper.at = 0;
        }
        const int digit = static_cast<int>(random() % 10 + 1);
        script += "key " + std::to_string(digit % 10) + "\n";
        keeper.press(digit);
    }
    reviewed.app.run(script + "wait ready 120");
    return keeper;
}

}  // namespace

TEST_CASE_FIXTURE(Reviewed, "a thousand digits at ten a second are all in the table, the log and the undo") {
    REQUIRE(queue().size() == kPictures);
    const Bookkeeper keeper = press_digits(*this);
    CHECK(shown() == keeper.scores());
    CHECK(stored() == keeper.scores());
    CHECK(logged() == keeper.changes);
    CHECK(app.state()["review"]["unsaved"] == 0);

    keys("Ctrl+Z", keeper.changes.size());
    CHECK(shown().empty());
    CHECK(stored().empty());
    keys("Ctrl+Y", keeper.changes.size());
    CHECK(shown() == keeper.scores());
    CHECK(stored() == keeper.scores());
    CHECK(logged().size() == 3 * keeper.changes.size());

    app.restart();
    app.run("wait ready 60\nkey E\nwait ready 60\nkey Ctrl+Z\nwait ready 60");
    auto expected = keeper.scores();
    const Change& last = keeper.changes.back();
    const auto before = std::find_if(std::next(keeper.changes.rbegin()), keeper.changes.rend(),
                                     [&](const Change& change) { return change.path == last.path; });
    expected.erase(last.path);
    if (before != keeper.changes.rend() && before->after > 0) expected[last.path] = before->after;
    CHECK(shown() == expected);
    CHECK(app.state()["focus"]["path"] == last.path);
}

TEST_CASE_FIXTURE(Reviewed,
                  "with unscored only, each picture comes exactly once, and an undo brings it back") {
    app.run("key N\nwait ready 60");
    std::map<std::string, int> visits;
    for (int i = 0; i < kPictures; ++i) {
        ++visits[app.state()["focus"]["path"]];
        app.run("key 5");
    }
    app.run("wait ready 60");
    CHECK(visits.size() == kPictures);
    CHECK(app.state()["review"]["count"] == 0);
    CHECK(app.state()["review"]["at_end"] == true);
    const std::string last = visits.empty() ? "" : app.state()["focus"]["path"].get<std::string>();
    app.run("key Ctrl+Z\nwait ready 60");
    CHECK(app.state()["focus"]["path"] == last);
    CHECK(app.state()["review"]["at_end"] == false);
    CHECK(app.state()["focus"]["scores"].empty());
}
