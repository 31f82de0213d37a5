#include <doctest/doctest.h>

#include "cache/decode_job.h"
#include "cache/fakes.h"
#include "cache/picture_table.h"
#include "cache/texture_shelf.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::DecodeNews;
using cache::Level;

namespace {

struct JobFixture {
    std::shared_ptr<FakeSource> source = std::make_shared<FakeSource>();
    std::shared_ptr<cache::DecodeDesk> desk =
        std::make_shared<cache::DecodeDesk>(source, 1 << 20, std::function<void()>());
    cache::DecodeJob job{7, {"a", {}, Level::Full}, 1000, desk};

    DecodeNews only_news() {
        auto news = desk->news.drain();
        REQUIRE(news.size() == 1);
        return std::move(news.front());
    }
};

}  // namespace

TEST_CASE_FIXTURE(JobFixture, "a job that is run twice loads and answers once") {
    job.run({});
    job.run({});
    CHECK(source->loads["a"] == 1);
    CHECK(only_news().outcome == DecodeNews::Outcome::Loaded);
}

TEST_CASE_FIXTURE(JobFixture, "a job that finds no room is put off without loading") {
    desk->gate->take((1 << 20) - 999);
    job.run({});
    CHECK(only_news().outcome == DecodeNews::Outcome::Deferred);
    CHECK(source->total_loads() == 0);
    CHECK(desk->gate->used() == (1 << 20) - 999);
}

TEST_CASE_FIXTURE(JobFixture,
                  "a job that turns out too large for the room that is left says how much it needs") {
    desk->gate->take((1 << 20) - 2000);
    job.run({});
    const DecodeNews news = only_news();
    CHECK(news.outcome == DecodeNews::Outcome::Deferred);
    CHECK(news.size == SizePx{64, 64});
    CHECK(news.peak_bytes == cache::mip_chain_bytes({64, 64}));
}

TEST_CASE_FIXTURE(JobFixture, "news that nobody takes give their memory back") {
    job.run({});
    CHECK(desk->gate->used() == cache::mip_chain_bytes({64, 64}));
    desk->news.drain();
    CHECK(desk->gate->used() == 0);
}

TEST_CASE_FIXTURE(JobFixture, "a picture without all its levels is an error") {
    class Partial final : public cache::PictureSource {
        Result<cache::LoadedPicture> load(const cache::PictureKey&, std::stop_token) override {
            cache::LoadedPicture picture{{}, {8, 8}};
            picture.levels.emplace_back(SizePx{8, 8});
            return picture;
        }
    };
    desk->source = std::make_shared<Partial>();
    job.run({});
    CHECK(only_news().outcome == DecodeNews::Outcome::Failed);
}

TEST_CASE("a shelf hands a texture out again when the size is the same, and counts all of them") {
    FakeUploader uploader;
    cache::TextureShelf shelf(uploader);
    const auto first = shelf.take({8, 8});
    shelf.give_back(first, {8, 8});
    CHECK(shelf.bytes() == cache::mip_chain_bytes({8, 8}));
    CHECK(shelf.take({8, 9}) != first);
    CHECK(shelf.take({8, 8}) == first);
    CHECK(uploader.created == 2);
    CHECK(shelf.bytes() == uploader.bytes);
    shelf.give_back(first, {8, 8});
    CHECK(shelf.destroy_oldest_spare());
    CHECK(shelf.bytes() == uploader.bytes);
}

TEST_CASE("a shelf keeps only a few") {
    FakeUploader uploader;
    cache::TextureShelf shelf(uploader);
    std::vector<cache::TextureHandle> textures;
    for (int i = 1; i <= 20; ++i) textures.push_back(shelf.take({i, 1}));
    for (int i = 1; i <= 20; ++i) shelf.give_back(textures[std::size_t(i - 1)], {i, 1});
    CHECK(uploader.live.size() == 8);
    CHECK(shelf.bytes() == uploader.bytes);
    CHECK(shelf.has_spare({20, 1}));
    CHECK_FALSE(shelf.has_spare({1, 1}));
}

TEST_CASE("a shelf gives up its spares before it says that there is no memory") {
    FakeUploader uploader;
    uploader.most_textures = 1;
    cache::TextureShelf shelf(uploader);
    shelf.give_back(shelf.take({8, 8}), {8, 8});
    CHECK(shelf.take({9, 9}) != 0);
    CHECK(shelf.take({9, 9}) == 0);
}

TEST_CASE("a table of very many pictures forgets those that nobody wants") {
    cache::PictureTable table;
    for (int i = 0; i < 40'000; ++i) {
        const auto number = std::to_string(i);
        table.at({number, {}, Level::Proxy}).at(Level::Proxy).wanted_frame = i < 39'000 ? 1 : 2;
    }
    table.forget_idle(2);
    CHECK(table.size() == 1000);
    CHECK(table.find({"39500", {}, Level::Full}) != nullptr);
    CHECK(table.find({"5", {}, Level::Proxy}) == nullptr);
}

TEST_CASE("a table tells versions of one file apart") {
    cache::PictureTable table;
    cache::Picture& first = table.at({"a", {1, 2}, Level::Proxy});
    CHECK(&table.at({"a", {1, 3}, Level::Proxy}) != &first);
    CHECK(&table.at({"a", {2, 2}, Level::Proxy}) != &first);
    CHECK(&table.at({"a", {1, 2}, Level::Full}) == &first);
    CHECK(first.file->path == "a");
}
