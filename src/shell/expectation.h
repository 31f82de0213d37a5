#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/result.h"

namespace proofsheet::shell {

/// Compares the value at a JSON pointer with `expected`: JSON when it reads as JSON, else text. `contains`
/// looks into texts, arrays and objects. Errors: InvalidInput for a bad pointer or operator; Conflict when it
/// does not hold, with what is there.
Status check_expectation(const nlohmann::ordered_json& state, const std::string& pointer,
                         const std::string& operation, const std::string& expected);

}  // namespace proofsheet::shell
