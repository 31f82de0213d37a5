#pragma once

#include <filesystem>
#include <optional>

#include "app/config.h"
#include "grid/catalog.h"
#include "grid/query.h"

namespace proofsheet::app {

/// Where the pictures of a run lie.
std::filesystem::path run_folder(const Config& config, int batch_number);

/// How the pictures of an experiment are arranged: scheduler x scale, steps on the slider; what does not vary
/// gives its place to what does. Nothing for a catalog that no experiment made.
std::optional<grid::Mapping> experiment_mapping(const grid::Catalog& catalog);

}  // namespace proofsheet::app
