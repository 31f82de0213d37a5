#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/format.h"
#include "ui/panels.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

constexpr float kMostMeans = 12;

/// The mean score of each slider value with how many pictures it is made of; returns the y below.
float mean_rows(const Context& context, const app::AppState& app, const ReviewQueue& queue, const Rect& area,
                float bottom) {
    const review::Criterion* criterion = app::main_criterion(app);
    if (criterion == nullptr) return area.min.y;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float row = context.px(22);
    float y = area.min.y;
    for (const ScoreMean& mean : queue.means) {
        if (y + row > bottom) break;
        const float label = area.width() * 0.35f;
        draw_text_in(context, list, Type::Small, {area.min.x, y},
                     {area.min.x + label - context.px(8), y + row}, context.theme.text, mean.label,
                     Align::Right);
        const float longest = area.width() * 0.42f;
        const float length = longest * static_cast<float>(mean.mean) / static_cast<float>(criterion->maximum);
        const Colour colour =
            score_colour(static_cast<int>(std::lround(mean.mean)), criterion->minimum, criterion->maximum);
        list.AddRectFilled({area.min.x + label, y + context.px(4)},
                           {area.min.x + label + length, y + row - context.px(4)}, colour, context.px(3));
        draw_text_in(context, list, Type::Small, {area.min.x + label + longest + context.px(8), y},
                     {area.max.x, y + row}, context.theme.text_dim,
                     one_decimal(mean.mean) + " · n = " + std::to_string(mean.count));
        y += row;
    }
    return y;
}

std::string title_of(const app::AppState& app, const ReviewQueue& queue) {
    if (queue.ordered.empty()) return "No pictures to review";
    const auto total = static_cast<int>(queue.ordered.size());
    if (queue.scored == total) return "All " + grouped(total) + " pictures are scored";
    return app.review.at_end ? "The end of this queue" : "Nothing is left in this queue";
}

/// "42 of 192 scored · mean 6.4".
std::string summary_of(const ReviewQueue& queue) {
    double sum = 0;
    int count = 0;
    for (const ScoreMean& mean : queue.means) {
        sum += mean.mean * mean.count;
        count += mean.count;
    }
    std::string text =
        grouped(queue.scored) + " of " + grouped(static_cast<std::int64_t>(queue.ordered.size())) + " scored";
    if (count > 0) text += " · mean " + one_decimal(sum / count);
    return text;
}

app::SetQueue with_filter(const app::AppState& app, bool unscored_only) {
    review::QueueQuery query = app.review.queue;
    query.unscored_only = unscored_only;
    query.least_score = 0;
    return app::SetQueue{query};
}

/// Where to go from here, side by side in the middle.
void ways_on(const Context& context, const app::AppState& app, const ReviewQueue& queue, ImVec2 top) {
    const bool some_left = queue.scored < static_cast<int>(queue.ordered.size());
    const float width = context.px(172), gap = context.px(space::k12);
    const int count = 1 + (some_left ? 1 : 0) + (app.review.at_end ? 1 : 0);
    float x = top.x - (width * static_cast<float>(count) + gap * static_cast<float>(count - 1)) / 2;
    const auto button = [&](std::string_view name, std::string_view label, ButtonLook look) {
        const Rect place = rect(x, top.y, width, context.px(metric::kControl));
        x = place.max.x + gap;
        return text_button(context, name, place, label, look).clicked;
    };
    if (app.review.at_end && button("review.back", "Back to the last one", ButtonLook::Control))
        context.emit(app::MoveInQueue{-1});
    if (some_left && button("review.unscored_left", "Score the rest", ButtonLook::Accent)) {
        context.emit(with_filter(app, true));
        context.emit(app::GoToQueueEnd{-1});
    }
    if (button("review.again", "Review again", some_left ? ButtonLook::Control : ButtonLook::Accent)) {
        context.emit(with_filter(app, false));
        context.emit(app::GoToQueueEnd{-1});
    }
}

}  // namespace

void review_progress(const Context& context, const app::AppState& app, const ReviewQueue& queue,
                     const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float rows = std::min(static_cast<float>(queue.means.size()), kMostMeans) * context.px(22);
    const float y = std::max(area.min.y + context.px(70), area.center().y - rows / 2 - context.px(24));
    const bool empty = queue.ordered.empty();
    draw_icon(context, list, empty ? Icon::Grid : Icon::Check, {area.center().x, y - context.px(44)},
              empty ? context.theme.text_dim : context.theme.good, 32);
    draw_text_in(context, list, Type::Title, {area.min.x, y - context.px(20)},
                 {area.max.x, y + context.px(4)}, context.theme.text, title_of(app, queue), Align::Center);
    if (empty) {
        draw_text_in(context, list, Type::Body, {area.min.x, y + context.px(4)},
                     {area.max.x, y + context.px(28)}, context.theme.text_dim,
                     "Open a run or a folder of pictures on the grid first.", Align::Center);
        return;
    }
    draw_text_in(context, list, Type::Body, {area.min.x, y + context.px(4)}, {area.max.x, y + context.px(28)},
                 context.theme.text_dim, summary_of(queue), Align::Center);
    const Rect means =
        rect(area.center().x - context.px(200), y + context.px(space::k32 + space::k8), context.px(400), 0);
    const float below = mean_rows(context, app, queue, means, area.max.y - context.px(60));
    ways_on(context, app, queue, {area.center().x, below + context.px(space::k16)});
}

}  // namespace proofsheet::ui
