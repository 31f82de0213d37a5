#include <memory>
#include <string>
#include <vector>

#include "screens.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

struct Describe {
    std::string operator()(const app::SelectRun& c) const { return c.name; }
    std::string operator()(const app::LoadPreset& c) const { return c.id; }
    std::string operator()(const app::OverwritePreset& c) const { return c.id; }
    std::string operator()(const app::AssignRole& c) const {
        return c.dimension + std::to_string(static_cast<int>(c.role));
    }
    std::string operator()(const app::SoloValue& c) const { return c.dimension + c.value; }
    std::string operator()(const app::ToggleValue& c) const { return c.dimension + c.value; }
    std::string operator()(const app::SetFilterMode& c) const {
        return c.dimension + std::to_string(static_cast<int>(c.mode));
    }
    std::string operator()(const app::SetSpeed& c) const { return std::to_string(c.speed); }
    std::string operator()(const app::StepSlider& c) const { return std::to_string(c.delta); }
    std::string operator()(const app::ToggleOverlay& c) const { return std::string(name_of(c.overlay)); }
    std::string operator()(const app::ToggleDetails& c) const { return std::string(name_of(c.kind)); }
    std::string operator()(const app::SelectCheckpoint& c) const { return c.file; }
    std::string operator()(const app::CopyText& c) const { return c.text; }
    std::string operator()(const app::BrowseFolder& c) const { return c.path; }
    std::string operator()(const app::DismissToast& c) const { return std::to_string(c.id); }
    std::string operator()(const app::ChangeSettings& c) const {
        std::string text;
        for (const app::ConfigEdit& edit : c.edits)
            text += edit.key + std::to_string(edit.change.index()) + " ";
        return text;
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

/// What a press of an element did: what it asked for, and what it opened in the panels.
std::string done(const Frames& frames) {
    std::string text;
    for (const app::Command& wish : frames.wishes)
        text += std::to_string(wish.index()) + ":" + std::visit(Describe{}, wish) + " ";
    const PanelState& panel = frames.panel;
    text += "list:" + panel.open_list + " edit:" + panel.preset_edited + " doubt:" + panel.preset_doubted;
    text += " section:" + panel.settings.section + " search:" + panel.settings.search;
    text += " records:" + std::to_string(panel.settings.recording ? 1 : 0);
    text += " sheet:" + std::to_string(static_cast<int>(panel.sheet.extent)) + "," +
            std::to_string(panel.sheet.cell_px) + "," + std::to_string(static_cast<int>(panel.sheet.ground));
    return text;
}

/// The screen as it opens. One lives at a time: the user interface library has one context.
std::unique_ptr<Frames> opened(const test::ScreenState& screen) {
    auto frames = std::make_unique<Frames>(test::Window{1280, 720, 1});
    test::open_collection(*frames, 6);
    screen.open(*frames);
    frames->draw(6);
    return frames;
}

/// What one press of an element does on the screen as it opens.
template <typename Press>
std::string after(const test::ScreenState& screen, const Press& press) {
    const auto frames = opened(screen);
    frames->point_nowhere();
    frames->panel.keyboard = {};
    frames->panel.keyboard.leave_text = true;
    frames->draw(2);
    frames->wishes.clear();
    press(*frames);
    return done(*frames);
}

std::vector<std::string> buttons_of(const test::ScreenState& screen) {
    const auto frames = opened(screen);
    std::vector<std::string> names;
    for (const Target& target : frames->targets)
        if (frames->targets.is_reachable(target) && !target.is_clipped && target.kind == TargetKind::Button)
            names.push_back(target.name);
    return names;
}

}  // namespace

TEST_CASE("Enter on a button does what a click on it does") {
    for (const test::ScreenState& screen : test::all_states()) {
        CAPTURE(screen.name);
        const std::vector<std::string> names = buttons_of(screen);
        CHECK_FALSE(names.empty());
        for (const std::string& name : names) {
            CAPTURE(name);
            const auto clicked = after(screen, [&](Frames& frames) { frames.click(name); });
            const auto entered = after(screen, [&](Frames& frames) {
                frames.panel.keyboard.target = name;
                frames.press(Key::Enter);
                frames.draw(2);
            });
            CHECK(entered == clicked);
        }
    }
}

TEST_CASE("the arrows move a track, and only along it") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    frames.draw(2);
    frames.panel.keyboard.target = "slider.master";
    frames.press(Key::Right);
    frames.press(Key::Right);
    CHECK(frames.state.slider == 2);
    frames.press(Key::Left);
    CHECK(frames.state.slider == 1);
    frames.press(Key::Down);
    CHECK(frames.state.slider == 1);
    CHECK(frames.panel.keyboard.target != "slider.master");
}

TEST_CASE("the arrows make the details wider and narrower within their bounds") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    test::open_details(frames, app::DetailKind::Picture);
    frames.draw(2);
    frames.panel.keyboard.target = "detail.divider";
    const float before = frames.state.detail.width_pt;
    frames.press(Key::Left);
    CHECK(frames.state.detail.width_pt > before);
    for (int i = 0; i < 100; ++i) frames.press(Key::Left);
    const double content = 1280 - 52;
    CHECK(frames.state.detail.width_pt <= content * 0.8 + 1);
    for (int i = 0; i < 100; ++i) frames.press(Key::Right);
    CHECK(frames.state.detail.width_pt >= 300);
}
