#include <doctest/doctest.h>

#include <vector>

#include "cache/mip_size.h"
#include "cache/residency_plan.h"

using namespace proofsheet;
using cache::PlanItem;

namespace {

std::string plan(std::vector<PlanItem> items, std::size_t budget) {
    cache::plan_residency(items, budget);
    std::string planned;
    for (const PlanItem& item : items) planned += item.planned ? 'x' : '.';
    return planned;
}

PlanItem absent(int band, std::size_t bytes) {
    return {band, bytes, false, false, false};
}
PlanItem held(int band, std::size_t bytes) {
    return {band, bytes, false, true, false};
}
PlanItem must(int band, std::size_t bytes) {
    return {band, bytes, true, false, false};
}

}  // namespace

TEST_CASE("wishes are planned in order until the budget is full, and a smaller one may still fit") {
    CHECK(plan({absent(1, 4), absent(1, 4), absent(1, 4), absent(2, 2)}, 10) == "xx.x");
}

TEST_CASE("what is held comes before what is absent in the same band") {
    CHECK(plan({absent(1, 6), held(1, 6)}, 10) == ".x");
}

TEST_CASE("what is absent comes before what is held in a later band") {
    CHECK(plan({absent(1, 6), held(2, 6)}, 10) == "x.");
}

TEST_CASE("nothing new is planned once something that is held has no room") {
    CHECK(plan({absent(1, 6), absent(2, 1), held(2, 6), absent(3, 1), held(3, 1)}, 10) == "x....");
}

TEST_CASE("what must be there is planned above the budget and leaves nothing for others") {
    CHECK(plan({must(0, 6), must(0, 6), absent(1, 1)}, 10) == "xx.");
}

TEST_CASE("sizes near the largest number do not overflow") {
    CHECK(plan({absent(1, 4), absent(1, SIZE_MAX), absent(1, SIZE_MAX - 3)}, 10) == "x..");
}

TEST_CASE("mip levels halve to 1 x 1") {
    CHECK(cache::mip_level_count({0, 5}) == 0);
    CHECK(cache::mip_level_count({1, 1}) == 1);
    CHECK(cache::mip_level_count({5, 2}) == 3);
    CHECK(cache::mip_level_size({5, 2}, 1) == SizePx{2, 1});
    CHECK(cache::mip_level_size({5, 2}, 2) == SizePx{1, 1});
    CHECK(cache::mip_chain_bytes({5, 2}) == 4 * (10 + 2 + 1));
}
