#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "app/config_load.h"
#include "app/config_parse.h"
#include "app/state.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::app;
namespace fs = std::filesystem;

namespace {

ParsedConfig parse(std::string_view text) {
    return parse_config(text, "/etc/proof/config.yaml", "/home/ann");
}

/// The only notice as text; empty when there is none or more than one.
std::string only_notice(const ParsedConfig& parsed) {
    return parsed.notices.size() == 1 ? to_text(parsed.notices.front()) : std::string();
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

struct Disk {
    test::TempFolder folder;
    Environment environment;
    ConfigRequest request;

    Disk() {
        environment.home = (folder.path() / "home").string();
        request.working_dir = folder.path() / "work";
    }
    LoadedConfig load() const { return load_config(request, environment); }
};

}  // namespace

TEST_CASE("every key of the file reaches its place") {
    const auto parsed = parse(R"(
checkpoint_dirs: [/data/checkpoints, more]
sample_dir: ~/samples
db_path: ./data/my.db
workflow_dir: ../workflows
image_dir: images/
asset_dir: assets
decode_threads: 3
comfyui: {host: render.lan, port: 8189, url: "https://render.lan/comfy/", token: abc}
sinkin: {token: def, url: "http://127.0.0.1:9000/api"}
memory: {gpu_mb: 512, cpu_mb: 256, proxy_mb: 0}
ui: {scale: 1.5, theme: light}
budget: {session: 12.5, day: 40}
keys:
  score.1: Ctrl+1
)");
    CHECK(parsed.notices.empty());
    const Config& config = parsed.config;
    CHECK(config.checkpoint_dirs == std::vector<fs::path>{"/data/checkpoints", "/etc/proof/more"});
    CHECK(config.sample_dir == "/home/ann/samples");
    CHECK(config.db_path == "/etc/proof/data/my.db");
    CHECK(config.workflow_dir == "/etc/workflows");
    CHECK(config.image_dir == "/etc/proof/images");
    CHECK(config.asset_dir == "/etc/proof/assets");
    CHECK(config.decode_threads == 3);
    CHECK(config.memory.proxy_mb == 0);
    CHECK(config.comfyui.host == "render.lan");
    CHECK(config.comfyui.port == 8189);
    CHECK(config.comfyui.url == "https://render.lan/comfy");
    CHECK(config.comfyui.token.reveal() == "abc");
    CHECK(config.sinkin.token.reveal() == "def");
    CHECK(config.sinkin.url == "http://127.0.0.1:9000/api");
    CHECK(config.memory == MemoryConfig{512, 256, 0});
    CHECK(config.ui.scale == 1.5);
    CHECK(config.ui.theme == ThemeChoice::Light);
    CHECK(config.budget.session == 12.5);
    CHECK(config.budget.day == 40.0);
    REQUIRE(config.keys.size() == 1);
    CHECK(config.keys[0] == KeyBinding{"score.1", "Ctrl+1", 15});
}

TEST_CASE("a wrong type is reported with file, line and what is allowed, and the rest applies") {
    const auto parsed = parse("sample_dir: /s\ncomfyui:\n  host: h\n  port: many\ndecode_threads: 2\n");
    CHECK(
        only_notice(parsed) ==
        "/etc/proof/config.yaml:4: comfyui.port must be a whole number from 1 to 65535; its default is used");
    CHECK(parsed.config.sample_dir == "/s");
    CHECK(parsed.config.comfyui.host == "h");
    CHECK_FALSE(parsed.config.comfyui.port);
    CHECK(parsed.config.decode_threads == 2);
}

TEST_CASE("values out of range keep the default") {
    for (const std::string text : {"comfyui: {port: 0}",
                                   "comfyui: {port: 65536}",
                                   "comfyui: {port: 99999999999999999999}",
                                   "decode_threads: -1",
                                   "decode_threads: 2.5",
                                   "memory: {gpu_mb: 1}",
                                   "ui: {scale: nan}",
                                   "ui: {scale: .inf}",
                                   "ui: {scale: 5}",
                                   "ui: {theme: pink}",
                                   "budget: {day: -3}",
                                   "sample_dir: [a, b]",
                                   "sample_dir: ''",
                                   "sample_dir: \"a\\0b\"",
                                   "checkpoint_dirs: /one",
                                   "comfyui: {url: ftp://x}",
                                   "comfyui: {url: 'http://'}",
                                   "comfyui: {url: 'http://a b'}",
                                   "comfyui: {host: 'a/b'}",
                                   "comfyui: 5",
                                   "keys: {a: [b]}",
                                   "keys: text"}) {
        CAPTURE(text);
        const auto parsed = parse(text);
        CHECK(parsed.notices.size() == 1);
        CHECK(contains(only_notice(parsed), "/etc/proof/config.yaml:1: "));
        CHECK(parsed.config == Config());
    }
}

TEST_CASE("an unknown key is reported with the keys that exist") {
    const auto top = parse("sample_dir: /s\nsample_dirs: /t\n");
    CHECK(contains(only_notice(top),
                   ":2: Unknown key 'sample_dirs'; allowed here: checkpoint_dirs, sample_dir"));
    const auto inner = parse("memory:\n  gpu: 5\n");
    CHECK(contains(only_notice(inner), ":2: Unknown key 'memory.gpu'; allowed here: gpu_mb, cpu_mb"));
}

TEST_CASE("a bad entry of a list does not take the others with it") {
    const auto parsed = parse("checkpoint_dirs:\n  - /a\n  - {x: y}\n  - /b\n");
    CHECK(contains(only_notice(parsed), ":3: "));
    CHECK(parsed.config.checkpoint_dirs == std::vector<fs::path>{"/a", "/b"});
}

TEST_CASE("the first of a repeated key counts") {
    const auto parsed = parse("sample_dir: /a\nsample_dir: /b\n");
    CHECK(contains(only_notice(parsed), ":2: "));
    CHECK(parsed.config.sample_dir == "/a");
}

TEST_CASE("an empty value is no setting and an empty file no configuration") {
    for (const std::string text :
         {"", "# only a comment\n", "sample_dir:\ncomfyui:\nkeys:\nui:\n  scale:\n", "---\n"}) {
        CAPTURE(text);
        const auto parsed = parse(text);
        CHECK(parsed.notices.empty());
        CHECK(parsed.config == Config());
    }
}

TEST_CASE("text that is not YAML is one notice with its line") {
    for (const std::string text :
         {"a: 1\nsample_dir: \"/s", "a: 1\nb: [1, 2\n", "a: 1\nb: c: d\n", "a: 1\nb: *none\n"}) {
        CAPTURE(text);
        const auto parsed = parse(text);
        REQUIRE(parsed.notices.size() == 1);
        CHECK(parsed.notices[0].line >= 2);
        CHECK(parsed.config == Config());
    }
    CHECK(contains(only_notice(parse("just words")), ":1: Lines of the form"));
    CHECK(contains(only_notice(parse("- a\n- b\n")), ":1: Lines of the form"));
    CHECK(contains(only_notice(parse("a: " + std::string(600, '['))), "(nested too deeply)"));
}

TEST_CASE("port and ip_address of the web application are accepted with a notice") {
    const auto parsed = parse("port: 8080\nip_address: \"0.0.0.0\"\n");
    REQUIRE(parsed.notices.size() == 2);
    CHECK(parsed.notices[0].kind == NoticeKind::Info);
    CHECK(parsed.notices[1].kind == NoticeKind::Info);
    CHECK(parsed.notices[1].line == 2);
}

TEST_CASE("no notice repeats a secret, wherever it slipped to") {
    const std::string secret = "s3cr3tK3y";
    for (const std::string& text :
         {"sinkin: {token: [" + secret + "]}", "sinkin: {token " + secret + "}", "sinkin: " + secret,
          "sinkin:\n  " + secret + ":\n", "comfyui: {url: 'http://me:" + secret + "@host'}", secret + ": x",
          "sinkin: {token: *" + secret + "}", "sinkin: {token: \"" + secret + "\\q\"}",
          "sinkin: {token: \"" + secret + "\\n" + secret + "\"}", "sinkin: {token: !<" + secret, secret}) {
        CAPTURE(text);
        const auto parsed = parse(text);
        REQUIRE(parsed.notices.size() == 1);
        CHECK_FALSE(contains(to_text(parsed.notices[0]), secret));
    }
}

TEST_CASE("a secret shows that it is there and nothing else") {
    CHECK(Secret("abc").to_string() == "(hidden)");
    CHECK(Secret().to_string() == "(not set)");
    CHECK(parse_secret(" abc\n")->reveal() == "abc");
    CHECK_FALSE(parse_secret("abc\r\nX-Header: 1"));
    CHECK_FALSE(parse_secret(std::string(4097, 'a')));
}

TEST_CASE("hostile files end soon") {
    std::string aliases = "a0: &a0 [x]\n";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        aliases +=
            "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + "," + before + "]\n";
    }
    aliases += "checkpoint_dirs: *a39\nkeys: {x: *a39}\n";
    CHECK(parse(aliases).config == Config());
    CHECK(parse("sample_dir: " + std::string(100'000, '[')).config == Config());
    CHECK(contains(only_notice(parse(std::string(11'000'000, 'a'))), "Larger than 1 MiB"));

    std::string many;
    for (int i = 0; i < 5000; ++i) many += "k" + std::to_string(i) + ": 1\n";
    CHECK(parse(many).notices.size() == 101);
}

TEST_CASE("ComfyUI is off without an address, and url wins over host and port") {
    ComfyUiConfig comfyui;
    CHECK_FALSE(base_url(comfyui));
    comfyui.port = 8189;
    CHECK(base_url(comfyui) == "http://localhost:8189");
    comfyui.host = "::1";
    CHECK(base_url(comfyui) == "http://[::1]:8189");
    comfyui.url = "https://render.lan/comfy";
    CHECK(base_url(comfyui) == "https://render.lan/comfy");
}

TEST_CASE(
    "the search goes from the command line over CONFIG_PATH and the working folder to the user's file") {
    Disk disk;
    const fs::path& root = disk.folder.path();
    CHECK_FALSE(disk.load().file);
    CHECK(disk.load().settings_file == root / "home/.config/proofsheet/config.yaml");

    write(root / "home/.config/proofsheet/config.yaml", "decode_threads: 1");
    CHECK(disk.load().config.decode_threads == 1);
    disk.environment.xdg_config_home = root / "xdg";
    CHECK(disk.load().config.decode_threads == 0);
    write(root / "xdg/proofsheet/config.yaml", "decode_threads: 2");
    CHECK(disk.load().config.decode_threads == 2);
    write(root / "work/config.yaml", "decode_threads: 3");
    CHECK(disk.load().config.decode_threads == 3);
    write(root / "work/env.yaml", "decode_threads: 4");
    disk.environment.config_path = "env.yaml";
    CHECK(disk.load().config.decode_threads == 4);
    write(root / "given.yaml", "decode_threads: 5\nsample_dir: beside");
    disk.request.config_file = "../given.yaml";
    CHECK(disk.load().config.decode_threads == 5);
    CHECK(disk.load().config.sample_dir == root / "beside");
    CHECK(disk.load().file == root / "given.yaml");
    CHECK(disk.load().notices.empty());
}

TEST_CASE("a configuration that was named and is missing is a notice, not another file") {
    Disk disk;
    write(disk.folder.path() / "work/config.yaml", "decode_threads: 3");
    disk.environment.config_path = "none.yaml";
    const auto loaded = disk.load();
    CHECK(loaded.config.decode_threads == 0);
    CHECK_FALSE(loaded.file);
    REQUIRE(loaded.notices.size() == 1);
    CHECK(contains(loaded.notices[0].message, "none.yaml"));
}

TEST_CASE("a file of 10 MB is refused before it is read") {
    Disk disk;
    write(disk.folder.path() / "work/config.yaml", std::string(10'000'000, '\n'));
    const auto loaded = disk.load();
    CHECK(loaded.notices.size() == 1);
    CHECK_FALSE(loaded.file);
}

TEST_CASE("the data folder holds what has no place of its own") {
    Disk disk;
    const fs::path share = fs::path(disk.environment.home) / ".local/share/proofsheet";
    CHECK(disk.load().config.data_dir == share);
    CHECK(disk.load().config.db_path == share / "experiments.db");
    disk.environment.xdg_data_home = "relative/is/ignored";
    CHECK(disk.load().config.data_dir == share);
    disk.environment.xdg_data_home = "/srv/data";
    CHECK(disk.load().config.data_dir == "/srv/data/proofsheet");
    disk.request.data_dir = "here";
    CHECK(disk.load().config.data_dir == disk.request.working_dir / "here");
    CHECK(disk.load().config.workflow_dir == disk.request.working_dir / "here/workflows");
    write(disk.request.working_dir / "config.yaml", "db_path: /srv/other.db");
    CHECK(disk.load().config.db_path == "/srv/other.db");
}

TEST_CASE("folders of the command line replace those of the file") {
    Disk disk;
    write(disk.request.working_dir / "config.yaml", "checkpoint_dirs: [/a, /b]\nsample_dir: /s\n");
    disk.request.checkpoint_dirs = {"c", "/d"};
    const auto loaded = disk.load();
    CHECK(loaded.config.checkpoint_dirs == std::vector<fs::path>{disk.request.working_dir / "c", "/d"});
    CHECK(loaded.config.sample_dir == "/s");
    disk.request.sample_dir = "t/";
    CHECK(disk.load().config.sample_dir == disk.request.working_dir / "t");
}

TEST_CASE("tokens of the environment win over the file") {
    Disk disk;
    write(disk.request.working_dir / "config.yaml", "sinkin: {token: a}\ncomfyui: {token: b}\n");
    CHECK(disk.load().config.sinkin.token.reveal() == "a");
    disk.environment.sinkin_token = Secret("c");
    disk.environment.comfyui_token = Secret("d\n");
    CHECK(disk.load().config.sinkin.token.reveal() == "c");
    CHECK(disk.load().config.comfyui.token.reveal() == "d");
    disk.environment.comfyui_token = Secret("two\nlines");
    const auto loaded = disk.load();
    CHECK(loaded.config.comfyui.token.reveal() == "b");
    REQUIRE(loaded.notices.size() == 1);
    CHECK(contains(loaded.notices[0].message, "COMFYUI_TOKEN must be"));
}
