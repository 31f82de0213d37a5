#pragma once

#include "cache/texture_cache.h"
#include "ui/panel_state.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// What a click beside the picture does.
enum class BesidePicture : std::uint8_t { Nothing, CloseLightbox };

/// The focused picture, as large as the area allows, full level, with its own camera: wheel zooms at the
/// pointer, a drag pans, a double click toggles fit and 1:1. Fills `panel.lightbox`.
void single_picture(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area, std::string_view target,
                    BesidePicture beside);

/// Wants a sample's proxy and full picture, the further away the later.
void want_soon(const app::AppState& app, cache::TextureCache& textures, grid::SampleId sample, int distance);

/// Wants the neighbours along the slider and around the cell, so that the next key finds them there.
void want_neighbours(const app::AppState& app, cache::TextureCache& textures);

/// "512 × 512 · 100 %", empty while the size is not known.
std::string zoom_text(const app::AppState& app, const LightboxState& box);
/// Where the focused picture stands: "checkpoint 500 · forest · seed 420".
std::string place_text(const app::AppState& app);

}  // namespace proofsheet::ui
