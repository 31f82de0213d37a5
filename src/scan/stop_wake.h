#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace proofsheet::scan {

/// Sleeps until a descriptor can be read, a time is over or a stop is requested, whichever comes first.
class StopWake {
public:
    explicit StopWake(const std::stop_token& stop);
    ~StopWake();
    StopWake(const StopWake&) = delete;
    StopWake& operator=(const StopWake&) = delete;

    /// `readable` may be -1.
    void sleep(int readable, std::chrono::milliseconds at_most) const;

private:
    int descriptor_;
    std::optional<std::stop_callback<std::function<void()>>> callback_;
};

}  // namespace proofsheet::scan
