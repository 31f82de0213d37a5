#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/size.h"
#include "jobs/provider.h"

namespace proofsheet::providers {

/// A graph that is ready to be sent.
struct FilledWorkflow {
    std::string graph;  ///< JSON text; the same request gives the same bytes
    std::string hash;   ///< SHA-256 of `graph`, lower-case hex
    std::vector<std::string> save_nodes;
    std::map<std::string, std::string> node_classes;  ///< class_type by node id
    std::optional<SizePx> size;  ///< what the picture must measure; nothing where the template does not say
    bool operator==(const FilledWorkflow&) const = default;
};

/// Writes the request into its template. Each role writes whichever of its fields its nodes have; an empty
/// text, a nullopt, 0 steps and a size of 0 leave the template's own. Several text encoders are written as
/// "a.safetensors + b.safetensors"; one alone is the first. Where the template has a LoRA loader the model
/// goes there and the base model stays; `base_model` takes the LoRA out of the graph. Pictures are saved as
/// `proofsheet/<attempt_id>`, so that no file of another picture can be taken for this one.
/// Pure. Errors: InvalidInput (the template cannot be used).
Result<FilledWorkflow> fill_workflow(const jobs::GenerationRequest& request);

}  // namespace proofsheet::providers
