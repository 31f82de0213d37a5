#include "providers/comfy_history.h"

#include <algorithm>

#include "providers/comfy_parts.h"

namespace proofsheet::providers {
namespace {

/// The id that we put into `extra_data`, or into the names of the files where a server dropped that.
std::string attempt_of(const Json& prompt) {
    std::string id = text_of(member(member(element(prompt, 3), "proofsheet"), "attempt_id"));
    if (!id.empty()) return id;
    constexpr std::string_view kPrefix = "proofsheet/";
    const Json& graph = element(prompt, 2);
    if (!graph.is_object()) return {};
    for (const auto& node : graph) {
        const std::string prefix = text_of(member(member(node, "inputs"), "filename_prefix"));
        if (prefix.starts_with(kPrefix)) return prefix.substr(kPrefix.size());
    }
    return {};
}

std::vector<ComfyQueueEntry> entries_of(const Json& list) {
    std::vector<ComfyQueueEntry> entries;
    if (!list.is_array()) return entries;
    for (const Json& item : list) {
        const Json& number = element(item, 0);
        entries.push_back(
            {text_of(element(item, 1)), number.is_number() ? number.get<double>() : 0, attempt_of(item)});
    }
    return entries;
}

/// Reads what happened from the messages that the server kept.
void read_status(ComfyHistoryEntry& entry, const Json& status) {
    const Json& messages = member(status, "messages");
    const bool failed = text_of(member(status, "status_str")) == "error";
    // Very old servers keep no status: there a prompt without pictures is one that failed.
    const bool unknown = !status.is_object() && entry.files.empty();
    if (!failed && !unknown) return;
    entry.end = ComfyEnd::Error;
    if (!messages.is_array()) return;
    for (const Json& message : messages) {
        const std::string kind = text_of(element(message, 0));
        if (kind == "execution_error") entry.fault = fault_of(element(message, 1));
        if (kind == "execution_interrupted") entry.end = ComfyEnd::Interrupted;
    }
}

}  // namespace

void add_files(std::vector<ComfyFile>& files, const std::string& node, const Json& output) {
    const Json& images = member(output, "images");
    if (!images.is_array()) return;
    for (const Json& image : images) {
        ComfyFile file{node, text_of(member(image, "filename")), text_of(member(image, "subfolder")),
                       text_of(member(image, "type"))};
        if (file.type.empty()) file.type = "output";
        if (!file.filename.empty()) files.push_back(std::move(file));
    }
}

ComfyFault fault_of(const Json& data) {
    return {text_of(member(data, "exception_type")), text_of(member(data, "exception_message")),
            text_of(member(data, "node_id")), text_of(member(data, "node_type"))};
}

Result<ComfyQueue> parse_comfy_queue(std::string_view text) {
    const auto json = image::parse_json(text);
    if (!json) return with_context(json.error(), "ComfyUI's queue cannot be read");
    if (!member(*json, "queue_running").is_array() || !member(*json, "queue_pending").is_array())
        return Error{ErrorKind::InvalidInput, "ComfyUI's queue cannot be read: it has no list of prompts."};
    ComfyQueue queue{entries_of(member(*json, "queue_running")), entries_of(member(*json, "queue_pending"))};
    std::ranges::stable_sort(queue.pending, {}, &ComfyQueueEntry::number);  // it comes as a heap
    return queue;
}

Result<std::vector<ComfyHistoryEntry>> parse_comfy_history(std::string_view text) {
    const auto json = image::parse_json(text);
    if (!json) return with_context(json.error(), "ComfyUI's history cannot be read");
    if (!json->is_object())
        return Error{ErrorKind::InvalidInput, "ComfyUI's history cannot be read: it is no list."};
    std::vector<ComfyHistoryEntry> entries;
    for (const auto& [id, value] : json->items()) {
        if (!value.is_object()) continue;
        ComfyHistoryEntry entry;
        entry.prompt_id = id;
        entry.attempt_id = attempt_of(member(value, "prompt"));
        const Json& outputs = member(value, "outputs");
        if (outputs.is_object())
            for (const auto& [node, output] : outputs.items()) add_files(entry.files, node, output);
        read_status(entry, member(value, "status"));
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace proofsheet::providers
