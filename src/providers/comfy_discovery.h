#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "providers/comfy_client.h"

namespace proofsheet::providers {

/// What can be chosen on a server.
enum class ComfyList : std::uint8_t {
    Vae,
    TextEncoder,
    DiffusionModel,
    Checkpoint,
    Lora,
    Sampler,
    Scheduler,
    UpscaleModel,
};

/// An input of a kind of node, such as `UNETLoader`, `unet_name`.
struct ComfyInput {
    std::string node;
    std::string input;
    auto operator<=>(const ComfyInput&) const = default;
};

/// The input whose choices are the list.
ComfyInput input_of(ComfyList list);
/// "vae", "clip", "unet", "checkpoint", "lora", "sampler", "scheduler", "upscale".
std::string_view name_of(ComfyList list);
/// All lists, in the order of their declaration.
const std::vector<ComfyList>& comfy_lists();

/// The choices of an input from the answer of `GET /object_info/NODE`, byte for byte: `[["a","b"], …]` or
/// `["COMBO", {"options": ["a","b"]}]`, among the required or the optional inputs.
/// Errors: NotFound (the server has no such node or the node no such input), Unsupported (not a list of
/// texts), InvalidInput.
Result<std::vector<std::string>> parse_comfy_choices(std::string_view object_info, const ComfyInput& input);

/// Asks a server what can be chosen, and asks again when an answer is older than a minute. One thread.
class ComfyDiscovery {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    explicit ComfyDiscovery(const ComfyClient& client, Clock clock = &std::chrono::steady_clock::now);

    /// Errors: those of `ComfyClient` and of `parse_comfy_choices`. Errors are not kept.
    Result<std::vector<std::string>> choices(const ComfyInput& input, std::stop_token stop = {});
    /// Forgets all answers.
    void refresh() { answers_.clear(); }

private:
    struct Answer {
        std::string object_info;
        std::chrono::steady_clock::time_point when;
    };
    const ComfyClient& client_;
    Clock clock_;
    std::map<std::string, Answer> answers_;  ///< by node
};

}  // namespace proofsheet::providers
