#include "app/update.h"

#include <algorithm>
#include <utility>

#include "app/analysis_state.h"
#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

/// Applies one command to the state that it was given; effects collect what has to be done outside.
struct Apply {
    AppState& state;
    std::vector<Effect>& effects;

    void operator()(const FrameStarted& news) { advance_clock(state, news); }
    void operator()(const RunsDiscovered& news) { take_runs(state, effects, news); }
    void operator()(const CatalogScanned& news) { take_catalog(state, effects, news); }
    void operator()(const OpenFailed& news) {
        state.scan.discovering = state.scan.scanning = false;
        state.library.opened.clear();
        add_toast(state, ToastKind::Error, news.message);
    }
    void operator()(const PreferenceOfSystemRead& news) { state.system_prefers_dark = news.dark; }
    void operator()(const Noticed& news) { add_toast(state, news.kind, news.text); }

    void operator()(const FoldersChanged& news) { look_again(state, effects, news); }
    void operator()(const StoredRead& news) {
        take_stored(state, effects, news);
        begin_sampling(state, effects);
    }
    void operator()(const PresetsRead& news) { state.stored.presets = news.presets; }
    void operator()(const DetailsRead& news) {
        if (news.ticket != state.detail.ticket) return;
        state.detail.loading = false;
        state.detail.details = news.details;
    }
    void operator()(const FolderListed& news) {
        if (news.ticket != state.browser.ticket) return;
        state.browser.loading = false;
        state.browser.listing = news.listing;
    }
    void operator()(const ConfigurationRead& news) { take_configuration(state, effects, news); }

    void operator()(const CriteriaRead& news) { state.review.criteria = news.criteria; }
    void operator()(const ReviewRead& news) { take_review(state, news); }
    void operator()(const PicturesRecognised& news) { take_recognised(state, news); }
    void operator()(const ReviewCommitted& news) { take_committed(state, news); }
    void operator()(const ReviewRefused& news) { take_refused(state, news); }

    void operator()(const Rate& wish) { rate(state, effects, wish.score); }
    void operator()(const SetValue& wish) { set_value(state, effects, wish); }
    void operator()(const CycleValue& wish) { cycle_value(state, effects, wish.criterion); }
    void operator()(const UndoReview&) { reverse_review(state, effects, review::EventKind::Undo); }
    void operator()(const RedoReview&) { reverse_review(state, effects, review::EventKind::Redo); }
    void operator()(const GoToLastScored&) { go_to_last_scored(state); }
    void operator()(const ToggleAutoAdvance&) {
        state.review.auto_advance = !state.review.auto_advance;
        add_toast(state, ToastKind::Info,
                  state.review.auto_advance ? "A score goes on to the next picture"
                                            : "A score stays on the picture");
    }
    void operator()(const SetQueue& wish) { set_queue(state, wish.queue); }
    void operator()(const MoveInQueue& wish) { move_in_queue(state, wish.delta); }
    void operator()(const GoToQueueEnd& wish) { go_to_queue_end(state, wish.direction); }
    void operator()(const FocusPicture& wish) { focus_picture(state, wish.sample); }
    void operator()(const PairMeasured& news) { take_measures(state, news); }
    void operator()(const OnAnalysis& on) { update_analysis(state, effects, *on.command); }
    void operator()(const OnSampling& on) { update_sampling(state, effects, *on.command); }
    void operator()(const OnExperiments& on) { update_experiments(state, effects, *on.command); }
    void operator()(const SetReference&) { set_reference(state); }
    void operator()(const PinPicture& wish) { pin_picture(state, wish.sample); }
    void operator()(const StepCompareWay& wish) { step_way(state, wish.delta); }
    void operator()(const SetCompareWay& wish) { state.compare.way = wish.way; }
    void operator()(const ToggleDifference&) { toggle_difference(state); }
    void operator()(const SwapCompared&) { state.compare.swapped = !state.compare.swapped; }
    void operator()(const TuneCompare& wish) {
        CompareState& compare = state.compare;
        compare.wipe = std::clamp(wish.wipe.value_or(compare.wipe), 0.0, 1.0);
        compare.blend = std::clamp(wish.blend.value_or(compare.blend), 0.0, 1.0);
        compare.gain = std::clamp(wish.gain.value_or(compare.gain), 1, 64);
        compare.kernel = std::clamp(wish.kernel.value_or(compare.kernel), 0, 2);
        const int flickers = static_cast<int>(kFlickerTimesMs.size());
        compare.flicker = std::clamp(wish.flicker.value_or(compare.flicker), 0, flickers - 1);
    }
    void operator()(const PartMeasured& news) { take_part_measures(state, news); }
    void operator()(const SeeCompared& wish) { see_compared(state, wish.part); }
    void operator()(const HoldPeek& wish) { hold_peek(state, wish); }
    void operator()(const TogglePixelValue&) { state.pixel_value = !state.pixel_value; }
    void operator()(const StepChangeMap&) { step_change_map(state); }
    void operator()(const ChooseCriterion& wish) { state.review.criterion = wish.index; }
    void operator()(const ToggleStrip&) { state.review.strip_open = !state.review.strip_open; }
    void operator()(const ToggleCard&) {
        state.review.card_open = !state.review.card_open;
        state.review.criterion = 0;
    }
    void operator()(const ToggleGallery&) { state.review.gallery.open = !state.review.gallery.open; }
    void operator()(const TuneGallery& wish) {
        Gallery& gallery = state.review.gallery;
        const int sizes = static_cast<int>(kGallerySizesPt.size());
        gallery.size = std::clamp(wish.size.value_or(gallery.size), 0, sizes - 1);
        gallery.pages = wish.pages.value_or(gallery.pages);
    }
    void operator()(const ShowCriteria& wish) { effects.push_back(ShowCriteriaSet{wish.set, wish.shown}); }

    void operator()(const OpenPaths& wish) {
        if (!wish.paths.empty()) open_paths(state, effects, wish.paths);
    }
    void operator()(const OpenDemo&) {
        state.overlay = Overlay::None;
        state.library.opened = kDemo;
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
    void operator()(const StepCell& wish) { step_cell(state, wish.cell, wish.delta); }
    void operator()(const ResetCell& wish) { state.cells.erase(key_of(state, wish.cell)); }
    void operator()(const ResetAllCells&) { state.cells.clear(); }
    void operator()(const CycleStack& wish) { cycle_stack(state, wish.cell, wish.delta); }
    void operator()(const TogglePlay&) { toggle_play(state); }
    void operator()(const ChangeSpeed& wish) { (*this)(SetSpeed{state.playback.speed + wish.delta}); }
    void operator()(const SetSpeed& wish) {
        state.playback.speed = std::clamp(wish.speed, 0, static_cast<int>(kPlaybackIntervalsMs.size()) - 1);
    }
    void operator()(const ToggleLoop&) { state.playback.loop = !state.playback.loop; }

    void operator()(const Focus& wish) {
        move_focus_to(state, wish.cell);
        state.shown_since = state.now;
    }
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
    void operator()(const SetDrawer& wish) {
        state.drawer_open = wish.open;
        if (wish.open) state.lightbox = false;  // beside it the drawer is not shown
    }
    void operator()(const ToggleFilters&) { state.filters_open = !state.filters_open; }
    void operator()(const ToggleOverlay& wish) {
        state.overlay = state.overlay == wish.overlay ? Overlay::None : wish.overlay;
        if (state.overlay == Overlay::OpenFolder) (*this)(BrowseFolder{state.browser.listing.path});
    }
    void operator()(const CloseOverlay&) { state.overlay = Overlay::None; }
    void operator()(const ShowScreen& wish) {
        state.overlay = Overlay::None;
        state.screen = wish.screen;
        state.peek = {};
        state.review.at_end = false;
        if (wish.screen == Screen::Settings) effects.push_back(WriteSettings{});
        if (wish.screen == Screen::Analysis) show_analysis(state);
        if (wish.screen != Screen::Review) state.analysis.edit().return_to.reset();
        if (wish.screen == Screen::Sampling) show_sampling(state, effects);
        if (wish.screen == Screen::Experiments) show_experiments(state, effects);
        if (wish.screen == Screen::Grid) {
            state.lightbox = false;
            leave_settings(state);
        }
    }
    void operator()(const ToggleDetails& wish) { toggle_details(state, wish.kind); }
    void operator()(const SelectCheckpoint& wish) { state.detail.checkpoint = wish.file; }
    void operator()(const ResizeDetails& wish) { state.detail.width_pt = wish.width_pt; }
    void operator()(const BrowseFolder& wish) {
        state.browser.loading = true;
        effects.push_back(ListFolder{++state.browser.ticket, wish.path});
    }
    void operator()(const SaveSheet& wish) {
        state.overlay = Overlay::None;
        effects.push_back(
            WriteSheet{wish.options, state.library.catalog, state.view, state.query, state.slider});
    }
    void operator()(const StopWork&) { effects.push_back(StopLongWork{}); }
    void operator()(const SavePreset& wish) { save_preset(state, effects, wish.name); }
    void operator()(const LoadPreset& wish) { load_preset(state, wish.id); }
    void operator()(const OverwritePreset& wish) { overwrite_preset(state, effects, wish.id); }
    void operator()(const RenamePreset& wish) { rename_preset(state, effects, wish); }
    void operator()(const DeletePreset& wish) { effects.push_back(RemovePreset{wish.id}); }
    void operator()(const ChangeSettings& wish) { effects.push_back(WriteSettings{wish.edits}); }
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
    void operator()(const Quit&) { leave(state, effects); }
};

}  // namespace

Update update(AppState state, const Command& command) {
    Update result{std::move(state), {}};
    std::visit(Apply{result.state, result.effects}, command);
    follow_details(result.state, result.effects);
    follow_compare(result.state, result.effects);
    follow_analysis(result.state, result.effects);
    return result;
}

}  // namespace proofsheet::app
