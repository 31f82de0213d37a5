#include <algorithm>

#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

/// The Settings screen over a configuration file, in the section that holds a key.
struct Settings : Frames {
    explicit Settings(std::string_view key, const std::string& file = "") {
        test::open_collection(*this);
        test::open_settings(*this, file);
        panel.settings.section = app::find_setting(key)->section;
        draw(3);
    }
    void edit(const std::string& field, const std::string& text) {
        panel.focus_text = field;
        draw(4);
        REQUIRE(panel.keyboard.typing == field);
        press(Key::A, {.ctrl = true});
        type(text);
    }
    std::vector<app::ConfigEdit> edits() const {
        std::vector<app::ConfigEdit> all;
        for (const auto& change : wished<app::ChangeSettings>())
            all.insert(all.end(), change.edits.begin(), change.edits.end());
        return all;
    }
};

app::ConfigEdit number(const std::string& key, const std::string& text) {
    return {key, app::SetNumber{text}};
}

}  // namespace

TEST_CASE("a right value is saved once, on Enter") {
    Settings settings("memory.gpu_mb");
    settings.edit("settings.memory.gpu_mb", "4096");
    CHECK(settings.edits().empty());
    settings.press(Key::Enter);
    settings.draw(4);
    CHECK(settings.edits() == std::vector{number("memory.gpu_mb", "4096")});
}

TEST_CASE("a right value is saved once when the field is left by key or by mouse") {
    Settings by_key("memory.gpu_mb");
    by_key.edit("settings.memory.gpu_mb", "4096");
    by_key.press(Key::Tab);
    by_key.draw(4);
    CHECK(by_key.edits() == std::vector{number("memory.gpu_mb", "4096")});
    Settings by_mouse("memory.gpu_mb");
    by_mouse.edit("settings.memory.gpu_mb", "512");
    by_mouse.click("settings.section[1]");
    CHECK(by_mouse.edits() == std::vector{number("memory.gpu_mb", "512")});
}

TEST_CASE("a wrong value is not saved and stays to be corrected") {
    Settings settings("memory.gpu_mb");
    settings.edit("settings.memory.gpu_mb", "much");
    settings.press(Key::Enter);
    settings.draw(4);
    CHECK(settings.edits().empty());
    CHECK(settings.panel.settings.drafts.at("memory.gpu_mb") == "much");
    settings.edit("settings.memory.gpu_mb", "256");
    settings.press(Key::Enter);
    CHECK(settings.edits() == std::vector{number("memory.gpu_mb", "256")});
    CHECK(settings.panel.settings.drafts.empty());
}

TEST_CASE("the sentence about a wrong value makes room for itself below the field") {
    Settings settings("memory.gpu_mb");
    const double before = settings.target("settings.memory.cpu_mb").box.min.y;
    settings.edit("settings.memory.gpu_mb", "much");
    CHECK(settings.target("settings.memory.cpu_mb").box.min.y > before);
    settings.edit("settings.memory.gpu_mb", "128");
    CHECK(settings.target("settings.memory.cpu_mb").box.min.y == before);
}

TEST_CASE("a value that did not change is not saved") {
    Settings settings("memory.gpu_mb", "memory: {gpu_mb: 300}");
    settings.edit("settings.memory.gpu_mb", "300");
    settings.press(Key::Enter);
    settings.draw(4);
    CHECK(settings.edits().empty());
}

TEST_CASE("an emptied field takes the key out of the file") {
    Settings settings("memory.gpu_mb", "memory: {gpu_mb: 300}");
    settings.edit("settings.memory.gpu_mb", "");
    settings.press(Key::Delete);
    settings.press(Key::Enter);
    settings.draw(4);
    CHECK(settings.edits() == std::vector<app::ConfigEdit>{{"memory.gpu_mb", app::RemoveKey{}}});
}

TEST_CASE("a value of the file can be put back to its default") {
    Settings settings("memory.gpu_mb", "memory: {gpu_mb: 300}");
    settings.click("settings.memory.gpu_mb.reset");
    CHECK(settings.edits() == std::vector<app::ConfigEdit>{{"memory.gpu_mb", app::RemoveKey{}}});
    CHECK(settings.targets.find("settings.memory.cpu_mb.reset") == nullptr);
}

TEST_CASE("a choice is saved at once") {
    Settings settings("ui.theme");
    settings.click("settings.ui.theme[2]");
    CHECK(settings.edits() == std::vector<app::ConfigEdit>{{"ui.theme", app::SetText{"light"}}});
}

TEST_CASE("a folder is added below the others, changed in its place and taken out") {
    const std::string file = "checkpoint_dirs: [/one, /two]";
    Settings add("checkpoint_dirs", file);
    add.edit("settings.checkpoint_dirs[2]", "/three");
    add.press(Key::Enter);
    add.draw(4);
    CHECK(add.edits() ==
          std::vector<app::ConfigEdit>{{"checkpoint_dirs", app::SetList{{"/one", "/two", "/three"}}}});
    Settings change("checkpoint_dirs", file);
    change.edit("settings.checkpoint_dirs[0]", "/uno");
    change.press(Key::Tab);
    change.draw(4);
    CHECK(change.edits() ==
          std::vector<app::ConfigEdit>{{"checkpoint_dirs", app::SetList{{"/uno", "/two"}}}});
    Settings remove("checkpoint_dirs", file);
    remove.click("settings.checkpoint_dirs[0].remove");
    CHECK(remove.edits() == std::vector<app::ConfigEdit>{{"checkpoint_dirs", app::SetList{{"/two"}}}});
}

TEST_CASE("the last folder of a list takes the key with it") {
    Settings settings("checkpoint_dirs", "checkpoint_dirs: [/one]");
    settings.click("settings.checkpoint_dirs[0].remove");
    CHECK(settings.edits() == std::vector<app::ConfigEdit>{{"checkpoint_dirs", app::RemoveKey{}}});
}

TEST_CASE("the search finds settings of all sections, and a section ends it") {
    Settings settings("ui.theme");
    settings.edit("settings.search", "memory");
    CHECK(settings.targets.find("settings.memory.gpu_mb") != nullptr);
    CHECK(settings.targets.find("settings.ui.theme[0]") == nullptr);
    settings.click("settings.section[1]");
    CHECK(settings.panel.settings.search.empty());
    CHECK(settings.targets.find("settings.memory.gpu_mb") == nullptr);
}

TEST_CASE("the next key becomes the key of an action, and is not acted on") {
    Settings settings("keys");
    settings.click("settings.key.fullscreen.toggle.change");
    REQUIRE(settings.panel.settings.recording == Action::ToggleFullscreen);
    settings.press(Key::F8);
    settings.draw(2);
    const auto edits = settings.edits();
    REQUIRE(edits.size() == 1);
    CHECK(edits[0].key == app::binding_key("fullscreen.toggle"));
    CHECK(edits[0].change == app::ConfigChange{app::SetText{"F8"}});
    CHECK_FALSE(settings.panel.settings.recording);
}

TEST_CASE("Escape ends the recording and nothing else") {
    Settings settings("keys");
    settings.click("settings.key.quit.change");
    settings.press(Key::Escape);
    CHECK_FALSE(settings.panel.settings.recording);
    CHECK(settings.state.screen == app::Screen::Settings);
    CHECK(settings.edits().empty());
}

TEST_CASE("a key that another action has is taken only after a yes") {
    Settings settings("keys");
    settings.click("settings.key.zoom.fit.change");
    settings.press(Key::T, {.ctrl = true});
    settings.draw(2);
    CHECK(settings.edits().empty());
    CHECK(settings.state.theme == app::ThemeChoice::System);
    settings.click("settings.keys.leave");
    CHECK(settings.edits().empty());
    CHECK_FALSE(settings.panel.settings.doubted);
    settings.click("settings.key.zoom.fit.change");
    settings.press(Key::T, {.ctrl = true});
    settings.draw(2);
    settings.click("settings.keys.take");
    std::vector<std::string> keys;
    for (const app::ConfigEdit& edit : settings.edits()) keys.push_back(edit.key);
    CHECK(std::find(keys.begin(), keys.end(), app::binding_key("zoom.fit")) != keys.end());
}

TEST_CASE("a reserved key is refused with a sentence") {
    Settings settings("keys");
    settings.click("settings.key.quit.change");
    settings.press(Key::Tab);
    settings.draw(2);
    CHECK(settings.edits().empty());
    CHECK_FALSE(settings.panel.settings.key_error.empty());
}
