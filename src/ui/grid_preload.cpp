#include "ui/panels.h"
#include "ui/picture_view.h"

namespace proofsheet::ui {
namespace {

/// Pictures that are wanted ahead; what is left over when the view rests is enough to fill the memory budget.
constexpr std::size_t kMostAhead = 1500;

grid::PreloadWindow window_of(const app::AppState& app, const GridPanelState& grid) {
    grid::PreloadWindow window;
    window.first_column = grid.first_column;
    window.last_column = grid.last_column;
    window.first_row = grid.first_row;
    window.last_row = grid.last_row;
    window.position = app.slider;
    window.travel = app.travel;
    window.limit = kMostAhead;
    if (app.cells.empty()) return window;
    for (const CellReport& report : grid.visible)
        if (const app::CellOverride* own = app::override_of(app, report.cell))
            window.cells.push_back(
                {report.cell.column, report.cell.row, app::position_of(app, report.cell), own->stacked});
    return window;
}

cache::Priority priority_of(const grid::PreloadItem& item) {
    switch (item.band) {
        case grid::PreloadBand::Flip:
            return {cache::Priority::Flip, item.distance};
        case grid::PreloadBand::Near:
            return {cache::Priority::Near, item.distance};
        case grid::PreloadBand::Rest:
            break;
    }
    return {cache::Priority::Rest, item.distance};
}

void plan(const app::AppState& app, GridPanelState& grid, grid::PreloadWindow window) {
    grid.ahead.clear();
    for (const grid::PreloadItem& item : grid::preload_order(*app.view, window))
        grid.ahead.push_back(
            {key_of(*app.library.catalog, item.sample, cache::Level::Proxy), priority_of(item)});
    grid.ahead_window = std::move(window);
    grid.ahead_stamp = grid.view_stamp;
}

}  // namespace

void want_ahead(const app::AppState& app, PanelState& panel, cache::TextureCache& textures) {
    GridPanelState& grid = panel.grid;
    grid::PreloadWindow window = window_of(app, grid);
    if (grid.ahead_stamp != grid.view_stamp || !(window == grid.ahead_window))
        plan(app, grid, std::move(window));
    for (const Ahead& ahead : grid.ahead) {
        textures.want(ahead.key, ahead.priority);
        if (!grid.wants_full || ahead.priority.band != cache::Priority::Flip) continue;
        cache::PictureKey full = ahead.key;
        full.level = cache::Level::Full;
        textures.want(full, {cache::Priority::Flip, ahead.priority.distance + 1});
    }
}

}  // namespace proofsheet::ui
