#pragma once

#include <chrono>

#include "scan/discover.h"

namespace proofsheet::scan {

/// Hands a growing report on, at most every 100 ms.
class Progress {
public:
    explicit Progress(const OnScanned& on_scanned) : on_scanned_(on_scanned) {}

    void tell(const grid::ScanReport& report) {
        const auto now = Clock::now();
        if (!on_scanned_ || now - last_ < kPause) return;
        on_scanned_(report);
        last_ = Clock::now();
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds kPause{100};

    const OnScanned& on_scanned_;
    Clock::time_point last_ = Clock::now();
};

}  // namespace proofsheet::scan
