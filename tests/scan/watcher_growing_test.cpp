#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "scan/discover.h"
#include "support/sample_tree.h"

using namespace proofsheet;

namespace {

using Texts = std::vector<std::string>;

scan::FileIdentity identity(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return scan::identity_of(status);
}

struct GrowingFixture {
    test::SampleTree tree;
    scan::Folders folders;

    GrowingFixture() {
        folders.checkpoint_dirs = {tree.folder("checkpoints")};
        folders.sample_dir = tree.folder("samples");
        tree.checkpoint("checkpoints/l.safetensors");
        tree.folder("samples/l.safetensors");
    }

    std::filesystem::path picture(const std::string& name) const {
        return tree.picture("samples/l.safetensors/" + name);
    }
    grid::ScanReport scan(const scan::Unfinished& unfinished = {}) const {
        const auto discovery = scan::discover(folders);
        REQUIRE(discovery.runs.size() == 1);
        return scan::scan_run(discovery.runs[0], folders.sample_dir, {}, {}, unfinished);
    }
};

Texts names(const grid::ScanReport& report) {
    Texts texts;
    for (const auto& found : report.found)
        texts.push_back(std::filesystem::path(found.sample.path).filename().native());
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<grid::FoundSample> sorted(std::vector<grid::FoundSample> found) {
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.sample.path < b.sample.path; });
    return found;
}

}  // namespace

TEST_CASE_FIXTURE(GrowingFixture, "a new picture that grows is left out, an empty one without a problem") {
    picture("seed=1.png");
    const auto growing = picture("seed=2.png");
    const auto empty = tree.file("samples/l.safetensors/seed=3.png", "");
    const auto report = scan({{{identity(growing), identity(empty)}, {}}, nullptr});
    CHECK(names(report) == Texts{"seed=1.png"});
    CHECK(report.problems.empty());
}

TEST_CASE_FIXTURE(GrowingFixture, "a picture that is rewritten stays as it was") {
    const auto path = picture("seed=1.png");
    const auto before = scan();
    tree.file("samples/l.safetensors/seed=1.png", "half");
    const auto report = scan({{{}, {identity(path)}}, &before});
    CHECK(report.found == before.found);
    CHECK(scan().found != before.found);
}

TEST_CASE_FIXTURE(GrowingFixture, "a higher counter that grows does not hide the picture before it") {
    picture("seed=1&_00001_.png");
    const auto before = scan();
    const auto growing = picture("seed=1&_00002_.png");
    const auto report = scan({{{identity(growing)}, {}}, &before});
    CHECK(names(report) == Texts{"seed=1&_00001_.png"});
    CHECK(report.superseded.empty());
    CHECK(scan().superseded.size() == 1);
}

TEST_CASE_FIXTURE(GrowingFixture, "a rewritten higher counter still hides the picture before it") {
    const auto low = picture("seed=1&_00001_.png");
    const auto high = picture("seed=1&_00002_.png");
    const auto before = scan();
    for (const auto& path : {low, high}) {
        const auto report = scan({{{}, {identity(path)}}, &before});
        CHECK(report.found == before.found);
        CHECK(report.superseded == before.superseded);
    }
}

TEST_CASE_FIXTURE(GrowingFixture, "a growing picture is left out by every link to it") {
    const auto growing = picture("seed=1.png");
    tree.link("samples/l.safetensors/seed=2.png", "seed=1.png");
    CHECK(scan({{{identity(growing)}, {}}, nullptr}).found.empty());
}

TEST_CASE_FIXTURE(GrowingFixture, "a report of another folder counts for nothing") {
    const auto path = picture("seed=1.png");
    auto before = scan();
    before.root += "-else";
    CHECK(scan({{{}, {identity(path)}}, &before}).found.empty());
}

TEST_CASE_FIXTURE(GrowingFixture, "a new checkpoint that grows is not there yet, a rewritten one stays") {
    const auto path = tree.checkpoint("checkpoints/new.safetensors");
    CHECK(scan::discover(folders).runs.size() == 2);
    CHECK(scan::discover(folders, {}, {{identity(path)}, {}}).runs.size() == 1);
    CHECK(scan::discover(folders, {}, {{}, {identity(path)}}).runs.size() == 2);
}

TEST_CASE_FIXTURE(GrowingFixture, "previews of a trainer wait while they grow") {
    tree.picture("checkpoints/sample/l_000500_00_20240101120000_1.png");
    const auto growing = tree.picture("checkpoints/sample/l_001000_00_20240101120000_1.png");
    std::filesystem::remove(tree.at("samples/l.safetensors"));
    CHECK(scan().found.size() == 2);
    CHECK(scan({{{identity(growing)}, {}}, nullptr}).found.size() == 1);
}

TEST_CASE("what the metadata of a plain picture said is kept while it is rewritten") {
    const test::SampleTree tree;
    const auto path =
        tree.picture("a.png", {{"parameters", "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5"}});
    tree.picture("b.png", {{"parameters", "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 6"}});
    const auto before = scan::scan_folder(tree.root());
    tree.file("a.png", "half");
    const auto report = scan::scan_folder(tree.root(), {}, {}, {{{}, {identity(path)}}, &before});
    CHECK(sorted(report.found) == sorted(before.found));
}

TEST_CASE("a picture whose text beside it changed is read again") {
    const test::SampleTree tree;
    tree.picture("a.png");
    tree.picture("b.png");
    tree.file("a.json", R"({"seed": 5, "steps": 20, "prompt": "a fox"})");
    const auto before = scan::scan_folder(tree.root());
    tree.file("a.json", R"({"seed": 6, "steps": 20, "prompt": "a fox"})");
    tree.file("b.json", R"({"seed": 7, "steps": 20, "prompt": "a fox"})");
    const auto report = scan::scan_folder(tree.root(), {}, {}, {{}, &before});
    CHECK(sorted(report.found) == sorted(scan::scan_folder(tree.root()).found));
    CHECK(sorted(report.found) != sorted(before.found));
}

TEST_CASE("the names of plain pictures come and go with the pictures") {
    const test::SampleTree tree;
    for (const char* name : {"a.png", "b.png"}) tree.picture(name);
    const auto before = scan::scan_folder(tree.root());
    tree.picture("sub/c.png");
    const auto report = scan::scan_folder(tree.root(), {}, {}, {{}, &before});
    CHECK(sorted(report.found) == sorted(scan::scan_folder(tree.root()).found));
}
