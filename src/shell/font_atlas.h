#pragma once

#include <set>

#include "ui/context.h"

namespace proofsheet::shell {

/// Fills the atlas of the current user interface context: every type size at this scale, Latin always,
/// `extra` from whatever installed face has the characters. Replaces what was there.
ui::Fonts build_font_atlas(float scale, const std::set<char32_t>& extra);

}  // namespace proofsheet::shell
