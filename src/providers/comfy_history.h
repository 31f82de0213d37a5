#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

/// What ComfyUI remembers of prompts: its queue and its history. Untrusted; what is not understood is left
/// out.
namespace proofsheet::providers {

/// A file that a node wrote, as `/view` wants it back, byte for byte.
struct ComfyFile {
    std::string node;
    std::string filename;
    std::string subfolder;
    std::string type;  ///< "output", "input", "temp"
    bool operator==(const ComfyFile&) const = default;
};

/// Why a prompt failed while it ran.
struct ComfyFault {
    std::string exception_type;
    std::string message;
    std::string node_id;
    std::string node_type;
    bool operator==(const ComfyFault&) const = default;
};

struct ComfyQueueEntry {
    std::string prompt_id;
    double number = 0;       ///< the lowest runs first; negative when it was put to the front
    std::string attempt_id;  ///< ours, if we sent it
    bool operator==(const ComfyQueueEntry&) const = default;
};

struct ComfyQueue {
    std::vector<ComfyQueueEntry> running;
    std::vector<ComfyQueueEntry> pending;  ///< in the order in which they will run
    bool operator==(const ComfyQueue&) const = default;
};

enum class ComfyEnd : std::uint8_t { Success, Error, Interrupted };

struct ComfyHistoryEntry {
    std::string prompt_id;
    std::string attempt_id;  ///< ours, if we sent it
    ComfyEnd end = ComfyEnd::Success;
    ComfyFault fault;              ///< of an error
    std::vector<ComfyFile> files;  ///< pictures, in the order of the nodes
    bool operator==(const ComfyHistoryEntry&) const = default;
};

/// The answer of `GET /queue`. Errors: InvalidInput.
Result<ComfyQueue> parse_comfy_queue(std::string_view json);

/// The answer of `GET /history` or `GET /history/ID`: empty while a prompt waits or runs, and when it is
/// unknown. Errors: InvalidInput.
Result<std::vector<ComfyHistoryEntry>> parse_comfy_history(std::string_view json);

}  // namespace proofsheet::providers
