#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "store/database.h"
#include "support/temp_folder.h"

namespace proofsheet::test {

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// The files of a folder whose names begin with `prefix`, in order.
inline std::vector<std::filesystem::path> files_with(const std::filesystem::path& folder,
                                                     const std::string& prefix) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename().native().rfind(prefix, 0) == 0) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Another process, which runs `work(pipe)` and ends. SQLite does not live through a fork: start it while no
/// database is open here. What it writes to the pipe can be read from `out()`.
class Child {
public:
    explicit Child(const std::function<bool(int)>& work) {
        if (::pipe(ends_) != 0) FAIL("no pipe");
        pid_ = ::fork();
        if (pid_ == 0) ::_exit(work(ends_[1]) ? 0 : 1);
        ::close(ends_[1]);
    }
    ~Child() {
        if (pid_ > 0) kill_now();
        ::close(ends_[0]);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int out() const { return ends_[0]; }
    /// Waits for its end; true when `work` returned true.
    bool succeeded() {
        int status = 0;
        const bool ended = ::waitpid(std::exchange(pid_, 0), &status, 0) > 0;
        return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    void kill_now() {
        ::kill(pid_, SIGKILL);
        ::waitpid(std::exchange(pid_, 0), nullptr, 0);
    }

private:
    int ends_[2] = {-1, -1};
    pid_t pid_ = 0;
};

/// A folder for one database.
struct StoreFixture {
    TempFolder folder;
    std::filesystem::path file = folder.path() / "experiments.db";

    store::OpenedDatabase open(const store::OpenOptions& options = {}) const {
        Result<store::OpenedDatabase> opened = store::open_database(file, options);
        if (!opened) FAIL(opened.error().message);
        return std::move(*opened);
    }
    Error open_error(const std::filesystem::path& path, const store::OpenOptions& options = {}) const {
        Result<store::OpenedDatabase> opened = store::open_database(path, options);
        REQUIRE(!opened);
        return opened.error();
    }
    /// The first column of the first row, as text.
    std::string answer(const std::string& query) const {
        SQLite::Database connection(file.c_str(), SQLite::OPEN_READWRITE, 1000);
        return connection.execAndGet(query).getString();
    }
    void execute(const std::string& sql) const {
        SQLite::Database connection(file.c_str(), SQLite::OPEN_READWRITE, 1000);
        connection.exec(sql);
    }
};

}  // namespace proofsheet::test
