#pragma once

namespace proofsheet::test {

/// Calls of `operator new` in this program so far, all threads.
long count_allocations();

}  // namespace proofsheet::test
