#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jobs/experiment_form.h"

namespace proofsheet::jobs {

enum class CallKind : std::uint8_t { Inference, Upscale };
enum class UpscaleType : std::uint8_t { Esrgan, HiresFix };
/// How a picture came to be. `Fallback`: text to image, because image to image failed and the run allowed it.
enum class ImageMode : std::uint8_t { Text2Img, Img2Img, Fallback };

/// Everything that one call to the service says, but for the token: kept with the job, so that what is shown,
/// sent and stored is the same.
struct CallConfig {
    CallKind kind = CallKind::Inference;
    std::string model_id;
    std::string model_name;  ///< for people and file names; not sent
    std::string version;
    std::string prompt;
    std::string negative_prompt;
    bool use_default_neg = true;
    int width = 512;
    int height = 768;
    int steps = 30;
    double scale = 7.5;
    std::string scheduler;
    int num_images = 1;
    std::uint64_t seed = 0;
    bool seed_known = true;  ///< false of an upscale of a picture that has the seed of its call only
    int variation = 0;       ///< from 0
    std::string lora;
    double lora_scale = 0.75;
    ImageMode mode = ImageMode::Text2Img;
    double image_strength = 0.75;
    ControlNet controlnet = ControlNet::None;
    bool fallback_to_text2img = false;
    // Of an upscale:
    UpscaleType upscale_type = UpscaleType::Esrgan;
    int upscale_scale = 2;
    double upscale_strength = 0.6;
    std::string upscale_inf_id;
    std::string upscale_source_url;
    bool operator==(const CallConfig&) const = default;
};

enum class CallStatus : std::uint8_t { Queued, Running, Completed, Failed, Cancelled, Indeterminate };

/// What can happen to a call.
enum class CallEvent : std::uint8_t {
    Started,         ///< journalled; the next thing is that it is sent
    Answered,        ///< the pictures exist and are paid
    Refused,         ///< the service said no
    NotAccepted,     ///< it never reached the service, or was turned away before it was taken
    OutcomeUnknown,  ///< sent, and no answer came; also: found running when the program started
    CancelledByUser,
    RetriedByUser,  ///< a failed or cancelled one goes to the end of the queue
    ResentByUser,   ///< one with unknown outcome is sent again, though it may be paid twice
};

/// The state that follows, nothing when the event cannot happen in that state. A call that was running when
/// the program stopped may already have been paid for, so only a user's own event leads from Indeterminate
/// back to Queued.
std::optional<CallStatus> next_status(CallStatus status, CallEvent event);
/// Completed, Failed, Cancelled and Indeterminate stay until the user acts.
bool is_over(CallStatus status);

/// As the database says it: "queued", "running", ...
std::string_view name_of(CallStatus status);
std::string_view name_of(CallKind kind);
std::string_view name_of(UpscaleType type);  ///< "esrgan", "hires_fix"
std::string_view name_of(ImageMode mode);    ///< "text2img", "img2img", "fallback"
std::optional<CallStatus> call_status_from(std::string_view name);
std::optional<CallKind> call_kind_from(std::string_view name);
std::optional<UpscaleType> upscale_type_from(std::string_view name);
std::optional<ImageMode> image_mode_from(std::string_view name);

}  // namespace proofsheet::jobs
