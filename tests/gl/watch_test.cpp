#include <chrono>
#include <fstream>
#include <functional>

#include "offscreen_fixture.h"
#include "scan/discover.h"

using namespace proofsheet;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using Bytes = std::vector<std::byte>;

Bytes picture(SizePx size, std::uint8_t grey) {
    image::Pixels pixels(size);
    for (std::uint8_t& byte : pixels.bytes()) byte = grey;
    for (std::size_t i = 3; i < pixels.bytes().size(); i += 4) pixels.bytes()[i] = 255;
    auto png = image::encode_png(pixels, {}, 1);
    REQUIRE(png);
    return std::move(*png);
}

Bytes model() {
    Bytes bytes(8 + 2);
    bytes[0] = std::byte{2};
    bytes[8] = std::byte{'{'};
    bytes[9] = std::byte{'}'};
    return bytes;
}

/// Checkpoints and their samples on the disk, written as a trainer does: not renamed into place.
class Run {
public:
    Run() {
        for (const int step : {100, 200, 300}) add_checkpoint(step);
        for (const int step : {100, 200, 300})
            for (const char* const prompt : {"harbour", "portal"})
                for (const int seed : {1, 2, 3}) write(sample(step, prompt, seed), small());
    }
    fs::path root() const { return folder_.path(); }
    fs::path checkpoints() const { return root() / "checkpoints"; }
    fs::path samples() const { return root() / "samples"; }
    static std::string model_name(int step) {
        return "boats-step00000" + std::to_string(step) + ".safetensors";
    }
    fs::path folder(int step) const { return samples() / model_name(step); }
    fs::path sample(int step, const std::string& prompt, int seed, int batch = 1) const {
        return folder(step) / ("prompt_name=" + prompt + "&seed=" + std::to_string(seed) + "&_0000" +
                               std::to_string(batch) + "_.png");
    }
    void add_checkpoint(int step) const {
        fs::create_directories(checkpoints());
        write(checkpoints() / model_name(step), model());
        fs::create_directories(folder(step));
    }
    static void write(const fs::path& path, const Bytes& bytes) {
        std::ofstream file(path, std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        REQUIRE(file.good());
    }
    Bytes small() const { return small_; }

private:
    test::TempFolder folder_;
    Bytes small_ = picture({48, 32}, 90);
};

/// The application on these folders, in real time.
class Live {
public:
    Live(const fs::path& root, std::vector<fs::path> open) {
        app::LoadedConfig configuration;
        if (open.empty()) {
            configuration.config.checkpoint_dirs = {root / "checkpoints"};
            configuration.config.sample_dir = root / "samples";
        }
        configuration.config.data_dir = data_.path();
        configuration.config.db_path = data_.path() / "experiments.db";
        configuration.config.decode_threads = 2;
        application_ = std::make_unique<shell::Application>(
            platform_, configuration, [configuration] { return configuration; }, log_);
        application_->open(open);
        driver_ =
            std::make_unique<shell::ScriptDriver>(*application_, platform_, shell::DriverClock(std::nullopt));
        run("wait ready 60");
    }

    void run(const std::string& script) {
        const auto lines = shell::parse_script(script);
        REQUIRE(lines);
        const Status done = driver_->run(*lines);
        REQUIRE_MESSAGE(done, done.error().message);
        check_cells();
    }
    nlohmann::ordered_json state() const { return shell::dump_state(*application_); }
    const app::AppState& app() const { return application_->state(); }
    std::size_t images() const { return app().library.catalog->samples.size(); }

    /// Draws frames until `reached`, and tells how long that took.
    void wait_for(const std::string& what, const std::function<bool()>& reached) {
        const Clock::time_point start = Clock::now();
        while (!reached()) {
            REQUIRE_MESSAGE(Clock::now() - start < std::chrono::seconds(10), what);
            run("wait ms 10");
        }
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        MESSAGE(what << " after " << static_cast<int>(ms) << " ms");
    }
    void wait_for_images(const std::string& what, std::size_t count) {
        wait_for(what, [&] { return images() == count; });
    }

    /// Writes a file in pieces over about 1.2 s while the slider goes back and forth.
    void write_slowly(const fs::path& path, const Bytes& bytes) {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        constexpr std::size_t kPieces = 6;
        for (std::size_t i = 0; i < kPieces; ++i) {
            const std::size_t from = bytes.size() * i / kPieces, to = bytes.size() * (i + 1) / kPieces;
            file.write(reinterpret_cast<const char*>(bytes.data() + from),
                       static_cast<std::streamsize>(to - from));
            file.flush();
            run("key .\nwait ms 100\nkey ,\nwait ms 100");
        }
    }

private:
    void check_cells() const {
        const nlohmann::ordered_json now = state();
        for (const auto& row : now["grid"]["cells"])
            for (const auto& cell : row) REQUIRE_MESSAGE(cell["level"] != "failed", cell.dump());
    }

    test::TempFolder data_;
    shell::EglContext context_ = std::move(*shell::EglContext::create());
    shell::OffscreenPlatform platform_{std::move(*gpu::GlFramebuffer::create({900, 600})), {900, 600}, 1};
    shell::FrameLog log_{Clock::now()};
    std::unique_ptr<shell::Application> application_;
    std::unique_ptr<shell::ScriptDriver> driver_;
};

/// What must not move when files come and go.
nlohmann::ordered_json place(const Live& live) {
    const auto state = live.state();
    return {{"focus", state["focus"]["path"]},
            {"slider", state["slider"]["value"]},
            {"camera", state["camera"]},
            {"scroll", state["grid"]["scroll"]},
            {"screen", state["screen"]}};
}

/// What is in the collection.
nlohmann::ordered_json content(const Live& live) {
    const app::AppState& app = live.app();
    nlohmann::ordered_json paths = nlohmann::ordered_json::array();
    for (const grid::Sample& sample : app.library.catalog->samples) paths.push_back(sample.path);
    return {{"paths", paths},
            {"superseded", app.library.catalog->superseded},
            {"columns", app.view->columns},
            {"rows", app.view->rows},
            {"positions", app.view->positions}};
}

/// Cells as they are drawn from the first slider position on, at the size that fits.
nlohmann::ordered_json shown(Live& live) {
    live.run("key Ctrl+9\nkey Ctrl+0\nkey Ctrl+Home\nwait ready 60");
    while (live.app().slider > 0) live.run("key ,");
    live.run("wait ready 60");
    auto state = live.state();
    return {{"grid", state["grid"]}, {"slider", state["slider"]}, {"mapping", state["mapping"]}};
}

/// A scan from the start finds the same.
void check_against_scan(const Live& live, const Run& run) {
    const scan::Discovery found = scan::discover({{run.checkpoints()}, run.samples()});
    REQUIRE(found.runs.size() == live.app().library.runs.size());
    const auto catalog = grid::make_catalog(scan::scan_run(found.runs.front(), run.samples()), Generation{1});
    const grid::Catalog& kept = *live.app().library.catalog;
    REQUIRE(catalog->samples.size() == kept.samples.size());
    for (std::size_t i = 0; i < kept.samples.size(); ++i) {
        CHECK(catalog->samples[i].path == kept.samples[i].path);
        CHECK(catalog->samples[i].stamp == kept.samples[i].stamp);
    }
    CHECK(catalog->superseded == kept.superseded);
    CHECK(catalog->problems.size() == kept.problems.size());
}

}  // namespace

TEST_CASE("pictures come, grow and go while a run is flipped through, and nothing moves") {
    const Run run;
    std::optional<Live> first(std::in_place, run.root(), std::vector<fs::path>{});
    Live& live = *first;
    REQUIRE(live.images() == 18);
    live.run("key .\nkey Ctrl+=\nkey Ctrl+=\nkey Ctrl+=\nkey Right\nkey Down\nwait ready 60");
    live.run("move 600 400\nwheel 3\nwait ready 60\nmove 5 595");
    const auto before = place(live);
    CHECK(before["camera"]["zoom"].get<double>() > 1.1);

    live.write_slowly(run.sample(100, "harbour", 4), picture({300, 300}, 120));
    live.wait_for_images("a picture that was written slowly shows", 19);
    CHECK(place(live) == before);

    live.write_slowly(run.sample(200, "harbour", 1), picture({120, 80}, 200));
    live.wait_for("a picture that was overwritten is read anew", [&] {
        const FileStamp stamp = *stamp_of(run.sample(200, "harbour", 1));
        const auto& samples = live.app().library.catalog->samples;
        return std::any_of(samples.begin(), samples.end(),
                           [&](const grid::Sample& sample) { return sample.stamp == stamp; });
    });

    Run::write(run.sample(100, "portal", 1, 2), run.small());
    live.wait_for("a newer picture of the same settings takes over",
                  [&] { return live.app().library.catalog->superseded.size() == 1; });

    fs::rename(run.sample(100, "harbour", 4), run.sample(100, "portal", 4));
    live.wait_for("a renamed picture moves", [&] {
        const auto& samples = live.app().library.catalog->samples;
        return std::any_of(samples.begin(), samples.end(), [&](const grid::Sample& sample) {
            return run.samples() / sample.path == run.sample(100, "portal", 4);
        });
    });

    live.run("key-down .\nwait ms 300\nkey-up .\nkey ,\nkey ,\nkey .");
    CHECK(place(live) == before);
    for (int i = 0; i < 1000; ++i) {
        Run::write(run.sample(300, "harbour", 1000 + i), run.small());
        if (i % 100 == 0) live.run("key .\nkey ,");
    }
    live.wait_for_images("a burst of 1000 pictures shows", 1019);
    CHECK(place(live) == before);
    for (int i = 0; i < 1000; ++i) fs::remove(run.sample(300, "harbour", 1000 + i));
    live.wait_for_images("1000 deleted pictures are gone", 19);

    {
        const Bytes bytes = model();
        std::ofstream file(run.checkpoints() / Run::model_name(400), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()), 5);
        file.flush();
        fs::create_directories(run.folder(400));
        Run::write(run.sample(400, "harbour", 1), run.small());
        live.run("wait ms 300");
        file.write(reinterpret_cast<const char*>(bytes.data()) + 5, 5);
    }
    live.wait_for("a new checkpoint shows with its samples", [&] {
        const auto& positions = live.app().view->positions;
        return std::find(positions.begin(), positions.end(), "400") != positions.end();
    });

    fs::rename(run.folder(300), run.root() / "away");
    live.wait_for_images("a folder that was renamed away is gone", 14);
    fs::rename(run.root() / "away", run.folder(300));
    live.wait_for_images("and is back", 20);

    live.run("wait ready 60");
    CHECK(place(live) == before);
    live.run("wait ms 700\nwait ready 60");
    check_against_scan(live, run);
    const auto kept = content(live);
    const auto drawn = shown(live);
    first.reset();
    Live fresh(run.root(), {});
    CHECK(content(fresh) == kept);
    CHECK(shown(fresh).dump() == drawn.dump());
}

TEST_CASE("an opened folder of pictures follows the disk too") {
    const test::TempFolder folder;
    const auto file = [&](int seed) {
        return folder.path() / ("seed=" + std::to_string(seed) + "&_00001_.png");
    };
    const Bytes small = picture({48, 32}, 60);
    for (int seed = 1; seed <= 4; ++seed) Run::write(file(seed), small);
    std::optional<Live> first(std::in_place, folder.path(), std::vector<fs::path>{folder.path()});
    Live& live = *first;
    REQUIRE(live.images() == 4);
    live.run("key Right\nwait ready");
    const auto before = place(live);

    live.write_slowly(file(5), picture({300, 300}, 120));
    live.wait_for_images("a picture that was written slowly shows", 5);
    live.write_slowly(file(1), picture({120, 80}, 200));
    fs::rename(file(5), file(6));
    fs::remove(file(4));
    live.wait_for("a renamed picture shows, a deleted one is gone", [&] {
        return live.images() == 4 &&
               live.app().library.catalog->samples.back().path == file(6).filename().native();
    });
    for (int i = 0; i < 200; ++i) Run::write(file(1000 + i), small);
    live.wait_for_images("a burst of 200 pictures shows", 204);
    fs::rename(folder.path(), folder.path().native() + "-away");
    live.wait_for_images("a folder that was renamed away is gone", 0);
    fs::rename(folder.path().native() + "-away", folder.path());
    live.wait_for_images("and is back", 204);
    live.run("wait ready 60");
    CHECK(place(live) == before);

    const auto kept = content(live);
    first.reset();
    Live fresh(folder.path(), {folder.path()});
    CHECK(content(fresh) == kept);
}
