#pragma once

namespace proofsheet::tasks {

/// Lets the calling thread run behind those of normal priority. On Linux niceness belongs to the thread.
void lower_priority_of_this_thread();

/// Processors that this process may use, at least 1.
int core_count();

}  // namespace proofsheet::tasks
