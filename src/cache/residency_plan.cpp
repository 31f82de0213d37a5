#include "cache/residency_plan.h"

#include <algorithm>

namespace proofsheet::cache {
namespace {

class Plan {
public:
    explicit Plan(std::size_t budget) : budget_(budget) {}

    bool try_add(PlanItem& item) {
        const bool fits = item.bytes <= budget_ && bytes_ <= budget_ - item.bytes;
        if (!fits && !item.must) return false;
        item.planned = true;
        bytes_ += item.bytes;
        return true;
    }
    std::size_t bytes() const { return bytes_; }

private:
    std::size_t budget_;
    std::size_t bytes_ = 0;
};

/// False when something that is held has no room any more.
bool add_held(Plan& plan, std::span<PlanItem> band) {
    for (PlanItem& item : band)
        if (item.held && !plan.try_add(item)) return false;
    return true;
}

void add_absent(Plan& plan, std::span<PlanItem> band) {
    for (PlanItem& item : band)
        if (!item.held) plan.try_add(item);
}

}  // namespace

std::size_t plan_residency(std::span<PlanItem> items, std::size_t budget) {
    Plan plan(budget);
    while (!items.empty()) {
        const std::int32_t number = items.front().band;
        const auto end =
            std::ranges::find_if(items, [=](const PlanItem& item) { return item.band != number; });
        const auto count = static_cast<std::size_t>(end - items.begin());
        if (!add_held(plan, items.first(count))) break;
        add_absent(plan, items.first(count));
        items = items.subspan(count);
    }
    return plan.bytes();
}

}  // namespace proofsheet::cache
