#include <doctest/doctest.h>

#include "cache/cache_fixture.h"
#include "cache/count_allocations.h"

using namespace proofsheet;
using namespace proofsheet::test;

TEST_CASE_FIXTURE(CacheFixture, "a frame in which everything is resident allocates nothing") {
    std::vector<Wish> wishes;
    for (int i = 0; i < 300; ++i)
        wishes.push_back(flip(full("a picture with a long path " + std::to_string(i)), i));
    settle(wishes);
    const long before = count_allocations();
    cache->begin_frame();
    for (const Wish& wish : wishes) cache->want(wish.key, wish.priority);
    cache->end_frame();
    CHECK(count_allocations() == before);
}
