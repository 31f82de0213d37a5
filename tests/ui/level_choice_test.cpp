#include "ui/level_choice.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using namespace proofsheet::ui;
using cache::Residency;

namespace {
Candidates candidates(Residency proxy, Residency full, bool needs_full) {
    Candidates result;
    result.proxy.residency = proxy;
    result.full.residency = full;
    result.needs_full = needs_full;
    return result;
}
}  // namespace

TEST_CASE("a cell shows the proxy where that is enough, the full picture where it is not") {
    CHECK(choose_level(candidates(Residency::Resident, Residency::Resident, false)) == Choice::Proxy);
    CHECK(choose_level(candidates(Residency::Resident, Residency::Resident, true)) == Choice::Full);
    CHECK(choose_level(candidates(Residency::Resident, Residency::Loading, true)) == Choice::Proxy);
    CHECK(choose_level(candidates(Residency::Loading, Residency::Resident, false)) == Choice::Full);
}

TEST_CASE("a cell keeps its picture until the next one is there") {
    Candidates waiting = candidates(Residency::Loading, Residency::Absent, false);
    CHECK(choose_level(waiting) == Choice::Nothing);
    waiting.can_hold = true;
    CHECK(choose_level(waiting) == Choice::Hold);
}

TEST_CASE("a full picture does not give way to a proxy while the next full one is about to come") {
    Candidates zoomed = candidates(Residency::Resident, Residency::Loading, true);
    zoomed.can_hold = zoomed.held_is_full = true;
    CHECK(choose_level(zoomed) == Choice::Hold);
    zoomed.waited = kHoldForFull;
    CHECK(choose_level(zoomed) == Choice::Proxy);
    zoomed.waited = app::Millis{0};
    zoomed.full.residency = Residency::Failed;
    CHECK(choose_level(zoomed) == Choice::Proxy);
}

TEST_CASE("a picture that cannot be read replaces the one before") {
    Candidates failed = candidates(Residency::Failed, Residency::Absent, false);
    failed.can_hold = true;
    CHECK(choose_level(failed) == Choice::Failed);
}

TEST_CASE(
    "a proxy falls short when it has fewer pixels than its place, and never when it is the picture itself") {
    CHECK(proxy_falls_short({512, 512}, {1344, 1344}, {600, 600}));
    CHECK_FALSE(proxy_falls_short({512, 512}, {1344, 1344}, {512, 512}));
    CHECK_FALSE(proxy_falls_short({400, 300}, {400, 300}, {4000, 3000}));
}
