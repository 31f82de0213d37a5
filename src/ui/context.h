#pragma once

#include <array>
#include <functional>
#include <set>
#include <string_view>

#include "app/command.h"
#include "ui/action.h"
#include "ui/key_focus.h"
#include "ui/targets.h"
#include "ui/theme.h"

struct ImDrawCmd;
struct ImDrawList;
struct ImFont;

namespace proofsheet::ui {

class CompareCanvas;

/// Hands a wish to whoever applies it after the frame.
using Emit = std::function<void(app::Command)>;

/// The typefaces at the current scale; index is Type.
struct Fonts {
    std::array<ImFont*, static_cast<std::size_t>(Type::Count)> fonts{};
    ImFont* operator[](Type type) const { return fonts[static_cast<std::size_t>(type)]; }
};

/// How the renderer is told to switch between texture filters in the middle of a draw list. Null in tests
/// without one.
using DrawCallback = void (*)(const ImDrawList*, const ImDrawCmd*);
struct PictureSampling {
    DrawCallback nearest = nullptr;  ///< one picture pixel stays one sharp square
    DrawCallback smooth = nullptr;   ///< back to mip-mapped linear filtering
    void* renderer = nullptr;
};

/// What every draw function needs besides the state. Lives for one frame.
struct Context {
    const Theme& theme;
    const Fonts& fonts;
    const Keymap& keymap;
    float scale = 1;  ///< device pixels per point
    Targets& targets;
    std::set<char32_t>& missing;  ///< characters that the fonts do not have yet
    const Emit& emit;
    KeyFocus& keyboard;
    PictureSampling sampling;
    CompareCanvas* compare = nullptr;  ///< null in tests without a renderer

    float px(float points) const { return points * scale; }
};

}  // namespace proofsheet::ui
