#include "ui/panels.h"
#include "ui/picture_view.h"

namespace proofsheet::ui {

void want_ahead(const app::AppState& app, const PanelState& panel, cache::TextureCache& textures) {
    const GridPanelState& grid = panel.grid;
    for (int row = grid.first_row; row <= grid.last_row; ++row)
        for (int column = grid.first_column; column <= grid.last_column; ++column)
            for (const int position : app.view->positions_of(column, row))
                for (const grid::SampleId sample : app.view->at({column, row, position}))
                    textures.want(key_of(*app.library.catalog, sample, cache::Level::Proxy),
                                  {cache::Priority::Flip, std::abs(position - app.slider)});
}

}  // namespace proofsheet::ui
