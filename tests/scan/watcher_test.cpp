#include "scan/watcher.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <random>

#include "scan/discover.h"
#include "support/sample_tree.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

using namespace proofsheet;
using namespace std::chrono_literals;
using scan::Changed;

namespace {

namespace fs = std::filesystem;

/// Long enough for a busy machine; only a failure waits for it.
constexpr auto kLong = 20s;
/// Long enough for news that should not come.
constexpr auto kQuiet = 150ms;

struct Inotify {
    static constexpr auto kMethod = scan::WatchMethod::Automatic;
};
struct Polling {
    static constexpr auto kMethod = scan::WatchMethod::Polling;
};

scan::WatchOptions quick(scan::WatchMethod method) {
    scan::WatchOptions options;
    options.method = method;
    options.poll_pause = 20ms;
    options.probe_pause = 20ms;
    options.times.quiet = 20ms;
    options.times.settle = 40ms;
    return options;
}

std::vector<grid::FoundSample> sorted(std::vector<grid::FoundSample> found) {
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.sample.path < b.sample.path; });
    return found;
}

/// A project that is shown as the watcher says.
class Show {
public:
    explicit Show(scan::WatchOptions options) {
        folders.checkpoint_dirs = {tree.folder("checkpoints")};
        folders.sample_dir = tree.folder("samples");
        tree.checkpoint("checkpoints/l-step00000500.safetensors");
        tree.picture(kFolder + "seed=1.png");
        const std::vector<fs::path> roots{folders.checkpoint_dirs[0], folders.sample_dir};
        watcher.emplace(roots, options);
        REQUIRE(news(kLong));
        // Both were made just now, so that they may still be open.
        until([&] { return shown() == 1 && discovery.runs.size() == 1; });
    }

    /// Waits for one change and scans as it says; false when none came.
    bool news(std::chrono::milliseconds at_most) {
        std::stop_source source;
        tasks::WakeSignal enough;
        timer.submit([&](std::stop_token) {
            enough.wait(at_most);
            source.request_stop();
        });
        const auto change = watcher->wait(source.get_token());
        enough.wake();
        while (timer.pending() > 0) ::usleep(100);
        if (!change) return false;
        ++changes;
        last = *change;
        if (!change->notice.empty()) notices.push_back(change->notice);
        show(*change);
        return true;
    }

    void show(const scan::Change& change) {
        if (change.what == Changed::Runs) discovery = scan::discover(folders, {}, change.growing);
        if (discovery.runs.empty()) {
            report = {};
            return;
        }
        const grid::ScanReport before = std::move(report);
        report = scan::scan_run(discovery.runs[0], folders.sample_dir, {}, {}, {change.growing, &before});
    }

    void until(const std::function<bool()>& is_reached) {
        const auto end = std::chrono::steady_clock::now() + kLong;
        while (!is_reached()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            news(kLong);
        }
    }
    void until_quiet() {
        while (news(kQuiet)) {
        }
    }

    /// Whether a scan that knows nothing of before finds the same.
    bool is_up_to_date() const {
        const auto fresh = scan::discover(folders);
        if (fresh.runs != discovery.runs || fresh.problems != discovery.problems) return false;
        if (fresh.runs.empty()) return true;
        const auto again = scan::scan_run(fresh.runs[0], folders.sample_dir);
        return sorted(again.found) == sorted(report.found) && again.superseded == report.superseded &&
               again.problems == report.problems && again.checkpoint_order == report.checkpoint_order;
    }

    const grid::TrainingRun& run() const {
        REQUIRE_FALSE(discovery.runs.empty());
        return discovery.runs[0];
    }
    std::size_t shown() const { return report.found.size(); }
    bool shows(const std::string& name) const {
        return std::any_of(report.found.begin(), report.found.end(),
                           [&](const auto& found) { return found.sample.path.ends_with(name); });
    }

    static inline const std::string kFolder = "samples/l-step00000500.safetensors/";
    test::SampleTree tree;
    scan::Folders folders;
    std::optional<scan::Watcher> watcher;
    scan::Discovery discovery;
    grid::ScanReport report;
    scan::Change last;
    std::vector<std::string> notices;
    int changes = 0;

private:
    tasks::WorkerPool timer{1};
};

}  // namespace

TEST_CASE_TEMPLATE("new, changed and removed pictures are told", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    show.tree.picture(Show::kFolder + "seed=2.png");
    show.until([&] { return show.shown() == 2; });
    CHECK(show.is_up_to_date());
    show.tree.picture(Show::kFolder + "seed=2.png", {{"prompt", "longer"}});
    show.until([&] { return show.is_up_to_date(); });
    fs::remove(show.tree.at(Show::kFolder + "seed=1.png"));
    show.until([&] { return show.shown() == 1; });
    CHECK(show.is_up_to_date());
    CHECK(show.last.what == Changed::Pictures);
    CHECK(show.notices.empty());
}

TEST_CASE("a picture that is written slowly is shown when it is closed") {
    Show show(quick(scan::WatchMethod::Automatic));
    {
        std::ofstream file(show.tree.at(Show::kFolder + "seed=2.png"), std::ios::binary);
        const std::string bytes = test::png_bytes();
        for (const char byte : bytes) {
            file << byte << std::flush;
            if (&byte == bytes.data() + 40) show.until_quiet();
            CHECK_FALSE(show.shows("seed=2.png"));
        }
        show.until_quiet();
        CHECK_FALSE(show.shows("seed=2.png"));
    }
    show.until([&] { return show.shows("seed=2.png"); });
    CHECK(show.is_up_to_date());
}

TEST_CASE("a picture that is written anew stays as it was until it is closed") {
    Show show(quick(scan::WatchMethod::Automatic));
    const auto before = show.report.found;
    {
        std::ofstream file(show.tree.at(Show::kFolder + "seed=1.png"), std::ios::binary);
        file << "half" << std::flush;
        show.until_quiet();
        CHECK(show.report.found == before);
        CHECK(show.last.growing.rewritten.size() == 1);
    }
    show.until([&] { return show.report.found != before; });
    CHECK(show.is_up_to_date());
}

TEST_CASE("a file that is never closed is shown after a while without a write") {
    scan::WatchOptions options = quick(scan::WatchMethod::Automatic);
    options.times.never_closed = 100ms;
    Show show(options);
    std::ofstream file(show.tree.at(Show::kFolder + "seed=2.png"), std::ios::binary);
    file << test::png_bytes() << std::flush;
    show.until([&] { return show.shows("seed=2.png"); });
    CHECK(show.is_up_to_date());
}

TEST_CASE("a newer counter that is being written does not hide the picture before it") {
    Show show(quick(scan::WatchMethod::Automatic));
    show.tree.picture(Show::kFolder + "seed=3&_00001_.png");
    show.until([&] { return show.shows("_00001_.png"); });
    {
        std::ofstream file(show.tree.at(Show::kFolder + "seed=3&_00002_.png"), std::ios::binary);
        file << test::png_bytes() << std::flush;
        show.until_quiet();
        CHECK(show.shows("_00001_.png"));
    }
    show.until([&] { return show.shows("_00002_.png"); });
    CHECK_FALSE(show.shows("_00001_.png"));
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("a burst of 1,000 files is few changes", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    const int before = show.changes;
    for (int i = 0; i < 1000; ++i) show.tree.picture(Show::kFolder + "index=" + std::to_string(i) + ".png");
    show.until([&] { return show.shown() == 1001; });
    CHECK(show.changes - before < 20);
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("renamed files are told", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    const auto from = show.tree.picture("elsewhere/seed=2.png");
    fs::rename(from, show.tree.at(Show::kFolder + "seed=2.png"));
    show.until([&] { return show.shows("seed=2.png"); });
    fs::rename(show.tree.at(Show::kFolder + "seed=2.png"), show.tree.at(Show::kFolder + "seed=3.png"));
    show.until([&] { return show.shows("seed=3.png") && !show.shows("seed=2.png"); });
    fs::rename(show.tree.at(Show::kFolder + "seed=3.png"), show.tree.at(Show::kFolder + "seed=1.png"));
    show.until([&] { return show.shown() == 1; });
    CHECK(show.is_up_to_date());
    fs::rename(show.tree.at(Show::kFolder + "seed=1.png"), from);
    show.until([&] { return show.shown() == 0; });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("new folders are looked into, however fast they were filled", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    for (int i = 0; i < 30; ++i) {
        const std::string folder = Show::kFolder + "a" + std::to_string(i) + "/b/c/";
        show.tree.picture(folder + "seed=2.png");
        show.tree.picture(folder + "seed=3.png");
    }
    show.until([&] { return show.shown() == 61; });
    CHECK(show.is_up_to_date());
    show.tree.picture(Show::kFolder + "a7/b/c/seed=4.png");
    show.until([&] { return show.shown() == 62; });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("folders that are renamed, moved in, moved out and removed are told", Method, Inotify,
                   Polling) {
    Show show(quick(Method::kMethod));
    show.tree.picture("elsewhere/set/deep/seed=2.png");
    fs::rename(show.tree.at("elsewhere/set"), show.tree.at(Show::kFolder + "set"));
    show.until([&] { return show.shows("set/deep/seed=2.png"); });
    fs::rename(show.tree.at(Show::kFolder + "set"), show.tree.at(Show::kFolder + "other"));
    show.until([&] { return show.shows("other/deep/seed=2.png"); });
    CHECK(show.is_up_to_date());
    show.tree.picture(Show::kFolder + "other/deep/seed=3.png");
    show.until([&] { return show.shows("other/deep/seed=3.png"); });
    fs::rename(show.tree.at(Show::kFolder + "other"), show.tree.at("elsewhere/gone"));
    show.until([&] { return show.shown() == 1; });
    CHECK(show.is_up_to_date());
    show.until_quiet();
    show.tree.picture("elsewhere/gone/deep/seed=4.png");
    CHECK_FALSE(show.news(kQuiet));
    fs::remove_all(show.tree.at(Show::kFolder));
    show.until([&] { return !show.run().has_samples(); });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("a new checkpoint and its samples are told as runs", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    show.tree.checkpoint("checkpoints/l-step00001000.safetensors");
    show.until([&] { return show.run().checkpoints.size() == 2; });
    CHECK(show.last.what == Changed::Runs);
    show.tree.picture("samples/l-step00001000.safetensors/seed=1.png");
    show.until([&] { return show.shown() == 2; });
    CHECK(show.is_up_to_date());
    fs::remove(show.tree.at("checkpoints/l-step00001000.safetensors"));
    show.until([&] { return show.run().checkpoints[1].path.empty(); });
    CHECK(show.is_up_to_date());
}

TEST_CASE("a checkpoint is there once it is closed") {
    Show show(quick(scan::WatchMethod::Automatic));
    {
        std::ofstream file(show.tree.at("checkpoints/l-step00001000.safetensors"), std::ios::binary);
        file << "\x10" << std::flush;
        show.until_quiet();
        CHECK(show.run().checkpoints.size() == 1);
        CHECK(show.discovery.problems.empty());
        file << test::safetensors_bytes().substr(1);
    }
    show.until([&] { return show.run().checkpoints.size() == 2; });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("a root that is deleted and comes back is told both times", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    for (int round = 0; round < 2; ++round) {
        fs::remove_all(show.tree.at("samples"));
        show.until([&] { return !show.run().has_samples(); });
        CHECK(show.is_up_to_date());
        show.tree.picture(Show::kFolder + "seed=7.png");
        show.until([&] { return show.shows("seed=7.png"); });
        show.tree.picture(Show::kFolder + "seed=8.png");
        show.until([&] { return show.shows("seed=8.png"); });
        CHECK(show.is_up_to_date());
    }
}

TEST_CASE_TEMPLATE("a root below a folder that is renamed is told", Method, Inotify, Polling) {
    const test::SampleTree tree;
    tree.picture("a/b/one.png");
    scan::Watcher watcher({tree.at("a/b")}, quick(Method::kMethod));
    std::stop_source stop;
    REQUIRE(watcher.wait(stop.get_token()));
    fs::rename(tree.at("a"), tree.at("c"));
    CHECK(watcher.wait(stop.get_token())->what == Changed::Runs);
    fs::rename(tree.at("c"), tree.at("a"));
    CHECK(watcher.wait(stop.get_token())->what == Changed::Runs);
}

TEST_CASE_TEMPLATE("links are followed inside the folders only, as a scan does", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    show.tree.picture("outside/seed=5.png");
    show.tree.link(Show::kFolder + "out", show.tree.at("outside"));
    show.until([&] { return show.report.problems.size() == 1; });
    show.tree.picture("samples/.hidden/seed=2.png");
    show.tree.link(Show::kFolder + "in", show.tree.at("samples/.hidden"));
    show.until([&] { return show.shows("in/seed=2.png"); });
    CHECK(show.is_up_to_date());
    show.tree.picture("samples/.hidden/seed=3.png");
    show.until([&] { return show.shows("in/seed=3.png"); });
    show.tree.link(Show::kFolder + "seed=4.png", "seed=1.png");
    show.until([&] { return show.shows("seed=4.png"); });
    fs::remove(show.tree.at(Show::kFolder + "in"));
    show.until([&] { return show.shown() == 2; });
    fs::remove(show.tree.at(Show::kFolder + "out"));
    show.until([&] { return show.report.problems.empty(); });
    CHECK(show.is_up_to_date());
    show.until_quiet();
    show.tree.picture("outside/seed=6.png");
    CHECK_FALSE(show.news(kQuiet));
}

TEST_CASE_TEMPLATE("a folder stays watched when one with a link to it comes and goes", Method, Inotify,
                   Polling) {
    Show show(quick(Method::kMethod));
    show.tree.picture(Show::kFolder + "real/seed=2.png");
    show.tree.picture("elsewhere/set/seed=3.png");
    show.tree.link("elsewhere/set/link", show.tree.at(Show::kFolder + "real"));
    fs::rename(show.tree.at("elsewhere/set"), show.tree.at(Show::kFolder + "set"));
    show.until([&] { return show.shows("set/seed=3.png"); });
    fs::rename(show.tree.at(Show::kFolder + "set"), show.tree.at("elsewhere/set"));
    show.until([&] { return !show.shows("set/seed=3.png"); });
    show.until_quiet();
    show.tree.picture(Show::kFolder + "real/seed=4.png");
    show.until([&] { return show.shows("real/seed=4.png"); });
    CHECK(show.is_up_to_date());
}

TEST_CASE("a hard link is complete at once, because nothing closes it") {
    const test::SampleTree tree;
    const fs::path file = tree.picture("a.png");
    fs::last_write_time(file, fs::file_time_type::clock::now() - 1h);
    scan::WatchOptions options = quick(scan::WatchMethod::Automatic);
    options.times.settle = 1h;
    scan::Watcher watcher({tree.root()}, options);
    REQUIRE(watcher.wait({}));
    fs::create_hard_link(file, tree.at("b.png"));
    CHECK(watcher.wait({})->growing.empty());
}

TEST_CASE("what polling finds growing is told") {
    const test::SampleTree tree;
    scan::WatchOptions options = quick(scan::WatchMethod::Polling);
    options.times.quiet = 0ms;  // told before the next poll
    scan::Watcher watcher({tree.root()}, options);
    REQUIRE(watcher.wait({}));
    const fs::path file = tree.picture("elsewhere.txt");
    fs::last_write_time(file, fs::file_time_type::clock::now() + 1h);
    fs::rename(file, tree.at("a.png"));
    CHECK(watcher.wait({})->growing.fresh.size() == 1);
    CHECK(watcher.wait({})->growing.empty());
}

TEST_CASE("a hard link is shown") {
    Show show(quick(scan::WatchMethod::Automatic));
    fs::create_hard_link(show.tree.at(Show::kFolder + "seed=1.png"),
                         show.tree.at(Show::kFolder + "seed=2.png"));
    show.until([&] { return show.shown() == 2; });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("a folder that may not be read is told once it may" * doctest::skip(::geteuid() == 0),
                   Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    show.tree.picture(Show::kFolder + "locked/seed=2.png");
    const fs::path locked = show.tree.at(Show::kFolder + "locked");
    show.until([&] { return show.shown() == 2; });
    REQUIRE(::chmod(locked.c_str(), 0) == 0);
    show.until([&] { return show.shown() == 1; });
    REQUIRE(::chmod(locked.c_str(), 0700) == 0);
    show.until([&] { return show.shown() == 2; });
    show.tree.picture(Show::kFolder + "locked/seed=3.png");
    show.until([&] { return show.shown() == 3; });
    CHECK(show.is_up_to_date());
}

TEST_CASE("more folders than may be watched are polled, and one notice says so") {
    scan::WatchOptions options = quick(scan::WatchMethod::Automatic);
    options.most_watches = 3;
    Show show(options);
    CHECK(show.notices.empty());
    show.tree.picture(Show::kFolder + "a/seed=2.png");
    show.until([&] { return show.shown() == 2; });
    REQUIRE(show.notices.size() == 1);
    CAPTURE(show.notices[0]);
    CHECK(show.notices[0].find("fs.inotify.max_user_watches") != std::string::npos);
    CHECK(show.notices[0].ends_with(show.tree.at("samples").native()));
    show.tree.picture(Show::kFolder + "b/seed=3.png");
    show.until([&] { return show.shown() == 3; });
    show.tree.checkpoint("checkpoints/l-step00001000.safetensors");
    show.until([&] { return show.run().checkpoints.size() == 2; });
    CHECK(show.notices.size() == 1);
    CHECK(show.is_up_to_date());
}

TEST_CASE("more events than the system keeps lose nothing") {
    Show show(quick(scan::WatchMethod::Automatic));
    const fs::path here = show.tree.file(Show::kFolder + "a.txt", "");
    const fs::path there = show.tree.at(Show::kFolder + "b.txt");
    for (int i = 0; i < 10'000; ++i) {
        fs::rename(here, there);
        fs::rename(there, here);
    }
    show.tree.picture(Show::kFolder + "late/seed=2.png");
    show.until([&] { return show.shows("late/seed=2.png"); });
    show.tree.picture(Show::kFolder + "late/seed=3.png");
    show.until([&] { return show.shows("late/seed=3.png"); });
    CHECK(show.is_up_to_date());
}

TEST_CASE_TEMPLATE("whatever happens, what is shown is what a new scan finds", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    std::mt19937 random(7);
    const auto pick = [&](std::vector<std::string> names) { return names[random() % names.size()]; };
    const auto folder = [&] {
        return show.tree.at(Show::kFolder + pick({"", "a", "a/b", "a/b/c", "d", "d/e"}));
    };
    const auto file = [&] {
        return folder() / pick({"seed=1.png", "seed=2&_00001_.png", "seed=2&_00002_.png"});
    };
    const auto sample_folder = [&] {
        return show.tree.at("samples/" + pick({"", "study/", "l/study/"}) +
                            pick({"l", "l-step00000500", "m"}) + ".safetensors");
    };
    const auto checkpoint = [&] {
        return show.tree.at("checkpoints/" + pick({"", "sub/"}) + pick({"l", "l-step00001000", "m"}) +
                            ".safetensors");
    };
    std::error_code ignored;
    const auto write = [&](const fs::path& path, const std::string& bytes) {
        fs::create_directories(path.parent_path(), ignored);
        std::ofstream(path, std::ios::binary) << bytes << std::string(random() % 3, ' ');
    };
    const std::vector<std::function<void()>> deeds{
        [&] { write(file(), test::png_bytes()); },
        [&] { write(file(), test::png_bytes()); },
        [&] { fs::rename(file(), file(), ignored); },
        [&] { fs::remove(file(), ignored); },
        [&] { fs::rename(folder(), folder(), ignored); },
        [&] { fs::remove_all(folder(), ignored); },
        [&] { fs::create_directory_symlink(folder(), folder() / "link", ignored); },
        [&] { fs::create_symlink("seed=1.png", file(), ignored); },
        [&] { write(sample_folder() / "seed=5.png", test::png_bytes()); },
        [&] { fs::rename(sample_folder(), sample_folder(), ignored); },
        [&] { write(checkpoint(), test::safetensors_bytes()); },
        [&] { fs::rename(checkpoint(), checkpoint(), ignored); },
        [&] { fs::remove(checkpoint(), ignored); },
        [&] {
            write(show.tree.at("checkpoints/sample/l_000500_00_20240101120000_1.png"), test::png_bytes());
        },
        [&] { fs::rename(show.tree.at("samples"), show.tree.at("other samples"), ignored); },
        [&] { fs::rename(show.tree.at("other samples"), show.tree.at("samples"), ignored); },
    };
    for (int round = 0; round < 15; ++round) {
        CAPTURE(round);
        for (int i = 0; i < 12; ++i) deeds[random() % deeds.size()]();
        show.until([&] { return show.is_up_to_date(); });
    }
}

TEST_CASE("what concerns no scan is not told") {
    Show show(quick(scan::WatchMethod::Automatic));
    show.until_quiet();
    show.tree.file(Show::kFolder + "notes.txt", "text");
    show.tree.file(Show::kFolder + ".seed=2.png", "hidden");
    CHECK_FALSE(show.news(kQuiet));
}

TEST_CASE_TEMPLATE("a stop ends the wait, before it and during it", Method, Inotify, Polling) {
    const test::SampleTree tree;
    scan::Watcher watcher({tree.root(), tree.at("missing"), {}}, quick(Method::kMethod));
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_FALSE(watcher.wait(stopped.get_token()));
    std::stop_source running;
    CHECK(watcher.wait(running.get_token()));
    tasks::WorkerPool pool(1);
    pool.submit([&](std::stop_token) {
        ::usleep(30'000);
        running.request_stop();
    });
    while (watcher.wait(running.get_token())) {
    }
    CHECK(running.stop_requested());
}

TEST_CASE("a watcher of nothing waits for its stop") {
    scan::WatchOptions options;
    options.probe_pause = 1h;
    scan::Watcher watcher({}, options);
    std::stop_source stop;
    CHECK(watcher.wait(stop.get_token()));
    tasks::WorkerPool pool(1);
    pool.submit([&](std::stop_token) { stop.request_stop(); });
    CHECK_FALSE(watcher.wait(stop.get_token()));
}
