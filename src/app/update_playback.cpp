#include <algorithm>

#include "app/update.h"
#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

int last_position(const AppState& state) {
    return static_cast<int>(state.view->positions.size()) - 1;
}

Millis interval_of(const Playback& playback) {
    return Millis(kPlaybackIntervalsMs[playback.speed]);
}

void advance_playback(AppState& state) {
    Playback& playback = state.playback;
    if (!playback.playing || state.now - playback.last_step < interval_of(playback)) return;
    if (!state.current_shown) return;  // every position is seen, even while pictures still load
    // The rate stays steady over frames that come a little late, and a long wait is not made up for.
    playback.last_step =
        std::max(playback.last_step + interval_of(playback), state.now - interval_of(playback));
    if (state.slider < last_position(state)) {
        ++state.slider;
        state.travel = 1;
    } else if (playback.loop && last_position(state) > 0) {
        state.slider = 0;
        state.travel = 1;
    } else {
        playback.playing = false;
    }
}

void advance_held_step(AppState& state) {
    HeldStep& held = state.held;
    if (held.direction == 0 || state.now < held.next) return;
    // A late frame makes one step, never several: what was missed is not made up for.
    held.next = std::max(held.next + Millis(1000 / kHeldStepsPerSecond), state.now);
    set_slider(state, state.slider + held.direction);
}

}  // namespace

void advance_clock(AppState& state, const FrameStarted& news) {
    state.now = news.now;
    state.current_shown = news.current_shown;
    advance_playback(state);
    if (!news.key_goes_up) advance_held_step(state);
    std::erase_if(state.toasts, [&](const Toast& toast) {
        return toast.kind != ToastKind::Error && state.now - toast.created >= kToastTime;
    });
}

void set_slider(AppState& state, int position) {
    const int target = std::clamp(position, 0, std::max(0, last_position(state)));
    if (target != state.slider) state.travel = target > state.slider ? 1 : -1;
    state.slider = target;
}

void stop_and_step(AppState& state, int delta) {
    state.playback.playing = false;
    set_slider(state, state.slider + delta);
}

void hold_step(AppState& state, int direction) {
    state.held = {direction, state.now + kHoldDelay};
    if (direction != 0) stop_and_step(state, direction);
}

void toggle_play(AppState& state) {
    Playback& playback = state.playback;
    if (last_position(state) <= 0) return;
    playback.playing = !playback.playing;
    playback.last_step = state.now;
    if (playback.playing && !playback.loop && state.slider == last_position(state)) state.slider = 0;
}

void add_toast(AppState& state, ToastKind kind, const std::string& text) {
    std::erase_if(state.toasts, [&](const Toast& toast) { return toast.text == text; });
    state.toasts.push_back({state.next_toast++, kind, text, state.now});
    if (state.toasts.size() > kMostToasts) state.toasts.erase(state.toasts.begin());
}

void leave_settings(AppState& state) {
    const bool something_open = !state.library.selected_run.empty();
    state.screen = something_open ? Screen::Grid : Screen::Start;
}

void go_back(AppState& state) {
    if (state.overlay != Overlay::None)
        state.overlay = Overlay::None;
    else if (leaves_for_table(state))
        return_to_table(state);
    else if (state.screen != Screen::Grid && state.screen != Screen::Start)
        leave_settings(state);
    else if (state.lightbox)
        state.lightbox = false;
    else if (state.detail.kind != DetailKind::None)
        state.detail.kind = DetailKind::None;
    else if (state.fullscreen)
        state.fullscreen = false;
    else if (!state.toasts.empty())
        state.toasts.clear();
}

}  // namespace proofsheet::app
