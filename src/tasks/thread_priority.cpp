#include "tasks/thread_priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace proofsheet::tasks {
namespace {
constexpr int kBackgroundNice = 5;
}

void lower_priority_of_this_thread() {
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    static_cast<void>(::setpriority(PRIO_PROCESS, thread, kBackgroundNice));
}

int core_count() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace proofsheet::tasks
