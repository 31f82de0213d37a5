#include <doctest/doctest.h>

#include <atomic>
#include <latch>

#include "tasks/inbox.h"
#include "tasks/latest_wins.h"
#include "tasks/ranked_work.h"
#include "tasks/worker_pool.h"

using namespace proofsheet::tasks;

TEST_CASE("a pool without threads runs nothing until the crank is turned") {
    WorkerPool pool(0);
    int runs = 0;
    pool.submit([&](std::stop_token) { ++runs; });
    CHECK(runs == 0);
    CHECK(pool.pending() == 1);
    CHECK(pool.run_one());
    CHECK(runs == 1);
    CHECK_FALSE(pool.run_one());
}

TEST_CASE("a pool with threads runs everything that was submitted") {
    std::atomic<int> runs = 0;
    std::latch done(100);
    WorkerPool pool(3);
    for (int i = 0; i < 100; ++i) pool.submit([&](std::stop_token) { ++runs; done.count_down(); });
    done.wait();
    CHECK(runs == 100);
}

TEST_CASE("work that was ranked out never starts") {
    RankedWork work(0);
    std::vector<int> ran;
    const auto item = [&](int key) {
        return RankedItem{static_cast<WorkKey>(key), [&ran, key](std::stop_token) { ran.push_back(key); }};
    };
    work.rank({item(1), item(2), item(3)});
    work.rank({item(3), item(1)});
    while (work.run_one()) {}
    CHECK(ran == std::vector{3, 1});
    CHECK(work.started() == 2);
}

TEST_CASE("running work that nobody wants any more is asked to stop") {
    RankedWork work(0);
    bool stopped = false;
    work.rank({{1, [&](std::stop_token stop) {
                    work.rank({});
                    stopped = stop.stop_requested();
                }}});
    work.run_one();
    CHECK(stopped);
}

TEST_CASE("work that runs is not started a second time") {
    RankedWork work(0);
    int inner = 0;
    work.rank({{1, [&](std::stop_token) {
                    work.rank({{1, [&](std::stop_token) { ++inner; }}});
                    CHECK(work.pending() == 1);
                }}});
    work.run_one();
    CHECK_FALSE(work.run_one());
    CHECK(inner == 0);
}

TEST_CASE("an inbox keeps the order and wakes its owner") {
    int wakes = 0;
    Inbox<int> inbox([&] { ++wakes; });
    inbox.post(1);
    inbox.post(2);
    CHECK(inbox.drain() == std::vector{1, 2});
    CHECK(inbox.drain().empty());
    CHECK(wakes == 2);
}

TEST_CASE("only the newest ticket is the latest") {
    LatestWins wins;
    const auto first = wins.next();
    CHECK(first.is_latest());
    const auto second = wins.next();
    CHECK_FALSE(first.is_latest());
    CHECK(second.is_latest());
}
