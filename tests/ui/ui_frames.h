#pragma once

#include <doctest/doctest.h>
#include <imgui.h>

#include <deque>
#include <string>
#include <vector>

#include "app/experiments_command.h"
#include "app/update.h"
#include "cache/fakes.h"
#include "ui/dispatch.h"
#include "ui/keyboard.h"
#include "ui/panels.h"

namespace proofsheet::test {

/// Pictures of `checkpoints` x `prompts` x `seeds`.
inline grid::ScanReport report_of(int checkpoints, int prompts, int seeds) {
    grid::ScanReport report{"run", "/samples", {}, {}, {}, {}};
    for (int c = 0; c < checkpoints; ++c) {
        const std::string checkpoint = std::to_string((c + 1) * 500);
        report.checkpoint_order.push_back(checkpoint);
        for (int p = 0; p < prompts; ++p)
            for (int s = 0; s < seeds; ++s) {
                grid::FoundSample found;
                found.dimensions = {{"checkpoint", checkpoint},
                                    {"prompt_name", "p" + std::to_string(p)},
                                    {"seed", std::to_string(s)}};
                found.sample.path = checkpoint + "/p" + std::to_string(p) + "s" + std::to_string(s) + ".png";
                report.found.push_back(std::move(found));
            }
    }
    return report;
}

/// A framebuffer in device pixels.
struct Window {
    float width = 1600;
    float height = 1000;
    float scale = 1;
};

/// The real panels, commands and cache without a window and without OpenGL; decodes run when the test turns
/// the crank. Keys go the way that the frame loop sends them.
class Frames {
public:
    /// The start screen.
    explicit Frames(Window window = {}) : window_(window) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // as OpenGL 3.3 has
        io.DisplaySize = ImVec2(window_.width, window_.height);
        io.DeltaTime = 1.0f / 60;
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        for (ImFont*& font : fonts_.fonts) font = io.Fonts->Fonts[0];
        for (const auto& [theirs, ours] : kKeys) map_key(theirs, ours);
    }
    /// The grid with the drawer closed.
    explicit Frames(const grid::ScanReport& report, Window window = {}) : Frames(window) {
        apply(app::OpenPaths{{"/samples"}});
        apply(app::CatalogScanned{state.scan.ticket, grid::make_catalog(report, Generation{1}), true});
        apply(app::SetDrawer{false});
    }
    ~Frames() { ImGui::DestroyContext(context_); }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;

    void apply(const app::Command& command) {
        app::Update result = app::update(std::move(state), command);
        state = std::move(result.state);
        effects.insert(effects.end(), result.effects.begin(), result.effects.end());
    }

    /// A command of the Experiments screen.
    template <typename Content>
    void does(Content content) {
        apply(app::on_experiments(std::move(content)));
    }

    void draw() {
        now_ += app::Millis{16};
        apply(app::FrameStarted{now_, ui::all_shown(panel, state)});
        take_input();
        textures.begin_frame();
        ImGui::NewFrame();
        std::vector<app::Command> emitted;
        const ui::Emit emit = [&](app::Command wish) { emitted.push_back(std::move(wish)); };
        targets.clear();
        const ui::Context context = make_context(emit);
        ui::draw_root(context, state, activity, panel, textures,
                      ui::rect(0, 0, window_.width, window_.height));
        ImGui::Render();
        textures.end_frame();
        for (const app::Command& wish : emitted) wish_for(wish);
    }
    void draw(int frames) {
        for (int i = 0; i < frames; ++i) draw();
    }
    void load_all() {
        do draw();
        while (textures.run_one());
        draw(4);
    }

    const ui::Target& target(const std::string& name) {
        const ui::Target* found = targets.find(name);
        REQUIRE_MESSAGE(found != nullptr, name);
        return *found;
    }
    void point_at(const std::string& name) {
        draw();
        const app::Vec2 center = target(name).box.center();
        ImGui::GetIO().MousePos = ImVec2(static_cast<float>(center.x), static_cast<float>(center.y));
        draw();
    }
    void point_nowhere() {
        ImGui::GetIO().MousePos = ImVec2(-1e6f, -1e6f);
        draw();
    }
    /// Scrolls to an element as the keyboard does.
    void reveal(const std::string& name) {
        panel.keyboard.target = name;
        panel.keyboard.reveal = true;
        draw(3);
        panel.keyboard.target.clear();
    }
    void click(const std::string& name) {
        draw();
        if (target(name).is_clipped) reveal(name);
        point_at(name);
        panel.keyboard.target.clear();
        ImGui::GetIO().MouseDown[0] = true;
        draw();
        ImGui::GetIO().MouseDown[0] = false;
        draw(2);
    }
    /// A key goes down in one frame and up in a later one.
    void press(ui::Key key, ui::Mods mods = {}) {
        waiting_.push_back(ui::KeyPressed{key, mods, false});
        draw();
        waiting_.push_back(ui::KeyReleased{key, mods});
        draw();
    }
    /// Characters that arrive all at once, without a frame between them.
    void queue_text(const std::string& text) {
        for (const char c : text) waiting_.push_back(ui::CharTyped{static_cast<char32_t>(c)});
    }
    void queue_key(ui::Key key, ui::Mods mods = {}) { waiting_.push_back(ui::KeyPressed{key, mods, false}); }
    void queue_release(ui::Key key) { waiting_.push_back(ui::KeyReleased{key, {}}); }
    void type(const std::string& text) {
        queue_text(text);
        draw(8);
    }
    bool has_waiting() const { return !waiting_.empty(); }
    int count(ui::CellLevel level) const {
        int count = 0;
        for (const ui::CellReport& cell : panel.grid.visible) count += cell.level == level ? 1 : 0;
        return count;
    }
    ui::Context make_context(const ui::Emit& emit) {
        return {ui::kDarkTheme, fonts_, keymap, window_.scale, targets, missing_, emit, panel.keyboard, {}};
    }
    const Window& window() const { return window_; }

    /// What the panels and the keys asked for so far, of this kind.
    template <typename T>
    std::vector<T> wished() const {
        std::vector<T> found;
        for (const app::Command& wish : wishes)
            if (const T* match = std::get_if<T>(&wish)) found.push_back(*match);
        return found;
    }

private:
    using Event = std::variant<ui::KeyPressed, ui::KeyReleased, ui::CharTyped>;

    static constexpr std::array kKeys{std::pair{ImGuiKey_Tab, ui::Key::Tab},
                                      std::pair{ImGuiKey_LeftArrow, ui::Key::Left},
                                      std::pair{ImGuiKey_RightArrow, ui::Key::Right},
                                      std::pair{ImGuiKey_UpArrow, ui::Key::Up},
                                      std::pair{ImGuiKey_DownArrow, ui::Key::Down},
                                      std::pair{ImGuiKey_Home, ui::Key::Home},
                                      std::pair{ImGuiKey_End, ui::Key::End},
                                      std::pair{ImGuiKey_Delete, ui::Key::Delete},
                                      std::pair{ImGuiKey_Backspace, ui::Key::Backspace},
                                      std::pair{ImGuiKey_Enter, ui::Key::Enter},
                                      std::pair{ImGuiKey_Escape, ui::Key::Escape},
                                      std::pair{ImGuiKey_A, ui::Key::A}};

#if IMGUI_VERSION_NUM < 18700
    static void map_key(ImGuiKey theirs, ui::Key ours) {
        ImGui::GetIO().KeyMap[theirs] = static_cast<int>(ours);
    }
    static void feed_key(ui::Key key, const ui::Mods& mods, bool down) {
        ImGuiIO& io = ImGui::GetIO();
        io.KeyCtrl = mods.ctrl;
        io.KeyShift = mods.shift;
        io.KeyAlt = mods.alt;
        io.KeysDown[static_cast<int>(key)] = down;
    }
#else
    static void map_key(ImGuiKey, ui::Key) {}
    static void feed_key(ui::Key key, const ui::Mods& mods, bool down) {
        ImGuiIO& io = ImGui::GetIO();
        io.AddKeyEvent(ImGuiMod_Ctrl, mods.ctrl);
        io.AddKeyEvent(ImGuiMod_Shift, mods.shift);
        io.AddKeyEvent(ImGuiMod_Alt, mods.alt);
        for (const auto& [theirs, ours] : kKeys)
            if (ours == key) io.AddKeyEvent(theirs, down);
    }
#endif

    void wish_for(const app::Command& wish) {
        wishes.push_back(wish);
        apply(wish);
    }

    void act(const ui::Chord& chord) {
        const auto action = ui::action_for(keymap, chord, state);
        if (!action) return;
        const auto command = ui::command_for(*action, state, panel, {});
        if (command || ui::moves_controls(*action)) ui::prepare_panel(*action, targets, panel);
        if (command) wish_for(*command);
    }

    void take(const ui::KeyPressed& event) {
        feed_key(event.key, event.mods, true);
        character_taken_ = ui::takes_character(keymap, event);
        if (!ui::take_key(event, state, targets, panel)) act({event.key, event.mods, 0});
    }
    void take(const ui::KeyReleased& event) {
        feed_key(event.key, {}, false);
        for (const ui::Action action : ui::kHeldActions) {
            const auto& chords = keymap.chords_of(action);
            const bool ours = std::any_of(chords.begin(), chords.end(),
                                          [&](const ui::Chord& chord) { return chord.key == event.key; });
            const auto command = ours ? ui::release_command_for(action, state) : std::nullopt;
            if (command) wish_for(*command);
        }
    }
    void take(const ui::CharTyped& event) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned int>(event.character));
        if (!ImGui::GetIO().WantTextInput && !character_taken_) act({ui::Key::None, {}, event.character});
    }

    void take_input() {
        while (!waiting_.empty()) {
            const bool released = std::holds_alternative<ui::KeyReleased>(waiting_.front());
            if (!released && ui::awaits_text(state, panel)) return;
            const Event event = waiting_.front();
            waiting_.pop_front();
            std::visit([this](const auto& one) { take(one); }, event);
        }
    }

    Window window_;
    ImGuiContext* context_ = ImGui::CreateContext();
    ui::Fonts fonts_;
    std::set<char32_t> missing_;
    std::deque<Event> waiting_;
    app::Millis now_{0};
    bool character_taken_ = false;

public:
    std::shared_ptr<FakeSource> source = std::make_shared<FakeSource>();
    FakeUploader uploader;
    cache::TextureCache textures{source, uploader, {}, 0};
    ui::Keymap keymap;
    ui::Activity activity;
    app::AppState state;
    ui::PanelState panel;
    ui::Targets targets;
    std::vector<app::Command> wishes;
    std::vector<app::Effect> effects;
};

}  // namespace proofsheet::test
