#include "bench/measure.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace proofsheet::bench {
namespace {

double read_clock(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace

double percentile(std::vector<double> values, double percent) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const double rank = std::ceil(percent / 100 * static_cast<double>(values.size()));
    const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return values[std::min(index, values.size() - 1)];
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double worst(const std::vector<double>& values) {
    return values.empty() ? 0 : *std::ranges::max_element(values);
}

double thread_ms() {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

double wall_ms() {
    return read_clock(CLOCK_MONOTONIC);
}

}  // namespace proofsheet::bench
