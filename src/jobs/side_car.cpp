#include "jobs/side_car.h"

#include <nlohmann/json.hpp>

namespace proofsheet::jobs {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLongestSideCar = 16'000'000;

/// Empty settings are those of the workflow, which are not known by name.
void add_text(ordered_json& document, const char* key, const std::string& text) {
    if (!text.empty()) document[key] = text;
}

/// A text of the document, empty where there is none.
std::string text_in(std::span<const std::byte> side_car, const char* key) {
    if (side_car.size() > kLongestSideCar) return {};
    const auto* text = reinterpret_cast<const char*>(side_car.data());
    const auto document = nlohmann::json::parse(text, text + side_car.size(), nullptr, false);
    if (!document.is_object()) return {};
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string side_car_text(const SampleJob& job, const JobItem& item, const SideCarFacts& facts) {
    const SampleParameters& used = item.parameters;
    ordered_json document{{"checkpoint", item.checkpoint},
                          {"prompt_name", used.prompt_name},
                          {"prompt_text", used.prompt_text},
                          {"negative_prompt", job.preset.negative_prompt},
                          {"seed", used.seed},
                          {"cfg", used.cfg},
                          {"steps", used.steps},
                          {"sampler_name", used.sampler},
                          {"scheduler", used.scheduler},
                          {"width", job.preset.width},
                          {"height", job.preset.height}};
    if (item.checkpoint_number) document["checkpoint_number"] = *item.checkpoint_number;
    add_text(document, "model_path", item.model_path);
    if (used.lora_strength) document["lora_strength"] = *used.lora_strength;
    if (used.base_model) document["base_model"] = true;
    add_text(document, "vae", job.vae);
    add_text(document, "clip", job.clip);
    if (job.shift) document["shift"] = *job.shift;
    add_text(document, "workflow_name", job.workflow);
    add_text(document, "workflow_hash", facts.workflow_hash);
    document["job_id"] = job.id;
    document["item_id"] = item.id;
    document["attempt_id"] = item.attempt_id;
    document["training_run_name"] = job.run;
    add_text(document, "study", job.study);
    document["preset"] = {{"id", job.preset.id}, {"name", job.preset.name}};
    document["timestamp"] = facts.timestamp;
    document["versions"] = {{"proofsheet", facts.version}, {"service", facts.service}};
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::filesystem::path side_car_path(const std::filesystem::path& picture) {
    std::filesystem::path path = picture;
    return path.replace_extension(".json");
}

bool is_side_car_of(std::span<const std::byte> side_car, const std::string& item_id,
                    const std::string& attempt_id) {
    return text_in(side_car, "item_id") == item_id && text_in(side_car, "attempt_id") == attempt_id;
}

bool is_side_car_of_a_job(std::span<const std::byte> side_car) {
    return !text_in(side_car, "item_id").empty() && !text_in(side_car, "attempt_id").empty();
}

}  // namespace proofsheet::jobs
