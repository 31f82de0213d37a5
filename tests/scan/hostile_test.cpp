#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "core/text.h"
#include "scan/discover.h"
#include "support/sample_tree.h"
#include "support/unprivileged.h"

using namespace proofsheet;

namespace {

using Texts = std::vector<std::string>;

struct HostileFixture {
    test::SampleTree tree;
    scan::Folders folders;
    std::filesystem::path outside;

    HostileFixture() {
        folders.checkpoint_dirs = {tree.folder("in/checkpoints")};
        folders.sample_dir = tree.folder("in/samples");
        outside = tree.folder("outside");
        tree.checkpoint("outside/secret.safetensors");
        tree.picture("outside/secret.png");
    }

    scan::Discovery discover() const { return scan::discover(folders); }

    /// The samples of the run `l`, whose only checkpoint is made here.
    grid::ScanReport scan_samples() const {
        tree.checkpoint("in/checkpoints/l.safetensors");
        const auto discovery = discover();
        REQUIRE(discovery.runs.size() == 1);
        return scan::scan_run(discovery.runs[0], folders.sample_dir);
    }
};

/// "kind path" of each problem, with the path below the test's folder.
Texts shown(const std::vector<Problem>& problems, const std::filesystem::path& root) {
    Texts texts;
    for (const Problem& problem : problems) {
        CHECK(is_utf8(problem.path));
        CHECK_FALSE(problem.message.empty());
        const std::string prefix = root.native() + "/";
        texts.push_back(
            problem.kind + ' ' +
            (problem.path.starts_with(prefix) ? problem.path.substr(prefix.size()) : problem.path));
    }
    return texts;
}

}  // namespace

TEST_CASE_FIXTURE(HostileFixture, "links that lead out of the folders are refused and listed") {
    tree.checkpoint("in/checkpoints/a.safetensors");
    tree.link("in/checkpoints/folder", outside);
    tree.link("in/checkpoints/file.safetensors", outside / "secret.safetensors");
    tree.link("in/checkpoints/notes.txt", outside / "secret.png");
    tree.link("in/samples/a.safetensors", outside);
    const auto discovery = discover();
    REQUIRE(discovery.runs.size() == 1);
    CHECK_FALSE(discovery.runs[0].has_samples());
    CHECK(discovery.runs[0].checkpoints.size() == 1);
    CHECK(shown(discovery.problems, tree.root()) == Texts{"outside in/checkpoints/file.safetensors",
                                                          "outside in/checkpoints/folder",
                                                          "outside in/samples/a.safetensors"});
}

TEST_CASE_FIXTURE(HostileFixture, "links between the configured folders are followed") {
    tree.checkpoint("in/checkpoints/real/a.safetensors");
    tree.link("in/checkpoints/b.safetensors", "real/a.safetensors");
    tree.picture("in/samples/b.safetensors/seed=1.png");
    tree.link("in/samples/a.safetensors", "b.safetensors");
    tree.link("in/samples/b.safetensors/seed=2.png", "seed=1.png");
    const auto discovery = discover();
    CHECK(discovery.problems.empty());
    REQUIRE(discovery.runs.size() == 2);
    CHECK(scan::scan_run(discovery.runs[0], folders.sample_dir).found.size() == 2);
    CHECK(scan::scan_run(discovery.runs[1], folders.sample_dir).found.size() == 2);
}

TEST_CASE_FIXTURE(HostileFixture, "loops of links end and are listed") {
    tree.checkpoint("in/checkpoints/a/x.safetensors");
    tree.link("in/checkpoints/a/up", "..");
    tree.link("in/checkpoints/a/self", "self");
    tree.link("in/checkpoints/again", "a");
    tree.link("in/samples/x.safetensors", ".");
    const auto discovery = discover();
    REQUIRE(discovery.runs.size() == 1);
    CHECK(discovery.runs[0].checkpoints.size() == 1);
    CHECK(shown(discovery.problems, tree.root()) ==
          Texts{"loop in/checkpoints/a/self", "loop in/checkpoints/a/up", "duplicate in/checkpoints/again",
                "loop in/samples/x.safetensors"});
}

TEST_CASE_FIXTURE(HostileFixture, "loops and links in a folder of samples are listed") {
    tree.picture("in/samples/l.safetensors/sub/seed=1.png");
    tree.link("in/samples/l.safetensors/sub/up", "..");
    tree.link("in/samples/l.safetensors/top", "..");
    tree.link("in/samples/l.safetensors/out", outside);
    tree.link("in/samples/l.safetensors/out.png", outside / "secret.png");
    tree.link("in/samples/l.safetensors/gone.png", "nowhere.png");
    const auto report = scan_samples();
    CHECK(report.found.size() == 1);
    CHECK(shown(report.problems, tree.root()) ==
          Texts{"unreadable l.safetensors/gone.png", "outside l.safetensors/out",
                "outside l.safetensors/out.png", "loop l.safetensors/sub/up", "loop l.safetensors/top"});
}

TEST_CASE_FIXTURE(HostileFixture, "what has the name of a picture and is none is listed") {
    tree.picture("in/samples/l.safetensors/x.png/inner.png");
    tree.pipe("in/samples/l.safetensors/pipe.png");
    tree.file("in/samples/l.safetensors/empty.png", "");
    tree.picture("in/samples/l.safetensors/seed=1.png");
    const auto report = scan_samples();
    CHECK(report.found.size() == 1);
    CHECK(shown(report.problems, tree.root()) == Texts{"empty l.safetensors/empty.png",
                                                       "not-a-file l.safetensors/pipe.png",
                                                       "not-a-file l.safetensors/x.png"});
}

TEST_CASE_FIXTURE(HostileFixture, "damaged checkpoints show with a message each") {
    tree.file("in/checkpoints/zero.safetensors", "");
    tree.file("in/checkpoints/short.safetensors", "\x01\x02\x03");
    tree.file("in/checkpoints/huge.safetensors", test::safetensors_bytes_with_length(1ull << 63, "{}"));
    tree.file("in/checkpoints/past.safetensors", test::safetensors_bytes_with_length(100, "{}"));
    tree.file("in/checkpoints/json.safetensors", test::safetensors_bytes_with_length(3, "{x}"));
    tree.sparse("in/checkpoints/sparse.safetensors", 1ull << 30);
    tree.file("in/checkpoints/s-step00000010.safetensors", "x");
    tree.checkpoint("in/checkpoints/good.safetensors");
    const auto discovery = discover();
    CHECK(discovery.runs.size() == 8);
    REQUIRE(discovery.problems.size() == 7);
    Texts messages;
    for (const Problem& problem : discovery.problems) {
        CHECK(problem.kind == "bad-header");
        messages.push_back(problem.message);
    }
    std::sort(messages.begin(), messages.end());
    CHECK(std::adjacent_find(messages.begin(), messages.end()) == messages.end());
}

TEST_CASE_FIXTURE(HostileFixture, "what has the name of a checkpoint and is no file is listed") {
    tree.pipe("in/checkpoints/pipe.safetensors");
    tree.link("in/checkpoints/gone.safetensors", "nowhere.safetensors");
    const auto discovery = discover();
    CHECK(discovery.runs.empty());
    CHECK(shown(discovery.problems, tree.root()) ==
          Texts{"unreadable in/checkpoints/gone.safetensors", "not-a-file in/checkpoints/pipe.safetensors"});
}

TEST_CASE_FIXTURE(HostileFixture, "names may be any bytes") {
    tree.checkpoint("in/checkpoints/run\xFF/l\xFE\n.safetensors");
    tree.checkpoint("in/checkpoints/run\xFF/l\xFD\n.safetensors");
    tree.picture("in/samples/st\xFFudy/l\xFE\n.safetensors/seed=1&note=\xFF.png");
    tree.picture("in/samples/st\xFFudy/l\xFE\n.safetensors/two\nlines.png");
    const auto discovery = discover();
    REQUIRE(discovery.runs.size() == 2);
    CHECK(discovery.runs[0].name != discovery.runs[1].name);
    std::size_t pictures = 0;
    for (const auto& run : discovery.runs) {
        CHECK(is_utf8(run.name));
        const auto report = scan::scan_run(run, folders.sample_dir);
        for (const auto& found : report.found) {
            CHECK(std::filesystem::exists(folders.sample_dir / found.sample.path));
            for (const auto& [name, value] : found.dimensions) CHECK((is_utf8(name) && is_utf8(value)));
        }
        pictures += report.found.size();
        if (!report.found.empty()) {
            REQUIRE(report.problems.size() == 1);
            CHECK(report.problems[0].kind == "name-encoding");
            CHECK(is_utf8(report.problems[0].path));
        }
    }
    CHECK(pictures == 2);
}

TEST_CASE_FIXTURE(HostileFixture, "an unreadable folder or file is a problem and the rest still shows") {
    tree.checkpoint("in/checkpoints/locked/a.safetensors");
    tree.checkpoint("in/checkpoints/open/b.safetensors");
    const auto closed = tree.checkpoint("in/checkpoints/open/c.safetensors");
    const test::Unprivileged nobody(tree.root());
    REQUIRE(::chmod(closed.c_str(), 0) == 0);
    REQUIRE(::chmod(tree.at("in/checkpoints/locked").c_str(), 0) == 0);
    const auto discovery = discover();
    REQUIRE(::chmod(tree.at("in/checkpoints/locked").c_str(), 0700) == 0);
    CHECK(discovery.runs.size() == 2);
    CHECK(shown(discovery.problems, tree.root()) ==
          Texts{"unreadable in/checkpoints/locked", "unreadable in/checkpoints/open/c.safetensors"});

    const auto picture = tree.picture("in/samples/b.safetensors/seed=1.png");
    REQUIRE(::chmod(picture.c_str(), 0) == 0);
    const auto report = scan::scan_run(scan::discover(folders).runs.back(), folders.sample_dir);
    CHECK(report.found.empty());
}

TEST_CASE_FIXTURE(HostileFixture, "a folder of 20,000 pictures is listed whole") {
    tree.folder("in/samples/l.safetensors");
    for (int i = 0; i < 20'000; ++i)
        tree.file("in/samples/l.safetensors/seed=" + std::to_string(i) + ".png", "x");
    CHECK(scan_samples().found.size() == 20'000);
}

TEST_CASE_FIXTURE(HostileFixture, "a path that is longer than the system opens is a problem") {
    std::filesystem::path deep = tree.at("in/checkpoints");
    const std::string part(200, 'd');
    REQUIRE(::chdir(deep.c_str()) == 0);
    for (int i = 0; i < 30; ++i) {
        REQUIRE(::mkdir(part.c_str(), 0700) == 0);
        REQUIRE(::chdir(part.c_str()) == 0);
    }
    REQUIRE(::chdir("/") == 0);
    tree.checkpoint("in/checkpoints/a.safetensors");
    const auto discovery = discover();
    CHECK(discovery.runs.size() == 1);
    REQUIRE(discovery.problems.size() == 1);
    CHECK(discovery.problems[0].kind == "unreadable");
}

TEST_CASE_FIXTURE(HostileFixture, "a plain folder is scanned with the same care") {
    tree.picture("in/samples/one.png");
    tree.file("in/samples/damaged.png", "\x89PNG\r\n\x1A\nnonsense");
    tree.file("in/samples/text.webp", "hello");
    tree.file("in/samples/text.json", std::string(100'000, '['));
    tree.link("in/samples/out.png", outside / "secret.png");
    tree.link("in/samples/up", "..");
    const auto report = scan::scan_folder(folders.sample_dir);
    CHECK(report.found.size() == 3);
    CHECK(shown(report.problems, tree.root()) == Texts{"outside out.png", "outside up"});
}
