#pragma once

#include <string>
#include <string_view>

#include "app/experiments_state.h"
#include "ui/context.h"
#include "ui/icons.h"

/// The words of the Experiments screen. Pure.
namespace proofsheet::ui {

/// "52.8 credits", thousands grouped, one decimal.
std::string credits_text(jobs::Credits credits);
/// "52.8", as credits_text has it.
std::string credits_number(jobs::Credits credits);

/// "24 combinations x 4 pictures = 96 pictures · 24 calls · about 52.8 credits".
std::string plan_text(const app::FormPreview& preview);
/// "Queue 96 pictures in 24 calls for about 52.8 credits".
std::string queue_button_text(const app::FormPreview& preview);

/// "DDIM · 20 steps · scale 7.5 · 512 × 768 · 4 pictures · seed 42", or what an upscale does.
std::string call_text(const jobs::CallConfig& call);
/// "about 2.2", "2.2", "0 paid" and the like.
std::string cost_text(const jobs::CallRow& row);

/// How a state looks besides its colour.
struct StatusLook {
    std::string_view word;
    Icon icon;
    Colour colour;
};
StatusLook look_of(const Theme& theme, jobs::CallStatus status);

/// "14.2 credits · 31 of 50 today"; empty when nothing was ever spent and there is no budget.
std::string spending_text(const app::ExperimentsState& experiments);

/// What the queue does now, a phrase: "Sending call 3 of 24".
std::string queue_text(const app::ExperimentsState& experiments);

}  // namespace proofsheet::ui
