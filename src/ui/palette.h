#pragma once

#include <string>
#include <vector>

#include "app/command.h"
#include "ui/action.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// Something that the command palette offers.
struct PaletteEntry {
    std::string title;
    std::string kind;  ///< "Command", "Run", "Preset", "Checkpoint"
    std::string hint;  ///< its key, empty for none
    std::optional<Action> action;
    std::optional<app::Command> command;  ///< for what is no action
};

/// How well a title answers what was typed: larger is better, nullopt when a word of `query` is not in it.
/// Words may come in any order; the letters of one word may be spread ("cks" finds "checkpoints").
std::optional<int> match_score(std::string_view title, std::string_view query);

/// What can be done now and answers the query, best first: actions, runs, presets, slider values. At most
/// 200.
std::vector<PaletteEntry> palette_entries(const app::AppState& app, const PanelState& panel,
                                          const Keymap& keymap, std::string_view query);

}  // namespace proofsheet::ui
