#pragma once

#include "app/command.h"
#include "app/state.h"
#include "cache/texture_cache.h"
#include "ui/action.h"
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
/// The queue as many small pictures, page by page or endless.
void gallery_panel(const Context& context, const app::AppState& app, PanelState& panel,
                   cache::TextureCache& textures, const Rect& area);
/// What was scored in this queue, when it is at its end.
void review_progress(const Context& context, const app::AppState& app, const ReviewQueue& queue,
                     const Rect& area);
/// The ways to compare, and what the chosen one can be tuned by.
void compare_bar(const Context& context, const app::AppState& app, const Rect& area);
/// The numbers of the compared pictures, of the whole and of the part that is on the screen.
void compare_numbers(const Context& context, const app::AppState& app, const Rect& area);
// Screens with states and commands of their own. `_command` is what a key asks for there; none lets what is
// the same everywhere have it.
void analysis_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area);
std::optional<app::Command> analysis_command(Action action, const app::AppState& app,
                                             const PanelState& panel);
void sampling_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area);
std::optional<app::Command> sampling_command(Action action, const app::AppState& app,
                                             const PanelState& panel);
void experiments_panel(const Context& context, const app::AppState& app, PanelState& panel,
                       cache::TextureCache& textures, const Rect& area);
std::optional<app::Command> experiments_command(Action action, const app::AppState& app,
                                                const PanelState& panel);
/// The list of models or LoRAs that the form opened.
void experiment_list_panel(const Context& context, const app::AppState& app, PanelState& panel,
                           const Rect& screen);
/// Buttons for what SinkIn can do with the focused picture, from `right` to the left; returns the x before
/// them. Targets begin with `name`.
float picture_buttons(const Context& context, std::string_view name, ImVec2 right, float side);
void upscale_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);
/// All criteria of the focused picture.
void review_card(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// The places of one score side by side, with the one that is on the disk lit. Targets are `name[score]`.
void criterion_row(const Context& context, const app::AppState& app, const review::Criterion& criterion,
                   std::string_view name, const Rect& area);
void settings_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void start_panel(const Context& context, const app::AppState& app, const Activity& activity,
                 const Rect& area);
void help_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
void problems_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
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
