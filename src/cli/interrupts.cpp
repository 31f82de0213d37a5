#include "cli/interrupts.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace proofsheet::cli {

Interrupts::Interrupts() {
    sigset_t taken;
    ::sigemptyset(&taken);
    ::sigaddset(&taken, SIGINT);
    ::sigaddset(&taken, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &taken, &before_);
    descriptor_ = ::signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC);
}

Interrupts::~Interrupts() {
    take();
    if (descriptor_ >= 0) ::close(descriptor_);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int Interrupts::take() {
    int count = 0;
    signalfd_siginfo signal{};
    while (descriptor_ >= 0 && ::read(descriptor_, &signal, sizeof signal) == sizeof signal)
        count += signal.ssi_signo == SIGTERM ? 2 : 1;
    return count;
}

}  // namespace proofsheet::cli
