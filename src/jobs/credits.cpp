#include "jobs/credits.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace proofsheet::jobs {
namespace {

constexpr std::int64_t kMicro = 1'000'000;

}  // namespace

Result<Credits> credits_from(double amount) {
    if (!std::isfinite(amount) || amount < 0 || amount * kMicro > static_cast<double>(kMostCredits.micro))
        return Error{ErrorKind::InvalidInput,
                     "An amount of credits is negative, no number, or above a million"};
    return Credits{static_cast<std::int64_t>(std::llround(amount * kMicro))};
}

std::string to_text(Credits credits) {
    const std::int64_t micro = std::abs(credits.micro);
    std::string text =
        fmt::format("{}{}.{:06}", credits.micro < 0 ? "-" : "", micro / kMicro, micro % kMicro);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

Credits share_of(Credits whole, int count, int index) {
    const std::int64_t even = whole.micro / count;
    const bool takes_one_more = index < whole.micro % count;
    return {even + (takes_one_more ? 1 : 0)};
}

}  // namespace proofsheet::jobs
