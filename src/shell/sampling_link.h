#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/config_load.h"
#include "app/sampling_command.h"
#include "cache/preview_source.h"
#include "shell/comfy_link.h"
#include "shell/job_desk.h"
#include "shell/line_worker.h"
#include "shell/sampling_plan.h"
#include "shell/sampling_service.h"
#include "shell/store_link.h"
#include "store/sample_preset_table.h"
#include "tasks/inbox.h"
#include "tasks/latest_wins.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// What the Sampling screen works with.
struct SamplingParts {
    StoreLink& store;
    std::shared_ptr<cache::PreviewSource> previews;
    /// The folder of the samples that are open. Any thread.
    std::function<std::filesystem::path()> sample_dir;
};

/// Does what the Sampling screen asks for: presets on the store's thread, jobs on the desk's, pictures on one
/// thread a provider, forms and files on one more.
class SamplingLink {
public:
    SamplingLink(const app::LoadedConfig& configuration, SamplingParts parts,
                 tasks::Inbox<app::Command>& inbox);
    ~SamplingLink();

    void run(const app::SamplingEffect& effect);
    /// Tasks waiting or running that end by themselves. Any thread.
    int pending() const { return desk_.pending() + planning_.pending(); }

private:
    struct Visitor;
    void begin();
    void wake_workers();
    void answer_presets(store::Database& database, const std::string& chosen);
    using ChangePresets = std::function<Result<std::string>(store::SamplePresetTable&)>;
    /// `work` returns the id of the preset to be chosen, empty for none.
    void change_presets(ChangePresets work);
    void read_preset_file(const std::string& path);
    void write_preset_file(const app::WriteSamplePresetFile& effect);
    void plan(const app::PlanLaunch& effect);
    void start(const app::StartJob& effect);
    /// Items that were skipped may have a model by now.
    void retry(const app::RetryFailedItems& effect);
    void retry_with_models(const jobs::SampleJob& job, const std::vector<std::string>& files);
    void use(const app::UseComfyUi& effect);
    /// On the planning thread. Errors: no service of that name can be reached by this configuration.
    Result<SamplingService*> service(const std::string& provider);
    Result<jobs::Expansion> expand(const app::LaunchInput& input, ExistingPictures existing,
                                   const std::stop_token& stop);
    void heed(const jobs::JobJournal& journal);
    void read_workflows(const std::string& chosen);
    void tag_workflow(const app::WriteTaggedWorkflow& effect);
    std::filesystem::path resolved(const std::string& path) const;

    SamplingParts parts_;
    tasks::Inbox<app::Command>& inbox_;
    std::filesystem::path home_;
    app::Config config_;  ///< the planning thread's, as the next two
    std::map<std::string, std::unique_ptr<SamplingService>> services_;  ///< by provider; made when asked
    tasks::LatestWins plans_;
    std::stop_source ending_;  ///< nobody waits for ComfyUI any more
    ComfyLink comfy_;
    std::vector<std::unique_ptr<LineWorker>> workers_;  ///< one a provider; the vector never changes
    JobDesk desk_;                                      ///< its tasks wake the workers
    tasks::WorkerPool planning_;                        ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
