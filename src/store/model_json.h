#pragma once

#include <string>
#include <string_view>

#include "jobs/experiment_view.h"

namespace proofsheet::store {

std::string models_to_json(const jobs::ModelList& models);
/// What cannot be read is left out.
jobs::ModelList models_from_json(std::string_view text);

}  // namespace proofsheet::store
