#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/size.h"
#include "jobs/experiment_form.h"
#include "jobs/experiment_plan.h"
#include "jobs/experiment_view.h"

namespace proofsheet::app {

/// What the Experiments screen shows: the runs with the queue, or the form for the next run.
enum class ExperimentsPart : std::uint8_t { Runs, Form };

/// What the thread that works the queue is doing.
enum class QueueActivity : std::uint8_t { Idle, Working, Waiting, Stopped };
struct QueueStatus {
    QueueActivity activity = QueueActivity::Idle;
    std::string note;  ///< what it waits for or why it stopped, a sentence
    std::string call;  ///< id of the call under way
    bool operator==(const QueueStatus&) const = default;
};

/// What the form leads to, recounted with every change.
struct FormPreview {
    std::vector<jobs::Combination> combinations;
    int variations = 1;
    int calls = 0;
    int pictures = 0;
    jobs::CreditEstimate cost;
    std::vector<std::string> warnings;
    bool operator==(const FormPreview&) const = default;
};

/// The picture that image to image starts from, as it lies on the disk.
struct InitImage {
    std::string path;  ///< as the form has it
    bool looking = false;
    SizePx size;
    std::string error;  ///< why it cannot be used, empty otherwise
    bool operator==(const InitImage&) const = default;
};

/// What is known of a picture that an experiment made.
struct ExperimentPicture {
    std::string path;      ///< absolute, native bytes
    std::string image_id;  ///< empty: no experiment made it
    jobs::CallConfig call;
    int upscales = 0;
    std::string problem;  ///< why it cannot be upscaled, a sentence; empty when it can
    bool operator==(const ExperimentPicture&) const = default;
};

/// The card that asks for an upscale.
struct UpscaleCard {
    std::string path;                          ///< absolute path of the picture
    std::optional<ExperimentPicture> picture;  ///< once it is looked up
    jobs::UpscaleType type = jobs::UpscaleType::Esrgan;
    int scale = 2;
    double strength = 0.6;
    bool operator==(const UpscaleCard&) const = default;
};

/// An upscale that is on the disk and not shown yet; absolute paths, empty for none.
struct UpscaledPair {
    std::string original;
    std::string file;
    bool operator==(const UpscaledPair&) const = default;
};

/// The Experiments screen and what other screens need of it.
struct ExperimentsState {
    ExperimentsPart part = ExperimentsPart::Runs;
    std::shared_ptr<const jobs::ExperimentOverview> overview;  ///< null until it is read
    std::shared_ptr<const jobs::ModelList> models;             ///< null until they are read
    bool models_loading = false;
    std::string models_error;
    QueueStatus status;
    std::string chosen_run;  ///< id

    jobs::ExperimentForm form;
    std::map<std::string, std::string> typed;  ///< number fields as they were typed, by field
    InitImage init_image;
    FormPreview preview;
    std::vector<jobs::FieldError> errors;  ///< of the form, in its order
    std::uint64_t random_seed = 0;         ///< of the run that is queued next; 0 until it is drawn
    bool adding = false;                   ///< the form is being queued

    bool leaving = false;  ///< the program ends once the call under way has its answer

    UpscaleCard upscale;
    UpscaledPair pair;  ///< opens in Compare once the scan has found it
    bool operator==(const ExperimentsState&) const = default;
};

std::string_view name_of(ExperimentsPart part);
std::string_view name_of(QueueActivity activity);

/// The run of that id, nullptr when there is none.
const jobs::RunSummary* find_run(const ExperimentsState& experiments, std::string_view id);
/// The run that is chosen, else the newest; nullptr when there is none.
const jobs::RunSummary* chosen_run(const ExperimentsState& experiments);
/// The call that an upscale card stands for.
jobs::CallConfig upscale_call(const UpscaleCard& card);
/// Calls of the whole queue by state.
jobs::CallCounts queue_counts(const ExperimentsState& experiments);
/// What is left until a budget stops the queue; nullopt without a budget.
std::optional<jobs::Credits> budget_left(const ExperimentsState& experiments);

}  // namespace proofsheet::app
