#pragma once

#include <chrono>

namespace proofsheet::app {

/// Time of the application's clock since the start; real, or stepped by --fixed-dt.
using Millis = std::chrono::duration<double, std::milli>;

}  // namespace proofsheet::app
