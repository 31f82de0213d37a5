#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "app/command.h"
#include "app/config_load.h"
#include "cache/preview_source.h"
#include "cache/proxy_store.h"
#include "cache/texture_cache.h"
#include "gpu/gl_texture_uploader.h"
#include "shell/compare_bridge.h"
#include "shell/effect_runner.h"
#include "shell/frame_log.h"
#include "shell/imgui_bridge.h"
#include "shell/memory_keeper.h"
#include "shell/platform.h"
#include "shell/window_title.h"
#include "tasks/inbox.h"
#include "ui/action.h"
#include "ui/panel_state.h"
#include "ui/panels.h"
#include "ui/targets.h"

namespace proofsheet::shell {

/// What is still on its way; all zero is "ready".
struct PendingWork {
    int scan = 0;
    int decode = 0;
    int upload = 0;
    int store = 0;
    bool none() const { return scan + decode + upload + store == 0; }
};

/// The frame loop's body: events become commands, commands change the state, effects leave, a frame is drawn.
/// Needs the platform's OpenGL context current for its whole life. Main thread.
class Application {
public:
    Application(Platform& platform, const app::LoadedConfig& configuration, ReloadConfig reload,
                FrameLog& log);
    ~Application();

    /// What is opened at the start: these paths, else the configured folders, else what was open last time.
    void open(const std::vector<std::filesystem::path>& paths);
    /// What the desktop asks for, where the user has not chosen a theme.
    void prefer_dark(bool dark);
    /// One frame at this time of the application's clock.
    void frame(app::Millis now);
    /// What is to be done now: a frame, or only loading on when a frame would show nothing new.
    void turn(app::Millis now);
    /// How long after `now` the next turn is due if nothing happens: 0 at once, nullopt never.
    std::optional<app::Millis> next_turn_in(app::Millis now) const;
    bool quit() const { return state_.quit; }

    const app::AppState& state() const { return state_; }
    const ui::PanelState& panel() const { return panel_; }
    const ui::Targets& targets() const { return targets_; }
    /// Scrolls an element into view within the next frames.
    void reveal(const std::string& target);
    const cache::CacheStats& cache_stats() const { return textures_.stats(); }
    cache::ProxyStoreStats proxy_stats() const { return proxies_->stats(); }
    PendingWork pending() const;
    /// What the next frame would have to show: an arrived answer or event is seen only after it.
    bool settled() const;

private:
    void take_input();
    void route(const ui::InputEvent& event);
    void press(const ui::KeyPressed& event);
    void act(const ui::Chord& chord, bool repeat);
    /// No key is held any more.
    void let_go();
    void apply(const app::Command& command);
    void take_news(const app::Command& news);
    void open_at_start();
    void draw(app::Millis elapsed);
    void apply_bindings();
    bool frame_is_due(app::Millis now) const;
    std::optional<app::Millis> next_change_in(app::Millis now) const;
    void take_events();
    void notice_textures();
    ui::Activity activity() const;
    FrameRecord record_of_frame(double cpu_ms);

    Platform& platform_;
    FrameLog& log_;
    tasks::Inbox<app::Command> inbox_;
    app::AppState state_;
    ui::PanelState panel_;
    ui::Keymap keymap_;
    ui::Targets targets_;
    std::set<char32_t> missing_;
    ImguiBridge imgui_;
    CompareBridge compare_;
    gpu::GlTextureUploader uploader_;
    cache::CacheBudgets budgets_;
    std::shared_ptr<cache::ProxyStore> proxies_;
    std::shared_ptr<cache::PreviewSource> previews_;
    cache::TextureCache textures_;
    EffectRunner effects_;
    MemoryKeeper memory_;
    std::vector<std::string> paths_at_start_;
    bool has_started_ = false;  ///< what the database remembers is known
    WindowTitle title_;
    std::vector<app::Command> wishes_;
    std::deque<ui::InputEvent> waiting_;  ///< arrived, for a text field that does not have the keyboard yet
    std::vector<std::chrono::steady_clock::time_point>
        unshown_;                    ///< arrival of events that no frame has shown yet
    std::set<ui::Action> repeated_;  ///< in this frame: repeats are merged
    bool character_taken_ = false;   ///< what the key that went down last prints was meant by its place
    std::uint64_t texture_changes_ = 0;
    bool shows_loading_ = false;  ///< the frame before was drawn while pictures were on their way
    app::Millis frame_took_{0};
    bool arrived_ = false;    ///< a visible picture came that no frame has shown yet
    int frames_to_draw_ = 3;  ///< the user interface library needs a frame or two to settle
};

}  // namespace proofsheet::shell
