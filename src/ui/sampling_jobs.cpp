#include <imgui.h>

#include <algorithm>

#include "app/sampling_command.h"
#include "cache/preview_source.h"
#include "core/text.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"
#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

constexpr float kJobCardPt = 156;
constexpr float kLinePt = 22;

/// A card while it is drawn.
struct Card {
    const app::JobView& view;
    std::string name;  ///< of its targets: "job[0]"
    Rect area;
};

std::string ratio(std::size_t done, std::size_t total) {
    return grouped(static_cast<std::int64_t>(done)) + " of " + grouped(static_cast<std::int64_t>(total));
}

/// Takes a button's room from the right end of a line.
bool line_button(const Context& context, const std::string& name, Rect& line, std::string_view label) {
    const float width = text_size(context, Type::Body, label).x + context.px(space::k24);
    const Rect place = {{line.max.x - width, line.min.y}, line.max};
    line.max.x -= width + context.px(space::k8);
    return text_button(context, name, place, label).clicked;
}

/// Instead of the buttons, while it is asked what becomes of the pictures.
void deletion_question(const Context& context, PanelState& panel, const Card& card, Rect& line) {
    const std::string& id = card.view.job.id;
    const auto answer = [&](app::PicturesOfJob pictures) {
        context.emit(app::on_sampling(app::DeleteJob{id, pictures}));
        panel.sampling->job_doubted.clear();
    };
    if (line_button(context, card.name + ".delete.cancel", line, "Cancel"))
        panel.sampling->job_doubted.clear();
    if (line_button(context, card.name + ".delete.trash", line, "Move to trash"))
        answer(app::PicturesOfJob::MoveToTrash);
    if (line_button(context, card.name + ".delete.keep", line, "Keep pictures"))
        answer(app::PicturesOfJob::Keep);
    const std::string question =
        "Delete the job; its " +
        counted(static_cast<std::int64_t>(card.view.job.counts.completed), "picture", "pictures") + ":";
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, line.min, line.max, context.theme.text,
                 question, Align::Right);
}

void stop_button(const Context& context, const Card& card, Rect& line) {
    const jobs::SampleJob& job = card.view.job;
    if (job.stop == jobs::StopWish::Now) return;
    const bool again = job.stop == jobs::StopWish::AfterPicture;
    if (line_button(context, card.name + ".stop", line, again ? "Interrupt now" : "Stop"))
        context.emit(app::on_sampling(app::StopJob{job.id}));
}

void buttons(const Context& context, const app::SamplingState& sampling, PanelState& panel, const Card& card,
             Rect& line) {
    const jobs::SampleJob& job = card.view.job;
    if (panel.sampling->job_doubted == job.id) return deletion_question(context, panel, card, line);
    if (job.status != jobs::JobStatus::Running &&
        line_button(context, card.name + ".delete", line, "Delete…"))
        panel.sampling->job_doubted = job.id;
    if (app::is_open(job)) stop_button(context, card, line);
    if (jobs::after(job.status, jobs::JobEvent::Resumed) &&
        line_button(context, card.name + ".resume", line, "Resume"))
        context.emit(app::on_sampling(app::ResumeJob{job.id}));
    const std::size_t odd = job.counts.failed + job.counts.skipped;
    if (odd == 0) return;
    if (line_button(context, card.name + ".retry", line, "Retry failed and skipped"))
        context.emit(app::on_sampling(app::RetryJob{job.id}));
    const bool open = sampling.opened_job == job.id;
    const std::string label =
        (open ? "Hide " : "Show ") + counted(static_cast<std::int64_t>(odd), "failure", "failures");
    if (line_button(context, card.name + ".items", line, label))
        context.emit(app::on_sampling(app::ToggleJobItems{job.id}));
}

void title_line(const Context& context, const app::SamplingState& sampling, PanelState& panel,
                const Card& card, Rect line) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    buttons(context, sampling, panel, card, line);
    const jobs::SampleJob& job = card.view.job;
    job_status_mark(context, {line.min.x + context.px(9), line.center().y}, job.status);
    const std::string_view word = status_word(job);
    float x = line.min.x + context.px(space::k24);
    const float width = text_size(context, Type::Body, word).x + context.px(space::k12);
    draw_text_in(context, list, Type::Body, {x, line.min.y}, {x + width, line.max.y}, context.theme.text_dim,
                 word);
    x += width;
    if (x < line.max.x)
        draw_text_in(context, list, Type::Title, {x, line.min.y}, line.max, context.theme.text,
                     to_display(job.run));
}

std::string origin_text(const jobs::SampleJob& job) {
    std::string text = "Preset " + to_display(job.preset.name) + " · ";
    text += service_name(job.provider);
    if (!job.workflow.empty()) text += " · " + to_display(job.workflow);
    if (!job.study.empty()) text += " · study " + to_display(job.study);
    if (job.created_at.size() >= 16)
        text += " · started " + job.created_at.substr(0, 10) + " " + job.created_at.substr(11, 5) + " UTC";
    return text;
}

void bar_line(const Context& context, const Rect& line, std::string_view caption, std::size_t done,
              std::size_t failed, std::size_t total, const std::string& text) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float left = context.px(92);
    const float right = std::min(context.px(250), line.width() * 0.4f);
    draw_text_in(context, list, Type::Small, line.min, {line.min.x + left, line.max.y},
                 context.theme.text_dim, caption);
    const Rect bar = {{line.min.x + left, line.center().y - context.px(3)},
                      {line.max.x - right, line.center().y + context.px(3)}};
    progress_bar(context, bar, done, failed, total);
    draw_text_in(context, list, Type::Small, {line.max.x - right + context.px(space::k12), line.min.y},
                 line.max, context.theme.text, text);
}

void bars(const Context& context, const app::JobView& view, const Rect& first, const Rect& second) {
    const jobs::JobProgress& progress = view.progress;
    const jobs::ItemCounts& counts = view.job.counts;
    const std::size_t checkpoints = progress.checkpoints.size();
    const bool known = view.items_read;
    bar_line(context, first, "Checkpoints", progress.checkpoints_done, 0, checkpoints,
             known ? ratio(progress.checkpoints_done, checkpoints) : std::string());
    std::string text = ratio(counts.done(), counts.total());
    if (known && progress.current_checkpoint < checkpoints && app::is_open(view.job)) {
        const jobs::ItemCounts& here = progress.checkpoints[progress.current_checkpoint].counts;
        text += " · " + ratio(here.done(), here.total()) + " of this checkpoint";
    }
    bar_line(context, second, "Pictures", counts.done(), counts.failed + counts.skipped, counts.total(),
             text);
}

/// What happens at the moment, or why nothing does.
std::string now_text(const app::JobView& view) {
    const jobs::SampleJob& job = view.job;
    if (job.stop == jobs::StopWish::Now && app::is_open(job)) return "Interrupting the picture…";
    if (job.stop == jobs::StopWish::AfterPicture && app::is_open(job))
        return "Stops after this picture. Press again to interrupt it.";
    if (!view.waits.empty()) return view.waits;
    if (!job.message.empty()) return job.message;
    const jobs::JobItem* item = app::current_item(view);
    if (item == nullptr || job.status != jobs::JobStatus::Running) return {};
    std::string text = item->checkpoint + " · " + item_text(*item);
    if (!view.live.note.empty()) text += " · " + view.live.note;
    return to_display(text);
}

std::string time_text(const app::JobView& view) {
    if (!app::is_open(view.job) || !view.progress.left) return {};
    return "about " + jobs::duration_text(*view.progress.left) + " left";
}

void now_line(const Context& context, const app::JobView& view, Rect line) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string time = time_text(view);
    if (!time.empty()) {
        const float width = text_size(context, Type::Small, time).x + context.px(space::k12);
        draw_text_in(context, list, Type::Small, {line.max.x - width, line.min.y}, line.max,
                     context.theme.text, time, Align::Right);
        line.max.x -= width;
    }
    if (view.live.steps > 0 && view.job.status == jobs::JobStatus::Running) {
        const std::string step =
            "step " + std::to_string(view.live.step) + " of " + std::to_string(view.live.steps);
        const float width = text_size(context, Type::Small, step).x + context.px(space::k24);
        draw_text_in(context, list, Type::Small, {line.max.x - width, line.min.y}, line.max,
                     context.theme.text, step, Align::Center);
        line.max.x -= width;
    }
    const bool trouble = !view.waits.empty() || !view.job.message.empty();
    const std::string text = now_text(view);
    draw_text_in(context, list, Type::Small, line.min, line.max,
                 trouble ? context.theme.warn : context.theme.text_dim, text);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsWindowHovered() && box_of(line).contains({mouse.x, mouse.y})) tooltip(context, text);
}

/// The newest picture of what is being made, else the service's name.
void preview(const Context& context, const app::AppState& app, PanelState& panel,
             cache::TextureCache& textures, const app::JobView& view, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.picture_surround);
    ShownCell& shown = panel.sampling->previews[view.job.id];
    if (view.live.preview == 0) {
        shown = {};
        draw_icon(context, list, view.job.status == jobs::JobStatus::Running ? Icon::Sampling : Icon::Grid,
                  area.center(), context.theme.text_dim, 20);
        return;
    }
    const PictureRequest request{cache::preview_key(view.job.id, view.live.preview),
                                 {},
                                 box_of(area),
                                 {cache::Priority::Visible, 0},
                                 false,
                                 app.now};
    show_picture(context, list, textures, shown, request);
}

void job_card(const Context& context, const app::AppState& app, PanelState& panel,
              cache::TextureCache& textures, const Card& card, const Rect& seen) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(card.area.min, card.area.max, context.theme.surface, context.px(metric::kCardRadius));
    const Rect inner = card.area.inset(context.px(space::k12), context.px(space::k12));
    const float side = context.px(kJobCardPt - 2 * space::k12);
    const bool roomy = inner.width() > context.px(520);
    const float left = roomy ? inner.min.x + side + context.px(space::k16) : inner.min.x;
    if (roomy) preview(context, app, panel, textures, card.view, rect(inner.min.x, inner.min.y, side, side));
    float y = inner.min.y;
    const auto next = [&](float points) {
        const Rect line = {{left, y}, {inner.max.x, y + context.px(points)}};
        y = line.max.y + context.px(space::k4);
        return line;
    };
    title_line(context, *app.sampling, panel, card, next(metric::kControl));
    const Rect origin = next(kLinePt - 4);
    draw_text_in(context, list, Type::Small, origin.min, origin.max, context.theme.text_dim,
                 origin_text(card.view.job));
    const Rect first = next(kLinePt - 2);
    bars(context, card.view, first, next(kLinePt - 2));
    now_line(context, card.view, next(kLinePt));
    const Rect rows = {{inner.min.x, card.area.min.y + context.px(kJobCardPt)},
                       {inner.max.x, card.area.max.y}};
    if (app.sampling->opened_job == card.view.job.id)
        job_item_rows(context, card.view, card.name, rows, seen);
}

void no_jobs(const Context& context, const app::SamplingState& sampling, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float middle = area.min.y + area.height() * 0.4f;
    if (!sampling.jobs_read)
        return (void)draw_text_in(context, list, Type::Body, {area.min.x, middle},
                                  {area.max.x, middle + context.px(24)}, context.theme.text_dim,
                                  "Reading the jobs…", Align::Center);
    draw_icon(context, list, Icon::Sampling, {area.center().x, middle - context.px(36)},
              context.theme.text_dim, 32);
    draw_text_in(context, list, Type::Title, {area.min.x, middle - context.px(12)},
                 {area.max.x, middle + context.px(12)}, context.theme.text, "No sample jobs yet",
                 Align::Center);
    draw_text_in(context, list, Type::Body, {area.min.x, middle + context.px(16)},
                 {area.max.x, middle + context.px(38)}, context.theme.text_dim,
                 "A job makes the same pictures with every checkpoint of a run.", Align::Center);
    const float width = context.px(176);
    const Rect button =
        rect(area.center().x - width / 2, middle + context.px(52), width, context.px(metric::kControl));
    if (text_button(context, "sampling.first", button, "Generate samples…").clicked)
        context.emit(app::on_sampling(app::OpenLaunch{}));
}

}  // namespace

void job_cards(const Context& context, const app::AppState& app, PanelState& panel,
               cache::TextureCache& textures, const Rect& area) {
    const app::SamplingState& sampling = *app.sampling;
    if (sampling.jobs.empty()) return no_jobs(context, sampling, area);
    const ScrollArea scroll(context, "jobs", area);
    float y = scroll.origin().y;
    // Cards just outside are drawn too, so that the keyboard can go on there.
    const float spare = context.px(kJobCardPt * 2);
    for (std::size_t i = 0; i < sampling.jobs.size(); ++i) {
        const app::JobView& view = sampling.jobs[i];
        const float height = context.px(kJobCardPt) + job_item_rows_height(context, sampling, view);
        const Rect place = rect(scroll.origin().x, y, scroll.width(), height);
        y += height + context.px(space::k8);
        if (place.max.y < area.min.y - spare || place.min.y > area.max.y + spare) continue;
        job_card(context, app, panel, textures, {view, "job[" + std::to_string(i) + "]", place}, area);
    }
    scroll.set_content_height(y - scroll.origin().y);
}

}  // namespace proofsheet::ui
