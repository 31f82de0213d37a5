#include "jobs/experiment_call.h"

#include <utility>

namespace proofsheet::jobs {
namespace {

struct Transition {
    CallStatus from;
    CallEvent event;
    CallStatus to;
};

constexpr std::array kTransitions{
    Transition{CallStatus::Queued, CallEvent::Started, CallStatus::Running},
    Transition{CallStatus::Queued, CallEvent::CancelledByUser, CallStatus::Cancelled},
    Transition{CallStatus::Running, CallEvent::Answered, CallStatus::Completed},
    Transition{CallStatus::Running, CallEvent::Refused, CallStatus::Failed},
    Transition{CallStatus::Running, CallEvent::NotAccepted, CallStatus::Queued},
    Transition{CallStatus::Running, CallEvent::OutcomeUnknown, CallStatus::Indeterminate},
    Transition{CallStatus::Failed, CallEvent::RetriedByUser, CallStatus::Queued},
    Transition{CallStatus::Cancelled, CallEvent::RetriedByUser, CallStatus::Queued},
    Transition{CallStatus::Indeterminate, CallEvent::ResentByUser, CallStatus::Queued},
    Transition{CallStatus::Indeterminate, CallEvent::CancelledByUser, CallStatus::Cancelled},
};

template <typename T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<CallStatus, 6> kStatusNames{{{CallStatus::Queued, "queued"},
                                             {CallStatus::Running, "running"},
                                             {CallStatus::Completed, "completed"},
                                             {CallStatus::Failed, "failed"},
                                             {CallStatus::Cancelled, "cancelled"},
                                             {CallStatus::Indeterminate, "indeterminate"}}};
constexpr Names<CallKind, 2> kKindNames{{{CallKind::Inference, "inference"}, {CallKind::Upscale, "upscale"}}};
constexpr Names<UpscaleType, 2> kUpscaleNames{
    {{UpscaleType::Esrgan, "esrgan"}, {UpscaleType::HiresFix, "hires_fix"}}};
constexpr Names<ImageMode, 3> kModeNames{
    {{ImageMode::Text2Img, "text2img"}, {ImageMode::Img2Img, "img2img"}, {ImageMode::Fallback, "fallback"}}};

template <typename T, std::size_t N>
std::string_view name_in(const Names<T, N>& names, T value) {
    for (const auto& [each, name] : names)
        if (each == value) return name;
    return {};
}

template <typename T, std::size_t N>
std::optional<T> value_in(const Names<T, N>& names, std::string_view wanted) {
    for (const auto& [value, name] : names)
        if (name == wanted) return value;
    return std::nullopt;
}

}  // namespace

std::optional<CallStatus> next_status(CallStatus status, CallEvent event) {
    for (const Transition& each : kTransitions)
        if (each.from == status && each.event == event) return each.to;
    return std::nullopt;
}

bool is_over(CallStatus status) {
    return status != CallStatus::Queued && status != CallStatus::Running;
}

std::string_view name_of(CallStatus status) {
    return name_in(kStatusNames, status);
}
std::string_view name_of(CallKind kind) {
    return name_in(kKindNames, kind);
}
std::string_view name_of(UpscaleType type) {
    return name_in(kUpscaleNames, type);
}
std::string_view name_of(ImageMode mode) {
    return name_in(kModeNames, mode);
}
std::optional<CallStatus> call_status_from(std::string_view name) {
    return value_in(kStatusNames, name);
}
std::optional<CallKind> call_kind_from(std::string_view name) {
    return value_in(kKindNames, name);
}
std::optional<UpscaleType> upscale_type_from(std::string_view name) {
    return value_in(kUpscaleNames, name);
}
std::optional<ImageMode> image_mode_from(std::string_view name) {
    return value_in(kModeNames, name);
}

}  // namespace proofsheet::jobs
