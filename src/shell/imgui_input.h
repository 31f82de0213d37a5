#pragma once

#include <imgui.h>

#include "ui/input.h"

namespace proofsheet::shell {

/// Tells the user interface library which of our keys are its editing keys. Call once a context.
void set_up_keys(ImGuiIO& io);

/// Hands one event to the user interface library. Shortcuts do not pass through it; text fields and the mouse
/// do.
void feed_imgui(ImGuiIO& io, const ui::InputEvent& event);

}  // namespace proofsheet::shell
