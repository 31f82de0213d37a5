#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

grid::Preset preset_of(const std::string& id, const grid::Mapping& mapping,
                       const grid::Filters& filters = {}) {
    return {id, "Preset " + id, mapping, filters, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"};
}

Session session_with(const std::vector<grid::Preset>& presets) {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::PresetsRead{presets});
    session.effects.clear();
    return session;
}

const grid::Mapping kTurned{"prompt_name", "checkpoint", "seed"};
const grid::Filters kOneSeed{{"seed", {grid::FilterMode::Multi, {"421"}}}};

}  // namespace

TEST_CASE("saving a preset hands over the mapping and the filters as they are") {
    Session session = session_with({});
    session.apply(app::SoloValue{"seed", "421"});
    session.apply(app::SavePreset{"Forest only"});
    const auto added = session.effects_of<app::AddPreset>();
    REQUIRE(added.size() == 1);
    CHECK(added[0].preset.name == "Forest only");
    CHECK(added[0].preset.mapping == session.state.query.mapping);
    CHECK(added[0].preset.filters == session.state.query.filters);
    CHECK(added[0].preset.id.empty());
}

TEST_CASE("loading a preset applies its mapping and filters and keeps nothing of those before") {
    Session session = session_with({preset_of("1", kTurned, kOneSeed)});
    session.apply(app::SoloValue{"prompt_name", "lake"});
    session.apply(app::LoadPreset{"1"});
    CHECK(session.state.query == grid::GridQuery{kTurned, kOneSeed});
    CHECK(session.state.view->positions == std::vector<std::string>{"421"});
    CHECK(session.state.view->columns.size() == 4);
    CHECK(session.state.toasts.empty());
    CHECK(session.effects.empty());
}

TEST_CASE("a preset with dimensions that the run lacks applies the rest and names them") {
    grid::Filters filters = kOneSeed;
    filters["noise"] = {grid::FilterMode::Multi, {"high"}};
    Session session = session_with({preset_of("1", {"cfg", "seed", "checkpoint"}, filters)});
    session.apply(app::LoadPreset{"1"});
    CHECK(session.state.query.mapping == grid::Mapping{std::nullopt, "seed", "checkpoint"});
    CHECK(session.state.query.filters == kOneSeed);
    REQUIRE(session.state.toasts.size() == 1);
    CHECK(session.state.toasts[0].kind == app::ToastKind::Warning);
    const std::string& text = session.state.toasts[0].text;
    CHECK(text.find("Preset 1") != text.npos);
    CHECK(text.find("cfg, noise") != text.npos);
}

TEST_CASE("a loaded preset is a choice: the scan that goes on does not replace it") {
    Session session;
    session.apply(app::PresetsRead{{preset_of("1", kTurned)}});
    session.apply(app::OpenPaths{{"/samples"}});
    session.scanned(test::small_catalog(2), false);
    session.apply(app::LoadPreset{"1"});
    session.scanned(test::small_catalog(5));
    CHECK(session.state.query.mapping == kTurned);
}

TEST_CASE("overwriting a preset keeps its name and id and takes the current mapping") {
    Session session = session_with({preset_of("1", kTurned), preset_of("2", kTurned)});
    session.apply(app::OverwritePreset{"2"});
    const auto replaced = session.effects_of<app::ReplacePreset>();
    REQUIRE(replaced.size() == 1);
    CHECK(replaced[0].preset.id == "2");
    CHECK(replaced[0].preset.name == "Preset 2");
    CHECK(replaced[0].preset.mapping == session.state.query.mapping);
    REQUIRE(session.state.toasts.size() == 1);
    CHECK(session.state.toasts[0].kind == app::ToastKind::Good);
}

TEST_CASE("renaming a preset changes its name alone, and the same name changes nothing") {
    Session session = session_with({preset_of("1", kTurned, kOneSeed)});
    session.apply(app::RenamePreset{"1", "Preset 1"});
    CHECK(session.effects.empty());
    session.apply(app::RenamePreset{"1", "Seeds"});
    const auto replaced = session.effects_of<app::ReplacePreset>();
    REQUIRE(replaced.size() == 1);
    grid::Preset expected = preset_of("1", kTurned, kOneSeed);
    expected.name = "Seeds";
    CHECK(replaced[0].preset == expected);
}

TEST_CASE("deleting a preset asks for that one, and the list changes with the answer") {
    Session session = session_with({preset_of("1", kTurned), preset_of("2", kTurned)});
    session.apply(app::DeletePreset{"1"});
    const auto removed = session.effects_of<app::RemovePreset>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].id == "1");
    CHECK(session.state.stored.presets.size() == 2);
    session.apply(app::PresetsRead{{preset_of("2", kTurned)}});
    CHECK(session.state.stored.presets == std::vector{preset_of("2", kTurned)});
}

TEST_CASE("presets that are not there are neither loaded nor written") {
    Session session = session_with({preset_of("1", kTurned)});
    const grid::GridQuery before = session.state.query;
    session.apply(app::LoadPreset{"9"});
    session.apply(app::OverwritePreset{"9"});
    session.apply(app::RenamePreset{"9", "x"});
    CHECK(session.state.query == before);
    CHECK(session.effects.empty());
    CHECK(session.state.toasts.empty());
}
