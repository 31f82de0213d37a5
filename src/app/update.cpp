#include "app/update.h"

#include <algorithm>
#include <utility>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

/// Applies one command to the state that it was given; effects collect what has to be done outside.
struct Apply {
    AppState& state;
    std::vector<Effect>& effects;

    void operator()(const FrameStarted& news) { advance_clock(state, news); }
    void operator()(const RunsDiscovered& news) { take_runs(state, effects, news); }
    void operator()(const CatalogScanned& news) { take_catalog(state, news); }
    void operator()(const OpenFailed& news) {
        state.scan.discovering = state.scan.scanning = false;
        add_toast(state, ToastKind::Error, news.message);
    }
    void operator()(const PreferenceOfSystemRead& news) { state.system_prefers_dark = news.dark; }
    void operator()(const Noticed& news) { add_toast(state, news.kind, news.text); }

    void operator()(const OpenPaths& wish) {
        if (wish.paths.empty()) return;
        begin_discovery(state);
        effects.push_back(LookAtPaths{state.scan.ticket, wish.paths});
    }
    void operator()(const OpenDemo&) {
        begin_discovery(state);
        effects.push_back(MakeDemo{state.scan.ticket});
    }
    void operator()(const Rescan&) {
        begin_discovery(state);
        effects.push_back(DiscoverRuns{state.scan.ticket});
    }
    void operator()(const SelectRun& wish) { select_run(state, effects, wish.name); }
    void operator()(const ShowOnlyRunsWithSamples& wish) { state.library.only_with_samples = wish.only; }

    void operator()(const AssignRole& wish) {
        change_query(state, [&](grid::GridQuery& query) {
            query.mapping = grid::assign_role(query.mapping, wish.dimension, wish.role);
        });
    }
    void operator()(const SetFilterMode& wish) {
        change_filter(state, wish.dimension, [&](grid::Filter filter, const auto& all) {
            return grid::with_mode(std::move(filter), wish.mode, all);
        });
    }
    void operator()(const ToggleValue& wish) {
        change_filter(state, wish.dimension, [&](grid::Filter filter, const auto& all) {
            if (filter.mode == grid::FilterMode::Single) return grid::Filter{filter.mode, {wish.value}};
            return grid::toggle(std::move(filter), wish.value, all);
        });
    }
    void operator()(const SoloValue& wish) {
        change_filter(state, wish.dimension, [&](grid::Filter filter, const auto&) {
            return grid::solo(std::move(filter), wish.value);
        });
    }
    void operator()(const SelectAllValues& wish) {
        change_filter(state, wish.dimension, [](grid::Filter filter, const auto&) {
            filter.selected.clear();
            return filter;
        });
    }

    void operator()(const StepSlider& wish) { stop_and_step(state, wish.delta); }
    void operator()(const app::HoldStep& wish) { hold_step(state, wish.direction); }
    void operator()(const SetSlider& wish) {
        state.playback.playing = false;
        set_slider(state, wish.position);
    }
    void operator()(const SetCellSlider& wish) { set_cell_slider(state, wish.cell, wish.position); }
    void operator()(const ResetCell& wish) { state.cells.erase(key_of(state, wish.cell)); }
    void operator()(const ResetAllCells&) { state.cells.clear(); }
    void operator()(const CycleStack& wish) { cycle_stack(state, wish.cell, wish.delta); }
    void operator()(const TogglePlay&) { toggle_play(state); }
    void operator()(const ChangeSpeed& wish) { (*this)(SetSpeed{state.playback.speed + wish.delta}); }
    void operator()(const SetSpeed& wish) {
        state.playback.speed = std::clamp(wish.speed, 0, static_cast<int>(kPlaybackIntervalsMs.size()) - 1);
    }
    void operator()(const ToggleLoop&) { state.playback.loop = !state.playback.loop; }

    void operator()(const Focus& wish) { move_focus_to(state, wish.cell); }
    void operator()(const MoveFocus& wish) {
        move_focus_to(state, {state.focus.column + wish.columns, state.focus.row + wish.rows});
    }
    void operator()(const SetCamera& wish) { state.camera = wish.camera; }
    void operator()(const SetCellCamera& wish) { set_cell_camera(state, wish.cell, wish.camera); }
    void operator()(const SetLightboxCamera& wish) { state.lightbox_camera = wish.camera; }
    void operator()(const OpenLightbox& wish) {
        move_focus_to(state, wish.cell);
        if (!sample_at(state, state.focus)) return;
        state.lightbox = true;
        state.lightbox_camera = {};
    }
    void operator()(const CloseLightbox&) { state.lightbox = false; }
    void operator()(const ResizeCells& wish) { state.cell_size = wish.size; }

    void operator()(const ToggleDrawer&) { state.drawer_open = !state.drawer_open; }
    void operator()(const SetDrawer& wish) { state.drawer_open = wish.open; }
    void operator()(const ToggleFilters&) { state.filters_open = !state.filters_open; }
    void operator()(const ToggleHelp&) { state.help_open = !state.help_open; }
    void operator()(const ToggleProblems&) { state.problems_open = !state.problems_open; }
    void operator()(const ToggleInfo&) { state.overlay_info = !state.overlay_info; }
    void operator()(const ToggleFullscreen&) {
        state.fullscreen = !state.fullscreen;
        effects.push_back(ApplyFullscreen{state.fullscreen});
    }
    void operator()(const SetTheme& wish) { state.theme = wish.theme; }
    void operator()(const GoBack&) {
        const bool was_fullscreen = state.fullscreen;
        go_back(state);
        if (was_fullscreen != state.fullscreen) effects.push_back(ApplyFullscreen{state.fullscreen});
    }
    void operator()(const DismissToast& wish) {
        std::erase_if(state.toasts, [&](const Toast& toast) { return toast.id == wish.id; });
    }
    void operator()(const CopyText& wish) {
        effects.push_back(PutOnClipboard{wish.text});
        add_toast(state, ToastKind::Good, "Copied");
    }
    void operator()(const Quit&) { state.quit = true; }
};

}  // namespace

Update update(AppState state, const Command& command) {
    Update result{std::move(state), {}};
    std::visit(Apply{result.state, result.effects}, command);
    return result;
}

}  // namespace proofsheet::app
