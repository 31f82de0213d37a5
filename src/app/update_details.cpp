#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

/// The card of the Review screen tells the picture's parameters.
bool shows_card(const AppState& state) {
    return state.screen == Screen::Review && state.review.card_open;
}

/// The file that the drawer should tell about; empty for none.
std::string wanted_path(const AppState& state) {
    if (state.detail.kind == DetailKind::Picture || shows_card(state)) {
        const auto sample = sample_at(state, state.focus);
        if (!sample) return {};
        const grid::Catalog& catalog = *state.library.catalog;
        return catalog.root + "/" + catalog.sample(*sample).path;
    }
    if (state.detail.kind == DetailKind::Checkpoint)
        if (const grid::Checkpoint* checkpoint = detailed_checkpoint(state)) return checkpoint->path;
    return {};
}

}  // namespace

void follow_details(AppState& state, std::vector<Effect>& effects) {
    DetailDrawer& drawer = state.detail;
    if (drawer.kind == DetailKind::None && !shows_card(state)) return;
    std::string path = wanted_path(state);
    if (path == drawer.path) return;
    drawer.path = std::move(path);
    drawer.details.reset();
    drawer.loading = !drawer.path.empty();
    ++drawer.ticket;
    if (drawer.loading) effects.push_back(ReadDetails{drawer.ticket, drawer.path});
}

void toggle_details(AppState& state, DetailKind kind) {
    state.detail.kind = state.detail.kind == kind ? DetailKind::None : kind;
}

}  // namespace proofsheet::app
