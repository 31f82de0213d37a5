#include "jobs/experiment_call.h"

#include <doctest/doctest.h>

using namespace proofsheet::jobs;

namespace {

constexpr CallStatus kStatuses[] = {CallStatus::Queued, CallStatus::Running,   CallStatus::Completed,
                                    CallStatus::Failed, CallStatus::Cancelled, CallStatus::Indeterminate};
constexpr CallEvent kEvents[] = {
    CallEvent::Started,        CallEvent::Answered,        CallEvent::Refused,       CallEvent::NotAccepted,
    CallEvent::OutcomeUnknown, CallEvent::CancelledByUser, CallEvent::RetriedByUser, CallEvent::ResentByUser};

bool is_of_user(CallEvent event) {
    return event == CallEvent::CancelledByUser || event == CallEvent::RetriedByUser ||
           event == CallEvent::ResentByUser;
}

}  // namespace

TEST_CASE("what is over stays so until the user acts, and what is completed for ever") {
    for (const CallStatus status : kStatuses)
        for (const CallEvent event : kEvents) {
            const auto next = next_status(status, event);
            if (is_over(status) && next) CHECK(is_of_user(event));
            if (status == CallStatus::Completed) CHECK(!next);
        }
}

TEST_CASE("a call of unknown outcome is queued again by an explicit resend and by nothing else") {
    for (const CallEvent event : kEvents)
        CHECK((next_status(CallStatus::Indeterminate, event) == CallStatus::Queued) ==
              (event == CallEvent::ResentByUser));
}

TEST_CASE("a running call cannot be cancelled, because it is being paid for") {
    CHECK(!next_status(CallStatus::Running, CallEvent::CancelledByUser));
}

TEST_CASE("names read back") {
    for (const CallStatus status : kStatuses) CHECK(call_status_from(name_of(status)) == status);
    CHECK(upscale_type_from("hires_fix") == UpscaleType::HiresFix);
    CHECK(image_mode_from(name_of(ImageMode::Fallback)) == ImageMode::Fallback);
    CHECK(!call_status_from("lost"));
}
