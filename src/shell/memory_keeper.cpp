#include "shell/memory_keeper.h"

namespace proofsheet::shell {
namespace {

/// Nothing while the arrangement is nobody's choice: a better guess may come at the next start.
RunArrangement arrangement_of(const app::AppState& state) {
    if (state.query_is_guess || state.returning) return {};
    return {app::run_key(state), state.query};
}

/// While no run is open the one of last time stays: its folder may be missing only today.
app::Settings settings_of(const app::AppState& state) {
    app::Settings settings = app::remembered_settings(state);
    std::string& run = settings[std::string(app::kRunSetting)];
    const auto before = state.stored.settings.find(std::string(app::kRunSetting));
    if (run.empty() && before != state.stored.settings.end()) run = before->second;
    return settings;
}

}  // namespace

void MemoryKeeper::begin(const app::AppState& state) {
    settings_ = settings_of(state);
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
    if (app::Settings now = settings_of(state); now != settings_) {
        settings_ = now;
        store_.remember(std::move(now));
    }
    RunArrangement arrangement = arrangement_of(state);
    if (arrangement.run_key.empty() || arrangement == arrangement_) return;
    arrangement_ = arrangement;
    store_.remember(std::move(arrangement));
}

}  // namespace proofsheet::shell
