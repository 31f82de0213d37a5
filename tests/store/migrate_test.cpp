#include "store/migrate.h"

#include <array>

#include "store/memory_table.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

const std::array kTwoSteps{schema_migrations()[0],
                           Migration{2, "ALTER TABLE settings ADD COLUMN origin TEXT"}};
const std::array kBroken{schema_migrations()[0],
                         Migration{2, "CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1)"}};
const std::array kOrphans{schema_migrations()[0], Migration{2, "INSERT INTO scores VALUES (7, 7, 7, 7)"}};

OpenOptions with(std::span<const Migration> migrations) {
    OpenOptions options;
    options.migrations = migrations;
    return options;
}

struct MigrationFixture : StoreFixture {
    MigrationFixture() {
        OpenedDatabase opened = open(with(schema_migrations().first(1)));
        REQUIRE(MemoryTable(opened.database).keep_setting("theme", "dark"));
    }
    std::filesystem::path backup = folder.path() / "experiments.db.v1.bak";
};

}  // namespace

TEST_CASE_FIXTURE(MigrationFixture, "an older database is brought up to date, and its copy kept beside it") {
    {
        OpenedDatabase opened = open(with(kTwoSteps));
        REQUIRE(opened.notices.size() == 1);
        CHECK(contains(opened.notices[0], backup.native()));
        CHECK(*MemoryTable(opened.database).setting("theme") == "dark");
    }
    CHECK(answer("PRAGMA user_version") == "2");
    CHECK(answer("SELECT count(*) FROM pragma_table_info('settings') WHERE name = 'origin'") == "1");
    file = backup;
    CHECK(answer("PRAGMA user_version") == "1");
    CHECK(answer("SELECT value FROM settings") == "dark");
}

TEST_CASE_FIXTURE(MigrationFixture, "a database that is up to date is not copied") {
    open(with(kTwoSteps));
    std::filesystem::remove(backup);
    CHECK(open(with(kTwoSteps)).notices.empty());
    CHECK(!std::filesystem::exists(backup));
}

TEST_CASE_FIXTURE(MigrationFixture, "a step that fails leaves the database as it was") {
    const Error error = open_error(file, with(kBroken));
    CHECK(error.message.ends_with(file.native()));
    CHECK(answer("PRAGMA user_version") == "1");
    CHECK(answer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == "0");
    OpenedDatabase opened = open();
    CHECK(*MemoryTable(opened.database).setting("theme") == "dark");
}

TEST_CASE_FIXTURE(MigrationFixture, "a step that leaves rows without what they refer to is not taken") {
    const Error error = open_error(file, with(kOrphans));
    CHECK(error.kind == ErrorKind::InvalidInput);
    CHECK(contains(error.message, "scores"));
    CHECK(answer("SELECT count(*) FROM scores") == "0");
}

TEST_CASE_FIXTURE(MigrationFixture, "a copy of the same name with other content is never overwritten") {
    put_bytes(backup, "the copy of last year");
    open(with(kTwoSteps));
    CHECK(bytes_of(backup) == "the copy of last year");
    CHECK(std::filesystem::exists(folder.path() / "experiments.db.v1-2.bak"));
}

TEST_CASE_FIXTURE(MigrationFixture, "tries that fail do not pile up copies") {
    open_error(file, with(kBroken));
    open_error(file, with(kBroken));
    CHECK(files_with(folder.path(), "experiments.db.v1").size() == 1);
}
