#include "jobs/credit_price.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::jobs {
namespace {

constexpr double kGuessOfPicture = 3'000'000;  ///< micro-credits of 512 x 768 pixels with 30 steps
constexpr Credits kGuessOfUpscale{12'000'000};
constexpr double kUsualPixels = 512.0 * 768.0;
constexpr double kUsualSteps = 30.0;

Credits cautious_guess(const PriceKey& key) {
    if (key.kind == CallKind::Upscale) return kGuessOfUpscale;
    const double pixels = std::max(1.0, static_cast<double>(key.width) * key.height / kUsualPixels);
    const double steps = std::max(1.0, key.steps / kUsualSteps);
    return {static_cast<std::int64_t>(std::ceil(kGuessOfPicture * pixels * steps * std::max(1, key.images)))};
}

}  // namespace

PriceKey price_key_of(const CallConfig& call) {
    if (call.kind == CallKind::Upscale)
        return {call.kind,
                std::string(name_of(call.upscale_type)),
                call.width,
                call.height,
                call.upscale_type == UpscaleType::Esrgan ? call.upscale_scale : 0,
                1};
    return {call.kind, call.model_id, call.width, call.height, call.steps, call.num_images};
}

PriceBook::PriceBook(const std::vector<LearntPrice>& prices) {
    for (const LearntPrice& price : prices) {
        learn(price.key, price.highest);
        prices_[price.key] = price;
    }
}

void PriceBook::learn(const PriceKey& key, Credits cost) {
    LearntPrice& price = prices_[key];
    price = {key, cost, std::max(price.highest, cost)};
    const auto guess = static_cast<double>(cautious_guess(key).micro);
    double& dearer = dearer_.try_emplace(key.kind, 1.0).first->second;
    dearer = std::max(dearer, static_cast<double>(cost.micro) / guess);
}

Price PriceBook::of(const CallConfig& call) const {
    const PriceKey key = price_key_of(call);
    const auto found = prices_.find(key);
    if (found != prices_.end()) return {found->second.last, found->second.highest, true};
    Credits guess = cautious_guess(key);
    if (const auto dearer = dearer_.find(key.kind); dearer != dearer_.end() && dearer->second > 1)
        guess.micro = static_cast<std::int64_t>(std::ceil(static_cast<double>(guess.micro) * dearer->second));
    return {guess, guess, false};
}

CreditEstimate estimate(const std::vector<CallConfig>& calls, const PriceBook& prices) {
    CreditEstimate sum;
    for (const CallConfig& call : calls) {
        const Price price = prices.of(call);
        sum.expected += price.expected;
        ++sum.calls;
        if (!price.learnt) ++sum.guessed;
    }
    return sum;
}

}  // namespace proofsheet::jobs
