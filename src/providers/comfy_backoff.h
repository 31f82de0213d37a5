#pragma once

#include <chrono>

namespace proofsheet::providers {

constexpr std::chrono::milliseconds kLongestBackoff{30'000};

/// How long to wait before a server is asked again that did not answer `failures` times in a row (from 1).
/// Doubles from half a second up to 30 s; `random` (0 to 1) takes up to half of it away, so that programs do
/// not come back all at once.
std::chrono::milliseconds backoff(int failures, double random);

}  // namespace proofsheet::providers
