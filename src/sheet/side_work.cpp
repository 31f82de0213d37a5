#include "sheet/side_work.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "tasks/wake_signal.h"

namespace proofsheet::sheet {
namespace {

struct Work {
    Work(const std::function<void(std::size_t)>& each, std::size_t times) : call(each), count(times) {}

    const std::function<void(std::size_t)>& call;  ///< outlives every index that is taken
    const std::size_t count;
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    tasks::WakeSignal all_done;

    void run() {
        for (std::size_t index = next++; index < count; index = next++) {
            call(index);
            if (++done == count) all_done.wake();
        }
    }
};

}  // namespace

void run_beside(tasks::WorkerPool& pool, std::size_t count, const std::function<void(std::size_t)>& work) {
    if (count == 0) return;
    const auto shared = std::make_shared<Work>(work, count);
    const std::size_t helpers = std::min(count - 1, static_cast<std::size_t>(pool.thread_count()));
    for (std::size_t i = 0; i < helpers; ++i) pool.submit([shared](std::stop_token) { shared->run(); });
    shared->run();
    shared->all_done.wait(std::nullopt);
}

}  // namespace proofsheet::sheet
