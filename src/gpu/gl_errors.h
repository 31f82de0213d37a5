#pragma once

namespace proofsheet::gpu {

/// Drops the errors of earlier calls, so that the next one found belongs to what follows. Requires the current
/// context.
void forget_gl_errors();

}  // namespace proofsheet::gpu
