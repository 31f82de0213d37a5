#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/call.h"

namespace proofsheet::cli {

/// What CLI11 fills in for the commands below `export`.
struct RawExport {
    std::string run, folder, output, slider, x, y, slider_dimension, theme;
    std::string cell, gap, label, tile;
    std::vector<std::string> filters;
    bool date = false, wide = false, long_form = false;
};

/// Adds `export` with its own commands.
CLI::App* add_export_commands(CLI::App& app, RawExport& raw);

ExportSheetCall export_sheet_call(const RawExport& raw);
ExportScoresCall export_csv_call(const RawExport& raw);
ExportScoresCall export_json_call(const RawExport& raw);
ExportRatingsCall export_xmp_call(const RawExport& raw);

}  // namespace proofsheet::cli
