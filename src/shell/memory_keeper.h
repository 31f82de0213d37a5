#pragma once

#include <optional>

#include "app/remember.h"
#include "shell/store_link.h"

namespace proofsheet::shell {

/// Writes what should come back at the next start a moment after it changed, and at the end.
class MemoryKeeper {
public:
    explicit MemoryKeeper(StoreLink& store) : store_(store) {}

    /// What is there now is known already: the state right after it was restored.
    void begin(const app::AppState& state);
    /// The state may have changed.
    void touch() { is_touched_ = true; }
    /// Writes at most once in `kPause`.
    void follow(const app::AppState& state);
    /// When `follow` should be called again; nullopt when nothing waits.
    std::optional<app::Millis> due() const;
    void finish(const app::AppState& state);

private:
    static constexpr app::Millis kPause{1000};
    void write(const app::AppState& state);

    StoreLink& store_;
    bool has_begun_ = false;
    bool is_touched_ = false;
    app::Millis last_{0};
    app::Settings settings_;
    RunArrangement arrangement_;
};

}  // namespace proofsheet::shell
