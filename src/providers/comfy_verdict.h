#pragma once

#include <chrono>
#include <optional>

#include "providers/comfy_history.h"

namespace proofsheet::providers {

enum class ComfyPlace : std::uint8_t { Running, Pending, Absent };

/// What events said about the end of a prompt. They are hints: events get lost and are never sent again.
enum class ComfyHint : std::uint8_t { None, Succeeded, Failed, Interrupted };

/// All that is known about a prompt.
struct ComfyEvidence {
    ComfyPlace place = ComfyPlace::Pending;    ///< by the newest look at the queue
    std::optional<ComfyHistoryEntry> history;  ///< by the look at the history that followed it
    int absences = 0;                          ///< looks in a row that found it in neither
    std::chrono::milliseconds absent_for{0};   ///< between the first and the last of those
    ComfyHint hint = ComfyHint::None;
    std::vector<ComfyFile> hinted_files;
    ComfyFault hinted_fault;
};

enum class ComfyFate : std::uint8_t {
    Open,         ///< look again
    Done,         ///< `files` are there
    Failed,       ///< because of `fault`; without a text: it made no picture
    Interrupted,  ///< by somebody
    Lost,         ///< the server does not know it any more: it was restarted, or its queue was cleared
};

struct ComfyVerdict {
    ComfyFate fate = ComfyFate::Open;
    std::vector<ComfyFile> files;
    ComfyFault fault;
    bool operator==(const ComfyVerdict&) const = default;
};

/// Two looks at least, and as long apart, before a prompt in neither queue nor history is gone: it goes from
/// one to the other between two requests.
constexpr std::chrono::milliseconds kGoneAfter{1000};

/// The decision table for the end of a prompt. The history decides; then the queue; only when both have
/// nothing, what events said. Pure.
ComfyVerdict judge(const ComfyEvidence& evidence);

}  // namespace proofsheet::providers
