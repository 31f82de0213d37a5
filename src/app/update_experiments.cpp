#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/experiment_mapping.h"
#include "app/experiments_command.h"
#include "app/experiments_form.h"
#include "app/experiments_state.h"
#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

bool has_token(const AppState& state) {
    return !state.configuration->config.sinkin.token.empty();
}

std::string in_credits(jobs::Credits credits) {
    return jobs::to_text(credits) + " credits";
}

/// Asks for what the form needs from outside: a seed for the next run, and what its init image is.
void prepare_form(ExperimentsState& experiments, std::vector<Effect>& effects) {
    if (experiments.random_seed == 0) effects.push_back(for_experiments(DrawSeed{}));
    const std::string& path = experiments.form.init_image_file;
    if (experiments.init_image.path == path) return;
    experiments.init_image = {path, !path.empty(), {}, {}};
    if (!path.empty()) effects.push_back(for_experiments(LookAtInitImage{path}));
}

void refresh_models(ExperimentsState& experiments, std::vector<Effect>& effects) {
    experiments.models_loading = true;
    experiments.models_error.clear();
    effects.push_back(for_experiments(DoWish{jobs::RefreshModels{}}));
}

/// Whether the user still looks at that picture and at nothing that lies over it.
bool looks_at(const AppState& state, const std::string& path) {
    const bool shown =
        state.screen == Screen::Grid || state.screen == Screen::Review || state.screen == Screen::Compare;
    const auto sample = focused_sample(state);
    return shown && state.overlay == Overlay::None && sample && path_of(state, *sample) == path;
}

struct ApplyExperiments {
    AppState& state;
    std::vector<Effect>& effects;

    ExperimentsState& edit() { return state.experiments.edit(); }

    void operator()(const OverviewRead& news) {
        edit().overview = news.overview;
        follow_form(edit());
    }
    void operator()(const ModelsRead& news) {
        ExperimentsState& experiments = edit();
        experiments.models = news.models;
        experiments.models_loading = false;
        experiments.models_error.clear();
        const bool never = news.models->fetched_at.empty();
        if (never && has_token(state) && state.screen == Screen::Experiments)
            refresh_models(experiments, effects);
    }
    void operator()(const ModelsRefused& news) {
        edit().models_loading = false;
        edit().models_error = news.message;
        add_toast(state, ToastKind::Error, news.message);
    }
    void operator()(const QueueTold& news) {
        const QueueStatus before = state.experiments->status;
        edit().status = news.status;
        if (news.status.activity == QueueActivity::Stopped && before != news.status)
            add_toast(state, ToastKind::Warning, news.status.note);
        const bool done = news.status.activity == QueueActivity::Idle &&
                          before.activity != QueueActivity::Idle && before.activity != QueueActivity::Stopped;
        if (done && queue_counts(*state.experiments).queued == 0)
            add_toast(state, ToastKind::Good, "The queue is empty: all calls are done");
        if (state.experiments->leaving && news.status.call.empty()) state.quit = true;
    }
    void operator()(const SeedDrawn& news) { edit().random_seed = news.seed; }
    void operator()(const InitImageSeen& news) {
        if (news.image.path != state.experiments->form.init_image_file) return;
        edit().init_image = news.image;
        follow_form(edit());
    }
    void operator()(const PictureLookedUp& news) {
        if (news.picture.path == state.experiments->upscale.path) edit().upscale.picture = news.picture;
    }
    void operator()(const SettingsFound& news) {
        if (!news.form) return add_toast(state, ToastKind::Error, news.problem);
        set_form(edit(), *news.form);
        (*this)(ShowExperiments{ExperimentsPart::Form});
        add_toast(state, ToastKind::Good, "The form has the settings of " + news.source);
        if (!news.problem.empty()) add_toast(state, ToastKind::Warning, news.problem);
    }
    void operator()(const RunAdded& news) {
        ExperimentsState& experiments = edit();
        experiments.adding = false;
        experiments.chosen_run = news.id;
        experiments.part = ExperimentsPart::Runs;
        add_toast(state, ToastKind::Good,
                  "Run " + std::to_string(news.batch_number) + " is in the queue with " +
                      std::to_string(news.calls) + (news.calls == 1 ? " call" : " calls") +
                      ": Run all sends them");
    }
    void operator()(const RunRefused& news) {
        edit().adding = false;
        add_toast(state, ToastKind::Error, news.message);
    }
    void operator()(const UpscaleKept& news) {
        add_toast(state, ToastKind::Good,
                  news.cost ? "Upscaled for " + in_credits(*news.cost)
                            : "Upscaled; the service did not say what it cost");
        edit().pair = {news.original, news.file};
        open_upscaled_pair(state);
        if (!state.experiments->pair.file.empty()) look_again(state, effects, {});
    }

    void operator()(const ShowExperiments& wish) {
        edit().part = wish.part;
        state.overlay = Overlay::None;
        state.screen = Screen::Experiments;
        show_experiments(state, effects);
    }
    void operator()(const EditField& wish) {
        if (set_field(edit(), wish.field, wish.text)) prepare_form(edit(), effects);
    }
    void operator()(const ToggleScheduler& wish) {
        ExperimentsState& experiments = edit();
        std::vector<std::string>& chosen = experiments.form.schedulers;
        if (std::erase(chosen, wish.name) == 0) chosen.push_back(wish.name);
        // In the order of the service, whatever the order of the clicks.
        const auto place = [](const std::string& name) {
            return std::find(jobs::kSchedulers.begin(), jobs::kSchedulers.end(), name);
        };
        std::sort(chosen.begin(), chosen.end(),
                  [&](const auto& left, const auto& right) { return place(left) < place(right); });
        follow_form(experiments);
    }
    void operator()(const SetPictureSize& wish) {
        ExperimentsState& experiments = edit();
        experiments.typed.erase("width");
        experiments.typed.erase("height");
        experiments.form.width = wish.width;
        experiments.form.height = wish.height;
        follow_form(experiments);
    }
    void operator()(const ChooseModel& wish) {
        edit().form.model_id = wish.model.id;
        edit().form.model_name = wish.model.name;
        follow_form(edit());
    }
    void operator()(const ClearForm&) {
        set_form(edit(), {});
        prepare_form(edit(), effects);
    }
    void operator()(const QueueForm&) {
        if (!is_ready(*state.experiments)) return;
        ExperimentsState& experiments = edit();
        const jobs::FormCheck check = jobs::check_form(experiments.form);
        if (!check.settings) return;
        experiments.adding = true;
        // Seeds that were used once are not used for the next run.
        const std::uint64_t seed = std::exchange(experiments.random_seed, 0);
        effects.push_back(for_experiments(DoWish{jobs::AddRun{*check.settings, seed}}));
        effects.push_back(for_experiments(DrawSeed{}));
    }
    void operator()(const ChooseRun& wish) { edit().chosen_run = wish.id; }
    void operator()(const OpenRun& wish) {
        const jobs::RunSummary* run = find_run(*state.experiments, wish.id);
        if (run == nullptr) return;
        if (run->pictures == 0)
            return add_toast(
                state, ToastKind::Info,
                "Run " + std::to_string(run->batch_number) + " has no pictures yet: send its calls first");
        const std::filesystem::path folder = run_folder(state.configuration->config, run->batch_number);
        open_paths(state, effects, {folder.native()});
        state.screen = wish.screen;
        if (wish.screen == Screen::Analysis) show_analysis(state);
    }
    void operator()(const UseSettingsOfRun& wish) {
        effects.push_back(for_experiments(FindSettings{wish.id, {}}));
    }
    void operator()(const UseSettingsOfPicture&) {
        if (const auto sample = focused_sample(state))
            effects.push_back(for_experiments(FindSettings{{}, path_of(state, *sample)}));
    }
    void operator()(const Ask& wish) {
        if (std::holds_alternative<jobs::RefreshModels>(wish.wish)) return refresh_models(edit(), effects);
        effects.push_back(for_experiments(DoWish{wish.wish}));
    }
    void operator()(const OpenUpscale&) {
        const auto sample = focused_sample(state);
        if (!sample) return;
        UpscaleCard& card = edit().upscale;
        card.path = path_of(state, *sample);
        card.picture.reset();
        state.overlay = Overlay::Upscale;
        effects.push_back(for_experiments(LookUpPicture{card.path}));
        effects.push_back(for_experiments(ReadOverview{}));
    }
    void operator()(const TuneUpscale& wish) {
        UpscaleCard& card = edit().upscale;
        card.type = wish.type.value_or(card.type);
        card.scale =
            std::clamp(wish.scale.value_or(card.scale), jobs::kUpscaleRange.least, jobs::kUpscaleRange.most);
        card.strength = std::clamp(wish.strength.value_or(card.strength), jobs::kStrengthRange.least,
                                   jobs::kStrengthRange.most);
    }
    void operator()(const StartUpscale&) {
        const UpscaleCard& card = state.experiments->upscale;
        if (!card.picture || !card.picture->problem.empty() || !has_token(state)) return;
        state.overlay = Overlay::None;
        effects.push_back(for_experiments(DoWish{
            jobs::AddUpscale{{card.picture->image_id, card.path, card.type, card.scale, card.strength}}}));
        add_toast(state, ToastKind::Info, "Upscaling: the result opens beside the original");
    }
    void operator()(const ExportExperiments&) { effects.push_back(for_experiments(WriteExperimentsTable{})); }
};

}  // namespace

void update_experiments(AppState& state, std::vector<Effect>& effects, const ExperimentsCommand& command) {
    std::visit(ApplyExperiments{state, effects}, command.content);
}

void show_experiments(AppState& state, std::vector<Effect>& effects) {
    effects.push_back(for_experiments(ReadOverview{}));
    prepare_form(state.experiments.edit(), effects);
}

void begin_experiments(AppState& state, std::vector<Effect>& effects) {
    follow_form(state.experiments.edit());
    effects.push_back(for_experiments(ReadOverview{}));
}

void leave(AppState& state, std::vector<Effect>& effects) {
    const ExperimentsState& experiments = *state.experiments;
    if (experiments.status.call.empty() || experiments.leaving) {
        state.quit = true;
        return;
    }
    state.experiments.edit().leaving = true;
    effects.push_back(for_experiments(DoWish{jobs::PauseQueue{}}));
    add_toast(
        state, ToastKind::Warning,
        "A call to SinkIn is under way and may be paid. Proofsheet closes when its answer is saved. Close "
        "once more to leave at once: what became of the call is not known then.");
}

void follow_sinkin(const Config& before, const Config& now, std::vector<Effect>& effects) {
    if (before.sinkin == now.sinkin && before.budget == now.budget) return;
    effects.push_back(for_experiments(UseService{now.sinkin, now.budget}));
}

void open_upscaled_pair(AppState& state) {
    const UpscaledPair pair = state.experiments->pair;
    if (pair.file.empty()) return;
    const auto upscaled = find_sample(state, pair.file);
    if (!upscaled) return;
    state.experiments.edit().pair = {};
    // Pictures that share a cell are sorted by name, so the new one may have taken the original's place.
    if (!looks_at(state, pair.original) && !looks_at(state, pair.file)) return;
    state.compare.reference = pair.original;
    state.compare.pinned.clear();
    focus_picture(state, *upscaled);
    state.screen = Screen::Compare;
}

}  // namespace proofsheet::app
