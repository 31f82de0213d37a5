#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/sinkin_call.h"
#include "core/size.h"
#include "sheet/sheet.h"

namespace proofsheet::cli {

/// How a command shows what it found.
enum class OutputForm { Table, Json };

/// Options of every command. Names are as given, relative to the working folder.
struct CommonOptions {
    std::optional<std::filesystem::path> config;
    std::vector<std::filesystem::path> checkpoints;
    std::optional<std::filesystem::path> samples;
    std::optional<std::filesystem::path> data;
    std::string log_level = "info";  ///< a name that spdlog knows
    bool operator==(const CommonOptions&) const = default;
};

/// Options of the commands that open the application.
struct WindowOptions {
    std::optional<SizePx> offscreen;
    std::optional<double> scale;
    std::optional<double> fixed_dt_ms;
    std::optional<std::filesystem::path> frame_log;
    std::optional<std::string> script;
    bool operator==(const WindowOptions&) const = default;
};

struct WindowCall {
    bool operator==(const WindowCall&) const = default;
};
struct OpenCall {
    std::vector<std::filesystem::path> paths;
    bool operator==(const OpenCall&) const = default;
};
struct DemoCall {
    std::optional<std::filesystem::path> folder;
    bool operator==(const DemoCall&) const = default;
};
struct ScanCall {
    std::optional<std::string> run;
    OutputForm form = OutputForm::Table;
    bool operator==(const ScanCall&) const = default;
};
struct InspectCall {
    std::filesystem::path file;
    OutputForm form = OutputForm::Table;
    bool operator==(const InspectCall&) const = default;
};

/// A contact sheet. Dimensions of roles: `none` leaves the role empty; what is not given is suggested.
struct ExportSheetCall {
    std::optional<std::string> run;
    std::filesystem::path output = "contact-sheet.png";
    std::optional<std::string> slider;  ///< a value, "each" or "all"
    std::optional<std::string> x, y, slider_dimension;
    std::vector<std::pair<std::string, std::string>> filters;  ///< dimension, value
    sheet::SheetLayout layout;
    bool with_date = false;
    bool operator==(const ExportSheetCall&) const = default;
};

/// Which pictures an export is about: a training run, a folder, or all training runs.
struct ExportedPictures {
    std::optional<std::string> run;
    std::optional<std::filesystem::path> folder;
    bool operator==(const ExportedPictures&) const = default;
};

enum class ScoresForm { WideCsv, LongCsv, Json };

/// A table of pictures and their scores; to standard output without a file.
struct ExportScoresCall {
    ExportedPictures pictures;
    ScoresForm form = ScoresForm::WideCsv;
    std::optional<std::filesystem::path> output;
    bool operator==(const ExportScoresCall&) const = default;
};

/// XMP side-cars beside the pictures.
struct ExportRatingsCall {
    ExportedPictures pictures;
    bool operator==(const ExportRatingsCall&) const = default;
};

enum class ComfyQuestion { Status, Models, Workflows };

/// A question to ComfyUI.
struct ComfyCall {
    ComfyQuestion question = ComfyQuestion::Status;
    std::optional<std::string> type;  ///< of Models; nullopt is all
    OutputForm form = OutputForm::Table;
    bool operator==(const ComfyCall&) const = default;
};

/// Which cells of the grid a sample job makes pictures of.
enum class SampledCells { Missing, All };

/// A sample job. Empty texts keep what the workflow says.
struct SampleCall {
    std::string run, workflow, preset;
    std::string provider = "comfyui";
    std::string vae, clip, study;
    std::optional<double> shift;
    std::vector<std::string> checkpoints;  ///< names or labels; folders mean those of `CommonOptions`
    std::vector<std::pair<std::string, std::string>> models;  ///< checkpoint file, model of the service
    SampledCells cells = SampledCells::Missing;
    bool operator==(const SampleCall&) const = default;
};

enum class JobAction { List, Show, Stop, Resume, Retry, Delete };

/// What is asked of sample jobs. Ids may be cut short.
struct JobCall {
    JobAction action = JobAction::List;
    std::string id;
    bool trash_pictures = false;
    OutputForm form = OutputForm::Table;
    bool operator==(const JobCall&) const = default;
};

enum class PresetAction { List, Import, Export };

/// What is asked of sample presets.
struct PresetCall {
    PresetAction action = PresetAction::List;
    std::filesystem::path file;  ///< to import; to export to, empty for standard output
    std::string name;
    bool replace = false;  ///< an imported preset takes the place of one of its name
    OutputForm form = OutputForm::Table;
    bool operator==(const PresetCall&) const = default;
};

/// How fast the program is, on its own reference set or on a folder.
struct BenchCall {
    std::optional<std::filesystem::path> folder;
    OutputForm form = OutputForm::Table;
    bool operator==(const BenchCall&) const = default;
};

using Command = std::variant<WindowCall, OpenCall, DemoCall, ScanCall, InspectCall, ExportSheetCall,
                             ExportScoresCall, ExportRatingsCall, ComfyCall, SampleCall, JobCall, PresetCall,
                             SinkInModelsCall, SinkInRunCall, SinkInQueueCall, SinkInUpscaleCall, BenchCall>;

/// A command line that made sense.
struct Call {
    CommonOptions common;
    WindowOptions window;
    Command command;
    bool operator==(const Call&) const = default;
};

}  // namespace proofsheet::cli
