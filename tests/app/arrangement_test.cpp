#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

/// Pictures of the run "run" in /samples with these dimensions each.
std::shared_ptr<const grid::Catalog> catalog_of(const std::vector<Values>& pictures,
                                                const std::string& run = "run") {
    grid::ScanReport report;
    report.run = run;
    report.root = "/samples";
    for (const Values& values : pictures) {
        grid::FoundSample found;
        found.sample.path = std::to_string(1000 + report.found.size()) + ".png";
        found.dimensions = values;
        report.found.push_back(std::move(found));
    }
    return grid::make_catalog(report, Generation{1});
}

/// What a scan finds at first: one dimension only.
std::shared_ptr<const grid::Catalog> early() {
    return catalog_of({{{"seed", "1"}}, {{"seed", "2"}}});
}

std::shared_ptr<const grid::Catalog> complete() {
    std::vector<Values> pictures;
    for (const std::string seed : {"1", "2", "3"})
        for (const std::string cfg : {"4", "7"})
            for (const std::string prompt : {"lake", "street"})
                pictures.push_back({{"seed", seed}, {"cfg", cfg}, {"prompt", prompt}});
    return catalog_of(pictures);
}

grid::GridQuery left_query() {
    return {{"cfg", "prompt", "seed"}, {{"cfg", {grid::FilterMode::Multi, {"7"}}}}};
}

/// A session in which the run "run" was left in `left_query` and is being scanned again.
Session returning_session() {
    Session session;
    const grid::TrainingRun run = test::run_named("run", true);
    session.apply(app::StoredRead{{{}, {{app::run_key(run), left_query()}}, {}}});
    session.apply(app::Rescan{});
    session.discovered({run, test::run_named("other", true)});
    return session;
}

}  // namespace

TEST_CASE("a run comes back as it was left, though its dimensions arrive one after the other") {
    Session session = returning_session();
    session.scanned(early(), false);
    CHECK(session.state.query.mapping != left_query().mapping);
    CHECK(session.state.view->samples.size() == 2);
    session.scanned(complete(), false);
    CHECK(session.state.query == left_query());
    session.scanned(complete());
    CHECK(session.state.query == left_query());
    CHECK(session.state.view->columns == std::vector<std::string>{"7"});
}

TEST_CASE("what the user changes during the scan wins over how the run was left") {
    Session session = returning_session();
    session.scanned(early(), false);
    session.apply(app::AssignRole{"seed", grid::Role::Y});
    const grid::GridQuery chosen = session.state.query;
    session.scanned(complete());
    CHECK(session.state.query == chosen);
}

TEST_CASE("a run comes back as it was left a moment ago, not as it was at the start") {
    Session session = returning_session();
    session.scanned(complete());
    session.apply(app::AssignRole{"prompt", grid::Role::Slider});
    session.apply(app::SoloValue{"seed", "2"});
    const grid::GridQuery chosen = session.state.query;
    session.apply(app::SelectRun{"other"});
    session.scanned(catalog_of({{{"seed", "1"}}}, "other"));
    CHECK(session.state.query.filters.empty());
    session.apply(app::SelectRun{"run"});
    session.scanned(complete());
    CHECK(session.state.query == chosen);
}

TEST_CASE("a run that was passed by before its scan ended keeps the arrangement of the last time") {
    Session session = returning_session();
    session.scanned(early(), false);
    session.apply(app::SelectRun{"other"});
    session.apply(app::SelectRun{"run"});
    session.scanned(complete());
    CHECK(session.state.query == left_query());
}

TEST_CASE("a better guess of the mapping replaces a worse one while nobody chose") {
    Session session;
    session.apply(app::OpenPaths{{"/samples"}});
    session.scanned(early(), false);
    const grid::Mapping first = session.state.query.mapping;
    session.scanned(complete(), false);
    CHECK(session.state.query.mapping != first);
    CHECK(session.state.query.mapping == grid::suggest_mapping(*complete()));
}

TEST_CASE("a mapping that somebody chose stays, whatever the scan finds") {
    Session session;
    session.apply(app::OpenPaths{{"/samples"}});
    session.scanned(early(), false);
    session.apply(app::AssignRole{"seed", grid::Role::Y});
    const grid::Mapping chosen = session.state.query.mapping;
    session.scanned(complete());
    CHECK(session.state.query.mapping == chosen);
}

TEST_CASE("a finished scan settles the guess: what comes later does not rearrange the grid") {
    Session session;
    session.open(early());
    const grid::Mapping settled = session.state.query.mapping;
    session.apply(app::FoldersChanged{});
    session.scanned(complete());
    CHECK(session.state.query.mapping == settled);
}

TEST_CASE("a run without pictures is guessed anew until it has some") {
    Session session;
    session.open(catalog_of({}));
    session.apply(app::FoldersChanged{});
    session.scanned(early(), false);
    session.scanned(complete());
    CHECK(session.state.query.mapping == grid::suggest_mapping(*complete()));
}

TEST_CASE(
    "pictures that are gone for a moment take the mapping and the filters with them only till they return") {
    Session session;
    session.open(complete());
    session.apply(app::AssignRole{"prompt", grid::Role::Slider});
    session.apply(app::SoloValue{"seed", "2"});
    const grid::GridQuery chosen = session.state.query;
    session.apply(app::FoldersChanged{});
    session.scanned(catalog_of({}));
    CHECK(session.state.view->samples.empty());
    session.apply(app::FoldersChanged{});
    session.scanned(complete());
    CHECK(session.state.query == chosen);
}

TEST_CASE("a mapping whose dimension is gone gives way to a new suggestion") {
    Session session;
    session.open(complete());
    session.apply(app::FoldersChanged{});
    session.scanned(early());
    CHECK(session.state.query.mapping == grid::suggest_mapping(*early()));
}
