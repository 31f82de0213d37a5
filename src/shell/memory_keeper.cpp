#include "shell/memory_keeper.h"

namespace proofsheet::shell {
namespace {

/// Nothing while the arrangement is nobody's choice: a better guess may come at the next start.
RunArrangement arrangement_of(const app::AppState& state) {
    if (state.query_is_guess || state.returning) return {};
    return {app::run_key(state), state.query};
}

}  // namespace

void MemoryKeeper::begin(const app::AppState& state) {
    settings_ = app::remembered_settings(state);
    has_begun_ = true;
}

void MemoryKeeper::follow(const app::AppState& state) {
    if (!has_begun_ || !is_touched_ || state.now - last_ < kPause) return;
    write(state);
}

std::optional<app::Millis> MemoryKeeper::due() const {
    if (!has_begun_ || !is_touched_) return std::nullopt;
    return last_ + kPause;
}

void MemoryKeeper::finish(const app::AppState& state) {
    if (has_begun_) write(state);
}

void MemoryKeeper::write(const app::AppState& state) {
    is_touched_ = false;
    last_ = state.now;
    if (app::Settings now = app::remembered_settings(state); now != settings_) {
        settings_ = now;
        store_.remember(std::move(now));
    }
    RunArrangement arrangement = arrangement_of(state);
    if (arrangement.run_key.empty() || arrangement == arrangement_) return;
    arrangement_ = arrangement;
    store_.remember(std::move(arrangement));
}

}  // namespace proofsheet::shell
