#include "cache/texture_cache.h"

#include <doctest/doctest.h>

#include "cache/cache_fixture.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Residency;

TEST_CASE_FIXTURE(CacheFixture, "a picture is absent, then loading, then resident") {
    CHECK(frame({visible(kA)})[0].residency == Residency::Absent);
    CHECK(frame({visible(kA)})[0].residency == Residency::Loading);
    CHECK_FALSE(cache->settled());
    decode_all();
    frame({visible(kA)});
    const cache::CachedTexture answer = frame({visible(kA)})[0];
    CHECK(answer.residency == Residency::Resident);
    CHECK(answer.texture != 0);
    CHECK(answer.size == SizePx{64, 64});
    CHECK(cache->settled());
}

TEST_CASE_FIXTURE(CacheFixture, "a load nobody wants any more never starts") {
    frame({visible(kA)});
    frame({visible(kB)});
    decode_all();
    CHECK(source.loads["a"] == 0);
    CHECK(source.loads["b"] == 1);
}

TEST_CASE_FIXTURE(CacheFixture,
                  "visible comes before flip before near before rest, whatever the order of wishes") {
    frame({rest(full("rest")), near(full("near"), 1), flip(full("flip far"), 7), visible(full("visible")),
           flip(full("flip near"), 1)});
    decode_all();
    CHECK(source.order == std::vector<std::string>{"visible", "flip near", "flip far", "near", "rest"});
}

TEST_CASE_FIXTURE(CacheFixture, "a new ranking replaces the one before") {
    frame({flip(kA, 1), flip(kB, 2), flip(kC, 3)});
    frame({flip(kA, 3), flip(kB, 2), flip(kC, 1)});
    decode_all();
    CHECK(source.order == std::vector<std::string>{"c", "b", "a"});
}

TEST_CASE_FIXTURE(CacheFixture, "two wishes for one picture are one wish of the better rank") {
    frame({rest(kA), visible(kB, 5), visible(kA)});
    decode_all();
    CHECK(source.order == std::vector<std::string>{"a", "b"});
}

TEST_CASE_FIXTURE(CacheFixture, "visible proxies come before visible full pictures") {
    frame({visible(kA, 0), visible(proxy("b"), 9)});
    decode_all();
    CHECK(source.order == std::vector<std::string>{"b", "a"});
}

TEST_CASE_FIXTURE(CacheFixture, "running work that nobody wants any more is asked to stop and forgotten") {
    bool stopped = false;
    source.on_load = [&](const cache::PictureKey& key, const std::stop_token& stop) {
        if (key.path != "a") return;
        frame({visible(kB)});
        stopped = stop.stop_requested();
    };
    frame({visible(kA)});
    decode_all();
    CHECK(stopped);
    frame({});
    CHECK(cache->peek(kA).residency == Residency::Absent);
    CHECK(cache->stats().cpu_bytes == 0);
}

TEST_CASE_FIXTURE(CacheFixture, "running work that is still wanted goes on and is not started twice") {
    bool stopped = false;
    source.on_load = [&](const cache::PictureKey&, const std::stop_token& stop) {
        frame({visible(kB), visible(kA)});
        stopped |= stop.stop_requested();
    };
    frame({visible(kA)});
    decode_all();
    CHECK_FALSE(stopped);
    settle({visible(kA), visible(kB)});
    CHECK(source.loads["a"] == 1);
    CHECK(source.loads["b"] == 1);
}

TEST_CASE_FIXTURE(CacheFixture, "a picture that was cancelled and is wanted again is loaded again") {
    source.on_load = [&](const cache::PictureKey&, const std::stop_token&) { frame({}); };
    frame({visible(kA)});
    decode_all();
    source.on_load = {};
    CHECK(settle({visible(kA)})[0].residency == Residency::Resident);
    CHECK(source.loads["a"] == 2);
}

TEST_CASE_FIXTURE(CacheFixture, "a result that arrived between two frames is not loaded a second time") {
    cache->begin_frame();
    cache->want(kA, {cache::Priority::Visible, 0});
    cache->end_frame();
    cache->begin_frame();
    cache->run_one();
    cache->want(kA, {cache::Priority::Visible, 0});
    cache->end_frame();
    decode_all();
    CHECK(source.loads["a"] == 1);
}

TEST_CASE_FIXTURE(CacheFixture, "a flip with everything resident starts no decode and uploads nothing") {
    settle({visible(kA), flip(kB)});
    const auto before = cache->stats();
    const auto answers = frame({visible(kB), flip(kA)});
    CHECK(answers[0].residency == Residency::Resident);
    CHECK(decode_all() == 0);
    CHECK(cache->stats().decodes_started == before.decodes_started);
    CHECK(cache->stats().upload_bytes == before.upload_bytes);
    CHECK(cache->settled());
}

TEST_CASE_FIXTURE(CacheFixture, "another stamp is another picture") {
    auto changed = kA;
    changed.stamp.mtime_ns = 1;
    settle({visible(kA)});
    CHECK(frame({visible(changed)})[0].residency == Residency::Absent);
    decode_all();
    CHECK(source.loads["a"] == 2);
}

TEST_CASE_FIXTURE(CacheFixture, "proxy and full picture are two textures of one file with one known size") {
    source.sizes["a"] = {1024, 1024};
    const auto answers = settle({visible(proxy("a"))});
    CHECK(answers[0].size == SizePx{512, 512});
    CHECK(cache->peek(kA).full_size == SizePx{1024, 1024});
    CHECK(settle({visible(kA)})[0].size == SizePx{1024, 1024});
    CHECK(source.loads["a"] == 2);
}

TEST_CASE_FIXTURE(CacheFixture, "peek does not want") {
    cache->begin_frame();
    CHECK(cache->peek(kA).residency == Residency::Absent);
    cache->end_frame();
    CHECK(decode_all() == 0);
}

TEST_CASE_FIXTURE(CacheFixture, "a failed picture says why and is not tried again each frame") {
    source.errors["a"] = {ErrorKind::InvalidInput, "damaged at byte 7"};
    const auto answer = settle({visible(kA)})[0];
    REQUIRE(answer.residency == Residency::Failed);
    CHECK(answer.error->message == "damaged at byte 7");
    for (int i = 0; i < 5; ++i) {
        frame({visible(kA)});
        decode_all();
    }
    CHECK(source.loads["a"] == 1);
    CHECK(cache->settled());
}

TEST_CASE_FIXTURE(CacheFixture,
                  "a failure that was forgotten is tried again, and its error stays readable in that frame") {
    source.errors["a"] = {ErrorKind::Io, "unplugged"};
    settle({visible(kA)});
    cache->begin_frame();
    const Error* error = cache->want(kA, {}).error;
    cache->retry(kA);
    CHECK(error->message == "unplugged");
    cache->end_frame();
    source.errors.clear();
    CHECK(settle({visible(kA)})[0].residency == Residency::Resident);
}

TEST_CASE_FIXTURE(CacheFixture, "a source that gives up by itself counts as failed") {
    source.errors["a"] = {ErrorKind::Cancelled, "no reason"};
    CHECK(settle({visible(kA)})[0].residency == Residency::Failed);
}

TEST_CASE_FIXTURE(CacheFixture, "a source that throws is a failed picture") {
    source.on_load = [](const cache::PictureKey&, const std::stop_token&) { throw std::bad_alloc(); };
    CHECK(settle({visible(kA)})[0].residency == Residency::Failed);
    CHECK(cache->stats().cpu_bytes == 0);
}

TEST_CASE_FIXTURE(CacheFixture,
                  "a picture that the graphics card refuses is failed and gives its memory back") {
    uploader.longest_side = 100;
    source.sizes["a"] = {101, 10};
    const auto answer = settle({visible(kA)})[0];
    REQUIRE(answer.residency == Residency::Failed);
    CHECK(answer.error->message.find("101 x 10") != std::string::npos);
    CHECK(cache->stats().cpu_bytes == 0);
    CHECK(cache->stats().gpu_bytes == 0);
}

TEST_CASE_FIXTURE(CacheFixture, "counters say what is on its way") {
    frame({visible(kA), visible(kB), flip(kC)});
    CHECK(cache->stats().decodes_pending == 3);
    cache->run_one();
    cache->run_one();
    cache->set_budgets({.upload_bytes_per_frame = 100});
    frame({visible(kA), visible(kB), flip(kC)});
    CHECK(cache->stats().decodes_started == 2);
    CHECK(cache->stats().decodes_finished == 2);
    CHECK(cache->stats().decodes_pending == 1);
    CHECK(cache->stats().uploads_pending == 2);
    CHECK(cache->stats().gpu_bytes == uploader.bytes);
}

TEST_CASE_FIXTURE(CacheFixture, "loading on between two frames takes, uploads and ranks as a frame does") {
    frame({visible(kA), flip(kB), flip(kC, 2)});
    CHECK(cache->run_one());
    cache->load_on();
    CHECK(is_resident(kA));
    decode_all();
    cache->load_on();
    CHECK(is_resident(kB));
    CHECK(is_resident(kC));
    CHECK(cache->settled());
    CHECK(source.order == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE_FIXTURE(CacheFixture, "loading on keeps to the upload budget and evicts nothing that is wanted") {
    make({.gpu_bytes = kPicture * 2, .upload_bytes_per_frame = kPicture / 2});
    frame({visible(kA), flip(kB), flip(kC, 2)});
    for (int i = 0; i < 20; ++i) {
        decode_all();
        cache->load_on();
        CHECK(cache->stats().upload_bytes_this_frame <= kPicture / 2);
        CHECK(cache->stats().gpu_bytes <= kPicture * 2);
    }
    CHECK(is_resident(kA));
    CHECK(is_resident(kB));
    CHECK_FALSE(is_resident(kC));
}

TEST_CASE_FIXTURE(CacheFixture, "only what is visible asks for another frame") {
    frame({visible(kA), flip(kB), visible(kC)});
    source.errors["c"] = {ErrorKind::Io, "unplugged"};
    const auto changes = [this] { return cache->stats().visible_changes; };
    const auto before = changes();
    cache->run_one();
    cache->load_on();
    CHECK(changes() == before + 1);
    decode_all();
    cache->load_on();
    CHECK(changes() == before + 2);
    CHECK(is_resident(kB));
    cache->load_on();
    CHECK(changes() == before + 2);
}
