#include "app/config_save.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "app/config_load.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::app;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

Status save(const fs::path& file, std::string key, std::string text) {
    const std::vector<ConfigEdit> edits{{std::move(key), SetText{std::move(text)}}};
    return save_settings(file, edits);
}

int mode_of(const fs::path& file) {
    return static_cast<int>(fs::status(file).permissions());
}

/// Lets no file of this process grow beyond some bytes, as a full disk would.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_);
        rlimit limit = old_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit old_{};
    void (*old_handler_)(int) = nullptr;
};

}  // namespace

TEST_CASE("a file that is not there is made for its owner only, with its folder") {
    const test::TempFolder folder;
    const fs::path file = folder.path() / "new/proofsheet/config.yaml";
    REQUIRE(save(file, "sinkin.token", "abc"));
    CHECK(mode_of(file) == 0600);
    CHECK(read(file).find("sinkin:\n  token: abc\n") != std::string::npos);
}

TEST_CASE("a file keeps its permissions and what stands in it") {
    const test::TempFolder folder;
    const fs::path file = folder.path() / "config.yaml";
    write(file, "# mine\nsample_dir: /x\n");
    fs::permissions(file, fs::perms(0640));
    REQUIRE(save(file, "sample_dir", "/y"));
    CHECK(mode_of(file) == 0640);
    CHECK(read(file) == "# mine\nsample_dir: /y\n");
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a stale part file does not lend its permissions to a token") {
    const test::TempFolder folder;
    write(folder.path() / "config.yaml.part", "old");
    fs::permissions(folder.path() / "config.yaml.part", fs::perms(0666));
    REQUIRE(save(folder.path() / "config.yaml", "sinkin.token", "abc"));
    CHECK(mode_of(folder.path() / "config.yaml") == 0600);
}

TEST_CASE("a symbolic link stays and its target is written") {
    const test::TempFolder folder;
    const fs::path target = folder.path() / "dotfiles/proof.yaml";
    const fs::path link = folder.path() / "config.yaml";
    write(target, "sample_dir: /x\n");
    fs::create_symlink("dotfiles/proof.yaml", link);
    REQUIRE(save(link, "sample_dir", "/y"));
    CHECK(fs::is_symlink(link));
    CHECK(read(target) == "sample_dir: /y\n");

    fs::remove(target);
    REQUIRE(save(link, "sample_dir", "/z"));
    CHECK(fs::is_symlink(link));
    CHECK(read(target).ends_with("sample_dir: /z\n"));

    fs::create_symlink("circle", folder.path() / "circle");
    const Status circle = save(folder.path() / "circle", "sample_dir", "/y");
    REQUIRE_FALSE(circle);
    CHECK(circle.error().message.find("leads nowhere") != std::string::npos);
}

TEST_CASE("nothing is written when nothing changes") {
    const test::TempFolder folder;
    const fs::path file = folder.path() / "config.yaml";
    write(file, "sample_dir: '/x'");
    const auto before = fs::last_write_time(file) - std::chrono::hours(1);
    fs::last_write_time(file, before);
    REQUIRE(save(file, "sample_dir", "/x"));
    CHECK(fs::last_write_time(file) == before);
    const std::vector<ConfigEdit> edits{{"sample_dir", RemoveKey{}}};
    REQUIRE(save_settings(folder.path() / "none/config.yaml", edits));
    CHECK_FALSE(fs::exists(folder.path() / "none"));
}

TEST_CASE("what cannot be saved is said, and the file stays as it was") {
    const test::TempFolder folder;
    const fs::path file = folder.path() / "config.yaml";
    const auto refused = [&](const fs::path& path, std::string text = "/y") {
        const Status saved = save(path, "sample_dir", std::move(text));
        return saved ? std::string() : saved.error().message;
    };
    write(file, "sample_dir: [\n");
    CHECK(refused(file).starts_with("The settings were not saved. Line 2 of the configuration is not YAML"));
    CHECK(refused(file).ends_with(": " + file.string()));
    CHECK(read(file) == "sample_dir: [\n");

    write(file, "sample_dir: /x\n");
    CHECK(refused(file / "below").find(file.string()) != std::string::npos);
    CHECK(refused(folder.path()).find("Not a regular file") != std::string::npos);
    {
        const FullDisk full(10);
        CHECK(refused(file).find("Cannot write") != std::string::npos);
    }
    CHECK(read(file) == "sample_dir: /x\n");
    CHECK_FALSE(fs::exists(folder.path() / "config.yaml.part"));

    fs::permissions(file, fs::perms(0444));
    CHECK(refused(file).find("write-protected; allow writing to it") != std::string::npos);
    CHECK(read(file) == "sample_dir: /x\n");
}

TEST_CASE("what the environment and the command line set is named") {
    const test::TempFolder folder;
    Environment environment;
    ConfigRequest request;
    request.working_dir = folder.path();
    CHECK(load_config(request, environment).overrides.empty());
    environment.sinkin_token = Secret("a");
    environment.comfyui_token = Secret("two\nlines");
    request.sample_dir = "s";
    request.checkpoint_dirs = {"c"};
    CHECK(load_config(request, environment).overrides ==
          std::vector<ConfigOverride>{{"sinkin.token", "SINKIN_ACCESS_TOKEN"},
                                      {"checkpoint_dirs", "--checkpoints"},
                                      {"sample_dir", "--samples"}});
}
