#include "providers/comfy_workflows.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <system_error>

#include "core/file_bytes.h"
#include "core/text.h"
#include "embedded/flux.json.h"
#include "embedded/lora-on-sdxl.json.h"
#include "embedded/qwen-image.json.h"
#include "embedded/sd15-checkpoint.json.h"
#include "embedded/sdxl-checkpoint.json.h"
#include "providers/comfy_graph.h"

namespace proofsheet::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 2000;

Result<std::string> text_of_file(const fs::path& path) {
    const auto bytes = read_file(path, kMostWorkflowBytes);
    if (!bytes) return bytes.error();
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

bool is_workflow(const fs::path& path) {
    return ascii_lower(path.extension().native()) == ".json";
}

Result<std::vector<fs::path>> workflow_paths(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    std::vector<fs::path> paths;
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        if (is_workflow(entries->path()) && entries->is_regular_file(ignored))
            paths.push_back(entries->path());
        if (paths.size() >= kMostFiles) break;
    }
    if (error == std::errc::no_such_file_or_directory)
        return Error{ErrorKind::NotFound,
                     fmt::format("There is no workflow folder: {}", display_path(folder))};
    if (error)
        return Error{ErrorKind::Io, fmt::format("The workflow folder cannot be read ({}): {}",
                                                error.message(), display_path(folder))};
    std::ranges::sort(paths, [](const fs::path& left, const fs::path& right) {
        return natural_compare(left.native(), right.native()) < 0;
    });
    return paths;
}

WorkflowFile read_entry(const fs::path& path) {
    WorkflowFile entry{path.filename().native(), {}};
    const auto text = text_of_file(path);
    if (text)
        entry.workflow = read_comfy_template(*text);
    else
        entry.workflow.errors.push_back(text.error().message);
    return entry;
}

bool is_plain_name(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

std::string names_of(const fs::path& folder) {
    const auto paths = workflow_paths(folder);
    std::string names;
    if (paths)
        for (const fs::path& path : *paths)
            names += (names.empty() ? "" : ", ") + display_path(path.filename());
    return names.empty() ? "none" : names;
}

}  // namespace

const std::vector<ShippedWorkflow>& shipped_workflows() {
    static const std::vector<ShippedWorkflow> kShipped{
        {"flux.json", embedded::flux_json},
        {"lora-on-sdxl.json", embedded::lora_on_sdxl_json},
        {"qwen-image.json", embedded::qwen_image_json},
        {"sd15-checkpoint.json", embedded::sd15_checkpoint_json},
        {"sdxl-checkpoint.json", embedded::sdxl_checkpoint_json},
    };
    return kShipped;
}

Status ensure_workflow_dir(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error))) return {};
    fs::create_directories(folder, error);
    if (error)
        return Error{ErrorKind::Io, fmt::format("The workflow folder cannot be made ({}): {}",
                                                error.message(), display_path(folder))};
    for (const ShippedWorkflow& workflow : shipped_workflows())
        if (auto written =
                write_file_atomically(folder / workflow.file, std::as_bytes(std::span(workflow.json)));
            !written)
            return written;
    return {};
}

Result<std::vector<WorkflowFile>> list_workflows(const fs::path& folder) {
    const auto paths = workflow_paths(folder);
    if (!paths) return paths.error();
    std::vector<WorkflowFile> files;
    for (const fs::path& path : *paths) files.push_back(read_entry(path));
    return files;
}

Result<std::string> read_workflow(const fs::path& folder, const std::string& name) {
    if (!is_plain_name(name))
        return Error{ErrorKind::InvalidInput,
                     "A workflow is named by its file name alone: " + to_display(name)};
    fs::path path = folder / name;
    if (!is_workflow(path)) path += ".json";
    auto text = text_of_file(path);
    if (!text && text.error().kind == ErrorKind::NotFound)
        return Error{ErrorKind::NotFound,
                     fmt::format("There is no workflow {} in {}. There are: {}.", to_display(name),
                                 display_path(folder), names_of(folder))};
    return text;
}

}  // namespace proofsheet::providers
