#include <map>
#include <random>

#include "experiment_rig.h"

using namespace proofsheet;
using namespace proofsheet::test;

namespace {

/// What the ledger says of the calls with one seed.
struct LedgerOfSeed {
    std::int64_t confirmed = 0;
    std::int64_t unknown = 0;
    std::int64_t held = 0;
};

std::map<std::string, LedgerOfSeed> ledger_by_seed(ExperimentRig& rig) {
    SQLite::Statement query(
        rig.sql(),
        "SELECT CAST(json_extract(j.config_json, '$.seed') AS TEXT), SUM(CASE l.kind WHEN 'confirmed' THEN "
        "l.amount_micro ELSE 0 END), SUM(CASE l.kind WHEN 'indeterminate' THEN l.amount_micro ELSE 0 END), "
        "SUM(CASE l.kind WHEN 'reserved' THEN l.amount_micro WHEN 'released' THEN -l.amount_micro ELSE 0 "
        "END) "
        "FROM credit_ledger l JOIN jobs j ON j.id = l.job_id GROUP BY 1");
    std::map<std::string, LedgerOfSeed> ledger;
    while (query.executeStep())
        ledger[query.getColumn(0).getString()] = {
            query.getColumn(1).getInt64(), query.getColumn(2).getInt64(), query.getColumn(3).getInt64()};
    return ledger;
}

/// What the stand-in did for one seed.
struct SeenOfSeed {
    int accepted = 0;
    std::int64_t charged = 0;
};

std::map<std::string, SeenOfSeed> seen_by_seed(const ExperimentRig& rig) {
    std::map<std::string, SeenOfSeed> seen;
    for (const SeenCall& call : rig.stand_in.calls()) {
        SeenOfSeed& one = seen[call.fields.at("seed")];
        one.accepted += call.accepted ? 1 : 0;
        one.charged += call.charged.micro;
    }
    return seen;
}

class Sequences {
public:
    explicit Sequences(unsigned seed) : random_(seed), rig_(KeptIn::Memory) {
        rig_.after_turn = [this] { check_budget(); };
    }

    /// A run, faults, maybe what a user does about them.
    void play() {
        jobs::ExperimentSettings settings = small_settings(number(1, 3));
        settings.num_images = number(1, 2);
        settings.steps = {number(1, 50)};
        if (number(0, 1) == 1) settings.width = 896;
        rig_.add_run(settings, random_());
        rig_.stand_in.fail_calls(random_faults());
        rig_.stand_in.fail_pictures(random_picture_faults());
        budget_ = number(0, 2) == 0
                      ? std::optional(rig_.stand_in.charged() + jobs::Credits{number(0, 20) * 1'000'000})
                      : std::nullopt;
        rig_.runner.set_budget({budget_, std::nullopt});
        work();
        act();
        // What is left must not stand in the way of the next sequence.
        rig_.stand_in.fail_calls({});
        REQUIRE(rig_.runs.cancel_all());
        work();
    }

    void check() {
        const auto seen = seen_by_seed(rig_);
        auto ledger = ledger_by_seed(rig_);
        std::int64_t explained = 0;
        for (const auto& [seed, call] : seen) {
            const LedgerOfSeed& said = ledger[seed];
            CHECK(said.held == 0);
            if (said.unknown == 0) CHECK(said.confirmed == call.charged);
            CHECK(said.confirmed <= call.charged);
            CHECK(call.charged <= said.confirmed + said.unknown);
            CHECK(call.accepted <= 1 + allowed_[seed]);
            explained += said.confirmed + (call.charged - said.confirmed);
        }
        CHECK(explained == rig_.stand_in.charged().micro);
        const jobs::Spending spending = *rig_.calls.spending();
        CHECK(spending.session.held == jobs::Credits{});
        CHECK(spending.session.confirmed <= rig_.stand_in.charged());
        unknown_calls +=
            std::stoi(rig_.answer("SELECT COUNT(*) FROM credit_ledger WHERE kind = 'indeterminate'"));
        all_calls += static_cast<int>(seen.size());
    }

    int unknown_calls = 0;
    int all_calls = 0;

private:
    int number(int least, int most) {
        return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1));
    }
    std::vector<CallFault> random_faults() {
        std::vector<CallFault> faults;
        for (int i = number(0, 8); i > 0; --i) {
            auto fault = static_cast<CallFault>(number(0, kCallFaults - 1));
            // 66 MB each is a test of its own.
            if (fault == CallFault::HugeBody) fault = CallFault::Html;
            faults.push_back(number(0, 2) == 0 ? CallFault::None : fault);
        }
        return faults;
    }
    std::vector<PictureFault> random_picture_faults() {
        std::vector<PictureFault> faults;
        for (int i = number(0, 4); i > 0; --i) {
            const auto fault = static_cast<PictureFault>(number(0, kPictureFaults - 1));
            faults.push_back(fault == PictureFault::Huge ? PictureFault::Broken : fault);
        }
        return faults;
    }

    void work() {
        REQUIRE(rig_.runner.run_all());
        rig_.work();
    }

    std::string seed_of(const std::string& id) {
        SQLite::Statement query(rig_.sql(),
                                "SELECT json_extract(config_json, '$.seed') FROM jobs WHERE id = ?");
        query.bind(1, id);
        query.executeStep();
        return query.getColumn(0).getString();
    }

    /// A user sends again what is unknown, or retries what failed; now and then the program starts anew.
    void act() {
        for (const char* status : {"indeterminate", "failed"}) {
            const auto ids = rig_.ids(status);
            if (ids.empty() || number(0, 3) != 0) continue;
            const std::string& id = ids.back();
            const bool unknown = std::string(status) == "indeterminate";
            REQUIRE((unknown ? rig_.runs.resend(id) : rig_.runs.retry(id)));
            ++allowed_[seed_of(id)];
        }
        if (number(0, 9) == 0) REQUIRE(rig_.runner.recover());
        work();
    }

    /// Counting everything that may have been paid, and what the service really took.
    void check_budget() {
        if (!budget_) return;
        if (rig_.stand_in.charged() > *budget_) ++passed_;
        CHECK(passed_ == 0);
    }

    std::mt19937 random_;
    ExperimentRig rig_;
    std::map<std::string, int> allowed_;  ///< how often a user had the call of that seed sent again
    std::optional<jobs::Credits> budget_;
    int passed_ = 0;
};

}  // namespace

TEST_CASE(
    "over 10,000 random sequences the ledger says what was charged, no budget is passed and nothing is sent "
    "twice") {
    constexpr unsigned kDatabases = 200;
    constexpr int kEach = 50;
    int unknown = 0;
    int all = 0;
    for (unsigned i = 0; i < kDatabases; ++i) {
        CAPTURE(i);
        Sequences sequences(i);
        for (int n = 0; n < kEach; ++n) sequences.play();
        sequences.check();
        unknown += sequences.unknown_calls;
        all += sequences.all_calls;
    }
    CHECK(all > 10'000);
    CHECK(unknown > 1'000);
}
