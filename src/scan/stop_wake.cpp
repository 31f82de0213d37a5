#include "scan/stop_wake.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace proofsheet::scan {
namespace {

/// Between looks at the stop token where the system has no descriptor left to be woken by.
constexpr std::chrono::milliseconds kWithoutWake{50};

}  // namespace

StopWake::StopWake(const std::stop_token& stop) : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) return;
    callback_.emplace(stop, [descriptor = descriptor_] {
        const std::uint64_t one = 1;
        static_cast<void>(::write(descriptor, &one, sizeof(one)) == 0);
    });
}

StopWake::~StopWake() {
    callback_.reset();
    if (descriptor_ >= 0) ::close(descriptor_);
}

void StopWake::sleep(int readable, std::chrono::milliseconds at_most) const {
    if (descriptor_ < 0) at_most = std::min(at_most, kWithoutWake);
    std::array<pollfd, 2> waits{pollfd{descriptor_, POLLIN, 0}, pollfd{readable, POLLIN, 0}};
    // A negative descriptor is passed over by the kernel.
    ::poll(waits.data(), waits.size(),
           static_cast<int>(std::max(at_most, std::chrono::milliseconds(0)).count()));
}

}  // namespace proofsheet::scan
