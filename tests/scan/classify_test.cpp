#include <doctest/doctest.h>

#include "scan/discover.h"
#include "support/sample_tree.h"

using namespace proofsheet;
using Kind = scan::OpenedPath::Kind;

namespace {

scan::OpenedPath classified(const std::filesystem::path& path) {
    const auto opened = scan::classify(path);
    REQUIRE(opened);
    return *opened;
}

}  // namespace

TEST_CASE("a picture opens its folder") {
    const test::SampleTree tree;
    const auto picture = tree.picture("a/one.PNG");
    const auto opened = classified(picture);
    CHECK(opened.kind == Kind::Picture);
    CHECK(opened.root == tree.at("a"));
    CHECK(opened.selected == picture);
    CHECK(opened.folders == scan::Folders{});
}

TEST_CASE("a checkpoint opens its folder and the samples near it") {
    const test::SampleTree tree;
    const auto checkpoint = tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/l.safetensors/a=1.png");
    const auto opened = classified(checkpoint);
    CHECK(opened.kind == Kind::Checkpoint);
    CHECK(opened.root == tree.at("checkpoints"));
    CHECK(opened.selected == checkpoint);
    CHECK(opened.folders == scan::Folders{{tree.at("checkpoints")}, tree.at("samples")});
}

TEST_CASE("a folder of pictures is just that") {
    const test::SampleTree tree;
    tree.picture("a/one.png");
    tree.folder("a/empty.safetensors");
    CHECK(classified(tree.at("a")).kind == Kind::Pictures);
    CHECK(classified(tree.folder("nothing")).kind == Kind::Pictures);
}

TEST_CASE("sub-folders that are named like checkpoints and hold pictures make a sample folder") {
    const test::SampleTree tree;
    tree.picture("s/study/l.safetensors/a=1.png");
    const auto opened = classified(tree.at("s"));
    CHECK(opened.kind == Kind::SampleFolder);
    CHECK(opened.root == tree.at("s"));
    CHECK(opened.folders == scan::Folders{{}, tree.at("s")});
}

TEST_CASE("a folder with checkpoints anywhere below it is a checkpoint folder") {
    const test::SampleTree tree;
    tree.checkpoint("c/deep/er/l.safetensors");
    const auto opened = classified(tree.at("c"));
    CHECK(opened.kind == Kind::CheckpointFolder);
    CHECK(opened.folders == scan::Folders{{tree.at("c")}, {}});
}

TEST_CASE("a folder that holds checkpoints and samples is a project") {
    const test::SampleTree tree;
    tree.checkpoint("p/checkpoints/l.safetensors");
    tree.picture("p/samples/l.safetensors/a=1.png");
    const auto opened = classified(tree.at("p"));
    CHECK(opened.kind == Kind::Project);
    CHECK(opened.root == tree.at("p"));
    CHECK(opened.folders == scan::Folders{{tree.at("p/checkpoints")}, tree.at("p/samples")});
    CHECK(classified(tree.at("p/checkpoints")).kind == Kind::CheckpointFolder);
    CHECK(classified(tree.at("p/checkpoints")).folders.sample_dir == tree.at("p/samples"));
}

TEST_CASE("checkpoints and samples may lie side by side") {
    const test::SampleTree tree;
    tree.checkpoint("p/l-step00000001.safetensors");
    tree.picture("p/study/l-step00000001.safetensors/a=1.png");
    const auto opened = classified(tree.at("p"));
    CHECK(opened.kind == Kind::Project);
    CHECK(opened.folders == scan::Folders{{tree.at("p")}, tree.at("p")});
}

TEST_CASE("what cannot be opened says why") {
    const test::SampleTree tree;
    CHECK(scan::classify(tree.at("nowhere")).error().kind == ErrorKind::NotFound);
    CHECK(scan::classify({}).error().kind == ErrorKind::NotFound);
    CHECK(scan::classify(tree.file("a.txt", "x")).error().kind == ErrorKind::Unsupported);
    CHECK(scan::classify(tree.pipe("pipe.png")).error().kind == ErrorKind::Unsupported);
    CHECK(scan::classify(tree.link("dangling.png", "gone.png")).error().kind == ErrorKind::NotFound);
}
