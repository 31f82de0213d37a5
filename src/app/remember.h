#pragma once

#include <map>
#include <string>
#include <string_view>

#include "app/state.h"

namespace proofsheet::app {

/// What comes back at the next start, as texts by name.
using Settings = std::map<std::string, std::string>;

/// The open run, by `run_key`.
constexpr std::string_view kRunSetting = "run";
/// What was opened by hand, as `Library::opened`.
constexpr std::string_view kOpenedSetting = "opened";

/// The run form of the Experiments screen, as JSON.
constexpr std::string_view kFormSetting = "experiments.form";

/// Theme, sizes, open panels, playback and what is open, as they are now.
Settings remembered_settings(const AppState& state);

/// Puts them back; what is missing or makes no sense stays as it is. A theme that the configuration file
/// names now, and did not name then, wins.
void restore_settings(AppState& state, const Settings& settings);

}  // namespace proofsheet::app
