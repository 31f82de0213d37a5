#include "shell/sampling_link.h"

#include <spdlog/spdlog.h>

#include <map>
#include <set>
#include <utility>

#include "app/config_parse.h"
#include "core/file_bytes.h"
#include "jobs/job_line.h"
#include "jobs/model_match.h"
#include "providers/demo_generator.h"
#include "shell/launch_work.h"

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
    void operator()(const app::Reconnect&) const { link.comfy_.reconnect(); }
};

SamplingLink::SamplingLink(const app::LoadedConfig& configuration, SamplingParts parts,
                           tasks::Inbox<app::Command>& inbox)
    : parts_(std::move(parts)),
      inbox_(inbox),
      home_(app::read_environment().home),
      workflow_dir_(configuration.config.workflow_dir),
      comfy_(configuration.config.comfyui, inbox),
      desk_(inbox, jobs::sample_trash(configuration.config.data_dir),
            [previews = parts_.previews](const std::string& job) { previews->forget(job); }),
      planning_(1, tasks::PoolPriority::Background) {
    workers_.push_back(std::make_unique<LineWorker>("demo", std::make_unique<providers::DemoGenerator>(),
                                                    parts_.previews, inbox));
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
        app::WorkflowsRead read = read_workflow_folder(workflow_dir_);
        read.chosen = chosen;
        inbox_.post(app::on_sampling(std::move(read)));
    });
}

void SamplingLink::tag_workflow(const app::WriteTaggedWorkflow& effect) {
    planning_.submit([this, effect](std::stop_token) {
        const Result<std::string> saved = save_tagged_workflow(workflow_dir_, effect);
        if (!saved) return inbox_.post(app::Noticed{app::ToastKind::Error, saved.error().message});
        inbox_.post(app::Noticed{app::ToastKind::Good, "Saved as " + display_path(workflow_dir_ / *saved)});
        read_workflows(*saved);
    });
}

Result<LaunchSurroundings> SamplingLink::surroundings_of(const app::LaunchInput& input) {
    LaunchSurroundings around{parts_.sample_dir(), std::nullopt};
    if (input.form.provider == "demo") return around;
    auto models =
        comfy_.models_of(input.workflow_json ? *input.workflow_json : std::string(), ending_.get_token());
    if (!models) return models.error();
    around.models = std::move(*models);
    return around;
}

void SamplingLink::plan(const app::PlanLaunch& effect) {
    planning_.submit([this, effect, wanted = plans_.next()](std::stop_token) {
        if (!wanted.is_latest()) return;
        auto plan = std::make_shared<app::LaunchPlan>();
        const auto around = surroundings_of(effect.input);
        auto expanded =
            around ? expand_launch(effect.input, *around, ExistingPictures::AsKnown, ending_.get_token())
                   : Result<jobs::Expansion>(around.error());
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
        const auto around = surroundings_of(input);
        auto expanded = around ? expand_launch(input, *around, ExistingPictures::Listed, {})
                               : Result<jobs::Expansion>(around.error());
        if (!expanded) return inbox_.post(app::on_sampling(app::JobRefused{expanded.error().message}));
        if (!expanded->can_start())
            return inbox_.post(app::on_sampling(
                app::JobRefused{"There is nothing to make (any more). Close the card and open it again."}));
        const std::size_t pictures = expanded->to_make;
        desk_.change(
            [this, pictures, wanted = new_job(input, around->sample_dir, std::move(expanded->items))](
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
    std::map<std::string, std::string> models;
    if (job.provider == "demo") {
        for (const std::string& file : files) models.emplace(file, file);
    } else if (const auto known = comfy_.models_of(job.workflow_json, ending_.get_token()); known && *known) {
        models = jobs::resolve_models(files, **known);
    }
    desk_.change(
        [id = job.id, models](jobs::JobJournal& journal) -> Status {
            const auto retried = journal.retry_failed(id, models);
            return retried ? Status() : Status(retried.error());
        },
        [this] { wake_workers(); });
}

}  // namespace proofsheet::shell
