#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "jobs/credit_ledger.h"
#include "jobs/credit_price.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

constexpr Credits kOne{1'000'000};

}  // namespace

TEST_CASE("credits are exact, however they are written") {
    CHECK(*credits_from(2.2) == Credits{2'200'000});
    CHECK(to_text(Credits{2'200'000}) == "2.2");
    CHECK(to_text(Credits{1}) == "0.000001");
    CHECK(to_text(Credits{12'000'000}) == "12");
    CHECK(to_text(Credits{-500'000}) == "-0.5");
    CHECK(to_text(Credits{}) == "0");
    for (const double bad : {-0.1, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN(), 1e300, 1'000'000.1})
        CHECK(!credits_from(bad));
}

TEST_CASE("shares add up to the whole, whatever it is") {
    std::mt19937 random(3);
    for (int round = 0; round < 1000; ++round) {
        const Credits whole{static_cast<std::int64_t>(random() % 10'000'000)};
        const int count = 1 + static_cast<int>(random() % 7);
        Credits sum;
        for (int i = 0; i < count; ++i) sum += share_of(whole, count, i);
        CHECK(sum == whole);
    }
}

TEST_CASE("a ledger counts what is reserved until it is released, and what is unknown for ever") {
    CreditTotals totals = totals_of({{"a", LedgerKind::Reserved, {3}}, {"b", LedgerKind::Reserved, {5}}});
    CHECK(totals.counted() == Credits{8});
    add(totals, {"a", LedgerKind::Released, {3}});
    add(totals, {"a", LedgerKind::Confirmed, {2}});
    CHECK(totals == CreditTotals{{2}, {5}, {0}});
    add(totals, {"b", LedgerKind::Released, {5}});
    add(totals, {"b", LedgerKind::Indeterminate, {5}});
    CHECK(totals == CreditTotals{{2}, {0}, {5}});
    CHECK(totals.counted() == Credits{7});
}

TEST_CASE("a call that could break a budget is refused, and the sentence says which and why") {
    Spending spending;
    spending.session = {kOne, kOne, kOne};
    spending.day = {{5'000'000}, {}, {}};
    CHECK(check_budget({}, spending, {kMostCredits}));
    CHECK(check_budget({Credits{4'000'000}, std::nullopt}, spending, kOne));
    const Status session = check_budget({Credits{4'000'000}, std::nullopt}, spending, {1'000'001});
    REQUIRE(!session);
    CHECK(session.error().kind == ErrorKind::Conflict);
    CHECK(session.error().message.find("budget.session") != std::string::npos);
    const Status day = check_budget({std::nullopt, Credits{5'500'000}}, spending, kOne);
    REQUIRE(!day);
    CHECK(day.error().message.find("5 of the 5.5") != std::string::npos);
}

TEST_CASE("a price is guessed with care until an answer teaches it") {
    CallConfig call;
    call.model_id = "yBG2r9O";
    call.num_images = 4;
    PriceBook prices;
    CHECK(prices.of(call) == Price{{12'000'000}, {12'000'000}, false});
    prices.learn(price_key_of(call), {2'200'000});
    prices.learn(price_key_of(call), {2'000'000});
    CHECK(prices.of(call) == Price{{2'000'000}, {2'200'000}, true});
    CallConfig other = call;
    other.steps = 50;
    CHECK_FALSE(prices.of(other).learnt);
    CHECK(prices.of(other).most > prices.of(call).most);
    CHECK(estimate({call, other}, prices) == CreditEstimate{{22'000'000}, 2, 1});
}

TEST_CASE("where a guess was too low once, the next one of that kind is as much higher") {
    CallConfig call;
    call.width = 512;
    call.height = 768;
    call.steps = 30;
    PriceBook prices;
    prices.learn(price_key_of(call), {6'000'000});  // twice the guess
    CallConfig other = call;
    other.steps = 60;
    CHECK(prices.of(other) == Price{{12'000'000}, {12'000'000}, false});
    CHECK(PriceBook({{price_key_of(call), {1'000'000}, {6'000'000}}}).of(other) == prices.of(other));
    other.kind = CallKind::Upscale;
    CHECK(prices.of(other).most == Credits{12'000'000});
}

TEST_CASE("an upscale is priced by its type, scale and size") {
    CallConfig call;
    call.kind = CallKind::Upscale;
    PriceBook prices;
    prices.learn(price_key_of(call), {6'000'000});
    CHECK(prices.of(call).expected == Credits{6'000'000});
    call.upscale_scale = 4;
    CHECK_FALSE(prices.of(call).learnt);
}
