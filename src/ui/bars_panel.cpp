#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/card.h"
#include "ui/change_map.h"
#include "ui/experiments_text.h"
#include "ui/format.h"
#include "ui/panels.h"
#include "ui/sampling_parts.h"
#include "ui/widgets.h"

namespace proofsheet::ui {
namespace {

Rect take_left(Rect& area, float width) {
    const Rect part = {area.min, {area.min.x + width, area.max.y}};
    area.min.x += width;
    return part;
}

Rect take_right(Rect& area, float width) {
    const Rect part = {{area.max.x - width, area.min.y}, area.max};
    area.max.x -= width;
    return part;
}

Rect as_control(const Context& context, const Rect& area) {
    const float height = context.px(metric::kControl);
    return rect(area.min.x, std::floor(area.center().y - height / 2), area.width(), height);
}

int active_filters(const app::AppState& app) {
    int count = 0;
    for (const auto& [name, filter] : app.query.filters) {
        const bool mapped = grid::role_of(app.query.mapping, name) != grid::Role::None;
        const bool hides = filter.mode == grid::FilterMode::Single || !filter.selected.empty();
        if (hides && (mapped || filter.mode != grid::FilterMode::Hide)) ++count;
    }
    return count;
}

void toggle_list(PanelState& panel, const std::string& name) {
    panel.open_list = panel.open_list == name ? std::string() : name;
}

void mapping_chip(const Context& context, PanelState& panel, Rect& bar, const char* role,
                  const std::optional<std::string>& dimension) {
    const std::string name = std::string("mapping.") + role;
    const std::string value = dimension.value_or("none");
    const float wanted =
        text_size(context, Type::Body, value).x + text_size(context, Type::Small, role).x + context.px(48);
    const float width = std::clamp(wanted, context.px(84), context.px(190));
    if (bar.width() < width + context.px(space::k8)) return;
    const Rect chip = as_control(context, take_left(bar, width));
    take_left(bar, context.px(6));
    if (choice_field(context, name, chip, role, value, panel.open_list == name).clicked)
        toggle_list(panel, name);
}

std::string position_text(const app::AppState& app) {
    const auto& positions = app.view->positions;
    if (positions.empty() || !app.query.mapping.slider) return "";
    return positions[app.slider] + " · " + std::to_string(app.slider + 1) + " of " +
           std::to_string(positions.size());
}

void speed_and_loop(const Context& context, const app::AppState& app, Rect& bar) {
    const Rect loop = as_control(context, take_right(bar, context.px(32)));
    if (icon_button(context, "play.loop", loop, Icon::Loop,
                    with_hint(context, app.playback.loop ? "Loop is on" : "Loop is off", Action::ToggleLoop),
                    app.playback.loop ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleLoop{});
    take_right(bar, context.px(space::k8));
    constexpr std::array<std::string_view, 6> kLabels{"0.25 s", "0.33 s", "0.5 s", "1 s", "2 s", "3 s"};
    const float width = std::min(context.px(312), bar.width() / 2);
    const Rect speeds = as_control(context, take_right(bar, width));
    if (const auto chosen = segmented(context, "play.speed", speeds, kLabels, app.playback.speed))
        context.emit(app::SetSpeed{*chosen});
    take_right(bar, context.px(space::k12));
}

}  // namespace

void rail_panel(const Context& context, const app::AppState& app, const Rect& area) {
    fill(area, context.theme.surface);
    rule(context, {area.max.x - 1, area.min.y}, {area.max.x - 1, area.max.y});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = area.min.y + context.px(6);
    const auto item = [&](std::string_view name, std::string_view word, Icon icon, app::Screen screen,
                          std::string_view hint, Action action) {
        const Rect place = rect(area.min.x + context.px(4), y, area.width() - context.px(8), context.px(48));
        y = place.max.y + context.px(space::k4);
        const Press press = touch_area(context, name, place);
        const bool active = app.screen == screen;
        if (active || press.hovered)
            fill_control(context, place, active ? context.theme.control_active : context.theme.control_hover);
        const Colour ink = active ? context.theme.text : context.theme.text_dim;
        draw_icon(context, list, icon, {place.center().x, place.min.y + context.px(17)}, ink, 18);
        draw_text_in(context, list, Type::Small, {area.min.x, place.max.y - context.px(20)},
                     {area.max.x, place.max.y - context.px(2)}, ink, word, Align::Center);
        if (press.hovered) tooltip(context, with_hint(context, hint, action));
        if (press.clicked) context.emit(app::ShowScreen{screen});
    };
    item("nav.grid", "Grid", Icon::Grid, app::Screen::Grid, "The grid of samples", Action::ShowGrid);
    item("nav.review", "Review", Icon::Review, app::Screen::Review, "One picture after the other",
         Action::ShowReview);
    item("nav.compare", "Compare", Icon::Compare, app::Screen::Compare, "Pictures against each other",
         Action::ShowCompare);
    item("nav.experiments", "Exper.", Icon::Experiments, app::Screen::Experiments, "Experiments with SinkIn",
         Action::ShowExperiments);
    item("nav.sampling", "Sampling", Icon::Sampling, app::Screen::Sampling, "Sampling with ComfyUI",
         Action::ShowSampling);
    item("nav.analysis", "Analysis", Icon::Analysis, app::Screen::Analysis,
         "Table and ranking of all pictures", Action::ShowAnalysis);

    const float side = context.px(36);
    Rect low = rect(area.center().x - side / 2, area.max.y - side - context.px(8), side, side);
    if (icon_button(context, "nav.help", low, Icon::Help, with_hint(context, "Keys", Action::ShowHelp))
            .clicked)
        context.emit(app::ToggleOverlay{app::Overlay::Help});
    low = rect(low.min.x, low.min.y - side - context.px(4), side, side);
    const bool dark = app::is_dark(app);
    if (icon_button(context, "nav.theme", low, dark ? Icon::Sun : Icon::Moon,
                    with_hint(context, dark ? "Light theme" : "Dark theme", Action::ToggleTheme))
            .clicked)
        context.emit(app::SetTheme{dark ? app::ThemeChoice::Light : app::ThemeChoice::Dark});
    low = rect(low.min.x, low.min.y - side - context.px(4), side, side);
    if (icon_button(context, "nav.settings", low, Icon::Settings,
                    with_hint(context, "Settings", Action::ShowSettings),
                    app.screen == app::Screen::Settings ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ShowScreen{app::Screen::Settings});
}

void top_bar_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    fill(area, context.theme.surface);
    Rect bar = area.inset(context.px(space::k8), 0);
    const Rect drawer = as_control(context, take_left(bar, context.px(32)));
    if (icon_button(context, "drawer.toggle", drawer, Icon::Drawer,
                    with_hint(context, "Runs and dimensions", Action::ToggleDrawer),
                    app.drawer_open ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleDrawer{});
    take_left(bar, context.px(space::k8));
    const int filters = active_filters(app);
    const std::string label = filters > 0 ? "Filters (" + std::to_string(filters) + ")" : "Filters";
    const Rect filter =
        as_control(context, take_right(bar, text_size(context, Type::Body, label).x + context.px(24)));
    if (text_button(context, "filters.toggle", filter, label,
                    app.filters_open ? ButtonLook::Selected : ButtonLook::Control)
            .clicked)
        context.emit(app::ToggleFilters{});
    take_right(bar, context.px(space::k8));
    const Rect details = as_control(context, take_right(bar, context.px(32)));
    const bool open = app.detail.kind != app::DetailKind::None;
    if (icon_button(context, "detail.toggle", details, Icon::Info,
                    with_hint(context, "Metadata", Action::ShowPictureDetails),
                    open ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleDetails{open ? app.detail.kind : app::DetailKind::Picture});
    take_right(bar, context.px(space::k4));
    const Rect sheet = as_control(context, take_right(bar, context.px(32)));
    if (icon_button(context, "sheet.open", sheet, Icon::Sheet,
                    with_hint(context, "Save the grid as a picture", Action::SaveSheet))
            .clicked &&
        !app.view->samples.empty())
        context.emit(app::ToggleOverlay{app::Overlay::Sheet});
    take_right(bar, context.px(space::k12));
    change_map_controls(context, app, bar);
    const float run_width = std::clamp(bar.width() * 0.3f, context.px(120), context.px(320));
    const Rect run = as_control(context, take_left(bar, std::min(run_width, bar.width())));
    const std::string& name = app.library.selected_run;
    if (choice_field(context, "run.picker", run, "", name.empty() ? "No run" : name,
                     panel.open_list == "run.picker")
            .clicked) {
        toggle_list(panel, "run.picker");
        panel.list_search.clear();
    }
    take_left(bar, context.px(space::k12));
    mapping_chip(context, panel, bar, "X", app.query.mapping.x);
    mapping_chip(context, panel, bar, "Y", app.query.mapping.y);
    mapping_chip(context, panel, bar, "slider", app.query.mapping.slider);
}

void slider_bar_panel(const Context& context, const app::AppState& app, const Rect& area) {
    fill(area, context.theme.surface);
    rule(context, {area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1});
    Rect bar = area.inset(context.px(space::k8), 0);
    const int count = static_cast<int>(app.view->positions.size());
    const Rect back = as_control(context, take_left(bar, context.px(30)));
    if (icon_button(context, "slider.previous", back, Icon::StepBack,
                    with_hint(context, "Previous", Action::StepPrevious))
            .clicked)
        context.emit(app::StepSlider{-1});
    const Rect play = as_control(context, take_left(bar, context.px(32)));
    const bool playing = app.playback.playing;
    if (icon_button(context, "slider.play", play, playing ? Icon::Stop : Icon::Play,
                    with_hint(context, playing ? "Stop" : "Play", Action::Play),
                    playing ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::TogglePlay{});
    const Rect forward = as_control(context, take_left(bar, context.px(30)));
    if (icon_button(context, "slider.next", forward, Icon::StepForward,
                    with_hint(context, "Next", Action::StepNext))
            .clicked)
        context.emit(app::StepSlider{1});
    take_left(bar, context.px(space::k8));
    if (playing) speed_and_loop(context, app, bar);
    const float text_width = std::clamp(bar.width() * 0.25f, context.px(110), context.px(220));
    const Rect text = take_right(bar, text_width);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body,
                 {text.min.x + context.px(space::k12), text.min.y}, text.max, context.theme.text,
                 position_text(app));
    const auto wish = position_track(context, "slider.master", bar, app.slider, std::max(1, count),
                                     {.thickness_pt = 4, .knob_pt = 8, .ticks = true});
    if (wish && *wish != app.slider) context.emit(app::SetSlider{*wish});
    const float wheel = ImGui::IsItemHovered() ? ImGui::GetIO().MouseWheel : 0;
    if (wheel != 0) context.emit(app::StepSlider{wheel > 0 ? -1 : 1});
}

void status_bar_panel(const Context& context, const app::AppState& app, const Activity& activity,
                      const Rect& area) {
    fill(area, context.theme.surface);
    rule(context, area.min, {area.max.x, area.min.y});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    Rect bar = area.inset(context.px(space::k12), 0);
    const std::size_t problems = app.library.problems.size() + app.library.catalog->problems.size();
    if (problems > 0) {
        const std::string label = counted(static_cast<std::int64_t>(problems), "problem", "problems");
        const Rect button = take_right(bar, text_size(context, Type::Small, label).x + context.px(30));
        const Press press = touch_area(context, "status.problems", button);
        if (press.hovered) fill_control(context, button, context.theme.control_hover);
        draw_icon(context, list, Icon::Warning, {button.min.x + context.px(12), button.center().y},
                  context.theme.warn, 13);
        draw_text_in(context, list, Type::Small, {button.min.x + context.px(22), button.min.y}, button.max,
                     context.theme.text, label);
        if (press.hovered)
            tooltip(context, with_hint(context, "What was skipped and why", Action::ShowProblems));
        if (press.clicked) context.emit(app::ToggleOverlay{app::Overlay::Problems});
        take_right(bar, context.px(space::k12));
    }
    std::string text =
        counted(static_cast<std::int64_t>(app.library.catalog->samples.size()), "picture", "pictures");
    if (app.view->filtered_out > 0) text += " · " + grouped(app.view->filtered_out) + " filtered out";
    if (const auto superseded = app.library.catalog->superseded.size())
        text += " · " + grouped(static_cast<std::int64_t>(superseded)) + " superseded";
    if (app.review.queue.unscored_only) text += " · unscored only";
    if (app.review.queue.least_score > 0)
        text += " · score at least " + std::to_string(app.review.queue.least_score);
    if (app.scan.discovering)
        text += " · looking for runs…";
    else if (app.scan.scanning)
        text += " · looking for pictures…";
    if (!activity.note.empty()) {
        const float width = text_size(context, Type::Body, "Stop").x + context.px(space::k24);
        const Rect stop = take_right(bar, width).inset(0, context.px(2));
        if (text_button(context, "status.stop", stop, "Stop", ButtonLook::Control).clicked)
            context.emit(app::StopWork{});
        take_right(bar, context.px(space::k8));
        text += " · " + activity.note;
    }
    if (const std::string note = sampling_note(app); !note.empty()) text += " · " + note;
    if (activity.decodes_pending > 0) text += " · loading " + grouped(activity.decodes_pending);
    const std::string memory = memory_text(activity.gpu_bytes) + " of " + memory_text(activity.gpu_budget);
    const Rect right = take_right(bar, text_size(context, Type::Small, memory).x + context.px(4));
    draw_text_in(context, list, Type::Small, right.min, right.max, context.theme.text_dim, memory,
                 Align::Right);
    take_right(bar, context.px(space::k12));
    if (const std::string spent = spending_text(*app.experiments); !spent.empty()) {
        const Rect credits = take_right(bar, text_size(context, Type::Small, spent).x + context.px(4));
        draw_text_in(context, list, Type::Small, credits.min, credits.max, context.theme.text_dim, spent,
                     Align::Right);
        take_right(bar, context.px(space::k12));
    }
    connection_mark(context, app, bar);
    draw_text_in(context, list, Type::Small, bar.min, bar.max, context.theme.text_dim, text);
}

}  // namespace proofsheet::ui
