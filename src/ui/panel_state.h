#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/state.h"
#include "cache/picture_source.h"
#include "cache/texture_cache.h"
#include "grid/preload.h"
#include "ui/compare_canvas.h"
#include "ui/key_bindings.h"
#include "ui/key_focus.h"

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

/// Two pictures whose difference is drawn, at the level that is drawn.
struct ShownPair {
    cache::PictureKey first, second;
    bool operator==(const ShownPair&) const = default;
};

/// The pixel of a picture under the pointer.
struct PixelReading {
    grid::SampleId sample;
    int x = 0;  ///< in pixels of the file's picture
    int y = 0;
    Rgba8 rgba{};
};

struct GridPanelState {
    float scroll_x = 0;  ///< device pixels
    float scroll_y = 0;
    app::CellAt last_focus{-1, -1};
    DragKind drag = DragKind::None;
    app::CellAt drag_cell;
    float dragged = 0;    ///< distance in device pixels since the press
    float column_pt = 0;  ///< width of a column with its gap, as it was drawn last
    float row_pt = 0;
    SizePx typical;  ///< size of a picture of this run, for the shape of cells
    std::uint64_t view_stamp = 0;
    std::unordered_map<std::uint64_t, ShownCell> shown;        ///< by (row, column)
    std::unordered_map<std::uint64_t, ShownPair> shown_pairs;  ///< by (row, column), in a change map
    std::vector<CellReport> visible;                           ///< of the last frame
    int first_column = 0, last_column = -1, first_row = 0, last_row = -1;
    bool wants_full = false;   ///< a visible cell is larger than its proxy
    std::vector<Ahead> ahead;  ///< planned for `ahead_window`
    grid::PreloadWindow ahead_window;
    std::uint64_t ahead_stamp = 0;
    std::optional<app::CellAt> hovered;
    app::Box hovered_box;  ///< picture area of the cell under the pointer, device pixels
    SizePx hovered_size;   ///< full size of its picture, 0 x 0 when not known
    std::optional<grid::SampleId> hovered_sample;  ///< what is seen in it
    app::Box focus_box;                            ///< picture area of the focused cell, device pixels
    SizePx focus_size;                             ///< full size of its picture, 0 x 0 when not known
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

/// The chosen row of a list that is searched while typing.
struct ListCursor {
    int index = 0;
    bool accept = false;  ///< Enter was pressed
    bool enter = false;   ///< Tab was pressed: go into the chosen row, or complete it
    bool reveal = false;  ///< the chosen row scrolls into view in the next frame
};

/// One line of a drawer's text as it is drawn, and where it stands.
struct DetailLine {
    std::string_view text;  ///< into `DetailLayout::details`
    float y = 0;            ///< device pixels from the top of the content
    std::uint8_t look = 0;
    int copies = -1;  ///< index into `DetailLayout::copies` of what the button beside it copies
};

/// The lines of the drawer on the right, wrapped for its width.
struct DetailLayout {
    std::shared_ptr<const grid::Details> details;
    float width = 0;
    float scale = 0;
    float height = 0;
    std::vector<DetailLine> lines;
    std::vector<std::string_view> copies;
    std::deque<std::string> made;  ///< texts that are not in the details themselves
};

/// Mean of the main score over the scored pictures of one slider value.
struct ScoreMean {
    std::string label;
    double mean = 0;
    int count = 0;
};

/// The pictures of the view in the order of the queue, for what they were ordered by.
struct ReviewQueue {
    std::shared_ptr<const grid::GridView> view;
    review::QueueQuery query;
    std::uint64_t revision = 0;
    std::vector<grid::SampleId> ordered;  ///< all of them
    std::vector<grid::SampleId> passing;  ///< those that the filter lets through
    int scored = 0;
    std::vector<ScoreMean> means;  ///< of slider values that have a scored picture, in their order
};

/// The gallery of the Review screen as it was drawn last.
struct GalleryState {
    int columns = 1;
    std::optional<grid::SampleId> followed;  ///< the focused picture, in sight since it has the focus
};

/// What is being typed and recorded on the Settings screen.
struct SettingsPanelState {
    std::string search;
    std::string section;                        ///< heading; empty for the first
    std::map<std::string, std::string> drafts;  ///< typed and not saved yet, by key; lists by "key[index]"
    std::optional<Action> recording;            ///< the next key becomes its chord
    std::optional<Chord> recorded;
    std::optional<Rebinding> doubted;  ///< takes a chord from another action: waits for a yes
    std::string key_error;
};

struct AnalysisPanelState;
struct ExperimentsPanelState;
struct SamplingPanelState;

/// Small state of the panels: scroll offsets, drags, open lists. Nothing here is worth saving or undoing.
struct PanelState {
    GridPanelState grid;
    LightboxState lightbox;
    std::string open_list;  ///< name of the choice field whose list is open, empty for none
    std::string run_search;
    std::string list_search;  ///< in the open list
    std::string focus_text;   ///< name of the text field that takes the keyboard next
    KeyFocus keyboard;
    ListCursor cursor;  ///< of the palette or the folder card
    std::string palette_text;
    std::string folder_text;                    ///< path in the card that opens a folder
    bool folder_follows = true;                 ///< the next listing is put into `folder_text`: nobody typed
    app::Overlay overlay = app::Overlay::None;  ///< that was drawn last
    std::string preset_edited;  ///< id of the preset that is being renamed; "new" for the next one
    std::string preset_text;
    std::string preset_doubted;  ///< id of the preset whose deletion waits for a second click
    app::SheetOptions sheet;     ///< as the card has them; the file's name is made when it opens
    DetailLayout detail;
    SettingsPanelState settings;
    ReviewQueue queue;
    GalleryState gallery;
    std::vector<cache::PictureKey> compared;  ///< drawn last on the Compare screen, by place
    std::vector<PixelReading> pixels;         ///< told in this frame, one a picture that is looked at
    int scroll_keys = 0;                      ///< lines that a key scrolls the text on top in the next frame
    std::string note_path;                    ///< of the picture whose note is in the field
    std::string note_text;
    // Of screens that have a header of their own; never null.
    std::unique_ptr<ExperimentsPanelState> experiments;
    std::unique_ptr<SamplingPanelState> sampling;
    std::unique_ptr<AnalysisPanelState> analysis;

    PanelState();
    ~PanelState();
};

/// One picture fills the screen, not the grid.
bool shows_single(const app::AppState& state);
/// True when every visible cell showed its own position (or has nothing to show).
bool all_shown(const PanelState& panel, const app::AppState& state);
/// True when a visible cell still draws the picture before; a later frame changes that.
bool any_held(const PanelState& panel, const app::AppState& state);

}  // namespace proofsheet::ui
