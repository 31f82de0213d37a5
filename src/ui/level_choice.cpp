#include "ui/level_choice.h"

namespace proofsheet::ui {

bool proxy_falls_short(SizePx proxy, SizePx full, app::Vec2 shown) {
    if (proxy.width >= full.width && proxy.height >= full.height) return false;
    return shown.x > proxy.width + 0.5 || shown.y > proxy.height + 0.5;
}

Choice choose_level(const Candidates& candidates) {
    using cache::Residency;
    const bool full = candidates.full.residency == Residency::Resident;
    const bool proxy = candidates.proxy.residency == Residency::Resident;
    if (full && (candidates.needs_full || !proxy)) return Choice::Full;
    if (proxy && !candidates.needs_full) return Choice::Proxy;
    const bool full_may_come = candidates.full.residency != Residency::Failed;
    if (proxy) {
        const bool wait = candidates.can_hold && candidates.held_is_full && full_may_come &&
                          candidates.waited < kHoldForFull;
        return wait ? Choice::Hold : Choice::Proxy;
    }
    if (candidates.proxy.residency == Residency::Failed) return Choice::Failed;
    return candidates.can_hold ? Choice::Hold : Choice::Nothing;
}

}  // namespace proofsheet::ui
