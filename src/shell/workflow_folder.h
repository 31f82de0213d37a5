#pragma once

#include <filesystem>
#include <string>

#include "app/sampling_command.h"
#include "core/result.h"

namespace proofsheet::shell {

/// The files of the workflow folder, which is made when it is not there. Reads files.
app::WorkflowsRead read_workflow_folder(const std::filesystem::path& folder);

/// Saves a copy of a workflow with these roles beside it, under a name that is free; returns its file name.
/// Errors: InvalidInput, NotFound, Io.
Result<std::string> save_tagged_workflow(const std::filesystem::path& folder,
                                         const app::WriteTaggedWorkflow& wanted);

}  // namespace proofsheet::shell
