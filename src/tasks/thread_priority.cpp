#include "tasks/thread_priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace proofsheet::tasks {
namespace {
constexpr int kBackgroundNice = 5;
}

void lower_priority_of_this_thread() {
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    static_cast<void>(::setpriority(PRIO_PROCESS, thread, kBackgroundNice));
}

}  // namespace proofsheet::tasks
