#pragma once

#include <cstddef>
#include <functional>

#include "tasks/worker_pool.h"

namespace proofsheet::sheet {

/// Calls `work` once with each index below `count`, on the pool's threads and on the calling one, and returns
/// when all calls are over. The pool may be busy or have no threads, and the calling thread may be one of its
/// own. `work` must not throw.
void run_beside(tasks::WorkerPool& pool, std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace proofsheet::sheet
