#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "image/metadata.h"
#include "providers/demo_data.h"
#include "scan/discover.h"
#include "scan/safetensors.h"
#include "scan/sample_name.h"
#include "support/temp_folder.h"

namespace proofsheet::providers {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 16;
constexpr std::size_t kSamples = 13 * 4 * 4 * 2;

struct Fixture {
    test::TempFolder folder;
    fs::path dir = folder.path() / "demo";
    std::vector<DemoFile> plan = plan_demo(dir, kSide);

    Status make(const std::stop_token& stop = {}) const {
        tasks::WorkerPool pool(2);
        return make_demo(dir, pool, {}, stop, kSide);
    }

    template <typename Content>
    std::vector<DemoFile> files() const {
        std::vector<DemoFile> found;
        std::ranges::copy_if(plan, std::back_inserter(found), [](const DemoFile& file) {
            return std::holds_alternative<Content>(file.content);
        });
        return found;
    }

    /// Stamps of all files below the folder, by path.
    std::map<fs::path, FileStamp> stamps() const {
        std::map<fs::path, FileStamp> all;
        for (const auto& entry : fs::recursive_directory_iterator(dir))
            if (entry.is_regular_file()) all[entry.path()] = stamp_of(entry.path()).value();
        return all;
    }
};

struct MadeOnce : Fixture {
    MadeOnce() { REQUIRE(make()); }
};

/// A finished demo, shared by the tests that only look at it.
struct Finished {
    static const Fixture& shared() {
        static const MadeOnce demo;
        return demo;
    }
    const Fixture& demo = shared();
    const fs::path& dir = demo.dir;
    const std::vector<DemoFile>& plan = demo.plan;

    template <typename Content>
    std::vector<DemoFile> files() const {
        return demo.files<Content>();
    }
};

std::vector<std::byte> bytes_of(const fs::path& path) {
    return read_file(path, 1 << 24).value();
}

void write_text(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::map<std::string, std::string> header_of(const fs::path& file) {
    const auto header = scan::read_safetensors_header(file);
    REQUIRE(header);
    CHECK(header->notes.empty());
    CHECK(header->tensors == 12);
    return {header->metadata.begin(), header->metadata.end()};
}

}  // namespace

TEST_CASE("planning twice gives the same plan, and each file once") {
    const auto plan = plan_demo("/demo");
    CHECK(plan == plan_demo("/demo"));
    std::set<fs::path> paths;
    for (const DemoFile& file : plan) CHECK(paths.insert(file.path).second);
}

TEST_CASE_FIXTURE(Fixture, "the plan has every sample but one, one of them twice, and one cut short") {
    const auto samples = files<DemoSample>();
    CHECK(samples.size() == kSamples - 1 + 1);
    CHECK(files<DemoCheckpoint>().size() == 13 + 3);
    CHECK(files<DemoUpscale>().size() == 6);
    CHECK(std::ranges::count_if(samples, [](const DemoFile& file) {
              return std::get<DemoSample>(file.content).ending == DemoEnding::CutShort;
          }) == 1);
}

TEST_CASE_FIXTURE(Fixture, "names of samples say what was sampled") {
    std::map<int, int> batches;
    for (const DemoFile& file : files<DemoSample>()) {
        const DemoPicture& picture = std::get<DemoSample>(file.content).picture;
        const scan::SampleName name = scan::parse_sample_name(file.path.stem().native());
        REQUIRE(name.dimensions.size() == 3);
        CHECK(name.notes.empty());
        CHECK(name.dimensions[0].first == "prompt_name");
        CHECK(name.dimensions[1] ==
              std::pair<std::string, std::string>{"seed", std::to_string(picture.seed)});
        CHECK(name.dimensions[2] ==
              std::pair<std::string, std::string>{"cfg", picture.cfg == 7 ? "7" : "3.5"});
        ++batches[name.batch];
    }
    CHECK(batches == std::map<int, int>{{1, kSamples - 1}, {2, 1}});
}

TEST_CASE_FIXTURE(Finished, "the scan finds two runs, all checkpoints in order, and every kind of surprise") {
    const DemoFolders folders = demo_folders(dir);
    const scan::Discovery found = scan::discover({{folders.checkpoints}, folders.samples});
    CHECK(found.problems.empty());
    REQUIRE(found.runs.size() == 2);
    const grid::TrainingRun& style = found.runs[0];
    CHECK(style.name == "gloaming-style");
    REQUIRE(style.checkpoints.size() == 13);
    CHECK(style.checkpoints.front().label == "250");
    CHECK(style.checkpoints.back().label == "final (3200)");
    CHECK(std::ranges::all_of(style.checkpoints, &grid::Checkpoint::has_samples));
    CHECK(found.runs[1].name == "paper-boats");
    CHECK(found.runs[1].checkpoints.size() == 3);
    CHECK_FALSE(found.runs[1].has_samples());

    const grid::ScanReport report = scan::scan_run(style, folders.samples);
    CHECK(report.found.size() == kSamples - 1);
    CHECK(report.superseded.size() == 1);
    CHECK(report.problems.empty());
}

TEST_CASE_FIXTURE(Finished, "headers of checkpoints read back, with values that follow the training") {
    const fs::path checkpoints = demo_folders(dir).checkpoints;
    auto early = header_of(checkpoints / "gloaming-style-step00000250.safetensors");
    auto late = header_of(checkpoints / "gloaming-style.safetensors");
    auto small = header_of(checkpoints / "paper-boats-000004.safetensors");
    CHECK(early["ss_steps"] == "250");
    CHECK(early["ss_epoch"] == "3");
    CHECK(late["ss_steps"] == "3200");
    CHECK(late["ss_epoch"] == "32");
    CHECK(late["ss_max_train_steps"] == early["ss_max_train_steps"]);
    CHECK(late["ss_training_finished_at"] > early["ss_training_finished_at"]);
    CHECK(late["ss_tag_frequency"].starts_with(R"({"10_gloaming style":{"gloaming style":40,)"));
    CHECK(late["modelspec.title"] == "gloaming-style");
    CHECK(small["ss_output_name"] == "paper-boats");
    CHECK(small["ss_epoch"] == "4");
    for (const DemoFile& file : files<DemoCheckpoint>()) header_of(file.path);
}

TEST_CASE_FIXTURE(Finished, "every picture decodes at its size, but not the one that is cut short") {
    for (const DemoFile& file : files<DemoSample>()) {
        const auto picture = image::decode(bytes_of(file.path));
        const bool cut_short = std::get<DemoSample>(file.content).ending == DemoEnding::CutShort;
        REQUIRE(picture.has_value() != cut_short);
        if (picture) CHECK(picture->size() == SizePx{kSide, kSide});
        if (!picture) CHECK(picture.error().kind == ErrorKind::InvalidInput);
    }
}

TEST_CASE_FIXTURE(Finished, "pictures say how they were made, as ComfyUI does") {
    for (const DemoFile& file : files<DemoSample>()) {
        const DemoSample& sample = std::get<DemoSample>(file.content);
        if (sample.ending == DemoEnding::CutShort) continue;
        const auto metadata = image::read_metadata(bytes_of(file.path));
        REQUIRE(metadata);
        CHECK(metadata->software == image::Software::ComfyUi);
        CHECK(metadata->notes.empty());
        CHECK(metadata->parameters.prompt == sample.picture.prompt);
        CHECK(metadata->parameters.negative_prompt.has_value());
        CHECK(metadata->parameters.seed == sample.picture.seed);
        CHECK(metadata->parameters.cfg == sample.picture.cfg);
        CHECK(metadata->parameters.steps == sample.picture.steps);
        CHECK(metadata->parameters.width == kSide);
        REQUIRE(metadata->raw.size() == 2);
        CHECK(metadata->raw[0].second.find(sample.checkpoint) != std::string::npos);
        CHECK(metadata->raw[1].first == "workflow");
    }
}

TEST_CASE_FIXTURE(Finished, "upscales are twice as large as their originals") {
    for (const DemoFile& file : files<DemoUpscale>()) {
        const int times = std::get<DemoUpscale>(file.content).scaling == DemoScaling::None ? 1 : 2;
        const auto picture = image::decode(bytes_of(file.path));
        REQUIRE(picture);
        CHECK(picture->size() == SizePx{kSide * times, kSide * times});
    }
}

TEST_CASE_FIXTURE(Fixture, "a second call writes nothing") {
    REQUIRE(make());
    const auto before = stamps();
    CHECK(before.size() == plan.size() + 1);
    REQUIRE(make());
    CHECK(stamps() == before);
}

TEST_CASE_FIXTURE(Fixture, "what was deleted is made again, byte by byte, and the rest stays") {
    REQUIRE(make());
    const fs::path gone = files<DemoSample>()[100].path;
    const auto bytes = bytes_of(gone);
    auto before = stamps();
    fs::remove(gone);
    REQUIRE(make());
    CHECK(bytes_of(gone) == bytes);
    auto after = stamps();
    after.erase(gone);
    before.erase(gone);
    CHECK(after == before);
}

TEST_CASE_FIXTURE(Fixture, "files of the user stay as they are, also where the demo would write") {
    const fs::path taken = files<DemoSample>().front().path;
    const fs::path note = demo_folders(dir).samples / "notes.txt";
    write_text(taken, "mine");
    write_text(note, "mine too");
    REQUIRE(make());
    CHECK(stamp_of(taken)->bytes == 4);
    CHECK(stamp_of(note)->bytes == 8);
}

TEST_CASE_FIXTURE(Fixture, "a link that leads nowhere is somebody's too") {
    const fs::path taken = files<DemoSample>().front().path;
    fs::create_directories(taken.parent_path());
    fs::create_symlink(folder.path() / "elsewhere.png", taken);
    REQUIRE(make());
    CHECK(fs::is_symlink(taken));
    CHECK_FALSE(fs::exists(folder.path() / "elsewhere.png"));
}

TEST_CASE_FIXTURE(Fixture, "the demo is complete when all of it was made") {
    CHECK_FALSE(demo_is_complete(dir));
    REQUIRE(make());
    CHECK(demo_is_complete(dir));
    write_text(demo_folders(dir).marker, R"({"demo_version": 0})");
    CHECK_FALSE(demo_is_complete(dir));
    write_text(demo_folders(dir).marker, "[1, 2");
    CHECK_FALSE(demo_is_complete(dir));
    REQUIRE(make());
    CHECK(demo_is_complete(dir));
}

TEST_CASE_FIXTURE(Fixture, "a stop leaves an unfinished demo that the next call completes") {
    std::stop_source stop;
    tasks::WorkerPool pool(0);
    const auto stop_after_ten = [&](std::size_t done, std::size_t) {
        if (done == 10) stop.request_stop();
    };
    const Status stopped = make_demo(dir, pool, stop_after_ten, stop.get_token(), kSide);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
    CHECK(stamps().size() == 10);
    CHECK_FALSE(demo_is_complete(dir));
    REQUIRE(make());
    CHECK(stamps().size() == plan.size() + 1);
}

TEST_CASE_FIXTURE(Fixture, "progress starts with what is there and ends with everything") {
    tasks::WorkerPool pool(2);
    std::vector<std::size_t> told;
    const auto tell = [&](std::size_t done, std::size_t total) {
        CHECK(total == plan.size());
        told.push_back(done);
    };
    REQUIRE(make_demo(dir, pool, tell, {}, kSide));
    CHECK(std::ranges::is_sorted(told));
    CHECK(told.back() == plan.size());
    told.clear();
    REQUIRE(make_demo(dir, pool, tell, {}, kSide));
    CHECK(told == std::vector<std::size_t>{plan.size()});
}

TEST_CASE_FIXTURE(Fixture, "files are written by the calling thread alone when the pool has none") {
    tasks::WorkerPool pool(0);
    REQUIRE(make_demo(dir, pool, {}, {}, kSide));
    CHECK(demo_is_complete(dir));
}

TEST_CASE_FIXTURE(Finished, "one file alone is the same as among all") {
    DemoFile file = plan[200];
    const auto bytes = bytes_of(file.path);
    const test::TempFolder elsewhere;
    file.path = elsewhere.path() / file.path.filename();
    REQUIRE(write_demo_file(file));
    CHECK(bytes_of(file.path) == bytes);
}

TEST_CASE_FIXTURE(
    Fixture, "a place that cannot be written is an error with its path, and nothing is called complete") {
    write_text(dir, "a file where the folder should be");
    const Status made = make();
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::Io);
    CHECK(made.error().message.find(dir.native()) != std::string::npos);
    CHECK_FALSE(demo_is_complete(dir));
}

TEST_CASE_FIXTURE(Finished, "no half-written files are left behind") {
    for (const auto& [path, stamp] : demo.stamps()) CHECK(path.extension() != ".part");
}

}  // namespace proofsheet::providers
