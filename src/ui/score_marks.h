#pragma once

#include "app/state.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// The colour of a place on a scale from `least` to `most`: viridis, which colour-blind people can read.
Colour score_colour(int score, int least, int most);
/// Black or white, whichever is easier to read on it.
Colour ink_on(Colour ground);

/// What is said of a picture, on it: its main score at the bottom right, flags at the bottom left. Shows what
/// is on the disk, never what is only wanted.
void score_marks(const Context& context, ImDrawList& list, const app::AppState& app, grid::SampleId sample,
                 const Rect& area);

}  // namespace proofsheet::ui
