#pragma once

#include "app/state.h"
#include "cache/texture_cache.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// How long a better picture than the wanted one's proxy may be waited for before the proxy is shown.
constexpr app::Millis kHoldForFull{150};

/// What is there for the picture that a cell should show.
struct Candidates {
    cache::CachedTexture proxy;
    cache::CachedTexture full;
    bool needs_full = false;    ///< the proxy has fewer pixels than its place on the screen
    bool held_is_full = false;  ///< the picture drawn so far is drawn from its full level
    bool can_hold = false;      ///< the picture drawn so far is another one and still resident
    app::Millis waited{0};      ///< since the wanted picture differs from the drawn one
};

enum class Choice : std::uint8_t { Full, Proxy, Hold, Nothing, Failed };

/// Flips without a flash: a cell keeps its picture until the next one is there at a level that is not worse
/// to look at.
Choice choose_level(const Candidates& candidates);

/// True when a proxy of this size cannot fill `shown` device pixels of a picture of `full` size.
bool proxy_falls_short(SizePx proxy, SizePx full, app::Vec2 shown);

}  // namespace proofsheet::ui
