#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"

namespace proofsheet::jobs {

/// Everything that one sample picture is made from. Empty texts and nullopts keep the template's own value.
struct GenerationRequest {
    std::string
        attempt_id;  ///< canonical lower-case UUID, new for each attempt and journalled before it is sent
    std::string checkpoint_file;              ///< file name as it lies in the checkpoint folder
    std::optional<double> checkpoint_number;  ///< step or epoch, for the demo generator
    std::string model_path;                   ///< as the service names it, byte for byte
    std::string workflow_json;  ///< the template, in ComfyUI's API format, with `_meta.cs_role` tags
    std::string prompt;
    std::string negative_prompt;
    int steps = 0;
    double cfg = 0;
    std::string sampler;
    std::string scheduler;
    std::uint64_t seed = 0;
    int width = 0;
    int height = 0;
    std::string vae;
    std::string clip;
    std::optional<double> shift;
    std::optional<double>
        lora_strength;  ///< nullopt: no LoRA loader is touched; 0 with `base_model` set: without it
    bool base_model = false;
};

/// The service has taken the request; `remote_id` finds it again after a restart.
struct Accepted {
    std::string remote_id;
};
struct Progress {
    int step = 0;
    int steps = 0;
    std::string note;  ///< what runs, such as "Loading the model"; may be empty
};
/// A picture of what is being made, as file bytes (JPEG or PNG).
struct Preview {
    std::vector<std::byte> picture;
};
/// The picture, checked: it decodes and has the size that was asked for.
struct Finished {
    std::vector<std::byte> picture;  ///< PNG file bytes
    std::string
        workflow_hash;    ///< SHA-256 of the graph that was sent, lower-case hex; empty where there is none
    std::string service;  ///< such as "ComfyUI 0.33.0"
};
using GenerationEvent = std::variant<Accepted, Progress, Preview, Finished>;
using ReportEvent = std::function<void(const GenerationEvent&)>;

/// A service that makes pictures. Implementations: ComfyUI, the demo generator, fakes in tests.
class Provider {
public:
    virtual ~Provider() = default;

    /// Runs one request to its end, reporting as it goes. Blocks; call it on the job thread. Exactly one
    /// `Accepted` comes first, on success exactly one `Finished` last. A stop request interrupts what runs.
    /// Errors: Network (nothing was accepted, may be tried again), Indeterminate (it may have been accepted:
    /// `find` tells), InvalidInput (would be refused again), NotFound (the service lost it), Io, Cancelled.
    virtual Status generate(const GenerationRequest& request, const ReportEvent& report,
                            std::stop_token stop) = 0;

    /// Goes on with a request that was sent earlier, maybe by a process that is gone; reports as `generate`
    /// does. `remote_id` is empty when no `Accepted` was journalled: then it is looked for by its
    /// `attempt_id`. Errors: NotFound (the service does not know it: it can be sent again), and those of
    /// `generate`.
    virtual Status find(const GenerationRequest& request, const std::string& remote_id,
                        const ReportEvent& report, std::stop_token stop) = 0;
};

}  // namespace proofsheet::jobs
