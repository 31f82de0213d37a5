#pragma once

#include "ui/input.h"

namespace proofsheet::shell {

/// Our key for one of GLFW's. Digits and editing keys go by position; letters and punctuation by `label`, the
/// character that the layout prints on the key (nullptr when there is none).
ui::Key key_from_glfw(int glfw_key, const char* label);

ui::Mods mods_from_glfw(int glfw_mods);

}  // namespace proofsheet::shell
