#pragma once

#include <csignal>

namespace proofsheet::cli {

/// Takes Ctrl+C (SIGINT) and SIGTERM for as long as it lives, so that a job ends well. Make it before any
/// thread: those that are made later leave the signals to it too.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// How many came since the last call; SIGTERM counts for two, because nobody waits after it.
    int take();

private:
    sigset_t before_{};
    int descriptor_ = -1;
};

}  // namespace proofsheet::cli
