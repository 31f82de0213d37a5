#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/result.h"
#include "providers/comfy_template.h"

namespace proofsheet::providers {

/// A workflow that comes with the program.
struct ShippedWorkflow {
    std::string_view file;  ///< name of the file
    std::string_view json;
};
const std::vector<ShippedWorkflow>& shipped_workflows();

/// A file of the workflow folder.
struct WorkflowFile {
    std::string file;  ///< name with `.json`, native bytes
    ComfyTemplate workflow;
    bool operator==(const WorkflowFile&) const = default;
};

/// Makes the folder with the workflows that come with the program, if there is none; one that is there stays
/// as it is, even empty. Errors: Io.
Status ensure_workflow_dir(const std::filesystem::path& folder);

/// All `.json` files of the folder by name, broken ones too, with their reasons. Errors: NotFound, Io.
Result<std::vector<WorkflowFile>> list_workflows(const std::filesystem::path& folder);

/// The text of a workflow, by its name with or without `.json`. A name never leads out of the folder.
/// Errors: InvalidInput (no plain file name), NotFound (says which there are), Unsupported (larger than 16
/// MiB), Io.
Result<std::string> read_workflow(const std::filesystem::path& folder, const std::string& name);

}  // namespace proofsheet::providers
