#include "providers/comfy_explain.h"

#include <fmt/format.h>

#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

constexpr std::size_t kMostReasons = 5;

bool is_out_of_memory(const ComfyFault& fault) {
    return fault.exception_type.find("OutOfMemory") != std::string::npos ||
           ascii_lower(fault.message).find("out of memory") != std::string::npos;
}

std::string node_name(std::string_view type, std::string_view id) {
    if (type.empty() && id.empty()) return "a node";
    return fmt::format("{} (node {})", type.empty() ? "a node" : sentence_of(type, 80), sentence_of(id, 40));
}

/// A value as JSON writes it, texts in single quotes.
std::string shown_value(const Json& value) {
    if (value.is_string()) return fmt::format("'{}'", sentence_of(text_of(value), 120));
    return sentence_of(value.dump(-1, ' ', false, Json::error_handler_t::replace), 120);
}

std::string explain_input(const Json& error) {
    const std::string type = text_of(member(error, "type"));
    const Json& extra = member(error, "extra_info");
    const std::string input = sentence_of(text_of(member(extra, "input_name")), 80);
    const std::string details = sentence_of(text_of(member(error, "details")), 200);
    const std::string message = sentence_of(text_of(member(error, "message")), 200);
    if (type == "value_not_in_list" && !input.empty())
        return fmt::format("{} {} is not among its choices", input,
                           shown_value(member(extra, "received_value")));
    if (type == "required_input_missing")
        return fmt::format("{} is missing", input.empty() ? details : input);
    if (!input.empty() && details == input) return fmt::format("{}: {}", input, message);
    return details.empty() ? message : fmt::format("{}: {}", message, details);
}

void add_node_reasons(std::vector<std::string>& reasons, const Json& node_errors) {
    if (!node_errors.is_object()) return;  // a list on old servers, always empty
    for (const auto& [id, node] : node_errors.items()) {
        const Json& errors = member(node, "errors");
        if (!errors.is_array()) continue;
        for (const Json& error : errors)
            reasons.push_back(fmt::format("{}: {}", node_name(text_of(member(node, "class_type")), id),
                                          explain_input(error)));
    }
}

std::string joined(const std::vector<std::string>& reasons) {
    std::string text;
    for (std::size_t i = 0; i < reasons.size() && i < kMostReasons; ++i)
        text += (i == 0 ? "" : "; ") + reasons[i];
    if (reasons.size() > kMostReasons) text += fmt::format("; and {} more", reasons.size() - kMostReasons);
    return text;
}

}  // namespace

std::string explain_fault(const ComfyFault& fault) {
    const std::string where = node_name(fault.node_type, fault.node_id);
    if (is_out_of_memory(fault))
        return fmt::format(
            "ComfyUI ran out of graphics memory in {}: choose a smaller size, or close what else uses the "
            "graphics card.",
            where);
    const std::string message = sentence_of(fault.message);
    if (message.empty() && fault.exception_type.empty())
        return "ComfyUI finished without a picture: its log may say why.";
    return fmt::format("ComfyUI failed in {}: {}", where,
                       message.empty() ? sentence_of(fault.exception_type) : message);
}

std::string explain_refusal(std::string_view body) {
    const auto json = image::parse_json(body);
    if (!json) return {};
    std::vector<std::string> reasons;
    add_node_reasons(reasons, member(*json, "node_errors"));
    if (!reasons.empty()) return joined(reasons);
    const Json& error = member(*json, "error");
    if (error.is_string()) return sentence_of(text_of(error));
    const std::string message = sentence_of(text_of(member(error, "message")));
    const std::string details = sentence_of(text_of(member(error, "details")));
    return details.empty() || details == message ? message : fmt::format("{} ({})", message, details);
}

}  // namespace proofsheet::providers
