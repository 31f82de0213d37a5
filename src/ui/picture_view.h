#pragma once

#include <string>

#include "cache/texture_cache.h"
#include "ui/context.h"
#include "ui/panel_state.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// How far a press may move before it drags the picture, and what a notch of the wheel zooms.
constexpr float kDragThresholdPt = 4;
constexpr float kWheelZoom = 1.2f;

/// A picture to be drawn into a box under a camera.
struct PictureRequest {
    cache::PictureKey key;  ///< level is ignored
    app::Camera camera;
    app::Box box;
    cache::Priority priority;
    bool always_full = false;  ///< the lightbox: never the proxy for good
    app::Millis now{0};
};

struct PictureOutcome {
    CellLevel level = CellLevel::Loading;
    bool needs_full = false;  ///< its place is larger than the proxy
    bool is_held = false;     ///< the picture before is drawn while this one is on its way
    bool is_current = false;  ///< the wanted picture is what is drawn (or it failed)
    SizePx full_size;         ///< of the wanted picture, 0 x 0 when not known
    std::string error;
};

/// Wants the picture at the level that its place needs, draws the best that does not flash, and reports what
/// is seen.
PictureOutcome show_picture(const Context& context, ImDrawList& list, cache::TextureCache& textures,
                            ShownCell& shown, const PictureRequest& request);

/// The key of a sample's picture.
cache::PictureKey key_of(const grid::Catalog& catalog, grid::SampleId sample, cache::Level level);

}  // namespace proofsheet::ui
