#include "store/memory_table.h"

#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

struct MemoryFixture : StoreFixture {
    OpenedDatabase opened = open();
    MemoryTable table{opened.database};
};

const RunMemory kLeft{{{"cfg", "seed", "checkpoint"}, {{"sampler", {grid::FilterMode::Single, {"euler"}}}}},
                      "4500"};

}  // namespace

TEST_CASE_FIXTURE(MemoryFixture, "a setting holds what was kept last, until it is forgotten") {
    CHECK(*table.setting("theme") == std::nullopt);
    REQUIRE(table.keep_setting("theme", "dark"));
    REQUIRE(table.keep_setting("theme", "light"));
    REQUIRE(table.keep_setting("size", "a\0b"));
    CHECK(*table.setting("theme") == "light");
    CHECK(table.settings()->size() == 2);
    REQUIRE(table.forget_setting("theme"));
    CHECK(*table.setting("theme") == std::nullopt);
}

TEST_CASE_FIXTURE(MemoryFixture, "settings keep every byte of key and value") {
    const std::string bytes("a\0b\xFF\n", 5);
    REQUIRE(table.keep_setting(bytes, bytes));
    CHECK(*table.setting(bytes) == bytes);
    CHECK(*table.setting("a") == std::nullopt);
}

TEST_CASE_FIXTURE(MemoryFixture, "a run comes back as it was left, each run its own") {
    REQUIRE(table.keep_run("qwen/psai4rt", kLeft));
    REQUIRE(table.keep_run("other", RunMemory{}));
    CHECK(*table.run("qwen/psai4rt") == kLeft);
    CHECK(*table.run("other") == RunMemory{});
    CHECK(*table.run("qwen") == std::nullopt);
}

TEST_CASE_FIXTURE(MemoryFixture, "what cannot be read is nothing remembered, and can be kept anew") {
    REQUIRE(table.keep_run("run", kLeft));
    for (const char* column : {"mapping", "filters"}) {
        opened.database.connection().exec(std::string("UPDATE run_memory SET ") + column + " = '{\"x\": ['");
        CHECK(*table.run("run") == std::nullopt);
        REQUIRE(table.keep_run("run", kLeft));
        CHECK(*table.run("run") == kLeft);
    }
}
