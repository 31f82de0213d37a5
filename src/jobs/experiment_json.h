#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "jobs/experiment_call.h"
#include "jobs/experiment_form.h"

namespace proofsheet::jobs {

/// Largest FILE.json that is read.
constexpr std::uint64_t kLargestFormFile = std::uint64_t{1} << 20;

/// `settings` only when there are no errors.
struct SettingsRead {
    std::optional<ExperimentSettings> settings;
    std::vector<FieldError> errors;  ///< field "" is about the text as a whole
};

/// Reads the fields of the run form from a JSON object: name, prompt, negative_prompt, use_default_neg,
/// model_id, version, width, height, total_images, variations_count, schedulers[], steps[], scales[],
/// seed_mode, seeds[], num_images, lora, lora_scale, init_image_file, image_strength, controlnet,
/// fallback_to_text2img. What is absent takes its default; what is unknown, of another type or out of range
/// is an error with its name.
SettingsRead settings_from_json(std::string_view text);
/// What `settings_from_json` reads back.
std::string settings_to_json(const ExperimentSettings& settings);

/// The form while it is typed in, for the next start. Reading never fails: what is not readable takes its
/// default.
std::string form_to_json(const ExperimentForm& form);
ExperimentForm form_from_json(std::string_view text);

/// A call as the job table keeps it.
std::string call_to_json(const CallConfig& call);
/// Errors: InvalidInput.
Result<CallConfig> call_from_json(std::string_view text);

}  // namespace proofsheet::jobs
