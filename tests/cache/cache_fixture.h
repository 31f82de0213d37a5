#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <utility>
#include <vector>

#include "cache/fakes.h"
#include "cache/texture_cache.h"

namespace proofsheet::test {

struct Wish {
    cache::PictureKey key;
    cache::Priority priority{cache::Priority::Visible, 0};
};

inline cache::PictureKey full(std::string path) {
    return {std::move(path), {}, cache::Level::Full};
}
inline const auto kA = full("a");
inline const auto kB = full("b");
inline const auto kC = full("c");
inline const auto kD = full("d");
inline cache::PictureKey proxy(std::string path) {
    return {std::move(path), {}, cache::Level::Proxy};
}
inline Wish visible(cache::PictureKey key, int distance = 0) {
    return {std::move(key), {cache::Priority::Visible, distance}};
}
inline Wish flip(cache::PictureKey key, int distance = 0) {
    return {std::move(key), {cache::Priority::Flip, distance}};
}
inline Wish near(cache::PictureKey key, int distance = 0) {
    return {std::move(key), {cache::Priority::Near, distance}};
}
inline Wish rest(cache::PictureKey key, int distance = 0) {
    return {std::move(key), {cache::Priority::Rest, distance}};
}

/// A cache on fakes whose decodes run when the test turns the crank. 64 x 64 pictures unless `source.sizes`
/// says more.
struct CacheFixture {
    static constexpr std::size_t kPicture = 21844;  ///< bytes of 64 x 64 RGBA with its mip levels

    std::shared_ptr<FakeSource> source_owner = std::make_shared<FakeSource>();
    FakeSource& source = *source_owner;
    FakeUploader uploader;
    std::optional<cache::TextureCache> cache;

    CacheFixture() { make({}); }
    ~CacheFixture() {
        cache.reset();
        CHECK(uploader.live.empty());
        CHECK(uploader.faults == 0);
    }

    void make(cache::CacheBudgets budgets) { cache.emplace(source_owner, uploader, budgets, 0); }

    /// One frame with these wishes; every answer that is resident must be a texture with all its rows.
    std::vector<cache::CachedTexture> frame(const std::vector<Wish>& wishes) {
        cache->begin_frame();
        std::vector<cache::CachedTexture> answers;
        for (const Wish& wish : wishes) answers.push_back(cache->want(wish.key, wish.priority));
        cache->end_frame();
        for (const cache::CachedTexture& answer : answers)
            if (answer.texture != 0) CHECK(uploader.is_complete(answer.texture));
        return answers;
    }
    int decode_all() {
        int count = 0;
        while (cache->run_one()) ++count;
        return count;
    }
    /// Frames and decodes until nothing more happens.
    std::vector<cache::CachedTexture> settle(const std::vector<Wish>& wishes) {
        for (int i = 0; i < 1000; ++i) {
            frame(wishes);
            if (cache->settled()) return frame(wishes);
            decode_all();
        }
        FAIL("never settles");
        return {};
    }
    bool is_resident(const cache::PictureKey& key) {
        return cache->peek(key).residency == cache::Residency::Resident;
    }
};

}  // namespace proofsheet::test
