#include "store/database.h"

#include <sys/stat.h>

#include <set>

#include "store/memory_table.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

constexpr std::chrono::milliseconds kShort{50};

OpenOptions impatient() {
    OpenOptions options;
    options.busy_timeout = kShort;
    return options;
}

std::set<std::string> columns_of(SQLite::Database& connection, const std::string& table) {
    std::set<std::string> names;
    SQLite::Statement query(connection, "SELECT name FROM pragma_table_xinfo(?)");
    query.bind(1, table);
    while (query.executeStep()) names.insert(query.getColumn(0).getString());
    return names;
}

void check_columns(SQLite::Database& connection, const std::string& table,
                   const std::vector<std::string>& expected) {
    const std::set<std::string> names = columns_of(connection, table);
    for (const std::string& name : expected) {
        CAPTURE(table);
        CAPTURE(name);
        CHECK(names.count(name) == 1);
    }
}

/// Takes the rights of the superuser away for a scope, where the test has them.
class Unprivileged {
public:
    Unprivileged() : was_(::geteuid()) {
        if (was_ == 0) CHECK(::seteuid(65534) == 0);
    }
    ~Unprivileged() {
        if (was_ == 0) CHECK(::seteuid(0) == 0);
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    uid_t was_;
};

}  // namespace

TEST_CASE_FIXTURE(StoreFixture, "a database that is not there is made together with its folders") {
    file = folder.path() / "a" / "b" / "experiments.db";
    const OpenedDatabase opened = open();
    CHECK(opened.notices.empty());
    CHECK(std::filesystem::is_regular_file(file));
    CHECK(opened.database.access() == Database::Access::ReadWrite);
}

TEST_CASE_FIXTURE(StoreFixture, "every connection writes ahead, keeps references, waits and is durable") {
    const OpenedDatabase opened = open();
    Result<Database> second = connect_again(opened.database);
    REQUIRE(second);
    for (SQLite::Database* connection : {&opened.database.connection(), &second->connection()}) {
        CHECK(connection->execAndGet("PRAGMA journal_mode").getString() == "wal");
        CHECK(connection->execAndGet("PRAGMA foreign_keys").getInt() == 1);
        CHECK(connection->execAndGet("PRAGMA busy_timeout").getInt() == 5000);
        CHECK(connection->execAndGet("PRAGMA synchronous").getInt() == 2);
        CHECK(connection->execAndGet("PRAGMA user_version").getInt() == latest_version(schema_migrations()));
        CHECK(connection->execAndGet("PRAGMA application_id").getInt() == kApplicationId);
    }
}

TEST_CASE_FIXTURE(StoreFixture, "tables and columns have the names that other tools know") {
    const OpenedDatabase opened = open();
    SQLite::Database& connection = opened.database.connection();
    check_columns(
        connection, "runs",
        {"id", "batch_number", "name", "created_at", "prompt", "negative_prompt", "model_id", "version"});
    check_columns(connection, "images", {"id", "run_id", "file_path", "upscale_url", "inf_id", "created_at"});
    check_columns(connection, "image_scores",
                  {"id", "run_id", "file_path", "upscale_url", "inf_id", "created_at", "overall_quality",
                   "anatomy_score", "use_again", "prompt_adherence", "background_score"});
    check_columns(connection, "configs",
                  {"id", "image_id", "steps", "scale", "width", "height", "seed", "scheduler",
                   "image_strength", "controlnet", "credit_cost", "raw_payload_json", "raw_response_json"});
    check_columns(connection, "assets", {"id", "original_filename", "mime_type", "file_path"});
    check_columns(connection, "jobs", {"id", "status", "config_json", "init_image_asset_id"});
    check_columns(connection, "presets", {"id", "name", "mapping", "created_at", "updated_at"});
    check_columns(connection, "sample_presets",
                  {"id", "name", "prompts", "negative_prompt", "steps", "cfgs", "samplers", "schedulers",
                   "seeds", "width", "height", "created_at", "updated_at"});
    check_columns(connection, "sample_jobs",
                  {"id", "training_run_name", "sample_preset_id", "workflow_name", "vae", "clip", "shift",
                   "status", "total_items", "completed_items", "error_message", "created_at", "updated_at"});
    check_columns(connection, "sample_job_items",
                  {"id", "job_id", "checkpoint_filename", "comfyui_model_path", "prompt_name", "prompt_text",
                   "steps", "cfg", "sampler_name", "scheduler", "seed", "status", "comfyui_prompt_id",
                   "output_path", "error_message", "created_at", "updated_at"});
}

TEST_CASE_FIXTURE(StoreFixture, "credits are kept in whole millionths and shown as a number") {
    OpenedDatabase opened = open();
    SQLite::Database& connection = opened.database.connection();
    connection.exec(
        "INSERT INTO jobs (id, status, config_json, created_at, updated_at, credit_cost_micro) "
        "VALUES ('j', 'completed', '{}', '', '', 2200000)");
    CHECK(connection.execAndGet("SELECT credit_cost FROM jobs").getDouble() == 2.2);
}

TEST_CASE_FIXTURE(StoreFixture, "what was written is there at the next start, without a word") {
    {
        OpenedDatabase opened = open();
        REQUIRE(MemoryTable(opened.database).keep_setting("theme", "dark"));
    }
    OpenedDatabase again = open();
    CHECK(again.notices.empty());
    CHECK(*MemoryTable(again.database).setting("theme") == "dark");
}

TEST_CASE_FIXTURE(StoreFixture, "an empty file is a new database") {
    put_bytes(file, "");
    CHECK(open().notices.empty());
    CHECK(files_with(folder.path(), "experiments.db.damaged").empty());
}

TEST_CASE_FIXTURE(StoreFixture, "a database of a newer version is shown and never written") {
    open();
    execute("INSERT INTO settings VALUES ('theme', 'dark', ''); PRAGMA user_version = 99");
    const std::string before = bytes_of(file);
    {
        OpenedDatabase opened = open();
        REQUIRE(opened.notices.size() == 1);
        CHECK(contains(opened.notices[0], "newer version"));
        CHECK(opened.database.access() == Database::Access::ReadOnly);
        MemoryTable memory(opened.database);
        CHECK(*memory.setting("theme") == "dark");
        const Status refused = memory.keep_setting("theme", "light");
        REQUIRE(!refused);
        CHECK(refused.error().kind == ErrorKind::Unsupported);
        CHECK(contains(refused.error().message, "newer version"));
        CHECK_THROWS_AS(opened.database.connection().exec("DELETE FROM settings"), SQLite::Exception);
        const Result<Database> second = connect_again(opened.database);
        REQUIRE(second);
        CHECK(second->access() == Database::Access::ReadOnly);
    }
    CHECK(bytes_of(file) == before);
}

TEST_CASE_FIXTURE(StoreFixture, "a database of another program is refused and left alone") {
    SQLite::Database other(file.c_str(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE runs (id TEXT)");
    const std::string before = bytes_of(file);
    const Error error = open_error(file);
    CHECK(error.kind == ErrorKind::Unsupported);
    CHECK(contains(error.message, "another program"));
    CHECK(bytes_of(file) == before);
}

TEST_CASE_FIXTURE(StoreFixture, "a folder or a pipe in place of the file is refused") {
    std::filesystem::create_directory(file);
    CHECK(open_error(file).kind == ErrorKind::Unsupported);
    const std::filesystem::path pipe = folder.path() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(open_error(pipe).kind == ErrorKind::Unsupported);
    CHECK(open_error(folder.path() / "").kind == ErrorKind::InvalidInput);
}

TEST_CASE_FIXTURE(StoreFixture, "a file in place of the folder is an error that ends with the path") {
    put_bytes(folder.path() / "data", "text");
    const Error error = open_error(folder.path() / "data" / "experiments.db");
    CHECK(error.kind == ErrorKind::Io);
    CHECK(error.message.ends_with((folder.path() / "data").native()));
}

TEST_CASE_FIXTURE(StoreFixture, "a folder or a file that may not be written is an error that says so") {
    open();
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    REQUIRE(::chmod(file.c_str(), 0444) == 0);
    {
        const Unprivileged user;
        CHECK(open_error(file).kind == ErrorKind::Io);
        const Error in_folder = open_error(folder.path() / "new.db");
        CHECK(in_folder.kind == ErrorKind::Io);
        CHECK(contains(in_folder.message, "may be written"));
    }
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    {
        const Unprivileged user;
        const Error error = open_error(file);
        CHECK(error.kind == ErrorKind::Io);
        CHECK(contains(error.message, "may not be written"));
    }
}

TEST_CASE_FIXTURE(StoreFixture, "a full disk is an error that says so, and what was there stays") {
    OpenedDatabase opened = open();
    MemoryTable memory(opened.database);
    REQUIRE(memory.keep_setting("theme", "dark"));
    opened.database.connection().exec("PRAGMA max_page_count = 1");
    const Status full = memory.keep_setting("large", std::string(1'000'000, 'x'));
    REQUIRE(!full);
    CHECK(full.error().kind == ErrorKind::Io);
    CHECK(contains(full.error().message, "disk is full"));
    CHECK(full.error().message.ends_with(file.native()));
    CHECK(*memory.setting("theme") == "dark");
    CHECK(*memory.setting("large") == std::nullopt);
}

TEST_CASE_FIXTURE(StoreFixture, "a writer waits for another one only as long as it was told") {
    OpenedDatabase opened = open(impatient());
    Result<Database> other = connect_again(opened.database);
    REQUIRE(other);
    other->connection().exec("BEGIN IMMEDIATE");
    MemoryTable memory(opened.database);
    const Status busy = memory.keep_setting("theme", "dark");
    REQUIRE(!busy);
    CHECK(busy.error().kind == ErrorKind::Io);
    CHECK(contains(busy.error().message, "another program"));
    CHECK(memory.setting("theme"));
    CHECK(store::open_database(file, impatient()));
    other->connection().exec("COMMIT");
    CHECK(memory.keep_setting("theme", "dark"));
}

TEST_CASE_FIXTURE(StoreFixture, "a database that another program keeps for itself is not taken for damaged") {
    open();
    Child other([&](int out) {
        SQLite::Database connection(file.c_str(), SQLite::OPEN_READWRITE);
        connection.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
        return ::write(out, "!", 1) == 1 && ::pause() == 0;
    });
    char locked = 0;
    REQUIRE(::read(other.out(), &locked, 1) == 1);
    const Error error = open_error(file, impatient());
    CHECK(error.kind == ErrorKind::Io);
    CHECK(contains(error.message, "another program"));
    CHECK(files_with(folder.path(), "experiments.db.damaged").empty());
    other.kill_now();
    CHECK(open().notices.empty());
}

TEST_CASE_FIXTURE(StoreFixture, "several processes that start at once all get the one database") {
    for (int round = 0; round < 20; ++round) {
        CAPTURE(round);
        file = folder.path() / std::to_string(round) / "experiments.db";
        std::vector<std::unique_ptr<Child>> children;
        const auto start = std::chrono::steady_clock::now() + std::chrono::milliseconds{10};
        for (int i = 0; i < 6; ++i)
            children.push_back(std::make_unique<Child>([&](int) {
                while (std::chrono::steady_clock::now() < start) continue;
                auto opened = store::open_database(file);
                const Status kept =
                    !opened ? Status(opened.error())
                    : opened->notices.empty()
                        ? MemoryTable(opened->database).keep_setting(std::to_string(i), "here")
                        : Status(Error{ErrorKind::Conflict, opened->notices.front()});
                if (!kept) std::fprintf(stderr, "%s\n", kept.error().message.c_str());
                return kept.has_value();
            }));
        for (const auto& child : children) CHECK(child->succeeded());
        OpenedDatabase opened = open();
        CHECK(MemoryTable(opened.database).settings()->size() == 6);
    }
}

TEST_CASE_FIXTURE(StoreFixture, "a database without the tables that it should have gives errors") {
    open();
    execute(
        "DROP TABLE settings; DROP VIEW image_scores; ALTER TABLE run_memory RENAME COLUMN mapping TO other");
    OpenedDatabase opened = open();
    MemoryTable memory(opened.database);
    CHECK(!memory.settings());
    CHECK(!memory.run("run"));
    const Status kept = memory.keep_setting("theme", "dark");
    REQUIRE(!kept);
    CHECK(kept.error().message.ends_with(file.native()));
}

TEST_CASE_FIXTURE(StoreFixture, "a connection to a file that is gone is an error") {
    const OpenedDatabase opened = open();
    std::filesystem::remove(file);
    const Result<Database> second = connect_again(opened.database);
    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::NotFound);
}

TEST_CASE_FIXTURE(StoreFixture, "a file name that is not UTF-8 works") {
    file = folder.path() / "d\xE9j\xE0.db";
    open();
    CHECK(std::filesystem::exists(file));
    CHECK(open().notices.empty());
}
