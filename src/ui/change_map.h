#pragma once

#include "cache/texture_cache.h"
#include "ui/panel_state.h"
#include "ui/picture_view.h"

namespace proofsheet::ui {

/// Draws how `sample` differs from `partner`, gain times, black where nothing differs; both at the level that
/// their place needs. The difference before stays until both pictures are there.
PictureOutcome show_change(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                           std::optional<ShownPair>& shown, const PictureRequest& request,
                           grid::SampleId partner);

/// "Difference to the reference × 8": what the cells show in place of their pictures.
std::string change_text(const app::AppState& app);

/// While a change map is on: what it shows, which steps it further, and the gain; takes its width from the
/// right of `bar`.
void change_map_controls(const Context& context, const app::AppState& app, Rect& bar);

}  // namespace proofsheet::ui
