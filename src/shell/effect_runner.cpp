#include "shell/effect_runner.h"

#include "app/config_parse.h"
#include "app/config_save.h"
#include "core/file_bytes.h"
#include "core/folder_listing.h"
#include "scan/file_details.h"

namespace proofsheet::shell {

struct EffectRunner::Visitor {
    EffectRunner& runner;
    void operator()(const app::DiscoverRuns& effect) const { runner.library_.run(effect); }
    void operator()(const app::ScanRun& effect) const { runner.library_.run(effect); }
    void operator()(const app::ScanFolder& effect) const { runner.library_.run(effect); }
    void operator()(const app::LookAtPaths& effect) const { runner.library_.run(effect); }
    void operator()(const app::MakeDemo& effect) const { runner.library_.run(effect); }
    void operator()(const app::PutOnClipboard& effect) const { runner.platform_.set_clipboard(effect.text); }
    void operator()(const app::ApplyFullscreen& effect) const { runner.platform_.set_fullscreen(effect.on); }
    void operator()(const app::ReadDetails& effect) const { runner.read_details(effect); }
    void operator()(const app::ListFolder& effect) const { runner.list_folder(effect); }
    void operator()(app::WriteSheet effect) const {
        const auto target = app::resolve_path(effect.options.target, runner.home_, runner.home_);
        effect.options.target = target.native();
        runner.sheets_.run(effect);
    }
    void operator()(const app::StopLongWork&) const {
        runner.library_.stop_painting();
        runner.sheets_.stop();
        runner.review_.stop();
    }
    void operator()(const app::AddPreset& effect) const { runner.store_.run(effect); }
    void operator()(const app::ReplacePreset& effect) const { runner.store_.run(effect); }
    void operator()(const app::RemovePreset& effect) const { runner.store_.run(effect); }
    void operator()(const app::WriteSettings& effect) const { runner.write_settings(effect); }
    void operator()(const app::UseFolders& effect) const { runner.library_.run(effect); }
    void operator()(const app::ReadReview& effect) const { runner.review_.run(effect); }
    void operator()(const app::EditReview& effect) const { runner.review_.run(effect); }
    void operator()(const app::MeasurePair& effect) const { runner.measuring_.run(effect); }
    void operator()(const app::MeasurePart& effect) const { runner.measuring_.run(effect); }
    void operator()(const app::ShowCriteriaSet& effect) const { runner.store_.run(effect); }
    void operator()(const app::WorkForAnalysis& work) const { runner.analysis_.run(*work.effect); }
    void operator()(const app::WorkForSampling& work) const { runner.sampling_.run(*work.effect); }
    void operator()(const app::WorkForExperiments& work) const { runner.experiments_.run(*work.effect); }
    void operator()(const app::ReverseReview& effect) const { runner.review_.run(effect); }
};

EffectRunner::EffectRunner(const app::LoadedConfig& configuration, ReloadConfig reload, Platform& platform,
                           std::shared_ptr<cache::PreviewSource> previews, tasks::Inbox<app::Command>& inbox)
    : platform_(platform),
      inbox_(inbox),
      store_(configuration.config.db_path, inbox),
      review_(store_, inbox, [&platform] { platform.wake(); }),
      measuring_(inbox),
      analysis_(store_, inbox, [&platform] { platform.wake(); }),
      experiments_(configuration, store_, inbox),
      library_({configuration.config.checkpoint_dirs, configuration.config.sample_dir},
               configuration.config.data_dir / "demo", inbox, [&platform] { platform.wake(); }),
      sampling_(configuration,
                {store_, std::move(previews), [this] { return library_.folders().sample_dir; }}, inbox),
      sheets_(inbox, [&platform] { platform.wake(); }),
      home_(app::read_environment().home),
      settings_file_(configuration.settings_file),
      reload_(std::move(reload)),
      reading_(1, tasks::PoolPriority::Background) {}

void EffectRunner::run(const app::Effect& effect) {
    std::visit(Visitor{*this}, effect);
}

std::string EffectRunner::note() const {
    for (const std::string& note : {library_.note(), sheets_.note(), review_.note(), analysis_.note()})
        if (!note.empty()) return note;
    return {};
}

void EffectRunner::read_details(const app::ReadDetails& effect) {
    reading_.submit([this, effect, wanted = details_.next()](std::stop_token) {
        if (!wanted.is_latest()) return;
        inbox_.post(app::DetailsRead{
            effect.ticket, std::make_shared<const grid::Details>(scan::describe_file(effect.path))});
    });
}

void EffectRunner::list_folder(const app::ListFolder& effect) {
    reading_.submit([this, effect, wanted = listing_.next()](std::stop_token) {
        if (!wanted.is_latest()) return;
        inbox_.post(app::FolderListed{effect.ticket,
                                      proofsheet::list_folder(effect.path.empty() ? home_ : effect.path)});
    });
}

void EffectRunner::write_settings(const app::WriteSettings& effect) {
    reading_.submit([this, effect](std::stop_token) {
        const Status saved =
            effect.edits.empty() ? Status() : app::save_settings(settings_file_, effect.edits);
        if (!saved) inbox_.post(app::Noticed{app::ToastKind::Error, saved.error().message});
        const auto loaded = std::make_shared<const app::LoadedConfig>(reload_());
        const auto bytes = read_file(settings_file_, app::kLargestConfigBytes);
        const std::string text =
            bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : std::string();
        inbox_.post(app::ConfigurationRead{loaded, app::make_fields(text, *loaded)});
    });
}

}  // namespace proofsheet::shell
