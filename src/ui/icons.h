#pragma once

#include <imgui.h>

#include "ui/context.h"

namespace proofsheet::ui {

/// Icons drawn as strokes on a 16 x 16 grid, 1.5 wide, so that no icon font is needed.
enum class Icon : std::uint8_t {
    Grid,
    Play,
    Stop,
    StepBack,
    StepForward,
    Loop,
    Drawer,
    Filter,
    Close,
    Check,
    ChevronDown,
    ChevronRight,
    Warning,
    Missing,
    Broken,
    Reset,
    Sun,
    Moon,
    Help,
    Folder,
    Refresh,
    Plus,
    Copy,
    Info,
    Settings,
    Search,
    Edit,
    Delete,
    Save,
    Up,
    Sheet,
    Star,
    Review,
    Compare,
    Experiments,
    Sampling,
    Analysis,
    Clock,
    Down,
    First,
    Swap,
    Upscale
};

void draw_icon(const Context& context, ImDrawList& list, Icon icon, ImVec2 center, Colour colour,
               float size_pt = 16);

}  // namespace proofsheet::ui
