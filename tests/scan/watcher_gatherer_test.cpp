#include <doctest/doctest.h>

#include <cstring>

#include "scan/watch_gatherer.h"
#include "scan/watch_inotify.h"

using namespace proofsheet;
using namespace std::chrono_literals;
using scan::Changed;

namespace {

using Texts = std::vector<std::string>;

scan::FileFacts facts(ino_t inode, std::uint64_t bytes, std::int64_t mtime_ns = 0) {
    return {{1, inode}, {bytes, mtime_ns}};
}

struct GathererFixture {
    scan::ChangeGatherer gatherer;
    scan::ChangeGatherer::Time start{};

    std::optional<scan::Change> take(std::chrono::milliseconds at) { return gatherer.take(start + at); }
    /// What is told at the first moment at which something is told.
    scan::Change next(std::chrono::milliseconds at_most = 60s) {
        for (auto at = 0ms; at <= at_most; at += 10ms) {
            if (auto change = take(at)) return *change;
        }
        FAIL("nothing was told");
        return {};
    }
};

}  // namespace

TEST_CASE_FIXTURE(GathererFixture, "news are told after 100 ms of quiet, and once") {
    gatherer.changed(Changed::Pictures, start);
    gatherer.changed(Changed::Pictures, start + 90ms);
    CHECK(gatherer.deadline() == start + 190ms);
    CHECK_FALSE(take(189ms));
    const auto change = take(190ms);
    REQUIRE(change);
    CHECK(change->what == Changed::Pictures);
    CHECK_FALSE(take(10s));
    CHECK_FALSE(gatherer.deadline());
}

TEST_CASE_FIXTURE(GathererFixture, "a burst without end is told every 500 ms") {
    int changes = 0;
    for (auto at = 0ms; at <= 2000ms; at += 1ms) {
        gatherer.changed(Changed::Pictures, start + at);
        if (take(at)) ++changes;
    }
    CHECK(changes == 3);
}

TEST_CASE_FIXTURE(GathererFixture, "pictures and runs together are runs, whatever came first") {
    gatherer.changed(Changed::Runs, start);
    gatherer.changed(Changed::Pictures, start);
    CHECK(next().what == Changed::Runs);
    gatherer.changed(Changed::Pictures, start + 1s);
    CHECK(take(2s)->what == Changed::Pictures);
}

TEST_CASE_FIXTURE(GathererFixture, "a file is growing until it is closed") {
    gatherer.created("/a.png", Changed::Pictures, facts(7, 0), start);
    CHECK(next().growing.fresh == std::set<scan::FileIdentity>{{1, 7}});
    for (auto at = 0ms; at < 20s; at += 1s) {
        gatherer.modified("/a.png", Changed::Pictures, {}, start + at);
        CHECK_FALSE(take(at));
        CHECK(gatherer.overdue(start + at).empty());
    }
    gatherer.completed("/a.png", Changed::Pictures, start + 20s);
    CHECK_FALSE(take(20s));
    const auto change = take(20'100ms);
    REQUIRE(change);
    CHECK(change->growing.empty());
}

TEST_CASE_FIXTURE(GathererFixture, "a file that was there before is growing as a rewritten one") {
    gatherer.modified("/a.png", Changed::Pictures, facts(7, 10), start);
    const auto change = next();
    CHECK(change.growing.fresh.empty());
    CHECK(change.growing.rewritten == std::set<scan::FileIdentity>{{1, 7}});
}

TEST_CASE_FIXTURE(GathererFixture,
                  "a file that is never closed counts as complete after 5 s without a write") {
    gatherer.created("/a.png", Changed::Pictures, facts(7, 0), start);
    gatherer.modified("/a.png", Changed::Pictures, {}, start + 3s);
    REQUIRE(take(4s));
    CHECK(gatherer.overdue(start + 7999ms).empty());
    CHECK(gatherer.deadline() == start + 8s);
    CHECK(gatherer.overdue(start + 8s) == Texts{"/a.png"});
    gatherer.checked("/a.png", facts(7, 100), start + 8s);
    const auto change = take(8100ms);
    REQUIRE(change);
    CHECK(change->growing.empty());
}

TEST_CASE_FIXTURE(GathererFixture, "a file found half-way is complete once two looks agree") {
    gatherer.suspected("/new/a.png", Changed::Pictures, scan::FileAge::Fresh, facts(7, 10, 1), start);
    REQUIRE(take(100ms));
    CHECK(gatherer.overdue(start + 500ms) == Texts{"/new/a.png"});
    gatherer.checked("/new/a.png", facts(7, 20, 2), start + 500ms);
    CHECK(gatherer.is_growing("/new/a.png"));
    CHECK(gatherer.overdue(start + 999ms).empty());
    CHECK(gatherer.overdue(start + 1s) == Texts{"/new/a.png"});
    gatherer.checked("/new/a.png", facts(7, 20, 2), start + 1s);
    CHECK_FALSE(gatherer.is_growing("/new/a.png"));
    CHECK(take(1100ms));
}

TEST_CASE_FIXTURE(GathererFixture, "a file linked into place with its content does not wait for a close") {
    gatherer.created("/a.png", Changed::Pictures, facts(7, 10, 1), start);
    CHECK(gatherer.overdue(start + 500ms) == Texts{"/a.png"});
    gatherer.checked("/a.png", facts(7, 10, 1), start + 500ms);
    CHECK_FALSE(gatherer.is_growing("/a.png"));
}

TEST_CASE_FIXTURE(GathererFixture, "what is gone is not growing") {
    gatherer.created("/a/b.png", Changed::Pictures, facts(1, 0), start);
    gatherer.created("/a/c/d.png", Changed::Pictures, facts(2, 0), start);
    gatherer.created("/ab.png", Changed::Pictures, facts(3, 0), start);
    gatherer.created("/e.png", Changed::Pictures, facts(4, 0), start);
    gatherer.gone("/e.png", Changed::Pictures, start);
    gatherer.gone_below("/a", start);
    CHECK(gatherer.growing_paths() == Texts{"/ab.png"});
    gatherer.checked("/ab.png", std::nullopt, start);
    CHECK(gatherer.growing_paths().empty());
}

TEST_CASE_FIXTURE(GathererFixture, "after lost events looks decide whether a file still grows") {
    gatherer.modified("/a.png", Changed::Pictures, facts(7, 10), start);
    gatherer.modified("/b.png", Changed::Pictures, facts(8, 10), start);
    gatherer.unsettle("/a.png", facts(7, 20), start + 1s);
    gatherer.unsettle("/b.png", facts(9, 20), start + 1s);
    CHECK(gatherer.growing_paths() == Texts{"/a.png"});
    CHECK(gatherer.overdue(start + 1500ms) == Texts{"/a.png"});
}

TEST_CASE("events of the kernel are read, and one that is cut short is left out") {
    const auto bytes_of = [](std::int32_t watch, std::uint32_t mask, std::string name) {
        const auto length = static_cast<std::uint32_t>(name.size());
        std::string bytes(16, '\0');
        std::memcpy(bytes.data(), &watch, 4);
        std::memcpy(bytes.data() + 4, &mask, 4);
        std::memcpy(bytes.data() + 12, &length, 4);
        return bytes + name;
    };
    using std::string_literals::operator""s;
    const std::string bytes =
        bytes_of(1, 2, "a.png\0\0\0"s) + bytes_of(3, 4, {}) + bytes_of(5, 6, "12345678"s);
    const auto parsed = [&](std::size_t count) {
        return scan::parse_inotify_events(std::as_bytes(std::span(bytes).first(count)));
    };
    const std::vector<scan::InotifyEvent> all{{1, 2, "a.png"}, {3, 4, ""}, {5, 6, "12345678"}};
    CHECK(parsed(bytes.size()) == all);
    for (std::size_t count = 0; count < bytes.size(); ++count) CHECK(parsed(count).size() < 3);
}
