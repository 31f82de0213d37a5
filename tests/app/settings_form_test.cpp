#include "app/settings_form.h"

#include <doctest/doctest.h>

#include <set>

#include "app/config_parse.h"
#include "app/state.h"

using namespace proofsheet;
using namespace proofsheet::app;

namespace {

/// A text that the configuration allows under a key, and that is not its default.
std::string sample_of(const Setting& setting) {
    switch (setting.kind) {
        case SettingKind::Folder:
        case SettingKind::File:
            return "/srv/some place";
        case SettingKind::FolderList:
            return "/srv/one\n/srv/two";
        case SettingKind::Choice:
            return std::string(setting.choices.back());
        case SettingKind::WholeNumber:
            return "100";
        case SettingKind::Decimal:
            return "1.25";
        case SettingKind::Bindings:
            return "step.next: . PgDn\nback: F3";
        case SettingKind::Secret:
            return "t0k3n";
        case SettingKind::Text:
            return setting.key == "comfyui.host" ? "render.lan" : "https://render.lan/x";
    }
    return {};
}

std::string number(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

Config config_with(std::string_view key, std::string_view text) {
    const std::vector<ConfigEdit> edits{to_edit(key, text)};
    const auto changed = edit_config("", edits);
    REQUIRE(changed);
    return parse_config(*changed, "/etc/proof/config.yaml", "/home/ann").config;
}

}  // namespace

TEST_CASE("every key that the configuration knows has one setting") {
    std::set<std::string> known;
    for (const std::string section : {"", "comfyui", "sinkin", "memory", "ui", "budget"}) {
        const std::string text = section.empty() ? "zz: 1" : section + ": {zz: 1}";
        const std::string message = parse_config(text, {}, {}).notices.front().message;
        std::string names = message.substr(message.find("allowed here: ") + 14) + ", ";
        for (std::size_t end = names.find(", "); end != names.npos; end = names.find(", ")) {
            known.insert((section.empty() ? "" : section + ".") + names.substr(0, end));
            names.erase(0, end + 2);
        }
    }
    for (const char* without_field : {"comfyui", "sinkin", "memory", "ui", "budget", "port", "ip_address"})
        known.erase(without_field);
    std::set<std::string> shown;
    for (const Setting& setting : settings()) CHECK(shown.insert(std::string(setting.key)).second);
    CHECK(shown == known);
}

TEST_CASE("every setting is described, and those of one section follow each other") {
    std::set<std::string_view> sections;
    std::string_view current;
    for (const Setting& setting : settings()) {
        CAPTURE(setting.key);
        CHECK_FALSE(setting.title.empty());
        CHECK(setting.help.ends_with('.'));
        if (setting.section != current) CHECK(sections.insert(setting.section).second);
        current = setting.section;
    }
}

TEST_CASE("what is typed comes back from the file") {
    for (const Setting& setting : settings()) {
        CAPTURE(setting.key);
        const std::string typed = sample_of(setting);
        CHECK_FALSE(check_field(setting.key, " " + typed + " \n"));
        const Config config = config_with(setting.key, " " + typed + " \n");
        CHECK(config != Config());
        if (setting.kind == SettingKind::Secret) {
            CHECK(field_text(config, setting.key).empty());
            CHECK(secret_text(config, setting.key) == "(hidden)");
            CHECK(secret_text(Config(), setting.key) == "(not set)");
        } else {
            CHECK(field_text(config, setting.key) == typed);
            CHECK(secret_text(config, setting.key).empty());
        }
    }
}

TEST_CASE("ranges and choices of fields are those of the parser") {
    for (const Setting& setting : settings()) {
        CAPTURE(setting.key);
        for (const std::string_view choice : setting.choices) CHECK_FALSE(check_field(setting.key, choice));
        if (setting.kind != SettingKind::WholeNumber && setting.kind != SettingKind::Decimal) continue;
        const double step = setting.kind == SettingKind::WholeNumber ? 1 : 0.01;
        CHECK_FALSE(check_field(setting.key, number(setting.range.lowest)));
        CHECK_FALSE(check_field(setting.key, number(setting.range.highest)));
        CHECK(check_field(setting.key, number(setting.range.lowest - step)));
        CHECK(check_field(setting.key, number(setting.range.highest + step)));
    }
}

TEST_CASE("the defaults that are shown are those of the configuration") {
    for (const char* key : {"memory.gpu_mb", "memory.cpu_mb", "sinkin.url", "ui.theme"})
        CHECK(field_text(Config(), key) == find_setting(key)->default_text);
    CHECK(field_text(Config(), "decode_threads") == "0");
    for (const char* key : {"comfyui.port", "ui.scale", "budget.day", "sample_dir", "keys", "comfyui.url"})
        CHECK(field_text(Config(), key).empty());
    ComfyUiConfig comfyui;
    comfyui.host = "h";
    CHECK(base_url(comfyui) == "http://h:8188");
}

TEST_CASE("a field says what is wrong as the parser says it") {
    CHECK(check_field("comfyui.port", "many") == "comfyui.port must be a whole number from 1 to 65535");
    CHECK(check_field("ui.theme", "pink") == "ui.theme must be system, dark or light");
    CHECK(check_field("budget.day", "1,5") == "budget.day must be a number of credits from 0 to 1000000000");
    CHECK(check_field("sinkin.token", "two\nlines") == "sinkin.token must be one line of text");
    CHECK(check_field("keys", "no chord")->starts_with("An entry of keys must be"));
    CHECK(check_field("no_such_key", "x") == "Unknown key 'no_such_key'");
    for (const Setting& setting : settings()) CHECK_FALSE(check_field(setting.key, "  "));
}

TEST_CASE("an empty field takes the key out of the file") {
    CHECK(to_edit("comfyui.port", " ") == ConfigEdit{"comfyui.port", RemoveKey{}});
    CHECK(to_edit("checkpoint_dirs", "\n \n") == ConfigEdit{"checkpoint_dirs", RemoveKey{}});
    CHECK(to_edit("checkpoint_dirs", "/a\r\n\n /b \n") ==
          ConfigEdit{"checkpoint_dirs", SetList{{"/a", "/b"}}});
    CHECK(to_edit("comfyui.port", "81") == ConfigEdit{"comfyui.port", SetNumber{"81"}});
    CHECK(to_edit("sinkin.token", "81") == ConfigEdit{"sinkin.token", SetText{"81"}});
}

TEST_CASE("settings are found by words of title, help and key, whatever the case") {
    const auto keys = [](std::string_view query) {
        std::vector<std::string_view> found;
        for (const Setting* setting : find_settings(query)) found.push_back(setting->key);
        return found;
    };
    CHECK(keys("").size() == settings().size());
    CHECK(keys("  GPU_mb ") == std::vector<std::string_view>{"memory.gpu_mb"});
    CHECK(keys("token sinkin") == std::vector<std::string_view>{"sinkin.token"});
    CHECK(keys("Database") == std::vector<std::string_view>{"db_path"});
    CHECK(keys("no such words").empty());
}

TEST_CASE("what needs a new start says so") {
    CHECK(needs_restart("memory.gpu_mb"));
    CHECK_FALSE(needs_restart("ui.theme"));
    CHECK_FALSE(needs_restart("no_such_key"));
}

TEST_CASE("fields open with what the file says and name what wins over it") {
    LoadedConfig loaded;
    loaded.overrides = {{"comfyui.token", "COMFYUI_TOKEN"}};
    const auto fields = make_fields(
        "sample_dir: ~/x\ncheckpoint_dirs: [a, /b]\ncomfyui: {port: many, token: s3cr3t}\nkeys: {back: F3}\n",
        loaded);
    const auto field = [&](std::string_view key) {
        for (const SettingField& each : fields)
            if (each.setting->key == key) return each;
        return SettingField();
    };
    CHECK(fields.size() == settings().size());
    CHECK(field("sample_dir").text == "~/x");
    CHECK(field("checkpoint_dirs").text == "a\n/b");
    CHECK(field("comfyui.port").text == "many");
    CHECK(field("memory.gpu_mb").text.empty());
    CHECK(field("memory.gpu_mb").hint == "2048");
    CHECK_FALSE(field("memory.gpu_mb").is_set);
    CHECK(field("comfyui.token").text.empty());
    CHECK(field("comfyui.token").hint == "(hidden)");
    CHECK(field("comfyui.token").is_set);
    CHECK(field("comfyui.token").overridden_by == "COMFYUI_TOKEN");
    CHECK(field("sinkin.token").hint == "(not set)");
    CHECK(field("keys").text == "back: F3");
    CHECK(make_fields("not: [yaml", loaded).size() == settings().size());
}
