#pragma once

#include <string>
#include <string_view>

#include "app/experiments_state.h"

/// The run form as texts by field; the names are those of the JSON file.
namespace proofsheet::app {

/// What a field shows: what was typed, as long as it stands for the value.
std::string field_text(const ExperimentsState& experiments, std::string_view field);

/// Puts a text into a field. A number field keeps a text that is no number, with an error. False when there
/// is no such field or the text is none of its choices.
bool set_field(ExperimentsState& experiments, std::string_view field, const std::string& text);

/// The whole form, as from an earlier run.
void set_form(ExperimentsState& experiments, jobs::ExperimentForm form);

/// Recounts preview and errors.
void follow_form(ExperimentsState& experiments);

/// Whether the form can be queued now.
bool is_ready(const ExperimentsState& experiments);

}  // namespace proofsheet::app
