#include "shell/memory_keeper.h"

#include <doctest/doctest.h>

#include "shell/sheet_link.h"
#include "support/temp_folder.h"

using namespace proofsheet;

namespace {

/// The store's thread on a file of its own; `answers` waits for it.
struct Store {
    test::TempFolder folder;
    tasks::Inbox<app::Command> inbox{[] {}};
    std::unique_ptr<shell::StoreLink> link;

    Store() { start(); }
    void start() {
        link = std::make_unique<shell::StoreLink>(folder.path() / "experiments.db", inbox);
        link->open();
    }
    /// Everything is written, and the program started again.
    app::Stored restart() {
        link.reset();
        static_cast<void>(inbox.drain());
        start();
        link.reset();
        app::Stored stored;
        for (const app::Command& news : inbox.drain())
            if (const auto* read = std::get_if<app::StoredRead>(&news)) stored = read->stored;
        start();
        return stored;
    }
};

template <typename T>
std::vector<T> of_kind(const std::vector<app::Command>& news) {
    std::vector<T> found;
    for (const app::Command& one : news)
        if (const T* match = std::get_if<T>(&one)) found.push_back(*match);
    return found;
}

}  // namespace

TEST_CASE("changes are written at most once a second, and not at all when nothing changed") {
    Store store;
    shell::MemoryKeeper keeper(*store.link);
    app::AppState state;
    state.now = app::Millis{5000};
    CHECK_FALSE(keeper.due());
    keeper.begin(state);
    CHECK_FALSE(keeper.due());
    keeper.touch();
    keeper.follow(state);
    CHECK_FALSE(keeper.due());
    state.theme = app::ThemeChoice::Light;
    keeper.touch();
    state.now = app::Millis{5400};
    keeper.follow(state);
    REQUIRE(keeper.due());
    CHECK(*keeper.due() == app::Millis{6000});
    state.now = app::Millis{6000};
    keeper.follow(state);
    CHECK_FALSE(keeper.due());
    CHECK(store.restart().settings.at("theme") == "2");
}

TEST_CASE("nothing is written before it is known what was remembered") {
    Store store;
    shell::MemoryKeeper keeper(*store.link);
    app::AppState state;
    state.now = app::Millis{5000};
    state.theme = app::ThemeChoice::Light;
    keeper.touch();
    keeper.follow(state);
    keeper.finish(state);
    CHECK(store.restart().settings.empty());
}

TEST_CASE("the run of last time stays remembered while none is open") {
    Store store;
    shell::MemoryKeeper keeper(*store.link);
    app::AppState state;
    state.now = app::Millis{5000};
    state.stored.settings[std::string(app::kRunSetting)] = "boats";
    keeper.begin(state);
    state.theme = app::ThemeChoice::Light;
    keeper.finish(state);
    CHECK(store.restart().settings.at(std::string(app::kRunSetting)) == "boats");
}

TEST_CASE("presets are answered in order and are there at the next start") {
    Store store;
    grid::Preset preset;
    preset.name = "mine";
    preset.mapping.x = "seed";
    store.link->run(app::AddPreset{preset});
    preset.name = "other";
    store.link->run(app::AddPreset{preset});
    store.link.reset();
    const auto lists = of_kind<app::PresetsRead>(store.inbox.drain());
    REQUIRE(lists.size() == 3);
    CHECK(lists[0].presets.empty());
    CHECK(lists[1].presets.size() == 1);
    REQUIRE(lists[2].presets.size() == 2);
    CHECK(lists[2].presets[0].name == "mine");
    CHECK(lists[2].presets[0].mapping.x == "seed");
}

TEST_CASE("a preset that no database takes is told, what is remembered by itself is not") {
    test::TempFolder folder;
    std::filesystem::create_directory(folder.path() / "experiments.db");
    tasks::Inbox<app::Command> inbox{[] {}};
    {
        shell::StoreLink link(folder.path() / "experiments.db", inbox);
        link.open();
        link.remember(app::Settings{{"theme", "1"}});
        link.run(app::AddPreset{});
    }
    const auto news = inbox.drain();
    const auto toasts = of_kind<app::Noticed>(news);
    REQUIRE(toasts.size() == 2);
    CHECK(toasts[1].kind == app::ToastKind::Error);
    CHECK(toasts[1].text.find("not saved") != std::string::npos);
    CHECK(of_kind<app::StoredRead>(news).size() == 1);
}

TEST_CASE("a sheet's title names what the filters let through") {
    grid::GridQuery query;
    CHECK(shell::filters_text(query).empty());
    query.filters["cfg"] = {grid::FilterMode::Single, {"3.5"}};
    query.filters["seed"] = {grid::FilterMode::Multi, {"7", "42"}};
    query.filters["steps"] = {grid::FilterMode::Hide, {"20"}};
    query.filters["sampler"] = {grid::FilterMode::Multi, {}};
    const std::string text = shell::filters_text(query);
    CHECK(text.starts_with("cfg 3.5, seed "));
    CHECK(text.find("42") != std::string::npos);
    CHECK(text.find("steps") == std::string::npos);
    CHECK(text.find("sampler") == std::string::npos);
}
