#include <doctest/doctest.h>

#include <random>

#include "cache/cache_fixture.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Priority;
using cache::Residency;

namespace {

/// Pictures of random sizes under a budget that holds a part of them.
struct WalkFixture : CacheFixture {
    std::mt19937 random{11};
    cache::CacheBudgets budgets{
        .gpu_bytes = 8u << 20, .cpu_bytes = 12u << 20, .upload_bytes_per_frame = 300'000};
    std::vector<std::string> names;

    int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }

    void make_pictures(int count, int longest_side) {
        for (int i = 0; i < count; ++i) {
            names.push_back("picture " + std::to_string(i));
            source.sizes[names.back()] = {1 + below(longest_side), 1 + below(longest_side)};
        }
        make(budgets);
    }
    std::vector<Wish> random_wishes() {
        std::vector<Wish> wishes;
        const int first = below(static_cast<int>(names.size()));
        const int count = below(40);
        for (int i = 0; i < count; ++i) {
            const std::string& name = names[static_cast<std::size_t>(first + i) % names.size()];
            const auto band = static_cast<Priority::Band>(below(4));
            const bool as_proxy = band != Priority::Visible && below(2) == 0;
            wishes.push_back({as_proxy ? proxy(name) : full(name), {band, below(10)}});
        }
        return wishes;
    }
};

}  // namespace

TEST_CASE_FIXTURE(WalkFixture, "in a random walk no budget is exceeded by more than a tenth") {
    make_pictures(120, 700);
    std::vector<Wish> wishes;
    for (int step = 0; step < 1500; ++step) {
        if (below(4) == 0) wishes = random_wishes();
        frame(wishes);
        for (int i = below(4); i > 0; --i) cache->run_one();
        const cache::CacheStats& stats = cache->stats();
        REQUIRE(uploader.bytes == stats.gpu_bytes);
        REQUIRE(stats.gpu_bytes <= budgets.gpu_bytes + budgets.gpu_bytes / 10);
        REQUIRE(stats.cpu_bytes <= budgets.cpu_bytes + budgets.cpu_bytes / 10);
        REQUIRE(stats.upload_bytes_this_frame <= budgets.upload_bytes_per_frame);
    }
    CHECK(source.total_loads() > 300);
    CHECK(cache->stats().evictions > 50);
}

TEST_CASE_FIXTURE(WalkFixture,
                  "wherever a random walk ends, it settles, and what is visible and fits is there") {
    make_pictures(60, 400);
    for (int round = 0; round < 60; ++round) {
        for (int step = 0; step < 5; ++step) {
            frame(random_wishes());
            for (int i = below(3); i > 0; --i) cache->run_one();
        }
        const auto wishes = random_wishes();
        const auto answers = settle(wishes);
        std::size_t visible_bytes = 0;
        for (const Wish& wish : wishes)
            if (wish.priority.band == Priority::Visible)
                visible_bytes += cache::mip_chain_bytes(source.sizes[wish.key.path]);
        if (visible_bytes > budgets.gpu_bytes) continue;
        for (std::size_t i = 0; i < wishes.size(); ++i)
            if (wishes[i].priority.band == Priority::Visible)
                CHECK(answers[i].residency == Residency::Resident);
    }
}
