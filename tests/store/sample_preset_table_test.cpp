#include "store/sample_preset_table.h"

#include <limits>

#include "jobs/job_fixture.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

struct SamplePresetFixture : StoreFixture {
    OpenedDatabase opened = open();
    SamplePresetTable presets{opened.database};
};

}  // namespace

TEST_CASE_FIXTURE(SamplePresetFixture, "a sample preset comes back as it was saved, the largest seed too") {
    jobs::SamplePreset preset = jobs::small_preset();
    preset.name = "  Wide  ";
    preset.seeds = {0, std::numeric_limits<std::uint64_t>::max()};
    preset.pairs = {{"euler", "simple"}};
    preset.lora_strengths = {-0.5, 1};
    preset.base_model_row = true;
    const auto saved = presets.save_new(preset);
    REQUIRE(saved);
    CHECK(saved->name == "Wide");
    CHECK_FALSE(saved->id.empty());
    CHECK(*presets.find(saved->id) == *saved);
    CHECK(*presets.find_named("wide") == *saved);
    CHECK(*presets.find_named(saved->id) == *saved);
    preset.name = "Wide";
    preset.id = saved->id;
    preset.created_at = saved->created_at;
    preset.updated_at = saved->updated_at;
    CHECK(*saved == preset);
}

TEST_CASE_FIXTURE(SamplePresetFixture, "names are unique whatever their case, and sort as people do") {
    jobs::SamplePreset preset = jobs::small_preset();
    for (const char* name : {"p10", "P2", "p1"}) {
        preset.name = name;
        REQUIRE(presets.save_new(preset));
    }
    preset.name = "P10";
    CHECK(presets.save_new(preset).error().kind == ErrorKind::Conflict);
    const auto list = presets.list();
    REQUIRE(list);
    CHECK(list->presets[0].name == "p1");
    CHECK(list->presets[1].name == "P2");
    CHECK(list->presets[2].name == "p10");
}

TEST_CASE_FIXTURE(SamplePresetFixture, "what cannot be used is not saved, with the reason") {
    jobs::SamplePreset preset = jobs::small_preset();
    preset.seeds.clear();
    const auto refused = presets.save_new(preset);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::InvalidInput);
    CHECK(contains(refused.error().message, "seed"));
}

TEST_CASE_FIXTURE(SamplePresetFixture, "a preset is changed, copied under free names and removed") {
    auto saved = presets.save_new(jobs::small_preset());
    REQUIRE(saved);
    saved->steps = {8, 20};
    saved->name = "Larger";
    REQUIRE(presets.overwrite(*saved));
    CHECK(presets.find(saved->id)->steps == std::vector<int>{8, 20});
    CHECK(presets.duplicate(saved->id)->name == "Larger (2)");
    CHECK(presets.duplicate(saved->id)->name == "Larger (3)");
    REQUIRE(presets.remove(saved->id));
    CHECK(presets.remove(saved->id).error().kind == ErrorKind::NotFound);
    CHECK(presets.overwrite(*saved).error().kind == ErrorKind::NotFound);
    CHECK(presets.list()->presets.size() == 2);
}

TEST_CASE_FIXTURE(SamplePresetFixture,
                  "a row that another program has spoilt is named and the others shown") {
    const auto saved = presets.save_new(jobs::small_preset());
    REQUIRE(saved);
    REQUIRE(presets.duplicate(saved->id));
    execute("UPDATE sample_presets SET steps = '{\"no\": 1' WHERE id = '" + saved->id + "'");
    const auto list = presets.list();
    REQUIRE(list);
    CHECK(list->presets.size() == 1);
    CHECK(list->notices.size() == 1);
    CHECK(presets.find(saved->id).error().kind == ErrorKind::InvalidInput);
}
