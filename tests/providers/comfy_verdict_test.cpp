#include <doctest/doctest.h>

#include "providers/comfy_verdict.h"

using namespace proofsheet;
using namespace proofsheet::providers;
using namespace std::chrono_literals;

namespace {

const std::vector<ComfyFile> kFile{{"9", "a.png", "s", "output"}};
const std::vector<ComfyFile> kHinted{{"9", "b.png", "s", "output"}};

ComfyEvidence absent(int times, std::chrono::milliseconds time) {
    ComfyEvidence evidence;
    evidence.place = ComfyPlace::Absent;
    evidence.absences = times;
    evidence.absent_for = time;
    return evidence;
}

ComfyEvidence with_history(ComfyEnd end, std::vector<ComfyFile> files = {}) {
    ComfyEvidence evidence;
    evidence.history = ComfyHistoryEntry{"p", "", end, {"E", "boom", "3", "KSampler"}, std::move(files)};
    return evidence;
}

}  // namespace

TEST_CASE("a prompt in the queue is open, whatever events said") {
    for (const ComfyPlace place : {ComfyPlace::Running, ComfyPlace::Pending})
        for (const ComfyHint hint :
             {ComfyHint::None, ComfyHint::Succeeded, ComfyHint::Failed, ComfyHint::Interrupted}) {
            ComfyEvidence evidence;
            evidence.place = place;
            evidence.hint = hint;
            evidence.hinted_files = kHinted;
            CHECK(judge(evidence).fate == ComfyFate::Open);
        }
}

TEST_CASE("the history decides, whatever the queue and the events say") {
    for (const ComfyPlace place : {ComfyPlace::Running, ComfyPlace::Pending, ComfyPlace::Absent})
        for (const ComfyHint hint :
             {ComfyHint::None, ComfyHint::Succeeded, ComfyHint::Failed, ComfyHint::Interrupted}) {
            const auto fate = [&](ComfyEvidence evidence) {
                evidence.place = place;
                evidence.hint = hint;
                return judge(evidence);
            };
            CHECK(fate(with_history(ComfyEnd::Success, kFile)).files == kFile);
            CHECK(fate(with_history(ComfyEnd::Success, kFile)).fate == ComfyFate::Done);
            CHECK(fate(with_history(ComfyEnd::Error)).fate == ComfyFate::Failed);
            CHECK(fate(with_history(ComfyEnd::Error)).fault.message == "boom");
            CHECK(fate(with_history(ComfyEnd::Interrupted)).fate == ComfyFate::Interrupted);
        }
}

TEST_CASE("a success without pictures is a failure, unless events named them") {
    CHECK(judge(with_history(ComfyEnd::Success)).fate == ComfyFate::Failed);
    ComfyEvidence evidence = with_history(ComfyEnd::Success);
    evidence.hinted_files = kHinted;
    CHECK(judge(evidence).files == kHinted);
}

TEST_CASE("a prompt is lost only after two looks a second apart") {
    CHECK(judge(absent(1, 0ms)).fate == ComfyFate::Open);
    CHECK(judge(absent(1, 5s)).fate == ComfyFate::Open);
    CHECK(judge(absent(9, 999ms)).fate == ComfyFate::Open);
    CHECK(judge(absent(2, 1000ms)).fate == ComfyFate::Lost);
}

TEST_CASE("what events said holds when the server has forgotten the prompt") {
    ComfyEvidence evidence = absent(2, 1s);
    evidence.hint = ComfyHint::Succeeded;
    CHECK(judge(evidence).fate == ComfyFate::Lost);
    evidence.hinted_files = kHinted;
    CHECK(judge(evidence).files == kHinted);
    evidence.hint = ComfyHint::None;  // a node saved, but nobody said that all went well
    CHECK(judge(evidence).fate == ComfyFate::Lost);
    evidence.hint = ComfyHint::Interrupted;
    CHECK(judge(evidence).fate == ComfyFate::Interrupted);
    evidence.hint = ComfyHint::Failed;
    evidence.hinted_fault.message = "boom";
    CHECK(judge(evidence).fault.message == "boom");
}
