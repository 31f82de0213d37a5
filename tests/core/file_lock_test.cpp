#include "core/file_lock.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temp_folder.h"

using namespace proofsheet;

TEST_CASE("a lock is held by one and seen by others without being taken") {
    const test::TempFolder folder;
    const auto file = folder.path() / "line.lock";
    CHECK_FALSE(*FileLock::is_held(file));
    {
        auto first = FileLock::try_lock(file);
        REQUIRE(first);
        REQUIRE(first->has_value());
        CHECK(*FileLock::is_held(file));
        CHECK_FALSE(FileLock::try_lock(file)->has_value());
        CHECK(*FileLock::is_held(file));
        const FileLock moved = std::move(**first);
        CHECK(*FileLock::is_held(file));
    }
    CHECK_FALSE(*FileLock::is_held(file));
    CHECK(FileLock::try_lock(file)->has_value());
}

TEST_CASE("a lock ends with its process, however that ends") {
    const test::TempFolder folder;
    const auto file = folder.path() / "line.lock";
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::try_lock(file);
        const char held = lock && *lock ? 'y' : 'n';
        if (::write(ready[1], &held, 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char held = 0;
    REQUIRE(::read(ready[0], &held, 1) == 1);
    CHECK(held == 'y');
    CHECK(*FileLock::is_held(file));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK_FALSE(*FileLock::is_held(file));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("a lock in a folder that is not there says so") {
    CHECK_FALSE(FileLock::try_lock("/nowhere/at/all.lock"));
    CHECK_FALSE(*FileLock::is_held("/nowhere/at/all.lock"));
}
