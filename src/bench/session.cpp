#include "bench/session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/file_bytes.h"

extern char** environ;

namespace proofsheet::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestLog = 256 << 20;

/// Where the child's descriptors go.
class Redirection {
public:
    explicit Redirection(const fs::path& output) : output_(output.empty() ? "/dev/null" : output.native()) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output_.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    }
    ~Redirection() { posix_spawn_file_actions_destroy(&actions_); }
    Redirection(const Redirection&) = delete;
    Redirection& operator=(const Redirection&) = delete;
    const posix_spawn_file_actions_t* actions() const { return &actions_; }

private:
    std::string output_;
    posix_spawn_file_actions_t actions_{};
};

Status write_text(const fs::path& file, const std::string& text) {
    return write_file_atomically(file, std::as_bytes(std::span(text)));
}

std::string read_text(const fs::path& file) {
    const auto bytes = read_file(file, kLargestLog);
    return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : std::string();
}

/// The last line, which says what was wrong.
std::string last_line_of(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

}  // namespace

Result<EndedProcess> run_process(const std::vector<std::string>& arguments, const fs::path& output) {
    std::vector<std::string> texts = arguments;
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    const Redirection redirection(output);
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, pointers.front(), redirection.actions(), nullptr, pointers.data(), environ);
    if (failure != 0)
        return Error{ErrorKind::Io,
                     fmt::format("{} cannot be started: {}", arguments.front(), std::strerror(failure))};
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR) return Error{ErrorKind::Io, "The end of a process cannot be waited for."};
    EndedProcess ended;
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ended.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    return ended;
}

void forget_data(const Stage& stage) {
    std::error_code ignored;
    fs::remove_all(stage.data(), ignored);
}

Result<Session> play(const Stage& stage, const fs::path& path, const std::string& script) {
    std::error_code ignored;
    fs::create_directories(stage.folder, ignored);
    const fs::path config = stage.folder / "config.yaml";
    const fs::path lines = stage.folder / "script";
    const fs::path log = stage.folder / "frames.jsonl";
    const fs::path output = stage.folder / "output";
    const std::string settings =
        stage.memory.empty() ? "decode_threads: 0\n" : "memory: " + stage.memory + "\n";
    Status written = write_text(config, settings);
    if (written) written = write_text(lines, script);
    if (!written) return written.error();
    const auto ended =
        run_process({stage.program, "open", path, "--config", config, "--data", stage.data(), "--offscreen",
                     stage.window, "--script", lines, "--frame-log", log, "--log-level", "warn"},
                    output);
    if (!ended) return ended.error();
    if (ended->status != 0)
        return Error{ErrorKind::Io, fmt::format("A session ended with status {}: {}", ended->status,
                                                last_line_of(read_text(output)))};
    auto frames = parse_frames(read_text(log));
    if (!frames) return frames.error();
    return Session{std::move(*frames), ended->peak_bytes};
}

}  // namespace proofsheet::bench
