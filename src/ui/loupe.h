#pragma once

#include <optional>
#include <span>

#include "cache/texture_cache.h"
#include "ui/compare_canvas.h"
#include "ui/panel_state.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// A picture and where the whole of it lies on the screen, cut off by `area`.
struct LookedAt {
    grid::SampleId sample;
    SizePx size;  ///< of the file's picture
    app::Box content;
    Rect area;
};

/// Content position of the pointer, 0..1 over the picture; none where it is beside the picture or its area.
std::optional<app::Vec2> pointed_content(const LookedAt& picture);

/// The loupe around `content`, in the middle of where that lies: at least four pixels of the screen for one
/// of the picture, and twice as near as the picture is.
LoupeView loupe_over(const Context& context, const LookedAt& picture, app::Vec2 content);
/// The rim of a loupe, above it.
void loupe_rim(const Context& context, const LoupeView& loupe, const Rect& area);

/// While the key is held: a loupe over a picture that a draw list drew, at the full picture's pixels where
/// they are resident, which they are asked to be.
void hold_loupe(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                const LookedAt& picture);

/// When the pixel under the pointer is asked for: tells it of each picture at the bottom of the picture's
/// area, and what it differs by where two lie over each other. Values are those of the file, so that they
/// are told once the full picture is resident.
void tell_pixels(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, std::span<const LookedAt> pictures, app::Vec2 content);

}  // namespace proofsheet::ui
