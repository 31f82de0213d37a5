#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "app/command.h"
#include "app/config.h"
#include "app/effect.h"
#include "app/experiments_state.h"
#include "jobs/experiment_wish.h"

namespace proofsheet::app {

// News, past tense.
struct OverviewRead {
    std::shared_ptr<const jobs::ExperimentOverview> overview;
};
struct ModelsRead {
    std::shared_ptr<const jobs::ModelList> models;
};
struct ModelsRefused {
    std::string message;
};
struct QueueTold {
    QueueStatus status;
};
struct SeedDrawn {
    std::uint64_t seed = 0;
};
struct InitImageSeen {
    InitImage image;
};
struct PictureLookedUp {
    ExperimentPicture picture;
};
/// `problem` says why there is no form.
struct SettingsFound {
    std::optional<jobs::ExperimentForm> form;
    std::string source;  ///< what they are the settings of, for a toast
    std::string problem;
};
struct RunAdded {
    std::string id;
    int batch_number = 0;
    int calls = 0;
};
struct RunRefused {
    std::string message;
};
/// An upscale is on the disk beside its original.
struct UpscaleKept {
    std::string original;  ///< absolute path
    std::string file;      ///< absolute path
    std::optional<jobs::Credits> cost;
};

// Wishes, imperative.
struct ShowExperiments {
    ExperimentsPart part = ExperimentsPart::Runs;
};
/// Puts a text into a field of the form; the names are those of the JSON file ("steps", "seed_mode").
struct EditField {
    std::string field;
    std::string text;
};
struct ToggleScheduler {
    std::string name;
};
struct SetPictureSize {
    int width = 0;
    int height = 0;
};
struct ChooseModel {
    jobs::ServiceModel model;
};
struct ClearForm {};
/// Makes a run of the form and queues its calls.
struct QueueForm {};
struct ChooseRun {
    std::string id;
};
/// Opens the pictures of a run, and shows this screen.
struct OpenRun {
    std::string id;
    Screen screen = Screen::Grid;
};
struct UseSettingsOfRun {
    std::string id;
};
/// Fills the form from the focused picture.
struct UseSettingsOfPicture {};
/// Everything that the runner does.
struct Ask {
    jobs::ExperimentWish wish;
};
/// Opens the card for the focused picture.
struct OpenUpscale {};
/// Each nullopt stays as it is.
struct TuneUpscale {
    std::optional<jobs::UpscaleType> type;
    std::optional<int> scale;
    std::optional<double> strength;
};
struct StartUpscale {};
struct ExportExperiments {};

/// What happens on the Experiments screen.
struct ExperimentsCommand {
    std::variant<OverviewRead, ModelsRead, ModelsRefused, QueueTold, SeedDrawn, InitImageSeen,
                 PictureLookedUp, SettingsFound, RunAdded, RunRefused, UpscaleKept, ShowExperiments,
                 EditField, ToggleScheduler, SetPictureSize, ChooseModel, ClearForm, QueueForm, ChooseRun,
                 OpenRun, UseSettingsOfRun, UseSettingsOfPicture, Ask, OpenUpscale, TuneUpscale, StartUpscale,
                 ExportExperiments>
        content;
};

// Work outside.

/// Read runs, queue and models. Answers: OverviewRead, ModelsRead.
struct ReadOverview {};
/// Answers: those of the wish, such as RunAdded or ModelsRead; OverviewRead; Noticed when it failed.
struct DoWish {
    jobs::ExperimentWish wish;
};
/// Answer: SeedDrawn.
struct DrawSeed {};
/// Answer: InitImageSeen.
struct LookAtInitImage {
    std::string path;
};
/// Answer: PictureLookedUp.
struct LookUpPicture {
    std::string path;
};
/// Of a picture, or of a run where `run_id` is not empty. Answer: SettingsFound.
struct FindSettings {
    std::string run_id;
    std::string path;
};
/// Write all pictures of all runs as a table. Answer: Noticed.
struct WriteExperimentsTable {};
/// Ask this service, within this budget, from now on.
struct UseService {
    SinkInConfig sinkin;
    BudgetConfig budget;
};

/// Work outside for the Experiments screen.
struct ExperimentsEffect {
    std::variant<ReadOverview, DoWish, DrawSeed, LookAtInitImage, LookUpPicture, FindSettings,
                 WriteExperimentsTable, UseService>
        content;
};

template <typename Content>
Command on_experiments(Content content) {
    return OnExperiments{std::make_shared<const ExperimentsCommand>(ExperimentsCommand{std::move(content)})};
}

template <typename Content>
Effect for_experiments(Content content) {
    return WorkForExperiments{
        std::make_shared<const ExperimentsEffect>(ExperimentsEffect{std::move(content)})};
}

}  // namespace proofsheet::app
