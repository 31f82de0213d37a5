#include "shell/application.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "app/update.h"
#include "cache/stored_source.h"
#include "tasks/thread_priority.h"
#include "ui/dispatch.h"
#include "ui/key_bindings.h"
#include "ui/keyboard.h"

namespace proofsheet::shell {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFramesAfterInput = 3;
/// While pictures are loaded that no cell shows, a frame is drawn this often.
constexpr app::Millis kLoadingShown{1000};

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

cache::CacheBudgets budgets_of(const app::MemoryConfig& memory) {
    cache::CacheBudgets budgets;
    budgets.gpu_bytes = static_cast<std::size_t>(memory.gpu_mb) << 20;
    budgets.cpu_bytes = static_cast<std::size_t>(memory.cpu_mb) << 20;
    return budgets;
}

/// Without a data folder there is no store either.
std::shared_ptr<cache::ProxyStore> proxy_store_of(const app::Config& config) {
    const auto megabytes = config.data_dir.empty() ? 0 : static_cast<std::uint64_t>(config.memory.proxy_mb);
    return std::make_shared<cache::ProxyStore>(config.data_dir / "proxies", megabytes << 20);
}

std::shared_ptr<cache::PictureSource> source_of(const cache::CacheBudgets& budgets,
                                                const std::shared_ptr<cache::ProxyStore>& proxies) {
    return std::make_shared<cache::StoredPictureSource>(
        std::make_shared<cache::FilePictureSource>(budgets.cpu_bytes), proxies);
}

int decode_threads(const app::Config& config) {
    return config.decode_threads > 0 ? config.decode_threads : tasks::core_count();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool is_typed(const ui::InputEvent& event) {
    return std::holds_alternative<ui::CharTyped>(event.kind) ||
           std::holds_alternative<ui::KeyPressed>(event.kind);
}

}  // namespace

Application::Application(Platform& platform, const app::LoadedConfig& configuration, ReloadConfig reload,
                         FrameLog& log)
    : platform_(platform),
      log_(log),
      inbox_([&platform] { platform.wake(); }),
      imgui_(platform),
      budgets_(budgets_of(configuration.config.memory)),
      proxies_(proxy_store_of(configuration.config)),
      previews_(std::make_shared<cache::PreviewSource>(source_of(budgets_, proxies_))),
      textures_(previews_, uploader_, budgets_, decode_threads(configuration.config),
                [&platform] { platform.wake(); }),
      effects_(configuration, std::move(reload), platform, previews_, inbox_),
      memory_(effects_.store()) {
    state_.configuration = std::make_shared<const app::LoadedConfig>(configuration);
    state_.theme = configuration.config.ui.theme;
    apply_bindings();
    for (const app::ConfigNotice& notice : configuration.notices)
        if (notice.kind == app::NoticeKind::Warning)
            apply(app::Noticed{app::ToastKind::Warning, app::to_text(notice)});
    const SizePx size = platform.framebuffer_size();
    apply(app::SetDrawer{static_cast<float>(size.width) / platform.scale() >= 1024});
    effects_.store().open();
}

Application::~Application() {
    memory_.finish(state_);
}

void Application::apply_bindings() {
    const app::LoadedConfig& configuration = *state_.configuration;
    ui::BoundKeys bound = ui::bind_keys(configuration.config.keys);
    keymap_ = std::move(bound.keymap);
    for (const app::KeyBinding& binding : bound.refused) {
        const std::string file =
            configuration.file ? configuration.file->filename().string() : std::string("configuration");
        apply(app::Noticed{app::ToastKind::Warning, file + ":" + std::to_string(binding.line) +
                                                        ": keys: no such action or key: " + binding.action +
                                                        ": " + binding.chord});
    }
}

void Application::reveal(const std::string& target) {
    panel_.keyboard.target = target;
    panel_.keyboard.reveal = true;
}

void Application::prefer_dark(bool dark) {
    apply(app::PreferenceOfSystemRead{dark});
}

void Application::open(const std::vector<std::filesystem::path>& paths) {
    for (const auto& path : paths) paths_at_start_.push_back(path.native());
    if (has_started_) open_at_start();
}

void Application::open_at_start() {
    const app::Config& config = state_.configuration->config;
    const auto opened = state_.stored.settings.find(std::string(app::kOpenedSetting));
    if (!paths_at_start_.empty())
        apply(app::OpenPaths{std::exchange(paths_at_start_, {})});
    else if (!config.checkpoint_dirs.empty() || !config.sample_dir.empty())
        apply(app::Rescan{});
    else if (opened == state_.stored.settings.end() || opened->second.empty())
        return;
    else if (opened->second == app::kDemo)
        apply(app::OpenDemo{});
    else
        apply(app::OpenPaths{lines_of(opened->second)});
}

void Application::take_news(const app::Command& news) {
    apply(news);
    if (std::holds_alternative<app::ConfigurationRead>(news)) apply_bindings();
    if (!std::holds_alternative<app::StoredRead>(news)) return;
    has_started_ = true;
    memory_.begin(state_);
    open_at_start();
}

void Application::apply(const app::Command& command) {
    app::Update result = app::update(std::move(state_), command);
    state_ = std::move(result.state);
    for (const app::Effect& effect : result.effects) effects_.run(effect);
    if (!std::holds_alternative<app::FrameStarted>(command)) memory_.touch();
}

void Application::act(const ui::Chord& chord, bool repeat) {
    const auto action = ui::action_for(keymap_, chord, state_);
    if (!action) return;
    if (repeat && (!ui::info_of(*action).repeats || !repeated_.insert(*action).second)) return;
    const auto command = ui::command_for(*action, state_, panel_, imgui_.pointer());
    if (command || ui::moves_controls(*action)) ui::prepare_panel(*action, targets_, panel_);
    if (command) apply(*command);
}

void Application::press(const ui::KeyPressed& event) {
    character_taken_ = ui::takes_character(keymap_, event);
    if (ui::take_key(event, state_, targets_, panel_)) return;
    act({event.key, event.mods, 0}, event.repeat);
}

void Application::route(const ui::InputEvent& event) {
    if (const auto* pressed = std::get_if<ui::KeyPressed>(&event.kind)) return press(*pressed);
    if (const auto* typed = std::get_if<ui::CharTyped>(&event.kind)) {
        if (!imgui_.wants_text() && !character_taken_) act({ui::Key::None, {}, typed->character}, false);
        return;
    }
    if (const auto* released = std::get_if<ui::KeyReleased>(&event.kind)) {
        for (const ui::Action action : ui::kHeldActions) {
            const auto& chords = keymap_.chords_of(action);
            const bool ours = std::any_of(chords.begin(), chords.end(),
                                          [&](const ui::Chord& chord) { return chord.key == released->key; });
            const auto command = ours ? ui::release_command_for(action, state_) : std::nullopt;
            if (command) apply(*command);
        }
        return;
    }
    if (std::holds_alternative<ui::MousePressed>(event.kind)) {
        panel_.keyboard.target.clear();
    } else if (const auto* focus = std::get_if<ui::FocusChanged>(&event.kind)) {
        if (!focus->focused) let_go();
    } else if (const auto* dropped = std::get_if<ui::PathsDropped>(&event.kind)) {
        apply(ui::command_for_drop(dropped->paths, state_));
    } else if (std::holds_alternative<ui::CloseRequested>(event.kind)) {
        apply(app::Quit{});
    }
}

void Application::let_go() {
    apply(app::HoldStep{0});
    for (const app::PeekKind kind : {app::PeekKind::Loupe, app::PeekKind::Reference})
        apply(app::HoldPeek{kind, false});
}

void Application::take_input() {
    repeated_.clear();
    while (!waiting_.empty()) {
        if (is_typed(waiting_.front()) && ui::awaits_text(state_, panel_)) break;
        const ui::InputEvent event = std::move(waiting_.front());
        waiting_.pop_front();
        imgui_.feed(event);
        route(event);
        unshown_.push_back(event.arrived);
        frames_to_draw_ = kFramesAfterInput;
    }
    for (app::Command& news : inbox_.drain()) {
        take_news(news);
        frames_to_draw_ = std::max(frames_to_draw_, 2);
    }
}

ui::Activity Application::activity() const {
    const cache::CacheStats& stats = textures_.stats();
    return {.decodes_pending = stats.decodes_pending,
            .gpu_bytes = stats.gpu_bytes,
            .gpu_budget = budgets_.gpu_bytes,
            .note = effects_.note()};
}

void Application::draw(app::Millis elapsed) {
    const SizePx size = platform_.framebuffer_size();
    const float scale = platform_.scale();
    const ui::Fonts& fonts = imgui_.fonts(scale, missing_);
    imgui_.begin_frame(size, static_cast<float>(elapsed.count() / 1000.0));
    compare_.begin_frame(size);
    const ui::Theme& theme = app::is_dark(state_) ? ui::kDarkTheme : ui::kLightTheme;
    const ui::Emit emit = [this](app::Command command) { wishes_.push_back(std::move(command)); };
    const ui::Context context{theme, fonts,           keymap_,           scale,    targets_, missing_,
                              emit,  panel_.keyboard, imgui_.sampling(), &compare_};
    const std::size_t known = missing_.size();
    targets_.clear();
    ui::draw_root(context, state_, activity(), panel_, textures_,
                  ui::rect(0, 0, static_cast<float>(size.width), static_cast<float>(size.height)));
    if (missing_.size() != known) frames_to_draw_ = std::max(frames_to_draw_, 2);
    platform_.set_cursor(imgui_.cursor());
    if (title_.follow(state_)) platform_.set_title(title_.text());
    imgui_.end_frame();
}

void Application::frame(app::Millis now) {
    const Clock::time_point start = Clock::now();
    const app::Millis elapsed = now - state_.now;
    frames_to_draw_ = std::max(0, frames_to_draw_ - 1);
    take_events();
    const bool key_goes_up = std::any_of(waiting_.begin(), waiting_.end(), [](const ui::InputEvent& event) {
        return std::holds_alternative<ui::KeyReleased>(event.kind);
    });
    arrived_ = false;
    apply(app::FrameStarted{now, ui::all_shown(panel_, state_), key_goes_up});
    take_input();
    textures_.begin_frame();
    draw(elapsed);
    if (!wishes_.empty()) frames_to_draw_ = std::max(frames_to_draw_, 2);
    for (const app::Command& wish : wishes_) apply(wish);
    wishes_.clear();
    const double cpu_ms = milliseconds_since(start);
    textures_.end_frame();
    platform_.begin_frame();
    imgui_.render();
    platform_.present();
    notice_textures();
    frame_took_ = app::Millis(milliseconds_since(start));
    memory_.follow(state_);
    log_.add(record_of_frame(cpu_ms), panel_.grid.visible);
}

FrameRecord Application::record_of_frame(double cpu_ms) {
    const cache::CacheStats& stats = textures_.stats();
    FrameRecord record;
    record.cpu_ms = cpu_ms;
    record.upload_bytes = stats.upload_bytes_this_frame;
    record.decodes_pending = stats.decodes_pending;
    record.wanted = stats.wanted;
    record.unresolved = stats.unresolved;
    record.loads = stats.decodes_started;
    record.slider = state_.slider;
    record.edits_pending = effects_.pending_edits();
    record.edit_done = effects_.last_edit_done();
    if (ui::shows_single(state_)) record.single = panel_.lightbox.report.level;
    for (const Clock::time_point arrived : unshown_)
        record.input_to_present_ms.push_back(milliseconds_since(arrived));
    unshown_.clear();
    return record;
}

void Application::take_events() {
    for (ui::InputEvent& event : platform_.take_events()) waiting_.push_back(std::move(event));
}

void Application::notice_textures() {
    // What became resident or failed may make the next frame want another level.
    const std::uint64_t changes = textures_.stats().visible_changes;
    if (changes != texture_changes_) arrived_ = true;
    texture_changes_ = changes;
    // The status bar tells how far loading is, and last that it is done.
    const bool loading = !textures_.settled();
    if (shows_loading_ && !loading) frames_to_draw_ = std::max(frames_to_draw_, 1);
    shows_loading_ = loading;
}

void Application::turn(app::Millis now) {
    take_events();
    if (frame_is_due(now)) return frame(now);
    textures_.load_on();
    notice_textures();
}

bool Application::frame_is_due(app::Millis now) const {
    if (frames_to_draw_ > 0 || !waiting_.empty() || !inbox_.empty()) return true;
    const auto next = next_change_in(now);
    return next && next->count() <= 0;
}

std::optional<app::Millis> Application::next_turn_in(app::Millis now) const {
    if (frames_to_draw_ > 0 || !waiting_.empty() || textures_.stats().uploads_pending > 0)
        return app::Millis{0};
    return next_change_in(now);
}

std::optional<app::Millis> Application::next_change_in(app::Millis now) const {
    std::optional<app::Millis> next;
    const auto at = [&](app::Millis time) {
        const app::Millis left = std::max(app::Millis{0}, time - now);
        next = next ? std::min(*next, left) : left;
    };
    if (state_.held.direction != 0) at(state_.held.next);
    if (state_.playback.playing)
        at(state_.playback.last_step + app::Millis(app::kPlaybackIntervalsMs[state_.playback.speed]));
    for (const app::Toast& toast : state_.toasts)
        if (toast.kind != app::ToastKind::Error) at(toast.created + app::kToastTime);
    if (const auto due = memory_.due()) at(*due);
    if (const auto time = app::flicker_time(state_)) at(*time * (std::floor(state_.now / *time) + 1));
    if (const auto due = app::part_due(state_)) at(*due);
    // Drawing takes at most a third of the time while one picture after the other arrives.
    if (arrived_) at(state_.now + 3 * frame_took_);
    if (shows_loading_) at(state_.now + kLoadingShown);
    if (ui::any_held(panel_, state_))
        at(state_.now + app::Millis{50});  // a held picture may give way to its proxy
    return next;
}

PendingWork Application::pending() const {
    const cache::CacheStats& stats = textures_.stats();
    PendingWork work;
    work.store = effects_.pending_edits();
    work.scan = (has_started_ ? 0 : 1) + (state_.scan.discovering ? 1 : 0) + (state_.scan.scanning ? 1 : 0);
    work.decode = textures_.settled() ? 0 : stats.decodes_pending;
    work.upload = stats.uploads_pending;
    return work;
}

bool Application::settled() const {
    // The inbox comes last: who posts does so before its work counts as done.
    return has_started_ && waiting_.empty() && pending().none() && textures_.settled() &&
           frames_to_draw_ == 0 && !arrived_ && effects_.pending() == 0 && !app::part_due(state_) &&
           !ui::any_held(panel_, state_) && inbox_.empty();
}

}  // namespace proofsheet::shell
