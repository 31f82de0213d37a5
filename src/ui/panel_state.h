#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/state.h"
#include "cache/picture_source.h"
#include "cache/texture_cache.h"
#include "grid/preload.h"

namespace proofsheet::ui {

/// How much of a cell's picture the user sees.
enum class CellLevel : std::uint8_t { Missing, Loading, Proxy, Full, Failed };
std::string_view name_of(CellLevel level);

/// What a cell displayed in the last frame, to hold it until the next picture is there.
struct ShownCell {
    std::optional<cache::PictureKey> key;  ///< of the picture that is drawn, at the level that is drawn
    SizePx full_size;
    app::Millis waiting_since{0};  ///< when the wanted picture differed from the drawn one
    bool waiting = false;
};

/// One visible cell as it was drawn; what `state` and the frame log report.
struct CellReport {
    app::CellAt cell;
    std::optional<grid::SampleId> sample;
    CellLevel level = CellLevel::Missing;
    int of = 0;
    bool is_held = false;  ///< the picture before is still drawn
    std::string error;
};

/// What a mouse drag that began on a picture does.
enum class DragKind : std::uint8_t { None, Pan, PanCell, Scroll };

/// A picture that is wanted before anybody looks at it.
struct Ahead {
    cache::PictureKey key;
    cache::Priority priority;
};

struct GridPanelState {
    float scroll_x = 0;  ///< device pixels
    float scroll_y = 0;
    app::CellAt last_focus{-1, -1};
    DragKind drag = DragKind::None;
    app::CellAt drag_cell;
    float dragged = 0;  ///< distance in device pixels since the press
    SizePx typical;     ///< size of a picture of this run, for the shape of cells
    std::uint64_t view_stamp = 0;
    std::unordered_map<std::uint64_t, ShownCell> shown;  ///< by (row, column)
    std::vector<CellReport> visible;                     ///< of the last frame
    int first_column = 0, last_column = -1, first_row = 0, last_row = -1;
    bool wants_full = false;   ///< a visible cell is larger than its proxy
    std::vector<Ahead> ahead;  ///< planned for `ahead_window`
    grid::PreloadWindow ahead_window;
    std::uint64_t ahead_stamp = 0;
    std::optional<app::CellAt> hovered;
    app::Box hovered_box;  ///< picture area of the cell under the pointer, device pixels
    SizePx hovered_size;   ///< full size of its picture, 0 x 0 when not known
    app::Box focus_box;    ///< picture area of the focused cell, device pixels
    SizePx focus_size;     ///< full size of its picture, 0 x 0 when not known
};

struct LightboxState {
    ShownCell shown;
    CellReport report;
    app::Box box;
    SizePx full_size;
    bool dragging = false;
    float dragged = 0;
    bool pressed_background = false;
};

/// Small state of the panels: scroll offsets, drags, open lists. Nothing here is worth saving or undoing.
struct PanelState {
    GridPanelState grid;
    LightboxState lightbox;
    std::string open_list;  ///< name of the choice field whose list is open, empty for none
    std::string run_search;
};

/// True when every visible cell showed its own position (or has nothing to show).
bool all_shown(const PanelState& panel, const app::AppState& state);
/// True when a visible cell still draws the picture before; a later frame changes that.
bool any_held(const PanelState& panel, const app::AppState& state);

}  // namespace proofsheet::ui
