#include <doctest/doctest.h>

#include "scan/watch_listing.h"
#include "scan/watch_polling.h"
#include "support/sample_tree.h"

using namespace proofsheet;
using scan::Changed;

namespace {

constexpr std::int64_t kYoung = 1000;

scan::FileFacts old_file(ino_t inode, std::uint64_t bytes = 10) {
    return {{1, inode}, {bytes, 0}};
}
scan::FileFacts young_file(ino_t inode, std::uint64_t bytes = 10) {
    return {{1, inode}, {bytes, kYoung}};
}

struct ListingFixture {
    scan::TreeListing listing;
    scan::GrowingFiles growing;

    ListingFixture() { listing.folders["/r/x"] = {"x", {{"old.png", old_file(1)}}, {}}; }

    auto& files() { return listing.folders["/r/x"].files; }
    /// Compares with the listing as it was before `change` and keeps what grows.
    template <typename Change>
    scan::PollStep step(Change change) {
        const scan::TreeListing before = listing;
        change();
        const auto step = scan::compare(before, growing, listing, kYoung);
        growing = step.growing;
        return step;
    }
};

}  // namespace

TEST_CASE_FIXTURE(ListingFixture, "equal listings tell nothing") {
    CHECK(step([] {}) == scan::PollStep{});
}

TEST_CASE_FIXTURE(ListingFixture, "a new file that was just written grows until two listings agree") {
    auto told = step([&] { files()["a.png"] = young_file(2); });
    CHECK(told.changed == Changed::Pictures);
    CHECK(told.growing.fresh == std::set<scan::FileIdentity>{{1, 2}});
    told = step([&] { files()["a.png"] = young_file(2, 20); });
    CHECK(told.changed == Changed::Pictures);
    CHECK(told.growing.fresh == std::set<scan::FileIdentity>{{1, 2}});
    told = step([] {});
    CHECK(told.changed == Changed::Pictures);
    CHECK(told.growing.empty());
    CHECK(step([] {}) == scan::PollStep{});
}

TEST_CASE_FIXTURE(ListingFixture, "a new file with an old time is complete") {
    const auto told = step([&] { files()["a.png"] = old_file(2); });
    CHECK(told == scan::PollStep{Changed::Pictures, {}});
}

TEST_CASE_FIXTURE(ListingFixture, "a file that changes grows as a rewritten one") {
    const auto told = step([&] { files()["old.png"] = old_file(1, 11); });
    CHECK(told.changed == Changed::Pictures);
    CHECK(told.growing.rewritten == std::set<scan::FileIdentity>{{1, 1}});
    CHECK(step([] {}) == scan::PollStep{Changed::Pictures, {}});
}

TEST_CASE_FIXTURE(ListingFixture, "another file under the same name is complete unless it was just written") {
    CHECK(step([&] { files()["old.png"] = old_file(9); }) == scan::PollStep{Changed::Pictures, {}});
    const auto told = step([&] { files()["old.png"] = young_file(10); });
    CHECK(told.growing.rewritten == std::set<scan::FileIdentity>{{1, 10}});
}

TEST_CASE_FIXTURE(ListingFixture, "what vanishes is told by its kind") {
    files()["a.safetensors"] = old_file(3);
    CHECK(step([&] { files().erase("old.png"); }) == scan::PollStep{Changed::Pictures, {}});
    CHECK(step([&] { files().erase("a.safetensors"); }) == scan::PollStep{Changed::Runs, {}});
    CHECK(step([&] { listing.folders.clear(); }) == scan::PollStep{Changed::Runs, {}});
}

TEST_CASE_FIXTURE(ListingFixture, "folders, links and problems are news for runs") {
    CHECK(step([&] { listing.folders["/r/y"] = {}; }).changed == Changed::Runs);
    CHECK(step([&] { listing.folders["/r/y"].links = {"l"}; }).changed == Changed::Runs);
    CHECK(step([&] { listing.problems.push_back({"/r/z", "unreadable", "no"}); }).changed == Changed::Runs);
}

TEST_CASE_FIXTURE(ListingFixture, "the text beside a picture is news without growing") {
    CHECK(step([&] { files()["a.json"] = young_file(4); }) == scan::PollStep{Changed::Pictures, {}});
    CHECK(step([&] { files()["a.json"] = young_file(4, 20); }) == scan::PollStep{Changed::Pictures, {}});
}

TEST_CASE("pictures that a trainer makes may be news for runs, those in sample folders are not") {
    CHECK(scan::changed_by("l.safetensors", "a.png") == Changed::Pictures);
    CHECK(scan::changed_by("samples/l.safetensors", "a.png") == Changed::Pictures);
    CHECK(scan::changed_by("run/sample", "a.png") == Changed::Runs);
    CHECK(scan::changed_by("run/samples/0 - a fox", "a.png") == Changed::Runs);
    CHECK(scan::changed_by("", "a.safetensors") == Changed::Runs);
}

TEST_CASE("a listing stops at the most files that it may hold") {
    const test::SampleTree tree;
    for (const char* name : {"a.png", "b.png", "c.png"}) tree.picture(name);
    tree.file("text.txt", "not watched");
    const std::vector<std::string> roots{tree.root().native()};
    const auto listing = scan::list_trees(roots, scan::Boundary(roots), {}, 2);
    CHECK(listing.is_cut);
    CHECK(listing.folders.at(roots.front()).files.size() == 2);
    CHECK_FALSE(scan::list_trees(roots, scan::Boundary(roots), {}, 3).is_cut);
}

TEST_CASE("a file that is written between polls is complete after the first poll without news") {
    const test::SampleTree tree;
    scan::PolledTrees trees({tree.root().native()}, scan::FileAge::Fresh, std::chrono::milliseconds(0));
    scan::ChangeGatherer gatherer;
    trees.poll(gatherer, {});
    for (const char* text : {"1", "12", "123"}) {
        tree.file("a.png", text);
        trees.poll(gatherer, {});
        CHECK(trees.growing().fresh.size() == 1);
    }
    trees.poll(gatherer, {});
    CHECK(trees.growing().empty());
}
