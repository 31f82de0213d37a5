#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/result.h"

namespace proofsheet::jobs {

/// Credits of SinkIn in whole millionths, so that sums are exact.
struct Credits {
    std::int64_t micro = 0;
    auto operator<=>(const Credits&) const = default;
    Credits& operator+=(Credits other) {
        micro += other.micro;
        return *this;
    }
    friend Credits operator+(Credits left, Credits right) { return {left.micro + right.micro}; }
    friend Credits operator-(Credits left, Credits right) { return {left.micro - right.micro}; }
};

/// The most that one amount may say; more is taken for a broken answer.
constexpr Credits kMostCredits{1'000'000'000'000};  // a million

/// Rounds to the nearest millionth. Errors: InvalidInput for what is negative, no number, or above
/// `kMostCredits`.
Result<Credits> credits_from(double amount);

/// With as few digits as say the same: "2.2", "0.000001", "-1".
std::string to_text(Credits credits);

/// Shares of `whole` for `count` pictures, the first ones one millionth more where it does not divide; they
/// add up to the whole. `index` from 0; `count` at least 1.
Credits share_of(Credits whole, int count, int index);

}  // namespace proofsheet::jobs
