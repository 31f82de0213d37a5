#include "shell/experiment_desk.h"

#include <fmt/format.h>

#include "app/config.h"
#include "jobs/experiment_plan.h"
#include "store/row_values.h"

namespace proofsheet::shell {
namespace {

std::optional<jobs::Credits> limit_from(const std::optional<double>& amount) {
    if (!amount) return std::nullopt;
    const auto credits = jobs::credits_from(*amount);
    return credits ? *credits : jobs::Credits{};
}

/// Held by the process that works the queue of calls, so that only one does.
std::filesystem::path queue_lock(std::filesystem::path database) {
    return database += ".queue-lock";
}

std::string count_text(int count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// Calls that were under way when the program ended the last time.
std::string about_lost(int calls) {
    if (calls == 0) return {};
    return fmt::format(". {} under way when the program ended; what became of {} is not known",
                       count_text(calls, "call was", "calls were"), calls == 1 ? "it" : "them");
}

Result<std::string> said_or(const Status& status, std::string sentence) {
    if (!status) return status.error();
    return sentence;
}

}  // namespace

ExperimentSetup experiment_setup(const app::Config& config) {
    return {config.image_dir,
            config.asset_dir,
            {config.sinkin.url, config.sinkin.token.reveal()},
            {limit_from(config.budget.session), limit_from(config.budget.day)},
            store::new_uuid()};
}

ExperimentDesk::ExperimentDesk(store::Database database, net::HttpClient& http, ExperimentSetup setup,
                               jobs::ExperimentRunner::Tell tell, const jobs::Patience& patience)
    : database_(std::move(database)),
      setup_(std::move(setup)),
      calls_(database_, setup_.session),
      pictures_(database_),
      runs_(database_),
      overviews_(database_, setup_.session),
      service_(http, setup_.access),
      keeper_(http, setup_.image_dir, setup_.access.url),
      runner_({calls_, pictures_, service_, keeper_}, setup_.budget, std::move(tell), patience) {}

Result<int> ExperimentDesk::take_queue() {
    if (lock_) return 0;
    Result<std::optional<FileLock>> lock = FileLock::try_lock(queue_lock(database_.file()));
    if (!lock) return lock.error();
    if (!lock->has_value())
        return Error{
            ErrorKind::Conflict,
            "Another Proofsheet works the queue of calls now. Use that one, or wait until it is done"};
    lock_ = std::move(*lock);
    return runner_.recover();
}

Result<int> ExperimentDesk::begin() {
    Result<int> lost = take_queue();
    if (!lost && lost.error().kind == ErrorKind::Conflict) return 0;
    return lost;
}

Result<std::string> ExperimentDesk::handle(const jobs::ExperimentWish& wish, std::stop_token stop) {
    return std::visit(
        [&](const auto& each) -> Said {
            if constexpr (std::is_same_v<std::decay_t<decltype(each)>, jobs::RefreshModels>)
                return apply_refresh(stop);
            else
                return apply(each);
        },
        wish);
}

jobs::Turn ExperimentDesk::turn(std::chrono::steady_clock::time_point now, std::stop_token stop) {
    jobs::Turn turn = runner_.turn(now, stop);
    if (!runner_.is_working()) lock_.reset();
    return turn;
}

Result<jobs::ExperimentOverview> ExperimentDesk::overview() {
    Result<jobs::ExperimentOverview> overview = overviews_.overview();
    if (overview) overview->budget = setup_.budget;
    return overview;
}

std::filesystem::path ExperimentDesk::folder_of(int batch_number) const {
    return setup_.image_dir / fmt::format("{}", batch_number);
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::AddRun& wish) {
    const jobs::ExperimentPlan plan = jobs::expand(wish.settings, wish.random_seed);
    if (plan.calls.empty())
        return Error{ErrorKind::InvalidInput,
                     "The form has errors, so there is nothing to queue. Correct it"};
    std::optional<jobs::AssetFile> init_image;
    if (!wish.settings.init_image_file.empty()) {
        Result<jobs::AssetFile> kept = providers::keep_asset(wish.settings.init_image_file, setup_.asset_dir);
        if (!kept) return kept.error();
        init_image = std::move(*kept);
    }
    Result<store::AddedRun> run =
        runs_.add_run(wish.settings, plan, init_image, providers::next_free_batch(setup_.image_dir));
    if (!run) return run.error();
    last_run_ = *run;
    const Status arranged = runs_.suggest_arrangement(folder_of(run->batch_number).native());
    return said_or(arranged, fmt::format("Batch {} is queued: {} for {}", run->batch_number,
                                         count_text(run->calls, "call", "calls"),
                                         count_text(plan.pictures, "picture", "pictures")));
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::RunNext&) {
    const Result<int> lost = take_queue();
    if (!lost) return lost.error();
    return said_or(runner_.run_next(), "The next call runs" + about_lost(*lost));
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::RunAll&) {
    const Result<int> lost = take_queue();
    if (!lost) return lost.error();
    return said_or(runner_.run_all(), "The queue runs" + about_lost(*lost));
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::PauseQueue&) {
    return said_or(runner_.pause(), "The queue pauses; a call under way is finished");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::CancelCall& wish) {
    return said_or(runs_.cancel(wish.id), "The call is cancelled");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::CancelAllCalls&) {
    const Result<int> count = runs_.cancel_all();
    if (!count) return count.error();
    return count_text(*count, "call is cancelled", "calls are cancelled");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::MoveCall& wish) {
    return said_or(runs_.move(wish.id, wish.to), "The call is moved");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::DuplicateCall& wish) {
    const Result<std::string> id = runs_.duplicate(wish.id);
    if (!id) return id.error();
    return std::string("The call is queued once more");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::RetryCall& wish) {
    return said_or(runs_.retry(wish.id), "The call is queued again");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::RetryAllFailed&) {
    const Result<int> count = runs_.retry_all_failed();
    if (!count) return count.error();
    return count_text(*count, "failed call is queued again", "failed calls are queued again");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::ResendCall& wish) {
    return said_or(runs_.resend(wish.id), "The call is queued again; it may be paid twice");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::FetchMissing&) {
    const Result<int> lost = take_queue();
    if (!lost) return lost.error();
    return said_or(runner_.fetch_missing(), "Missing pictures are fetched; that costs nothing");
}

ExperimentDesk::Said ExperimentDesk::apply(const jobs::AddUpscale& wish) {
    const Result<std::string> id = runs_.add_upscale(wish.wish);
    if (!id) return id.error();
    return std::string("The upscale is queued");
}

ExperimentDesk::Said ExperimentDesk::apply_refresh(std::stop_token stop) {
    const Result<jobs::ModelList> models = service_.models(stop);
    if (!models) return models.error();
    return said_or(
        overviews_.keep_models(*models),
        fmt::format("{} and {}", count_text(static_cast<int>(models->models.size()), "model", "models"),
                    count_text(static_cast<int>(models->loras.size()), "LoRA", "LoRAs")));
}

}  // namespace proofsheet::shell
