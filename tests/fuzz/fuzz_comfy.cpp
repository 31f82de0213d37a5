#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "core/text.h"
#include "providers/comfy_client.h"
#include "providers/comfy_discovery.h"
#include "providers/comfy_explain.h"
#include "providers/comfy_fill.h"
#include "providers/comfy_message.h"
#include "providers/comfy_preview.h"
#include "providers/comfy_propose.h"
#include "providers/comfy_template.h"

using namespace proofsheet;
using namespace proofsheet::providers;

namespace {

void must_be_shown(const std::string& sentence) {
    if (!is_utf8(sentence)) std::abort();
}

void read_answers(std::string_view text) {
    if (const auto message = parse_comfy_message(text)) must_be_shown(explain_fault(message->fault));
    if (const auto history = parse_comfy_history(text))
        for (const ComfyHistoryEntry& entry : *history) must_be_shown(explain_fault(entry.fault));
    static_cast<void>(parse_comfy_queue(text));
    static_cast<void>(parse_comfy_choices(text, {"KSampler", "sampler_name"}));
    if (const auto server = parse_comfy_server(text)) must_be_shown(service_name(*server));
    must_be_shown(explain_refusal(text));
}

// A template that is listed as usable can be filled, and what is filled in is a good graph again.
void read_template(std::string_view text) {
    const ComfyTemplate workflow = read_comfy_template(text);
    for (const auto& list : {workflow.errors, workflow.warnings})
        for (const std::string& sentence : list) must_be_shown(sentence);
    std::vector<ComfyTag> tags;
    for (const ComfyProposal& proposal : propose_comfy_roles(text))
        tags.push_back({proposal.node, proposal.role});
    if (!tags.empty() && !with_comfy_roles(text, tags)) std::abort();
    if (!workflow.usable()) return;
    jobs::GenerationRequest request;
    request.attempt_id = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    request.workflow_json = text;
    request.model_path = "model.safetensors";
    request.prompt = "a cat";
    request.base_model = text.size() % 2 == 0;
    if (!fill_workflow(request)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(parse_comfy_preview(std::as_bytes(std::span(data, size))));
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_answers(text);
    read_template(text);
    return 0;
}
