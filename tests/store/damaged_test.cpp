#include "store/memory_table.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

namespace {

struct DamagedFixture : StoreFixture {
    /// A database with enough in it that damage has something to hit.
    std::string sound_bytes() const {
        {
            OpenedDatabase opened = open();
            MemoryTable memory(opened.database);
            for (int i = 0; i < 50; ++i)
                REQUIRE(memory.keep_setting("key " + std::to_string(i), std::string(3000, 'v')));
        }
        return bytes_of(file);
    }
    std::vector<std::filesystem::path> kept() const {
        return files_with(folder.path(), "experiments.db.damaged-");
    }

    void check_kept_aside(const std::string& damaged) const {
        put_bytes(file, damaged);
        OpenedDatabase opened = open();
        REQUIRE(opened.notices.size() == 1);
        REQUIRE(!kept().empty());
        CHECK(contains(opened.notices[0], kept()[0].native()));
        CHECK(bytes_of(kept()[0]) == damaged);
        CHECK(opened.database.access() == Database::Access::ReadWrite);
        CHECK(MemoryTable(opened.database).settings()->empty());
        CHECK(MemoryTable(opened.database).keep_setting("theme", "dark"));
    }
};

}  // namespace

TEST_CASE_FIXTURE(DamagedFixture, "a text file in its place is kept byte for byte and a new database made") {
    check_kept_aside("These are my notes, and not a database.\n" + std::string(5000, 'n'));
}

TEST_CASE_FIXTURE(DamagedFixture, "a file that is too short for a header is kept aside") {
    check_kept_aside(sound_bytes().substr(0, 50));
}

TEST_CASE_FIXTURE(DamagedFixture, "a header of zeros is kept aside") {
    std::string damaged = sound_bytes();
    damaged.replace(0, 100, std::string(100, '\0'));
    check_kept_aside(damaged);
}

TEST_CASE_FIXTURE(DamagedFixture, "a database that was cut off is kept aside") {
    const std::string sound = sound_bytes();
    check_kept_aside(sound.substr(0, sound.size() / 2));
}

TEST_CASE_FIXTURE(DamagedFixture, "a database with pages of noise is kept aside") {
    std::string damaged = sound_bytes();
    for (std::size_t i = 8192; i < damaged.size(); ++i) damaged[i] = static_cast<char>(i * 7919 >> 3);
    check_kept_aside(damaged);
}

TEST_CASE_FIXTURE(DamagedFixture, "the log of a damaged database is kept with it, unchanged") {
    sound_bytes();
    const std::string log(4000, 'w');
    put_bytes(file.native() + "-wal", log);
    check_kept_aside("no database" + std::string(2000, '.'));
    REQUIRE(kept().size() >= 2);
    CHECK(bytes_of(kept()[0].native() + "-wal") == log);
}

TEST_CASE_FIXTURE(DamagedFixture,
                  "an empty file beside a log that holds something is kept aside with the log") {
    put_bytes(file, "");
    put_bytes(file.native() + "-wal", "the last minutes");
    CHECK(open().notices.size() == 1);
    REQUIRE(kept().size() == 2);
    CHECK(bytes_of(kept()[1]) == "the last minutes");
}

TEST_CASE_FIXTURE(DamagedFixture, "files that are damaged one after the other are all kept") {
    for (int i = 0; i < 3; ++i) {
        for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file.native() + suffix);
        put_bytes(file, "damage " + std::to_string(i) + std::string(1000, '!'));
        CHECK(open().notices.size() == 1);
    }
    CHECK(kept().size() == 3);
}

TEST_CASE_FIXTURE(DamagedFixture, "what a link leads to is kept aside where it is, and the link stays") {
    const std::filesystem::path elsewhere = folder.path() / "disk";
    std::filesystem::create_directory(elsewhere);
    put_bytes(elsewhere / "real.db", "no database" + std::string(2000, '.'));
    std::filesystem::create_symlink(elsewhere / "real.db", file);
    const OpenedDatabase opened = open();
    CHECK(opened.notices.size() == 1);
    CHECK(opened.database.file() == elsewhere / "real.db");
    CHECK(std::filesystem::is_symlink(file));
    CHECK(files_with(elsewhere, "real.db.damaged-").size() == 1);
}

TEST_CASE_FIXTURE(DamagedFixture, "any damage to any page ends in a database that works") {
    const std::string sound = sound_bytes();
    for (std::size_t at = 16; at < sound.size(); at += sound.size() / 60 + 1) {
        CAPTURE(at);
        std::string damaged = sound;
        for (std::size_t i = at; i < std::min(at + 40, damaged.size()); ++i) damaged[i] = '\xA5';
        for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file.native() + suffix);
        put_bytes(file, damaged);
        Result<OpenedDatabase> opened = store::open_database(file);
        if (opened) {
            CHECK(MemoryTable(opened->database).settings());
        } else {
            CHECK(!opened.error().message.empty());
            CHECK(bytes_of(file) == damaged);
        }
    }
    CHECK(kept().size() > 3);
}
