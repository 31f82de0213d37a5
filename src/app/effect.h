#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "app/camera.h"
#include "app/config_edit.h"
#include "app/panels.h"
#include "grid/catalog.h"
#include "grid/preset.h"
#include "grid/view.h"
#include "review/model.h"

namespace proofsheet::app {

// Work outside, described and not done. Whoever runs it answers with news that carries the same ticket.

/// Find the training runs in the configured folders. Answer: RunsDiscovered.
struct DiscoverRuns {
    std::uint64_t ticket = 0;
};
/// What a running scan tells before it has found everything.
enum class ScanNews : std::uint8_t { WhatIsFoundSoFar, OnlyTheEnd };

/// List the pictures of a run. Answers: CatalogScanned, several times.
struct ScanRun {
    std::uint64_t ticket = 0;
    grid::TrainingRun run;
    ScanNews news = ScanNews::WhatIsFoundSoFar;
};
/// List the pictures of an opened folder. Answers: CatalogScanned.
struct ScanFolder {
    std::uint64_t ticket = 0;
    std::string folder;  ///< absolute, native bytes
    ScanNews news = ScanNews::WhatIsFoundSoFar;
};
/// Look at what was dropped or named and open it. Answers: RunsDiscovered or CatalogScanned, or OpenFailed.
struct LookAtPaths {
    std::uint64_t ticket = 0;
    std::vector<std::string> paths;
};
/// Make the demo data where it is not there and open it. Answers as LookAtPaths.
struct MakeDemo {
    std::uint64_t ticket = 0;
};
struct PutOnClipboard {
    std::string text;
};
struct ApplyFullscreen {
    bool on = false;
};

/// Read what a picture or a checkpoint says about itself. Answer: DetailsRead.
struct ReadDetails {
    std::uint64_t ticket = 0;
    std::string path;  ///< absolute, native bytes
};
/// List a folder; an empty path is the home folder. Answer: FolderListed.
struct ListFolder {
    std::uint64_t ticket = 0;
    std::string path;
};
/// Write the grid as a picture. Answer: Noticed.
struct WriteSheet {
    SheetOptions options;
    std::shared_ptr<const grid::Catalog> catalog;
    std::shared_ptr<const grid::GridView> view;
    grid::GridQuery query;
    int position = 0;
};
struct StopLongWork {};
/// Change the presets. Answer: PresetsRead, or Noticed when it failed.
struct AddPreset {
    grid::Preset preset;  ///< without id and times
};
struct ReplacePreset {
    grid::Preset preset;
};
struct RemovePreset {
    std::string id;
};
/// Read what is said of the pictures of a catalog. Answer: ReviewRead, later PicturesRecognised.
struct ReadReview {
    std::uint64_t ticket = 0;
    std::shared_ptr<const grid::Catalog> catalog;
};
/// Make one change. Answer: ReviewCommitted or ReviewRefused.
struct EditReview {
    std::uint64_t id = 0;
    std::string path;  ///< absolute, native bytes
    FileStamp stamp;
    std::string run;
    std::string checkpoint;
    review::CriterionId criterion;
    review::ReviewValue before;
    review::ReviewValue after;
    std::string screen;
    std::chrono::milliseconds since_shown{0};
};
/// Measure two pictures against each other; of different sizes the smaller one is enlarged. Answer:
/// PairMeasured.
struct MeasurePair {
    std::uint64_t ticket = 0;
    std::string first, second;  ///< absolute paths
};
/// Measure a part of the two pictures that were measured last, at the same size. Answer: PartMeasured.
struct MeasurePart {
    std::uint64_t ticket = 0;
    std::string first, second;  ///< absolute paths
    Box part;                   ///< of the content, 0..1
};
/// Switch a set of criteria on or off. Answer: CriteriaRead, or Noticed when it failed.
struct ShowCriteriaSet {
    std::string set;
    bool shown = true;
};
/// Take the last change back, or make it again. Answer: ReviewCommitted, or Noticed when there is none.
struct ReverseReview {
    review::EventKind kind = review::EventKind::Undo;
    std::string screen;
};
/// Change the configuration file, or only read it when there is nothing to change. Answer: ConfigurationRead,
/// after Noticed when it failed.
struct WriteSettings {
    std::vector<ConfigEdit> edits;
};
/// Look in these folders from now on.
struct UseFolders {
    std::vector<std::filesystem::path> checkpoint_dirs;
    std::filesystem::path sample_dir;
};

// Work for a screen that has effects of its own, see `app/<screen>_command.h`.
struct AnalysisEffect;
struct SamplingEffect;
struct ExperimentsEffect;
struct WorkForAnalysis {
    std::shared_ptr<const AnalysisEffect> effect;
};
struct WorkForSampling {
    std::shared_ptr<const SamplingEffect> effect;
};
struct WorkForExperiments {
    std::shared_ptr<const ExperimentsEffect> effect;
};

using Effect =
    std::variant<DiscoverRuns, ScanRun, ScanFolder, LookAtPaths, MakeDemo, PutOnClipboard, ApplyFullscreen,
                 ReadDetails, ListFolder, WriteSheet, StopLongWork, AddPreset, ReplacePreset, RemovePreset,
                 WriteSettings, UseFolders, ReadReview, EditReview, ReverseReview, MeasurePair, MeasurePart,
                 ShowCriteriaSet, WorkForAnalysis, WorkForSampling, WorkForExperiments>;

}  // namespace proofsheet::app
