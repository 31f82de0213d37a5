#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/size.h"
#include "jobs/credits.h"
#include "jobs/experiment_call.h"

namespace proofsheet::jobs {

/// What the price of a call depends on. Of an upscale the model is its type, `steps` its scale.
struct PriceKey {
    CallKind kind = CallKind::Inference;
    std::string model_id;
    int width = 0;
    int height = 0;
    int steps = 0;
    int images = 0;
    auto operator<=>(const PriceKey&) const = default;
};
PriceKey price_key_of(const CallConfig& call);

/// What confirmed calls of one key cost.
struct LearntPrice {
    PriceKey key;
    Credits last;
    Credits highest;
    bool operator==(const LearntPrice&) const = default;
};

/// `expected` is shown, `most` is reserved.
struct Price {
    Credits expected;
    Credits most;
    bool learnt = false;  ///< from a confirmed call; otherwise a cautious guess
    bool operator==(const Price&) const = default;
};

/// Prices as the service's own answers taught them.
class PriceBook {
public:
    PriceBook() = default;
    explicit PriceBook(const std::vector<LearntPrice>& prices);

    void learn(const PriceKey& key, Credits cost);
    /// Of a call never made before: 3 credits a picture of 512 x 768 with 30 steps, more in proportion to
    /// pixels and steps but never less; 12 for an upscale. The documentation names no prices; its examples
    /// are 2.2 for a call and 6 for an upscale. Where another call of that kind turned out dearer than such a
    /// guess, as much dearer is reserved for this one.
    Price of(const CallConfig& call) const;
    bool operator==(const PriceBook&) const = default;

private:
    std::map<PriceKey, LearntPrice> prices_;
    std::map<CallKind, double> dearer_;  ///< the highest cost as a multiple of its guess, at least 1
};

/// What several calls will cost.
struct CreditEstimate {
    Credits expected;
    int calls = 0;
    int guessed = 0;  ///< so many of the calls have no learnt price
    bool operator==(const CreditEstimate&) const = default;
};
CreditEstimate estimate(const std::vector<CallConfig>& calls, const PriceBook& prices);

}  // namespace proofsheet::jobs
