#pragma once

#include <functional>
#include <string>

#include "app/effect.h"
#include "shell/analysis_link.h"
#include "shell/experiments_link.h"
#include "shell/library_link.h"
#include "shell/measure_link.h"
#include "shell/platform.h"
#include "shell/review_link.h"
#include "shell/sampling_link.h"
#include "shell/sheet_link.h"
#include "shell/store_link.h"
#include "tasks/latest_wins.h"

namespace proofsheet::shell {

/// Reads the configuration again, as the program's start did. Any thread.
using ReloadConfig = std::function<app::LoadedConfig()>;

/// Does what `update` described, on threads of their own where it may take time; answers come by the inbox.
class EffectRunner {
public:
    EffectRunner(const app::LoadedConfig& configuration, ReloadConfig reload, Platform& platform,
                 std::shared_ptr<cache::PreviewSource> previews, tasks::Inbox<app::Command>& inbox);

    void run(const app::Effect& effect);
    StoreLink& store() { return store_; }
    /// Tasks waiting or running, without those of the store. Any thread.
    int pending() const {
        return library_.pending() + reading_.pending() + sheets_.pending() + measuring_.pending() +
               analysis_.pending() + sampling_.pending() + experiments_.pending();
    }
    int pending_edits() const { return store_.pending(); }
    std::chrono::steady_clock::time_point last_edit_done() const { return store_.last_done(); }
    /// What a long task is doing, for the status bar; empty mostly.
    std::string note() const;

private:
    struct Visitor;
    void read_details(const app::ReadDetails& effect);
    void list_folder(const app::ListFolder& effect);
    void write_settings(const app::WriteSettings& effect);

    Platform& platform_;
    tasks::Inbox<app::Command>& inbox_;
    StoreLink store_;
    ReviewLink review_;
    MeasureLink measuring_;
    AnalysisLink analysis_;
    ExperimentsLink experiments_;
    LibraryLink library_;
    SamplingLink sampling_;
    SheetLink sheets_;
    std::string home_;
    std::filesystem::path settings_file_;
    ReloadConfig reload_;
    tasks::LatestWins details_;
    tasks::LatestWins listing_;
    tasks::WorkerPool reading_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
