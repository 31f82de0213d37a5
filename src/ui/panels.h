#pragma once

#include "app/state.h"
#include "cache/texture_cache.h"
#include "ui/context.h"
#include "ui/grid_layout.h"
#include "ui/panel_state.h"
#include "ui/widgets.h"

/// The parts of the screen: const state in, small panel state of their own, wishes out.
namespace proofsheet::ui {

/// What the status bar tells about the machinery; gathered by the frame loop.
struct Activity {
    int decodes_pending = 0;
    std::size_t gpu_bytes = 0;
    std::size_t gpu_budget = 0;
    std::string note;  ///< of a long task outside, e.g. "Making the demo: 120 of 416"
};

/// Everything, in one full-screen layer with overlays above it. `area` is the framebuffer.
void draw_root(const Context& context, const app::AppState& app, const Activity& activity, PanelState& panel,
               cache::TextureCache& textures, const Rect& area);

void rail_panel(const Context& context, const app::AppState& app, const Rect& area);
void top_bar_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void slider_bar_panel(const Context& context, const app::AppState& app, const Rect& area);
/// Height of the filter bar in device pixels, 0 when it is closed.
float filter_bar_height(const Context& context, const app::AppState& app);
void filter_bar_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void status_bar_panel(const Context& context, const app::AppState& app, const Activity& activity,
                      const Rect& area);
void grid_panel(const Context& context, const app::AppState& app, PanelState& panel,
                cache::TextureCache& textures, const Rect& area);
void lightbox_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area);
void drawer_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// Height of the presets with their heading, rows up to `most` device pixels.
float preset_section_height(const Context& context, const app::AppState& app, float most);
void preset_section(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// Width of the drawer on the right in device pixels, 0 when it is closed.
float detail_width(const Context& context, const app::AppState& app, const Rect& content);
/// Metadata of the focused picture or of a checkpoint, at the right edge of `content`.
void detail_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& content);
void palette_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
void folder_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
void sheet_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
/// One picture after the other: scores, queue, film strip.
void review_panel(const Context& context, const app::AppState& app, PanelState& panel,
                  cache::TextureCache& textures, const Rect& area);
/// Pictures beside or over each other, with the numbers between them.
void compare_panel(const Context& context, const app::AppState& app, PanelState& panel,
                   cache::TextureCache& textures, const Rect& area);
/// All criteria of the focused picture.
void review_card(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// The places of one score, with the one that is on the disk lit.
void criterion_row(const Context& context, const app::AppState& app, const review::Criterion& criterion,
                   const Rect& area);
void settings_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void start_panel(const Context& context, const app::AppState& app, const Activity& activity,
                 const Rect& area);
void help_panel(const Context& context, const app::AppState& app, const Rect& area);
void problems_panel(const Context& context, const app::AppState& app, const Rect& area);
void toasts_panel(const Context& context, const app::AppState& app, const Rect& area);
/// The list that a choice field opened, above everything else.
void open_list_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);

// grid_headers.cpp
void grid_headers(const Context& context, const app::AppState& app, const GridLayout& layout);
void grid_scroll_bars(const Context& context, PanelState& panel, const GridLayout& layout);
// grid_cell.cpp
void grid_cell(const Context& context, const app::AppState& app, PanelState& panel,
               cache::TextureCache& textures, const GridLayout& layout, app::CellAt cell);
// grid_preload.cpp
void want_ahead(const app::AppState& app, PanelState& panel, cache::TextureCache& textures);

/// "seed 420" for numbers, the value itself for texts and checkpoints.
std::string axis_label(const app::AppState& app, const std::optional<std::string>& dimension,
                       const std::string& value);

}  // namespace proofsheet::ui
