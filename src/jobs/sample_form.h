#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grid/catalog.h"
#include "jobs/sample_preset.h"

namespace proofsheet::jobs {

/// What the launch dialog asks for. Empty texts and nullopts keep what the workflow says.
struct SampleForm {
    std::string run;       ///< name of the training run
    std::string workflow;  ///< file name of the template; empty for the demo generator
    std::string preset_id;
    std::string provider;  ///< "comfyui" or "demo"
    std::string vae;
    std::string clip;
    std::optional<double> shift;
    std::string study;  ///< name of a folder for these pictures; empty for none
    std::optional<std::vector<std::string>> checkpoints;  ///< file names; nullopt: all of the run
    bool missing_only = true;                             ///< leave out cells that have a picture
    std::map<std::string, std::string> model_choices;     ///< checkpoint file -> model, where several fit
    bool operator==(const SampleForm&) const = default;
};

/// A checkpoint that can be sampled.
struct CheckpointToSample {
    std::string file;              ///< file name with extension
    std::string path;              ///< of the model file; tells checkpoints of the same file name apart
    std::optional<double> number;  ///< step or epoch
    bool operator==(const CheckpointToSample&) const = default;
};
std::vector<CheckpointToSample> checkpoints_of(const grid::TrainingRun& run);

/// A picture that is there already.
struct ExistingPicture {
    std::string folder;  ///< relative to the sample folder, '/' between parts, native bytes
    std::vector<std::pair<std::string, std::string>> dimensions;  ///< as the name parser gives them
    bool operator==(const ExistingPicture&) const = default;
};
std::vector<ExistingPicture> existing_pictures(const grid::ScanReport& report);
std::vector<ExistingPicture> existing_pictures(const grid::Catalog& catalog);

/// What varies within a job: one place in the grid of one checkpoint.
struct SampleParameters {
    std::string prompt_name;
    std::string prompt_text;
    int steps = 0;
    double cfg = 0;
    std::string sampler;
    std::string scheduler;
    std::uint64_t seed = 0;
    std::optional<double> lora_strength;  ///< nullopt: not part of the job
    bool base_model = false;              ///< without the LoRA; strength is 0
    bool operator==(const SampleParameters&) const = default;
};

/// One picture to make.
struct PlannedItem {
    std::string checkpoint;  ///< file name
    std::optional<double> checkpoint_number;
    std::string model_path;  ///< as the service names it; empty where `skip_reason` is set
    std::string folder;      ///< where the picture goes, relative to the sample folder
    SampleParameters parameters;
    std::string skip_reason;  ///< a sentence; empty when it is to be made
    bool operator==(const PlannedItem&) const = default;
};

/// A checkpoint that the service does not know: its pictures are skipped.
struct UnknownCheckpoint {
    std::string checkpoint;
    std::string reason;
    bool operator==(const UnknownCheckpoint&) const = default;
};

/// A checkpoint whose file name several models of the service have. `SampleForm::model_choices` answers.
struct AmbiguousCheckpoint {
    std::string checkpoint;
    std::vector<std::string> candidates;  ///< the most likely first
    bool operator==(const AmbiguousCheckpoint&) const = default;
};

/// What a form would start, for the summary of the launch dialog and for the job.
struct Expansion {
    std::vector<PlannedItem> items;  ///< checkpoint outermost, skipped ones included
    std::vector<UnknownCheckpoint> unknown;
    std::vector<AmbiguousCheckpoint> ambiguous;  ///< the job cannot start while there are any
    std::vector<std::string> problems;           ///< other reasons why the job cannot start
    std::size_t checkpoints = 0;                 ///< that were chosen
    std::uint64_t per_checkpoint = 0;
    std::size_t to_make = 0;        ///< items that are not skipped
    std::size_t skipped = 0;        ///< items of unknown checkpoints
    std::size_t already_there = 0;  ///< cells that have a picture and are no items
    bool operator==(const Expansion&) const = default;
    bool can_start() const { return ambiguous.empty() && problems.empty() && to_make > 0; }
};

struct ExpansionInput {
    SampleForm form;
    SamplePreset preset;
    std::vector<CheckpointToSample> checkpoints;  ///< of the run, in training order
    /// Names of the models as the service has them; nullopt: it takes every checkpoint, as the demo generator
    /// does.
    std::optional<std::vector<std::string>> models;
    std::vector<ExistingPicture> existing;
};

/// Pure. The order is that of checkpoints, prompts, steps, CFG, sampler pairs, seeds, LoRA strengths.
Expansion expand(const ExpansionInput& input);

/// "12 checkpoints x 8 pictures = 96: 80 to make, 8 there already, 8 skipped".
std::string summary_sentence(const Expansion& expansion);

/// Why this cannot be the name of a study, as a sentence; empty when it can. An empty name is fine.
std::string study_problem(const std::string& study);

}  // namespace proofsheet::jobs
