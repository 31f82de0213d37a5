#pragma once

#include <filesystem>

#include "core/result.h"

namespace proofsheet::bench {

constexpr int kManyFolders = 500;
constexpr int kManyInEach = 200;

/// Makes a training run of 500 checkpoints with 200 samples each, where it is not there: 100,000 names of
/// very small pictures. Errors: Io.
Status make_many_names(const std::filesystem::path& folder);

}  // namespace proofsheet::bench
