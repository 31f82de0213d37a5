#pragma once

#include <vector>

#include "app/command.h"
#include "app/effect.h"
#include "app/state.h"

namespace proofsheet::app {

struct Update {
    AppState state;
    std::vector<Effect> effects;
};

/// The one place where the state changes. Pure: no clock, no disk, no threads.
Update update(AppState state, const Command& command);

/// How fast a held step key flips, in steps per second.
constexpr double kHeldStepsPerSecond = 15;
/// How long a step key is held before it starts to flip.
constexpr Millis kHoldDelay{250};
/// How long a toast stays; errors stay until they are dismissed.
constexpr Millis kToastTime{5000};
/// Most toasts on the screen at once.
constexpr std::size_t kMostToasts = 3;

}  // namespace proofsheet::app
