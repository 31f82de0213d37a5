#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace proofsheet::store {

/// The name that a preset gets: trimmed. Errors: InvalidInput (empty, more than 200 characters, no UTF-8,
/// control characters), as a sentence about a preset.
Result<std::string> checked_preset_name(std::string_view given);

}  // namespace proofsheet::store
