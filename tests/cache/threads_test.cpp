#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "cache/cache_fixture.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Residency;

namespace {

/// Any thread: the size is the file's stamp, and a picture takes a moment.
class SlowSource final : public cache::PictureSource {
public:
    std::atomic<int> running = 0;
    std::atomic<int> most_running = 0;

    Result<cache::LoadedPicture> load(const cache::PictureKey& key, std::stop_token stop) override {
        const int now = ++running;
        int before = most_running;
        while (before < now && !most_running.compare_exchange_weak(before, now)) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        --running;
        if (stop.stop_requested()) return Error{ErrorKind::Cancelled, ""};
        const int side = static_cast<int>(key.stamp.bytes);
        if (side % 13 == 0) return Error{ErrorKind::InvalidInput, "damaged"};
        cache::LoadedPicture picture{blank_levels({side, side}), {side, side}};
        for (image::Pixels& level : picture.levels) std::ranges::fill(level.bytes(), std::uint8_t(side));
        return picture;
    }
};

cache::PictureKey key_of(int number) {
    return {"picture", {static_cast<std::uint64_t>(20 + number), 0}, cache::Level::Full};
}

}  // namespace

TEST_CASE("threads load what changes with every frame, and it settles") {
    const auto source = std::make_shared<SlowSource>();
    FakeUploader uploader;
    std::atomic<int> wakes = 0;
    std::mt19937 random(3);
    {
        cache::TextureCache cache(source, uploader, {.gpu_bytes = 4u << 20, .cpu_bytes = 64u << 20}, 3,
                                  [&] { ++wakes; });
        for (int step = 0; step < 400; ++step) {
            cache.begin_frame();
            const int first = static_cast<int>(random() % 100);
            for (int i = 0; i < 12; ++i) cache.want(key_of(first + i), {cache::Priority::Flip, i});
            cache.end_frame();
            if (step % 8 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        int frames = 0;
        do {
            cache.begin_frame();
            for (int i = 0; i < 12; ++i) cache.want(key_of(i), {cache::Priority::Visible, i});
            cache.end_frame();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } while (!cache.settled() && ++frames < 10'000);
        CHECK(cache.settled());
        for (int i = 0; i < 12; ++i) {
            const bool damaged = (20 + i) % 13 == 0;
            CHECK(cache.peek(key_of(i)).residency == (damaged ? Residency::Failed : Residency::Resident));
        }
        CHECK(wakes > 0);
    }
    CHECK(source->most_running <= 3);
    CHECK(uploader.live.empty());
    CHECK(uploader.faults == 0);
}

TEST_CASE("a cache can go away in the middle of its work") {
    FakeUploader uploader;
    for (int round = 0; round < 20; ++round) {
        cache::TextureCache cache(std::make_shared<SlowSource>(), uploader, {}, 2);
        cache.begin_frame();
        for (int i = 0; i < 12; ++i) cache.want(key_of(i), {cache::Priority::Visible, i});
        cache.end_frame();
    }
    CHECK(uploader.live.empty());
}
