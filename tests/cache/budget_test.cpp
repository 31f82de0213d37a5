#include <doctest/doctest.h>

#include <random>

#include "cache/cache_fixture.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Residency;

namespace {

struct BudgetFixture : CacheFixture {
    cache::CacheBudgets budgets;

    /// Room for this many 64 x 64 pictures.
    void make_with_room_for(std::size_t pictures) {
        for (const char* name : {"a", "b", "c", "d", "e"}) source.sizes[name] = {64, 64};
        budgets.gpu_bytes = pictures * kPicture;
        make(budgets);
        learn_sizes();
    }
    /// Sizes are known and nothing is resident, so that a test needs no guesses.
    void learn_sizes() {
        cache->set_budgets({});
        for (const char* name : {"a", "b", "c", "d", "e"}) settle({visible(full(name))});
        cache->set_budgets({.gpu_bytes = 0});
        frame({});
        cache->set_budgets(budgets);
        reset_counts();
    }
    void reset_counts() {
        source.loads.clear();
        source.order.clear();
    }
};

}  // namespace

TEST_CASE_FIXTURE(BudgetFixture, "a smaller budget evicts down to it, oldest wish first") {
    settle({visible(kA)});
    settle({visible(kB)});
    settle({visible(kC)});
    budgets.gpu_bytes = 2 * kPicture;
    cache->set_budgets(budgets);
    frame({});
    CHECK_FALSE(is_resident(kA));
    CHECK(is_resident(kB));
    CHECK(is_resident(kC));
    CHECK(cache->stats().evictions == 1);
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "what was not wanted goes first, oldest wish first, and only when room is needed") {
    make_with_room_for(3);
    settle({visible(kA)});
    settle({visible(kB)});
    settle({visible(kC)});
    frame({visible(kA)});
    settle({visible(kC), visible(kD)});
    CHECK(is_resident(kA));
    CHECK_FALSE(is_resident(kB));
    CHECK(is_resident(kC));
    CHECK(is_resident(kD));
}

TEST_CASE_FIXTURE(BudgetFixture, "a wanted picture of a later band makes room for a visible one") {
    make_with_room_for(2);
    settle({rest(kA), near(kB)});
    settle({rest(kA), near(kB), visible(kC)});
    CHECK_FALSE(is_resident(kA));
    CHECK(is_resident(kB));
    CHECK(is_resident(kC));
}

TEST_CASE_FIXTURE(BudgetFixture, "of the wanted pictures the one of the worst rank goes first") {
    make_with_room_for(2);
    settle({near(kA), rest(kB)});
    frame({near(kA), rest(kB), visible(kC), visible(kD)});
    cache->run_one();
    for (int i = 0; i < 3; ++i) frame({near(kA), rest(kB), visible(kC), visible(kD)});
    CHECK(is_resident(kA));
    CHECK_FALSE(is_resident(kB));
    CHECK(is_resident(kC));
}

TEST_CASE_FIXTURE(BudgetFixture, "room for all that was decoded is made in one frame") {
    make_with_room_for(2);
    settle({near(kA), rest(kB)});
    frame({near(kA), rest(kB), visible(kC), visible(kD)});
    decode_all();
    for (int i = 0; i < 2; ++i) frame({near(kA), rest(kB), visible(kC), visible(kD)});
    CHECK(is_resident(kC));
    CHECK(is_resident(kD));
}

TEST_CASE_FIXTURE(BudgetFixture, "a failed picture takes no part of the budget") {
    make_with_room_for(1);
    source.errors["a"] = {ErrorKind::Io, "unplugged"};
    settle({visible(kA), visible(kB)});
    CHECK(is_resident(kB));
}

TEST_CASE_FIXTURE(BudgetFixture, "a wanted picture is never evicted for one of its own band") {
    make_with_room_for(2);
    settle({flip(kA, 8), flip(kB, 9)});
    settle({flip(kA, 8), flip(kB, 9), flip(kC, 1)});
    CHECK(is_resident(kA));
    CHECK(is_resident(kB));
    CHECK(source.loads["c"] == 0);
    CHECK(cache->settled());
}

TEST_CASE_FIXTURE(BudgetFixture, "a texture that was handed out in a frame lives until the next one begins") {
    make_with_room_for(1);
    settle({rest(kA)});
    frame({rest(kA), visible(kB)});
    decode_all();
    cache->begin_frame();
    const auto handle = cache->want(kA, {cache::Priority::Rest, 0}).texture;
    cache->want(kB, {cache::Priority::Visible, 0});
    cache->end_frame();
    REQUIRE(handle != 0);
    CHECK(uploader.is_complete(handle));
    CHECK(uploader.bytes <= budgets.gpu_bytes);
    settle({rest(kA), visible(kB)});
    CHECK(is_resident(kB));
    CHECK_FALSE(is_resident(kA));
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "visible full pictures above the budget stay absent and the decodes stop growing") {
    make_with_room_for(2);
    const std::vector<Wish> wishes{visible(kA), visible(kB), visible(kC), flip(kD), flip(full("e"))};
    settle(wishes);
    const int before = source.total_loads();
    CHECK(before == 2);
    for (int i = 0; i < 50; ++i) {
        frame(wishes);
        decode_all();
    }
    CHECK(source.total_loads() == before);
    CHECK(frame(wishes)[2].residency == Residency::Absent);
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "wishes of unknown and very different sizes above the budget do not thrash") {
    std::vector<Wish> wishes;
    std::mt19937 random(7);
    for (int i = 0; i < 200; ++i) {
        const std::string name = "p" + std::to_string(i);
        source.sizes[name] = {1 + int(random() % 900), 1 + int(random() % 900)};
        wishes.push_back({full(name), {cache::Priority::Band(random() % 4), int(random() % 5)}});
    }
    budgets.gpu_bytes = 20 << 20;
    budgets.cpu_bytes = 16 << 20;
    make(budgets);
    settle(wishes);
    const int before = source.total_loads();
    CHECK(before < 400);
    for (int i = 0; i < 100; ++i) {
        frame(wishes);
        decode_all();
    }
    CHECK(source.total_loads() == before);
    CHECK(uploader.bytes <= budgets.gpu_bytes);
}

TEST_CASE_FIXTURE(BudgetFixture, "visible proxies are loaded whatever the budget says") {
    budgets.gpu_bytes = kPicture;
    make(budgets);
    settle({visible(proxy("a")), visible(proxy("b")), visible(proxy("c"))});
    CHECK(is_resident(proxy("a")));
    CHECK(is_resident(proxy("b")));
    CHECK(is_resident(proxy("c")));
}

TEST_CASE_FIXTURE(BudgetFixture, "a visible full picture makes room for visible proxies") {
    make_with_room_for(2);
    settle({visible(kA), visible(kB)});
    settle({visible(kA), visible(kB, 1), visible(proxy("c"))});
    CHECK(is_resident(kA));
    CHECK_FALSE(is_resident(kB));
    CHECK(is_resident(proxy("c")));
}

TEST_CASE_FIXTURE(BudgetFixture, "an evicted texture of the same size is used again instead of a new one") {
    make_with_room_for(2);
    settle({visible(kA), visible(kB)});
    const int created = uploader.created;
    settle({visible(kC), visible(kD)});
    CHECK(is_resident(kC));
    CHECK(uploader.created == created);
}

TEST_CASE_FIXTURE(BudgetFixture, "spare textures never stand in the way of another size") {
    make_with_room_for(4);
    source.sizes["wide"] = {100, 100};
    settle({visible(kA), visible(kB), visible(kC), visible(kD)});
    settle({visible(proxy("wide"))});
    CHECK(is_resident(proxy("wide")));
    CHECK(uploader.bytes <= budgets.gpu_bytes);
}

TEST_CASE_FIXTURE(BudgetFixture, "a late result is kept when there is room for it") {
    make_with_room_for(2);
    frame({visible(kA), flip(kB)});
    decode_all();
    frame({visible(kA)});
    CHECK(is_resident(kB));
}

TEST_CASE_FIXTURE(BudgetFixture, "a late result takes the place of what was wanted longer ago") {
    make_with_room_for(2);
    settle({visible(kA), flip(kB)});
    frame({visible(kA), visible(kC)});
    decode_all();
    frame({visible(kA)});
    CHECK(is_resident(kA));
    CHECK_FALSE(is_resident(kB));
    CHECK(is_resident(kC));
}

TEST_CASE_FIXTURE(BudgetFixture, "a late result is dropped when only wanted pictures could make room") {
    make_with_room_for(2);
    settle({visible(kA), flip(kB)});
    frame({visible(kA), visible(kC)});
    decode_all();
    frame({visible(kA), flip(kB)});
    CHECK(is_resident(kB));
    CHECK_FALSE(is_resident(kC));
    CHECK(cache->stats().cpu_bytes == 0);
}

TEST_CASE_FIXTURE(BudgetFixture, "a late result is dropped when what is there was wanted after it") {
    make_with_room_for(2);
    settle({visible(kA), flip(kB)});
    source.heeds_stop = false;
    source.on_load = [&](const cache::PictureKey&, const std::stop_token&) {
        frame({visible(kA), flip(kB)});
    };
    frame({visible(kA), visible(kC)});
    decode_all();
    frame({visible(kA)});
    CHECK(is_resident(kB));
    CHECK_FALSE(is_resident(kC));
}

TEST_CASE_FIXTURE(BudgetFixture, "what was decoded counts with what it has, not with what decoding took") {
    source.sizes["large"] = {1024, 1024};
    make(budgets);
    frame({visible(proxy("large"))});
    decode_all();
    CHECK(cache->stats().cpu_bytes == cache::mip_chain_bytes({512, 512}));
}

TEST_CASE_FIXTURE(BudgetFixture, "a small picture does not overtake a large one that waits for memory") {
    budgets.cpu_bytes = 4 * kPicture;
    budgets.upload_bytes_per_frame = 1;
    source.sizes["large"] = {100, 100};
    make_with_room_for(100);
    cache->set_budgets({});
    settle({visible(full("large"))});
    cache->set_budgets({.gpu_bytes = 0});
    frame({});
    cache->set_budgets(budgets);
    frame({visible(kA), visible(kB)});
    CHECK(decode_all() == 2);
    frame({visible(kA), visible(kB), visible(full("large")), visible(kD)});
    CHECK(decode_all() == 0);
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "a picture of the last band may take all memory for decoding when nothing else does") {
    budgets.cpu_bytes = kPicture;
    make_with_room_for(100);
    settle({rest(kA)});
    CHECK(is_resident(kA));
}

TEST_CASE_FIXTURE(BudgetFixture, "no more is handed out than the memory for decoding takes") {
    budgets.cpu_bytes = 3 * kPicture;
    make_with_room_for(100);
    frame({visible(kA), visible(kB), visible(kC), visible(kD)});
    CHECK(decode_all() == 3);
    CHECK(cache->stats().cpu_bytes == 3 * kPicture);
    settle({visible(kA), visible(kB), visible(kC), visible(kD)});
    CHECK(is_resident(kD));
}

TEST_CASE_FIXTURE(BudgetFixture, "a quarter of the memory for decoding is kept for what is visible") {
    budgets.cpu_bytes = 4 * kPicture;
    make_with_room_for(100);
    frame({rest(kA), rest(kB), rest(kC), rest(kD)});
    CHECK(decode_all() == 3);
}

TEST_CASE_FIXTURE(BudgetFixture, "late results give way when decoding needs memory") {
    budgets.cpu_bytes = 2 * kPicture;
    budgets.upload_bytes_per_frame = 1;
    make_with_room_for(100);
    frame({visible(kA), visible(kB)});
    decode_all();
    frame({visible(kC), visible(kD)});
    CHECK(decode_all() == 2);
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "a picture larger than all memory for decoding fails in words until there is more") {
    budgets.cpu_bytes = kPicture;
    source.sizes["huge"] = {500, 500};
    make(budgets);
    const auto answer = settle({visible(full("huge"))})[0];
    REQUIRE(answer.residency == Residency::Failed);
    CHECK(answer.error->kind == ErrorKind::Unsupported);
    CHECK(answer.error->message.find("memory budget") != std::string::npos);
    cache->set_budgets({});
    CHECK(settle({visible(full("huge"))})[0].residency == Residency::Resident);
}

TEST_CASE_FIXTURE(BudgetFixture, "a picture that turns out to be larger than expected waits for its turn") {
    budgets.cpu_bytes = 10 << 20;
    source.sizes["huge"] = {1500, 1500};
    make(budgets);
    const std::vector<Wish> wishes{visible(kA), visible(full("huge"))};
    std::size_t most = 0;
    source.on_load = [&](const cache::PictureKey&, const std::stop_token&) {
        most = std::max(most, cache->stats().cpu_bytes);
    };
    settle(wishes);
    CHECK(is_resident(kA));
    CHECK_FALSE(is_resident(full("huge")));
    budgets.cpu_bytes = 13 << 20;
    cache->set_budgets(budgets);
    settle(wishes);
    CHECK(is_resident(full("huge")));
    CHECK(most <= budgets.cpu_bytes);
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "the upload budget of a frame is kept and a large picture goes through in pieces") {
    budgets.upload_bytes_per_frame = 5000;
    make(budgets);
    frame({visible(kA), visible(kB)});
    decode_all();
    int frames = 0;
    std::size_t cpu_bytes = cache->stats().cpu_bytes;
    while (!is_resident(kB)) {
        const auto answers = frame({visible(kA), visible(kB)});
        CHECK(cache->stats().upload_bytes_this_frame <= 5000);
        CHECK(cache->stats().upload_bytes_this_frame > 0);
        CHECK((answers[0].residency == Residency::Resident || !is_resident(kB)));
        REQUIRE(++frames < 20);
        REQUIRE(cache->stats().cpu_bytes <= cpu_bytes);
        cpu_bytes = cache->stats().cpu_bytes;
        if (frames == 4) CHECK(cpu_bytes < kPicture + kPicture / 2);
    }
    CHECK(frames == 9);
    CHECK(uploader.uploaded_bytes == 2 * kPicture);
}

TEST_CASE_FIXTURE(BudgetFixture, "a row wider than the upload budget goes through nevertheless") {
    budgets.upload_bytes_per_frame = 1;
    make(budgets);
    settle({visible(kA)});
    CHECK(is_resident(kA));
}

TEST_CASE_FIXTURE(BudgetFixture,
                  "a half uploaded picture that nobody wants any more is finished when there is room") {
    budgets.upload_bytes_per_frame = 5000;
    make(budgets);
    frame({visible(kA)});
    decode_all();
    frame({visible(kA)});
    for (int i = 0; i < 5; ++i) frame({});
    CHECK(is_resident(kA));
    CHECK(cache->stats().cpu_bytes == 0);
}

TEST_CASE_FIXTURE(BudgetFixture, "a half uploaded picture that nobody wants any more makes room") {
    budgets.upload_bytes_per_frame = 5000;
    make_with_room_for(1);
    frame({visible(kA)});
    decode_all();
    frame({visible(kA)});
    settle({visible(kB)});
    CHECK(is_resident(kB));
    CHECK(cache->stats().cpu_bytes == 0);
    CHECK(uploader.bytes <= budgets.gpu_bytes);
}
