#include "store/preset_table.h"

#include <regex>

#include "store/grid_json.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

grid::GridQuery query_of(const std::string& x) {
    return {{x, "seed", "checkpoint"}, {{"sampler", {grid::FilterMode::Multi, {"euler", "ddim"}}}}};
}

struct PresetFixture : StoreFixture {
    OpenedDatabase opened = open();
    PresetTable table{opened.database};

    std::vector<std::string> names() const {
        const Result<PresetList> list = table.list();
        REQUIRE(list);
        std::vector<std::string> found;
        for (const grid::Preset& preset : list->presets) found.push_back(preset.name);
        return found;
    }
    ErrorKind kind_of_saving(const std::string& name) {
        const Result<grid::Preset> saved = table.save_new(name, {});
        REQUIRE(!saved);
        CHECK(!saved.error().message.empty());
        return saved.error().kind;
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(PresetFixture, "a preset comes back as it was saved, with an id and times") {
    const Result<grid::Preset> saved = table.save_new("  Portraits \n", query_of("cfg"));
    REQUIRE(saved);
    CHECK(saved->name == "Portraits");
    CHECK(std::regex_match(
        saved->id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
    CHECK(std::regex_match(saved->created_at, std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
    CHECK(saved->mapping == query_of("cfg").mapping);
    CHECK(saved->filters == query_of("cfg").filters);
    const Result<PresetList> list = table.list();
    REQUIRE(list);
    REQUIRE(list->presets.size() == 1);
    CHECK(list->presets[0] == *saved);
}

TEST_CASE_FIXTURE(PresetFixture, "presets are listed as people sort") {
    for (const char* name : {"Run 10", "run 9", "Alpha"}) REQUIRE(table.save_new(name, {}));
    CHECK(names() == Names{"Alpha", "run 9", "Run 10"});
}

TEST_CASE_FIXTURE(PresetFixture, "a name that is taken is a conflict, whatever its case") {
    REQUIRE(table.save_new("Faces", {}));
    CHECK(kind_of_saving("fACES ") == ErrorKind::Conflict);
    CHECK(contains(table.save_new("faces", {}).error().message, "\"Faces\" already"));
    const Result<grid::Preset> other = table.save_new("Hands", {});
    const Result<grid::Preset> renamed = table.rename(other->id, "FACES");
    REQUIRE(!renamed);
    CHECK(renamed.error().kind == ErrorKind::Conflict);
    CHECK(contains(renamed.error().message, "\"Faces\""));
    CHECK(names() == Names{"Faces", "Hands"});
}

TEST_CASE_FIXTURE(PresetFixture, "a preset may change the case of its own name") {
    const Result<grid::Preset> saved = table.save_new("faces", {});
    CHECK(table.rename(saved->id, "Faces")->name == "Faces");
}

TEST_CASE_FIXTURE(PresetFixture, "a name has 1 to 200 characters that can be shown") {
    CHECK(kind_of_saving("") == ErrorKind::InvalidInput);
    CHECK(kind_of_saving(" \t ") == ErrorKind::InvalidInput);
    CHECK(kind_of_saving(std::string(201, 'x')) == ErrorKind::InvalidInput);
    CHECK(kind_of_saving("caf\xE9") == ErrorKind::InvalidInput);
    CHECK(kind_of_saving("two\nlines") == ErrorKind::InvalidInput);
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "\xC3\xBC";
    CHECK(table.save_new(umlauts, {}));
}

TEST_CASE_FIXTURE(PresetFixture, "overwriting keeps the name, the id and the first date") {
    const Result<grid::Preset> saved = table.save_new("Faces", query_of("cfg"));
    const Result<grid::Preset> changed = table.overwrite(saved->id, query_of("steps"));
    REQUIRE(changed);
    CHECK(changed->mapping == query_of("steps").mapping);
    CHECK(changed->name == "Faces");
    CHECK(changed->id == saved->id);
    CHECK(changed->created_at == saved->created_at);
    CHECK(changed->updated_at >= saved->updated_at);
}

TEST_CASE_FIXTURE(PresetFixture, "a preset that is gone is not found") {
    const Result<grid::Preset> saved = table.save_new("Faces", {});
    CHECK(table.remove(saved->id));
    CHECK(names().empty());
    CHECK(table.remove(saved->id).error().kind == ErrorKind::NotFound);
    CHECK(table.rename(saved->id, "Hands").error().kind == ErrorKind::NotFound);
    CHECK(table.overwrite(saved->id, {}).error().kind == ErrorKind::NotFound);
}

TEST_CASE_FIXTURE(PresetFixture, "a row that cannot be read is named and does not hide the others") {
    REQUIRE(table.save_new("Good", {}));
    const char* broken[] = {"", "{", "[]", R"({"x": 3})", R"({"x": {"bytes": "0g"}})"};
    for (const char* mapping : broken) {
        CAPTURE(mapping);
        const Result<grid::Preset> bad = table.save_new("Bad", {});
        REQUIRE(bad);
        SQLite::Statement damage(opened.database.connection(),
                                 "UPDATE presets SET mapping = ? WHERE name = 'Bad'");
        damage.bind(1, mapping);
        damage.exec();
        const Result<PresetList> list = table.list();
        REQUIRE(list);
        CHECK(list->presets.size() == 1);
        REQUIRE(list->notices.size() == 1);
        CHECK(contains(list->notices[0], "\"Bad\""));
        CHECK(table.remove(bad->id));
    }
}

TEST_CASE("mappings and filters of any bytes come back as they were") {
    const grid::Mapping mapping{"caf\xE9", "prompt \"x\"\n", std::nullopt};
    CHECK(mapping_from_json(mapping_to_json(mapping)) == mapping);
    const grid::Filters filters{{"\xFF\xFE", {grid::FilterMode::Single, {"\x80", "1", "bytes"}}},
                                {"cfg", {grid::FilterMode::Hide, {}}},
                                {"", {grid::FilterMode::Multi, {""}}}};
    CHECK(filters_from_json(filters_to_json(filters)) == filters);
}

TEST_CASE("filters that are something else read as nothing") {
    for (const char* text : {"", "null", "{}", "[1]", R"([{"dimension": "a"}])",
                             R"([{"dimension": "a", "mode": "often", "selected": []}])",
                             R"([{"dimension": "a", "mode": "hide", "selected": [7]}])"}) {
        CAPTURE(text);
        CHECK(filters_from_json(text) == std::nullopt);
    }
    CHECK(filters_from_json(std::string(100'000, '[')) == std::nullopt);
}
