#include "shell/state_dump.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/sampling_state.h"
#include "core/text.h"
#include "image/compare_resample.h"
#include "shell/analysis_dump.h"
#include "shell/experiments_dump.h"
#include "ui/review_queue.h"

namespace proofsheet::shell {
namespace {

using Json = nlohmann::ordered_json;

Json name_or_null(const std::optional<std::string>& name) {
    return name ? Json(to_display(*name)) : Json(nullptr);
}

Json strings(const std::vector<std::string>& values) {
    Json list = Json::array();
    for (const std::string& value : values) list.push_back(to_display(value));
    return list;
}

std::string_view name_of(grid::FilterMode mode) {
    switch (mode) {
        case grid::FilterMode::Hide:
            return "hide";
        case grid::FilterMode::Single:
            return "single";
        case grid::FilterMode::Multi:
            return "multi";
    }
    return "hide";
}

/// Every dimension with its mode and the values that are let through.
Json filters_of(const app::AppState& state) {
    Json filters = Json::object();
    for (const grid::Dimension& dimension : state.library.catalog->dimensions) {
        const auto found = state.query.filters.find(dimension.name);
        grid::Filter filter = found == state.query.filters.end() ? grid::Filter{} : found->second;
        if (grid::role_of(state.query.mapping, dimension.name) != grid::Role::None)
            filter.mode = grid::FilterMode::Multi;
        std::vector<std::string> selected;
        for (const std::string& value : dimension.values)
            if (filter.selected.empty() || filter.selected.contains(value)) selected.push_back(value);
        if (filter.mode == grid::FilterMode::Single && filter.selected.empty())
            selected.resize(std::min<std::size_t>(selected.size(), 1));
        filters[to_display(dimension.name)] = {{"mode", name_of(filter.mode)},
                                               {"selected", strings(selected)}};
    }
    return filters;
}

Json cell_of(const app::AppState& state, const ui::CellReport& report) {
    const auto score = report.sample ? app::committed_score(state, *report.sample) : std::nullopt;
    Json cell{{"path", nullptr},
              {"score", score ? Json(*score) : Json(nullptr)},
              {"level", ui::name_of(report.level)},
              {"of", report.of}};
    if (report.sample) cell["path"] = to_display(state.library.catalog->sample(*report.sample).path);
    if (!report.error.empty()) cell["error"] = to_display(report.error);
    return cell;
}

/// Rows of the visible cells; `visible` is in row-major order.
Json cells_of(const app::AppState& state, const ui::GridPanelState& grid) {
    Json rows = Json::array();
    int row = -1;
    for (const ui::CellReport& report : grid.visible) {
        if (report.cell.row != row) {
            row = report.cell.row;
            rows.push_back(Json::array());
        }
        rows.back().push_back(cell_of(state, report));
    }
    return rows;
}

Json grid_of(const app::AppState& state, const ui::GridPanelState& grid) {
    return {{"columns", strings(state.view->columns)},
            {"rows", strings(state.view->rows)},
            {"cells", cells_of(state, grid)},
            {"visible",
             {{"first_column", grid.first_column},
              {"last_column", grid.last_column},
              {"first_row", grid.first_row},
              {"last_row", grid.last_row}}},
            {"scroll", {{"x", grid.scroll_x}, {"y", grid.scroll_y}}},
            {"cell", {{"width", grid.focus_box.size.x}, {"height", grid.focus_box.size.y}}}};
}

Json value_of(const review::Criterion& criterion, const review::ReviewValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return to_display(*text);
    const int number = std::get<int>(value);
    const bool named = criterion.scale == review::Scale::Choice && number >= 1 &&
                       number <= static_cast<int>(criterion.choices.size());
    return named ? Json(criterion.choices[static_cast<std::size_t>(number - 1)]) : Json(number);
}

/// What is on the disk about the focused picture: scores by criterion, and the words that apply to it.
Json focus_of(const app::AppState& state) {
    const auto sample = app::sample_at(state, state.focus);
    Json scores = Json::object();
    Json flags = Json::array();
    Json note = nullptr;
    for (const review::Criterion& criterion : state.review.criteria) {
        if (!sample) break;
        const auto value = app::committed_value(state, app::path_of(state, *sample), criterion.id);
        if (std::holds_alternative<std::monostate>(value)) continue;
        const Json shown = value_of(criterion, value);
        if (criterion.key == "flag")
            flags.push_back(shown);
        else if (criterion.scale == review::Scale::Tag)
            flags.push_back(criterion.key);
        else if (criterion.scale == review::Scale::Note)
            note = shown;
        else
            scores[criterion.key] = shown;
    }
    return {{"path", sample ? Json(to_display(state.library.catalog->sample(*sample).path)) : Json(nullptr)},
            {"scores", std::move(scores)},
            {"flags", std::move(flags)},
            {"note", std::move(note)},
            {"column", state.focus.column},
            {"row", state.focus.row}};
}

Json active_criteria(const app::AppState& state) {
    Json keys = Json::array();
    for (const review::Criterion& criterion : state.review.criteria)
        if (criterion.active) keys.push_back(criterion.key);
    return keys;
}

/// The queue of the Review screen.
Json review_of(const app::AppState& state, const ui::ReviewQueue& queue) {
    constexpr std::array kOrders{"grid", "shuffled", "score", "date"};
    const review::QueueQuery& query = state.review.queue;
    const auto place = ui::place_in_queue(state, queue);
    const review::Criterion* criterion = app::filled_criterion(state);
    return {{"order", kOrders[static_cast<std::size_t>(query.order)]},
            {"unscored_only", query.unscored_only},
            {"least_score", query.least_score},
            {"index", place ? Json(*place) : Json(nullptr)},
            {"count", queue.passing.size()},
            {"total", queue.ordered.size()},
            {"scored", queue.scored},
            {"auto_advance", state.review.auto_advance},
            {"at_end", state.review.at_end},
            {"card", state.review.card_open},
            {"criterion", criterion == nullptr ? Json(nullptr) : Json(criterion->key)},
            {"gallery",
             {{"open", state.review.gallery.open},
              {"size", state.review.gallery.size},
              {"pages", state.review.gallery.pages}}},
            {"criteria", active_criteria(state)},
            {"unsaved", state.review.pending.size()}};
}

Json numbers_of(const app::PairNumbers& numbers) {
    const auto finite = [](double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); };
    return {{"psnr", finite(numbers.psnr)},       {"ssim", finite(numbers.ssim)},
            {"ms_ssim", finite(numbers.ms_ssim)}, {"flip", numbers.flip},
            {"differing", numbers.differing},     {"largest", numbers.largest}};
}

Json pixels_of(const app::AppState& state, const std::vector<ui::PixelReading>& readings) {
    Json list = Json::array();
    for (const ui::PixelReading& reading : readings)
        list.push_back({{"path", to_display(state.library.catalog->sample(reading.sample).path)},
                        {"x", reading.x},
                        {"y", reading.y},
                        {"rgba", reading.rgba}});
    return list;
}

Json compare_of(const app::AppState& state) {
    const app::CompareState& compare = state.compare;
    Json paths = Json::array();
    for (const grid::SampleId sample : app::compared_samples(state))
        paths.push_back(to_display(state.library.catalog->sample(sample).path));
    const bool measured = compare.measures && compare.measures->error.empty();
    const bool part = compare.part_measures && compare.part_measures->error.empty();
    const app::Box& seen = compare.seen;
    return {{"way", app::name_of(compare.way)},
            {"paths", std::move(paths)},
            {"numbers", measured ? numbers_of(compare.measures->whole) : Json(nullptr)},
            {"seen", {{"x", seen.min.x}, {"y", seen.min.y}, {"width", seen.size.x}, {"height", seen.size.y}}},
            {"seen_numbers", part ? numbers_of(compare.part_measures->numbers) : Json(nullptr)},
            {"flicker_ms", app::kFlickerTimesMs[static_cast<std::size_t>(compare.flicker)]},
            {"kernel", image::name_of(static_cast<image::Kernel>(compare.kernel))},
            {"swapped", compare.swapped},
            {"change_map", app::name_of(compare.change_map)},
            {"pinned", strings(compare.pinned)},
            {"reference", to_display(compare.reference)},
            {"gain", compare.gain},
            {"wipe", compare.wipe}};
}

/// The lightbox as one cell, null when it is closed.
Json lightbox_of(const app::AppState& state, const ui::LightboxState& lightbox) {
    if (!ui::shows_single(state)) return nullptr;
    Json cell = cell_of(state, lightbox.report);
    cell["width"] = lightbox.full_size.width;
    cell["height"] = lightbox.full_size.height;
    cell["scale"] = app::scale_of(state.lightbox_camera, lightbox.full_size, lightbox.box.size);
    return cell;
}

Json toasts_of(const app::AppState& state) {
    Json toasts = Json::array();
    constexpr std::array kKinds{"info", "good", "warning", "error"};
    for (const app::Toast& toast : state.toasts)
        toasts.push_back(
            {{"kind", kKinds[static_cast<std::size_t>(toast.kind)]}, {"text", to_display(toast.text)}});
    return toasts;
}

Json detail_of(const app::AppState& state) {
    Json fields = Json::object();
    if (state.detail.details)
        for (const grid::DetailSection& section : state.detail.details->sections)
            for (const grid::DetailField& field : section.fields) fields[field.name] = field.value;
    return {{"kind", app::name_of(state.detail.kind)},
            {"path", to_display(state.detail.path)},
            {"loading", state.detail.loading},
            {"width", state.detail.width_pt},
            {"error", state.detail.details ? state.detail.details->error : std::string()},
            {"fields", std::move(fields)}};
}

Json presets_of(const app::AppState& state) {
    Json names = Json::array();
    for (const grid::Preset& preset : state.stored.presets) names.push_back(preset.name);
    return names;
}

Json eta_of(const app::JobView& view) {
    if (!app::is_open(view.job) || !view.progress.left) return nullptr;
    return static_cast<double>(view.progress.left->count()) / 1000.0;
}

/// The newest first; `eta_s` is null where it is not known.
Json jobs_of(const app::SamplingState& sampling) {
    Json jobs = Json::array();
    for (const app::JobView& view : sampling.jobs) {
        const jobs::ItemCounts& counts = view.job.counts;
        jobs.push_back({{"id", view.job.id},
                        {"status", jobs::name_of(view.job.status)},
                        {"done", counts.done()},
                        {"total", counts.total()},
                        {"eta_s", eta_of(view)},
                        {"run", to_display(view.job.run)},
                        {"failed", counts.failed},
                        {"skipped", counts.skipped},
                        {"step", view.live.step},
                        {"preview", view.live.preview},
                        {"message", to_display(view.job.message)}});
    }
    return jobs;
}

/// The card that starts a job, null while it is closed.
Json launch_of(const app::AppState& state) {
    if (state.overlay != app::Overlay::Launch) return nullptr;
    const app::LaunchCard& card = state.sampling->launch;
    Json problems = Json::array();
    for (const std::string& problem : card.problems) problems.push_back(problem);
    if (card.plan && !card.plan->error.empty()) problems.push_back(card.plan->error);
    return {{"run", to_display(card.form.form.run)},
            {"provider", card.form.form.provider},
            {"planning", card.planning},
            {"to_make", card.plan ? card.plan->expansion.to_make : 0},
            {"already_there", card.plan ? card.plan->expansion.already_there : 0},
            {"skipped", card.plan ? card.plan->expansion.skipped : 0},
            {"summary", card.plan ? card.plan->summary : std::string()},
            {"problems", std::move(problems)}};
}

std::string screen_of(const app::AppState& state) {
    if (state.lightbox) return "lightbox";
    return std::string(app::name_of(state.screen));
}

Json slider_of(const app::AppState& state) {
    const auto& positions = state.view->positions;
    const bool has = state.query.mapping.slider && state.slider < static_cast<int>(positions.size());
    return {{"value", has ? Json(to_display(positions[state.slider])) : Json(nullptr)},
            {"index", state.slider},
            {"count", positions.size()},
            {"playing", state.playback.playing},
            {"loop", state.playback.loop},
            {"interval_ms", app::kPlaybackIntervalsMs[state.playback.speed]}};
}

}  // namespace

nlohmann::ordered_json dump_state(const Application& application) {
    const app::AppState& state = application.state();
    const ui::PanelState& panel = application.panel();
    const PendingWork pending = application.pending();
    const cache::ProxyStoreStats proxies = application.proxy_stats();
    const cache::CacheStats& stats = application.cache_stats();
    const app::Camera& camera = state.lightbox ? state.lightbox_camera : state.camera;
    return {
        {"screen", screen_of(state)},
        {"run", to_display(state.library.selected_run)},
        {"runs", state.library.runs.size()},
        {"images", state.library.catalog->samples.size()},
        {"filtered_out", state.view->filtered_out},
        {"superseded", state.library.catalog->superseded.size()},
        {"problems", state.library.problems.size() + state.library.catalog->problems.size()},
        {"mapping",
         {{"x", name_or_null(state.query.mapping.x)},
          {"y", name_or_null(state.query.mapping.y)},
          {"slider", name_or_null(state.query.mapping.slider)}}},
        {"filters", filters_of(state)},
        {"slider", slider_of(state)},
        {"grid", grid_of(state, panel.grid)},
        {"focus", focus_of(state)},
        {"review", review_of(state, panel.queue)},
        {"compare", compare_of(state)},
        {"analysis", dump_analysis(state, panel)},
        {"held", {{"loupe", state.peek.loupe}, {"reference", state.peek.reference}}},
        {"pixels", pixels_of(state, panel.pixels)},
        {"lightbox", lightbox_of(state, panel.lightbox)},
        {"camera", {{"zoom", camera.zoom}, {"x", camera.x}, {"y", camera.y}}},
        {"drawer", {{"open", state.drawer_open}}},
        {"overlay", app::name_of(state.overlay)},
        {"help", state.overlay == app::Overlay::Help},
        {"detail", detail_of(state)},
        {"presets", presets_of(state)},
        {"keyboard", panel.keyboard.target},
        {"toasts", toasts_of(state)},
        {"launch", launch_of(state)},
        {"jobs", jobs_of(*state.sampling)},
        {"connections",
         {{"comfyui", app::name_of(state.sampling->comfyui.kind)}, {"sinkin", sinkin_of(state)}}},
        {"experiments", dump_experiments(state)},
        {"theme", app::is_dark(state) ? "dark" : "light"},
        {"proxies", {{"found", proxies.found}, {"damaged", proxies.damaged}, {"written", proxies.written}}},
        {"pending",
         {{"scan", pending.scan},
          {"decode", pending.decode},
          {"upload", pending.upload},
          {"store", pending.store}}},
        {"memory", {{"gpu_bytes", stats.gpu_bytes}, {"cpu_bytes", stats.cpu_bytes}}},
        {"decodes_started", stats.decodes_started}};
}

nlohmann::ordered_json dump_targets(const ui::Targets& targets) {
    Json list = Json::array();
    for (const ui::Target& target : targets)
        list.push_back({{"name", to_display(target.name)},
                        {"x", target.box.min.x},
                        {"y", target.box.min.y},
                        {"width", target.box.size.x},
                        {"height", target.box.size.y}});
    return list;
}

}  // namespace proofsheet::shell
