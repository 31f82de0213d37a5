#include "cache/proxy_store.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "cache/mip_size.h"
#include "cache/stored_source.h"
#include "image/reduce.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Level;
using cache::PictureKey;
using cache::ProxyAnswer;
using cache::ProxyStore;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kRoomy = std::uint64_t{64} << 20;

bool admit_all(SizePx, std::size_t) {
    return true;
}

PictureKey key_of(const std::string& path, std::int64_t mtime_ns = 7) {
    return {path, {100, mtime_ns}, Level::Proxy};
}

/// A proxy of a picture of this size, other pixels for each seed.
cache::LoadedPicture proxy_of(SizePx full, std::uint8_t seed) {
    cache::LoadedPicture picture;
    picture.full_size = full;
    const SizePx size = image::fit_longest_side(full, cache::kProxySide);
    for (int level = 0; level < cache::mip_level_count(size); ++level) {
        picture.levels.emplace_back(cache::mip_level_size(size, level));
        std::uint8_t value = seed;
        for (std::uint8_t& byte : picture.levels.back().bytes())
            byte = value = static_cast<std::uint8_t>(value * 5 + 1);
    }
    return picture;
}

bool same_pixels(const cache::LoadedPicture& left, const cache::LoadedPicture& right) {
    return left.full_size == right.full_size &&
           std::ranges::equal(left.levels, right.levels, [](const image::Pixels& a, const image::Pixels& b) {
               return a.size() == b.size() && std::ranges::equal(a.bytes(), b.bytes());
           });
}

std::uint64_t bytes_in(const fs::path& folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename() != "ledger") bytes += cache::disk_bytes(entry.file_size());
    return bytes;
}

/// Two stores of one folder, as two processes have them; small proxies (512 x 8) that the test writes by
/// hand.
struct StoreFixture {
    TempFolder folder;
    fs::path proxies = folder.path() / "proxies";
    ProxyStore store{proxies, kRoomy, 0};
    cache::LoadedPicture proxy = proxy_of({2048, 32}, 3);

    void keep(ProxyStore& to, const PictureKey& key, const cache::LoadedPicture& picture) {
        to.keep(key, picture);
        to.finish();
    }
    ProxyAnswer look(const PictureKey& key) { return store.read(key, admit_all).answer; }
    fs::path file_of(const PictureKey& key) const { return proxies / cache::proxy_file_name(key.path); }
};

std::string contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE_FIXTURE(StoreFixture,
                  "a kept proxy comes back with its pixels, levels and size, in another store too") {
    keep(store, key_of("a"), proxy);
    ProxyStore other(proxies, kRoomy, 0);
    for (ProxyStore* each : {&store, &other}) {
        const cache::ProxyRead read = each->read(key_of("a"), admit_all);
        REQUIRE(read.answer == ProxyAnswer::Found);
        CHECK(same_pixels(read.picture, proxy));
        CHECK(each->stats().found == 1);
    }
}

TEST_CASE_FIXTURE(StoreFixture, "what is written later by one is seen by the other") {
    ProxyStore other(proxies, kRoomy, 0);
    CHECK(other.read(key_of("a"), admit_all).answer == ProxyAnswer::Absent);
    keep(store, key_of("a"), proxy);
    CHECK(other.read(key_of("a"), admit_all).answer == ProxyAnswer::Found);
}

TEST_CASE_FIXTURE(StoreFixture, "another stamp, another path and the full picture are absent") {
    keep(store, key_of("a"), proxy);
    CHECK(look(key_of("a", 8)) == ProxyAnswer::Absent);
    CHECK(look(key_of("b")) == ProxyAnswer::Absent);
    fs::copy_file(file_of(key_of("a")), file_of(key_of("b")));
    CHECK(look(key_of("b")) == ProxyAnswer::Absent);
    CHECK(store.stats().damaged == 0);
    store.keep({"c", {100, 7}, Level::Full}, proxy);
    CHECK_FALSE(store.run_one());
}

TEST_CASE_FIXTURE(StoreFixture, "a picture that is its own proxy is not kept") {
    store.keep(key_of("small"), proxy_of({512, 30}, 1));
    CHECK_FALSE(store.run_one());
    CHECK(store.stats().skipped == 0);
}

TEST_CASE_FIXTURE(StoreFixture, "a newer version takes the place of the older one") {
    keep(store, key_of("a", 1), proxy);
    keep(store, key_of("a", 2), proxy_of({2048, 32}, 9));
    CHECK(look(key_of("a", 1)) == ProxyAnswer::Absent);
    CHECK(same_pixels(store.read(key_of("a", 2), admit_all).picture, proxy_of({2048, 32}, 9)));
    CHECK(bytes_in(proxies) == cache::disk_bytes(fs::file_size(file_of(key_of("a")))));
}

TEST_CASE_FIXTURE(StoreFixture, "a proxy that is not admitted is refused before its pixels are read") {
    keep(store, key_of("a"), proxy);
    SizePx full;
    std::size_t bytes = 0;
    const auto read = store.read(key_of("a"), [&](SizePx size, std::size_t needed) {
        full = size;
        bytes = needed;
        return false;
    });
    CHECK(read.answer == ProxyAnswer::Refused);
    CHECK(full == SizePx{2048, 32});
    CHECK(bytes == proxy.bytes());
}

TEST_CASE_FIXTURE(StoreFixture, "a file that is damaged at any byte is never shown, and is made again") {
    const PictureKey key = key_of("a picture");
    keep(store, key, proxy);
    const std::string good = contents(file_of(key));
    REQUIRE(good.size() > 16384);
    // Every byte of the head and the path, and then every 37th.
    for (std::size_t at = 0; at < good.size(); at += at < 192 ? 1 : 37) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
        overwrite(file_of(key), bad);
        CAPTURE(at);
        CHECK(look(key) != ProxyAnswer::Found);
    }
    keep(store, key, proxy);
    CHECK(look(key) == ProxyAnswer::Found);
    CHECK(contents(file_of(key)) == good);
}

TEST_CASE_FIXTURE(StoreFixture, "a file that is cut short, too long or empty is damaged") {
    const PictureKey key = key_of("a");
    keep(store, key, proxy);
    const std::string good = contents(file_of(key));
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{64}, good.size() - 1}) {
        overwrite(file_of(key), good.substr(0, size));
        CHECK(look(key) == ProxyAnswer::Damaged);
    }
    overwrite(file_of(key), good + "x");
    CHECK(look(key) == ProxyAnswer::Damaged);
    overwrite(file_of(key), std::string(good.size(), '\0'));
    CHECK(look(key) == ProxyAnswer::Damaged);
    CHECK(store.stats().damaged == 6);
}

TEST_CASE_FIXTURE(StoreFixture, "a head that promises more than there may be reserves nothing") {
    const PictureKey key = key_of("a");
    keep(store, key, proxy);
    std::string huge = contents(file_of(key));
    for (std::size_t at = 40; at < 60; ++at) huge[at] = '\x7F';
    overwrite(file_of(key), huge);
    bool asked = false;
    CHECK(store.read(key, [&](SizePx, std::size_t) { return asked = true; }).answer == ProxyAnswer::Damaged);
    CHECK_FALSE(asked);
}

TEST_CASE_FIXTURE(StoreFixture, "the folder never has more than its limit, and keeps what was used last") {
    keep(store, key_of("first"), proxy);
    const std::uint64_t each = cache::disk_bytes(fs::file_size(file_of(key_of("first"))));
    ProxyStore small(proxies, each * 4, 0);
    const auto now = fs::file_time_type::clock::now();
    for (int i = 0; i < 20; ++i) {
        const PictureKey key = key_of(std::to_string(i));
        keep(small, key, proxy);
        CHECK(bytes_in(proxies) <= each * 4);
        REQUIRE(small.read(key, admit_all).answer == ProxyAnswer::Found);
        fs::last_write_time(file_of(key), now - std::chrono::hours(20 - i));
    }
    CHECK(small.read(key_of("19"), admit_all).answer == ProxyAnswer::Found);
    CHECK(small.read(key_of("3"), admit_all).answer == ProxyAnswer::Absent);
    // Reading counts as use.
    const PictureKey old = key_of("18");
    fs::last_write_time(file_of(old), now - std::chrono::hours(2000));
    REQUIRE(small.read(old, admit_all).answer == ProxyAnswer::Found);
    CHECK(fs::last_write_time(file_of(old)) > now - std::chrono::hours(1));
}

TEST_CASE_FIXTURE(StoreFixture, "a proxy larger than the whole limit and a limit of nothing keep nothing") {
    for (const std::uint64_t limit : {0, 8192}) {
        ProxyStore none(proxies, limit, 0);
        keep(none, key_of("a"), proxy);
        CHECK(none.stats().written == 0);
    }
    CHECK(look(key_of("a")) == ProxyAnswer::Absent);
}

TEST_CASE_FIXTURE(StoreFixture,
                  "a damaged or wrong ledger is counted anew, and what a dead process left goes") {
    keep(store, key_of("a"), proxy);
    const std::uint64_t each = bytes_in(proxies);
    overwrite(proxies / "ledger", "nonsense");
    const fs::path left = proxies / "1-2-3.part";
    overwrite(left, std::string(each * 3, 'x'));
    fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(1));
    ProxyStore other(proxies, each * 3, 0);
    for (int i = 0; i < 5; ++i) {
        keep(other, key_of(std::to_string(i)), proxy);
        CHECK(bytes_in(proxies) <= each * 3);
    }
    CHECK_FALSE(fs::exists(left));
    CHECK(other.stats().written == 5);
}

TEST_CASE_FIXTURE(StoreFixture, "what does not keep up with the disk is left out, not piled up") {
    const cache::LoadedPicture large = proxy_of({1024, 1024}, 2);
    for (int i = 0; i < 60; ++i) store.keep(key_of(std::to_string(i)), large);
    CHECK(store.stats().skipped > 0);
    CHECK(store.pending() < 40);
    store.finish();
    CHECK(store.stats().written + store.stats().skipped == 60);
    CHECK(look(key_of("0")) == ProxyAnswer::Found);
}

TEST_CASE_FIXTURE(StoreFixture, "a folder that cannot be written is given up, and nothing else happens") {
    overwrite(proxies, "a file where the folder should be");
    keep(store, key_of("a"), proxy);
    keep(store, key_of("b"), proxy);
    CHECK(store.stats().written == 0);
    CHECK(look(key_of("a")) == ProxyAnswer::Absent);
}

TEST_CASE_FIXTURE(StoreFixture, "proxies are their owner's alone") {
    keep(store, key_of("a"), proxy);
    using fs::perms;
    CHECK((fs::status(proxies).permissions() & (perms::group_all | perms::others_all)) == perms::none);
    CHECK((fs::status(file_of(key_of("a"))).permissions() & (perms::group_all | perms::others_all)) ==
          perms::none);
}

TEST_CASE_FIXTURE(StoreFixture,
                  "two processes that write at once stay within the limit and read each other") {
    keep(store, key_of("first"), proxy);
    const std::uint64_t each = bytes_in(proxies);
    const std::uint64_t limit = each * 8;
    const auto write_many = [&](const std::string& name) {
        ProxyStore own(proxies, limit, 0);
        bool within = true;
        for (int i = 0; i < 60; ++i) {
            keep(own, key_of(name + std::to_string(i % 12)), proxy);
            within = within && own.read(key_of(name + std::to_string(i % 12)), admit_all).answer !=
                                   ProxyAnswer::Damaged;
        }
        return within && own.stats().written == 60;
    };
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(write_many("theirs") ? 0 : 1);
    CHECK(write_many("ours"));
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(bytes_in(proxies) <= limit);
    int theirs = 0;
    for (int i = 0; i < 12; ++i)
        if (look(key_of("theirs" + std::to_string(i))) == ProxyAnswer::Found) ++theirs;
    CHECK(theirs > 0);
}

namespace {

/// Gives one proxy and counts how often it was asked.
class CountingSource final : public cache::PictureSource {
public:
    int loads = 0;
    std::function<void()> on_load;
    Result<cache::LoadedPicture> load(const PictureKey&, std::stop_token) override {
        ++loads;
        if (on_load) on_load();
        return proxy_of({2048, 32}, 3);
    }
};

struct StoredSourceFixture : StoreFixture {
    std::shared_ptr<CountingSource> decoder = std::make_shared<CountingSource>();
    std::shared_ptr<ProxyStore> shared = std::make_shared<ProxyStore>(proxies, kRoomy, 0);
    cache::StoredPictureSource source{decoder, shared};
    fs::path picture = folder.path() / "picture.png";

    StoredSourceFixture() { write_picture(std::chrono::hours(1)); }

    void write_picture(std::chrono::seconds age) {
        overwrite(picture, "the store looks at the stamp only");
        fs::last_write_time(picture, fs::file_time_type::clock::now() - age);
    }
    PictureKey key(Level level = Level::Proxy) const {
        return {picture.native(), stamp_of(picture).value(), level};
    }
    bool load(const PictureKey& wanted) {
        const bool loaded = source.load(wanted, {}).has_value();
        shared->finish();
        return loaded;
    }
};

}  // namespace

TEST_CASE_FIXTURE(StoredSourceFixture, "a picture is decoded once, and never again while it stays as it is") {
    for (int i = 0; i < 3; ++i) CHECK(load(key()));
    CHECK(decoder->loads == 1);
    cache::StoredPictureSource next_start(decoder, std::make_shared<ProxyStore>(proxies, kRoomy, 0));
    CHECK(next_start.load(key(), {}).has_value());
    CHECK(decoder->loads == 1);
    write_picture(std::chrono::minutes(5));
    CHECK(load(key()));
    CHECK(decoder->loads == 2);
}

TEST_CASE_FIXTURE(StoredSourceFixture, "the full picture always comes from its file") {
    CHECK(load(key()));
    CHECK(load(key(Level::Full)));
    CHECK(load(key(Level::Full)));
    CHECK(decoder->loads == 3);
}

TEST_CASE_FIXTURE(StoredSourceFixture, "a damaged proxy is decoded and written again") {
    CHECK(load(key()));
    const fs::path kept = file_of(key());
    const std::string good = contents(kept);
    overwrite(kept, good.substr(0, good.size() / 2));
    CHECK(load(key()));
    CHECK(decoder->loads == 2);
    CHECK(contents(kept) == good);
}

TEST_CASE_FIXTURE(StoredSourceFixture,
                  "a picture that changes while it is read, or was written just now, is not kept") {
    const PictureKey before = key();
    decoder->on_load = [this] { write_picture(std::chrono::minutes(1)); };
    CHECK(load(before));
    CHECK(load(before));
    CHECK(decoder->loads == 2);
    decoder->on_load = {};
    write_picture(std::chrono::seconds(0));
    CHECK(load(key()));
    CHECK(load(key()));
    CHECK(decoder->loads == 4);
    CHECK(shared->stats().written == 0);
}

TEST_CASE_FIXTURE(StoredSourceFixture,
                  "a kept proxy for which there is no room now is cancelled, not decoded") {
    CHECK(load(key()));
    const auto refused = source.load_admitted(key(), {}, [](SizePx, std::size_t) { return false; });
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == ErrorKind::Cancelled);
    CHECK(decoder->loads == 1);
}
