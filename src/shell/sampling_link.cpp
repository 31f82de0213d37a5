#include "shell/sampling_link.h"

#include <spdlog/spdlog.h>

#include <set>
#include <utility>

#include "app/config_parse.h"
#include "core/file_bytes.h"
#include "jobs/job_line.h"
#include "jobs/model_match.h"
#include "shell/workflow_folder.h"

namespace proofsheet::shell {
namespace {

constexpr std::uint64_t kLargestPresetFile = 64'000'000;

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

struct SamplingLink::Visitor {
    SamplingLink& link;

    void operator()(const app::BeginSampling&) const { link.begin(); }
    void operator()(const app::ReadJobs& effect) const { link.desk_.run(effect); }
    void operator()(const app::ReadJobItems& effect) const { link.desk_.run(effect); }
    void operator()(const app::RequestStop& effect) const { link.desk_.run(effect); }
    void operator()(const app::ResumeStoppedJob& effect) const {
        link.desk_.run(effect, [&link = link] { link.wake_workers(); });
    }
    void operator()(const app::RetryFailedItems& effect) const { link.retry(effect); }
    void operator()(const app::RetryOneItem& effect) const {
        link.desk_.run(effect, [&link = link] { link.wake_workers(); });
    }
    void operator()(const app::RemoveJob& effect) const { link.desk_.run(effect); }
    void operator()(const app::ReadSamplePresets&) const {
        link.change_presets([](store::SamplePresetTable&) -> Result<std::string> { return std::string(); });
    }
    void operator()(const app::KeepSamplePreset& effect) const {
        link.change_presets([preset = effect.preset](store::SamplePresetTable& table) -> Result<std::string> {
            const auto kept = preset.id.empty() ? table.save_new(preset) : table.overwrite(preset);
            if (!kept) return kept.error();
            return kept->id;
        });
    }
    void operator()(const app::CopySamplePreset& effect) const {
        link.change_presets([id = effect.id](store::SamplePresetTable& table) -> Result<std::string> {
            const auto copy = table.duplicate(id);
            if (!copy) return copy.error();
            return copy->id;
        });
    }
    void operator()(const app::RemoveSamplePreset& effect) const {
        link.change_presets([id = effect.id](store::SamplePresetTable& table) -> Result<std::string> {
            if (Status removed = table.remove(id); !removed) return removed.error();
            return std::string();
        });
    }
    void operator()(const app::ReadSamplePresetFile& effect) const { link.read_preset_file(effect.path); }
    void operator()(const app::WriteSamplePresetFile& effect) const { link.write_preset_file(effect); }
    void operator()(const app::ReadWorkflows&) const { link.read_workflows({}); }
    void operator()(const app::WriteTaggedWorkflow& effect) const { link.tag_workflow(effect); }
    void operator()(const app::PlanLaunch& effect) const { link.plan(effect); }
    void operator()(const app::StartJob& effect) const { link.start(effect); }
    void operator()(const app::UseComfyUi& effect) const { link.use(effect); }
    void operator()(const app::Reconnect&) const { link.comfy_.reconnect(); }
};

SamplingLink::SamplingLink(const app::LoadedConfig& configuration, SamplingParts parts,
                           tasks::Inbox<app::Command>& inbox)
    : parts_(std::move(parts)),
      inbox_(inbox),
      home_(app::read_environment().home),
      config_(configuration.config),
      comfy_(configuration.config.comfyui, inbox),
      desk_(inbox, jobs::sample_trash(configuration.config.data_dir),
            {[previews = parts_.previews](const std::string& job) { previews->forget(job); },
             [this](const jobs::JobJournal& journal) { heed(journal); }}),
      planning_(1, tasks::PoolPriority::Background) {
    for (const std::string& provider : sampling_services()) {
        workers_.push_back(std::make_unique<LineWorker>(provider, parts_.previews, inbox));
        if (auto service = make_sampling_service(provider, config_))
            workers_.back()->use(std::move(*service));
    }
}

SamplingLink::~SamplingLink() {
    ending_.request_stop();
    planning_.finish();  // a job that was confirmed is started
    parts_.store.finish();
}

void SamplingLink::run(const app::SamplingEffect& effect) {
    std::visit(Visitor{*this}, effect.content);
}

void SamplingLink::begin() {
    comfy_.begin();
    read_workflows({});
    parts_.store.submit([this](store::Database& database) {
        const auto connect = [&](auto&& use) {
            Result<store::Database> connection = store::connect_again(database);
            if (connection) return use(std::move(*connection));
            inbox_.post(app::Noticed{app::ToastKind::Error, connection.error().message});
        };
        connect([this](store::Database opened) { desk_.open(std::move(opened)); });
        for (const std::unique_ptr<LineWorker>& worker : workers_)
            connect([&](store::Database opened) { worker->open(std::move(opened)); });
    });
}

void SamplingLink::use(const app::UseComfyUi& effect) {
    comfy_.use(effect.comfyui);
    planning_.submit([this, effect](std::stop_token) {
        config_.comfyui = effect.comfyui;
        config_.workflow_dir = effect.workflow_dir;
        services_.clear();
        for (const std::unique_ptr<LineWorker>& worker : workers_) {
            if (worker->name() != "comfyui") continue;
            auto service = make_sampling_service(worker->name(), config_);
            worker->use(service ? std::move(*service) : nullptr);
        }
    });
    read_workflows({});
}

void SamplingLink::heed(const jobs::JobJournal& journal) {
    for (const std::unique_ptr<LineWorker>& worker : workers_) worker->heed(journal);
}

void SamplingLink::wake_workers() {
    for (const std::unique_ptr<LineWorker>& worker : workers_) worker->wake();
}

void SamplingLink::answer_presets(store::Database& database, const std::string& chosen) {
    auto list = store::SamplePresetTable(database).list();
    if (!list) return inbox_.post(app::Noticed{app::ToastKind::Error, list.error().message});
    for (const std::string& notice : list->notices)
        inbox_.post(app::Noticed{app::ToastKind::Warning, notice});
    inbox_.post(app::on_sampling(app::SamplePresetsRead{std::move(list->presets), chosen}));
}

void SamplingLink::change_presets(ChangePresets work) {
    parts_.store.submit(
        [this, work = std::move(work)](store::Database& database) {
            store::SamplePresetTable table(database);
            const Result<std::string> chosen = work(table);
            if (!chosen) inbox_.post(app::Noticed{app::ToastKind::Error, chosen.error().message});
            answer_presets(database, chosen ? *chosen : std::string());
        },
        [this](const Error& error) {
            inbox_.post(app::Noticed{app::ToastKind::Error, error.message});
        });
}

std::filesystem::path SamplingLink::resolved(const std::string& path) const {
    return app::resolve_path(path, home_, home_);
}

void SamplingLink::read_preset_file(const std::string& path) {
    planning_.submit([this, file = resolved(path)](std::stop_token) {
        const auto bytes = read_file(file, kLargestPresetFile);
        const auto read =
            bytes ? jobs::preset_from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()})
                  : Result<jobs::SamplePreset>(bytes.error());
        if (!read) return inbox_.post(app::Noticed{app::ToastKind::Error, read.error().message});
        change_presets([preset = *read](store::SamplePresetTable& table) -> Result<std::string> {
            const auto kept = table.save_new(preset);
            if (!kept) return kept.error();
            return kept->id;
        });
    });
}

void SamplingLink::write_preset_file(const app::WriteSamplePresetFile& effect) {
    planning_.submit([this, file = resolved(effect.path), preset = effect.preset](std::stop_token) {
        const std::string text = jobs::preset_to_json(preset) + "\n";
        const Status written = write_file_atomically(file, bytes_of(text));
        inbox_.post(written ? app::Noticed{app::ToastKind::Good, "Written: " + display_path(file)}
                            : app::Noticed{app::ToastKind::Error, written.error().message});
    });
}

void SamplingLink::read_workflows(const std::string& chosen) {
    planning_.submit([this, chosen](std::stop_token) {
        app::WorkflowsRead read = read_workflow_folder(config_.workflow_dir);
        read.chosen = chosen;
        inbox_.post(app::on_sampling(std::move(read)));
    });
}

void SamplingLink::tag_workflow(const app::WriteTaggedWorkflow& effect) {
    planning_.submit([this, effect](std::stop_token) {
        const Result<std::string> saved = save_tagged_workflow(config_.workflow_dir, effect);
        if (!saved) return inbox_.post(app::Noticed{app::ToastKind::Error, saved.error().message});
        inbox_.post(
            app::Noticed{app::ToastKind::Good, "Saved as " + display_path(config_.workflow_dir / *saved)});
        read_workflows(*saved);
    });
}

Result<SamplingService*> SamplingLink::service(const std::string& provider) {
    std::unique_ptr<SamplingService>& known = services_[provider];
    if (!known) {
        auto made = make_sampling_service(provider, config_);
        if (!made) return made.error();
        known = std::move(*made);
    }
    return known.get();
}

Result<jobs::Expansion> SamplingLink::expand(const app::LaunchInput& input, ExistingPictures existing,
                                             const std::stop_token& stop) {
    const Result<SamplingService*> asked = service(input.form.provider);
    if (!asked) return asked.error();
    return expand_launch(input, parts_.sample_dir(), **asked, existing, stop);
}

void SamplingLink::plan(const app::PlanLaunch& effect) {
    planning_.submit([this, effect, wanted = plans_.next()](std::stop_token) {
        if (!wanted.is_latest()) return;
        auto plan = std::make_shared<app::LaunchPlan>();
        auto expanded = expand(effect.input, ExistingPictures::AsKnown, ending_.get_token());
        if (expanded) {
            plan->summary = jobs::summary_sentence(*expanded);
            plan->expansion = std::move(*expanded);
            plan->expansion.items.clear();
        } else {
            plan->error = expanded.error().message;
        }
        desk_.read([this, plan, ticket = effect.ticket,
                    provider = effect.input.form.provider](const jobs::JobJournal& journal) {
            plan->estimate = estimate(journal, provider, plan->expansion.to_make);
            inbox_.post(app::on_sampling(app::LaunchPlanned{ticket, plan}));
        });
    });
}

void SamplingLink::start(const app::StartJob& effect) {
    planning_.submit([this, input = effect.input](std::stop_token) {
        auto expanded = expand(input, ExistingPictures::Listed, {});
        if (!expanded) return inbox_.post(app::on_sampling(app::JobRefused{expanded.error().message}));
        if (!expanded->can_start())
            return inbox_.post(app::on_sampling(
                app::JobRefused{"There is nothing to make (any more). Close the card and open it again."}));
        const std::size_t pictures = expanded->to_make;
        desk_.change(
            [this, pictures, wanted = new_job(input, parts_.sample_dir(), std::move(expanded->items))](
                jobs::JobJournal& journal) -> Status {
                const auto created = journal.create(wanted);
                if (!created) return created.error();
                inbox_.post(app::on_sampling(app::JobStarted{created->id, pictures}));
                return {};
            },
            [this] { wake_workers(); });
    });
}

void SamplingLink::retry(const app::RetryFailedItems& effect) {
    desk_.read([this, id = effect.job_id](const jobs::JobJournal& journal) {
        const auto job = journal.job(id);
        const auto items = job ? journal.items(id) : Result<std::vector<jobs::JobItem>>(job.error());
        if (!items) return inbox_.post(app::on_sampling(app::JobRefused{items.error().message}));
        std::set<std::string> files;
        for (const jobs::JobItem& item : *items) files.insert(item.checkpoint);
        planning_.submit([this, job = *job, files = std::vector<std::string>(files.begin(), files.end())](
                             std::stop_token) { retry_with_models(job, files); });
    });
}

void SamplingLink::retry_with_models(const jobs::SampleJob& job, const std::vector<std::string>& files) {
    const Result<SamplingService*> asked = service(job.provider);
    const auto known = asked ? (*asked)->models(job.workflow_json, ending_.get_token())
                             : Result<std::optional<std::vector<std::string>>>(asked.error());
    std::map<std::string, std::string> models;  // none where the service does not answer
    if (known && *known) models = jobs::resolve_models(files, **known);
    if (known && !*known)
        for (const std::string& file : files) models.emplace(file, file);
    desk_.change(
        [id = job.id, models](jobs::JobJournal& journal) -> Status {
            const auto retried = journal.retry_failed(id, models);
            return retried ? Status() : Status(retried.error());
        },
        [this] { wake_workers(); });
}

}  // namespace proofsheet::shell
