#pragma once

#include <string>
#include <string_view>

#include "app/sampling_state.h"
#include "cache/texture_cache.h"
#include "ui/context.h"
#include "ui/panel_state.h"
#include "ui/widgets.h"

/// The parts of the Sampling screen and of what belongs to it elsewhere.
namespace proofsheet::ui {

void job_cards(const Context& context, const app::AppState& app, PanelState& panel,
               cache::TextureCache& textures, const Rect& area);
/// Height in device pixels of the list of a job's items that have no picture; 0 when it is closed.
float job_item_rows_height(const Context& context, const app::SamplingState& sampling,
                           const app::JobView& view);
void job_item_rows(const Context& context, const app::JobView& view, std::string_view name, const Rect& area,
                   const Rect& seen);
void sample_preset_list(const Context& context, const app::AppState& app, PanelState& panel,
                        const Rect& area);
void sample_preset_editor(const Context& context, const app::AppState& app, PanelState& panel,
                          const Rect& area);
void workflow_list(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);

/// "waiting", "running", "paused" ... with the shape that goes with it at the left end of `area`.
void job_status_mark(const Context& context, ImVec2 center, jobs::JobStatus status);
std::string_view status_word(const jobs::SampleJob& job);
std::string_view service_name(std::string_view provider);
/// How much is done, and how much of that went wrong.
void progress_bar(const Context& context, const Rect& area, std::size_t done, std::size_t failed,
                  std::size_t total);
/// "500 · forest · 20 steps · CFG 7 · euler · normal · seed 420".
std::string item_text(const jobs::JobItem& item);
/// One sentence for the status bar and the header; empty when ComfyUI is not configured.
std::string connection_text(const app::ServiceConnection& connection);
/// The connection to ComfyUI at the right end of the status bar; takes its room from `bar`.
void connection_mark(const Context& context, const app::AppState& app, Rect& bar);
/// "Sampling 24 of 96" for the job that runs, empty for none.
std::string sampling_note(const app::AppState& app);

/// The card that starts a job.
void launch_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen);

/// A cell of the grid that has no picture: what is planned for it, or the way to have it made. `near`: the
/// pointer is over it.
enum class CellPointer : std::uint8_t { Away, Near };
void missing_cell(const Context& context, const app::AppState& app, PanelState& panel, app::CellAt cell,
                  const Rect& area, CellPointer pointer, std::string_view reason);
/// What Enter on such a cell asks for; none where nothing can be made.
std::optional<app::Command> missing_cell_command(const app::AppState& app, const PanelState& panel,
                                                 app::CellAt cell);
/// An icon with a title and, where there is room, a text in the middle of a cell.
void cell_notice(const Context& context, ImDrawList& list, const Rect& area, Icon icon, Colour ink,
                 std::string_view title, std::string_view detail);
/// Whether pictures can be made for the open run.
bool can_generate(const app::AppState& app);

}  // namespace proofsheet::ui
