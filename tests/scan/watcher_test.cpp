#include <sys/stat.h>

#include <fstream>

#include "scan/watcher_show.h"
#include "support/unprivileged.h"

using namespace proofsheet;
using namespace proofsheet::test;
namespace fs = std::filesystem;

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

TEST_CASE_TEMPLATE("a folder that may not be read is told once it may", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    const test::Unprivileged nobody(show.tree.root());
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
