#pragma once

#include "ui/context.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// How a line of the drawer on the right looks.
enum class DetailLook : std::uint8_t { Title, Name, Value, Raw, Note, Error };

/// Longer texts are shown up to here and copied whole.
constexpr std::size_t kMostShownBytes = 256 * 1024;

/// Wraps the details for a width in device pixels, unless they are wrapped for it already.
void lay_out_details(const Context& context, const std::shared_ptr<const grid::Details>& details, float width,
                     DetailLayout& layout);

Type type_of(DetailLook look);

}  // namespace proofsheet::ui
