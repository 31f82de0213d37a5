#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
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

/// Runs `work` in another process; true when it returned true there.
inline bool in_child(const std::function<bool()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

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
