#include "providers/comfy_verdict.h"

namespace proofsheet::providers {
namespace {

ComfyVerdict by_history(const ComfyHistoryEntry& entry, const std::vector<ComfyFile>& hinted) {
    if (entry.end == ComfyEnd::Interrupted) return {.fate = ComfyFate::Interrupted, .files = {}, .fault = {}};
    if (entry.end == ComfyEnd::Error) return {.fate = ComfyFate::Failed, .files = {}, .fault = entry.fault};
    const auto& files = entry.files.empty() ? hinted : entry.files;
    return {.fate = files.empty() ? ComfyFate::Failed : ComfyFate::Done, .files = files, .fault = {}};
}

/// The server has forgotten it; what it said before still holds.
ComfyVerdict by_hint(const ComfyEvidence& evidence) {
    switch (evidence.hint) {
        case ComfyHint::Failed:
            return {.fate = ComfyFate::Failed, .files = {}, .fault = evidence.hinted_fault};
        case ComfyHint::Interrupted:
            return {.fate = ComfyFate::Interrupted, .files = {}, .fault = {}};
        case ComfyHint::Succeeded:
            if (!evidence.hinted_files.empty())
                return {.fate = ComfyFate::Done, .files = evidence.hinted_files, .fault = {}};
            break;
        case ComfyHint::None:
            break;
    }
    return {.fate = ComfyFate::Lost, .files = {}, .fault = {}};
}

}  // namespace

ComfyVerdict judge(const ComfyEvidence& evidence) {
    if (evidence.history) return by_history(*evidence.history, evidence.hinted_files);
    if (evidence.place != ComfyPlace::Absent) return {};
    if (evidence.absences < 2 || evidence.absent_for < kGoneAfter) return {};
    return by_hint(evidence);
}

}  // namespace proofsheet::providers
