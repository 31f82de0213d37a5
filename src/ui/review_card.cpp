#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

review::ReviewValue value_of(const app::AppState& app, review::CriterionId criterion) {
    const auto sample = app::focused_sample(app);
    return sample ? app::committed_value(app, app::path_of(app, *sample), criterion) : review::ReviewValue();
}

/// Choices side by side; the one that is set clears itself.
void choice_row(const Context& context, const app::AppState& app, const review::Criterion& criterion,
                const Rect& area) {
    std::vector<std::string> names;
    for (std::string name : criterion.choices) {
        for (char& c : name)
            if (c == '_') c = ' ';
        names.push_back(std::move(name));
    }
    const std::vector<std::string_view> labels(names.begin(), names.end());
    const review::ReviewValue value = value_of(app, criterion.id);
    const int* chosen = std::get_if<int>(&value);
    if (const auto index =
            segmented(context, "card." + criterion.key, area, labels, chosen == nullptr ? -1 : *chosen - 1))
        context.emit(app::SetValue{criterion.id, *index + 1});
}

void note_field(const Context& context, const app::AppState& app, PanelState& panel,
                const review::Criterion& criterion, const Rect& area) {
    const auto sample = app::focused_sample(app);
    const std::string path = sample ? app::path_of(app, *sample) : std::string();
    if (path != panel.note_path) {
        const review::ReviewValue value = value_of(app, criterion.id);
        const std::string* text = std::get_if<std::string>(&value);
        panel.note_path = path;
        panel.note_text = text == nullptr ? std::string() : *text;
    }
    const TextEdit edit =
        text_field(context, "card.note", area, panel.note_text, "Add a note", panel.focus_text);
    if (!edit.submitted && !edit.left) return;
    review::ReviewValue value;
    if (!panel.note_text.empty()) value = panel.note_text;
    if (value != value_of(app, criterion.id)) context.emit(app::SetValue{criterion.id, value});
}

enum class Chosen : std::uint8_t { No, Yes };

float chip_width(const Context& context, std::string_view label) {
    return text_size(context, Type::Body, label).x + context.px(38);
}

/// A word that is on or off; the check mark says which.
Press chip(const Context& context, const std::string& name, std::string_view label, const Rect& place,
           Chosen chosen) {
    const bool on = chosen == Chosen::Yes;
    const Press press = touch_area(context, name, place);
    fill_control(context, place,
                 on              ? context.theme.control_active
                 : press.hovered ? context.theme.control_hover
                                 : context.theme.control);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (on)
        draw_icon(context, list, Icon::Check, {place.min.x + context.px(15), place.center().y},
                  context.theme.accent, 13);
    draw_text_in(context, list, Type::Body, {place.min.x + context.px(on ? 26 : 8), place.min.y},
                 {place.max.x - context.px(8), place.max.y}, context.theme.text, label, Align::Center);
    return press;
}

/// Lays rows below each other in the card.
class Rows {
public:
    Rows(const Context& context, const ScrollArea& scroll)
        : context_(context), x_(scroll.origin().x), y_(scroll.origin().y), width_(scroll.width()) {}

    Rect take(float height, float below) {
        const Rect row = rect(x_, y_, width_, height);
        y_ = row.max.y + below;
        return row;
    }
    /// A small heading; what `explanation` says is shown under the pointer.
    void title(std::string_view text, Colour ink, std::string_view explanation) {
        const Rect row = take(context_.px(20), 0);
        draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Small, row.min, row.max, ink, text);
        explain(row, explanation);
    }
    void explain(const Rect& row, std::string_view explanation) const {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        if (!explanation.empty() && ImGui::IsWindowHovered() && box_of(row).contains({mouse.x, mouse.y}))
            tooltip(context_, explanation);
    }
    float y() const { return y_; }

private:
    const Context& context_;
    float x_, y_, width_;
};

/// Chips side by side, in as many rows as they need: `draw(i, place)` draws one.
template <typename Draw>
void flow(const Context& context, Rows& rows, const std::vector<std::string_view>& labels, const Draw& draw) {
    const float height = context.px(metric::kDenseRow), gap = context.px(6);
    Rect row = rows.take(height, gap);
    float x = row.min.x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float width = std::min(chip_width(context, labels[i]), row.width());
        if (x > row.min.x && x + width > row.max.x) {
            row = rows.take(height, gap);
            x = row.min.x;
        }
        draw(i, rect(x, row.min.y, width, height));
        x += width + gap;
    }
    rows.take(0, gap);
}

void tag_rows(const Context& context, const app::AppState& app, Rows& rows) {
    std::vector<const review::Criterion*> tags;
    std::vector<std::string_view> labels;
    for (const review::Criterion& criterion : app.review.criteria) {
        if (!criterion.active || criterion.scale != review::Scale::Tag) continue;
        tags.push_back(&criterion);
        labels.push_back(criterion.name);
    }
    if (tags.empty()) return;
    rows.title("Marks and flaws", context.theme.text_dim, "");
    flow(context, rows, labels, [&](std::size_t i, const Rect& place) {
        const review::Criterion& tag = *tags[i];
        const bool set = std::holds_alternative<int>(value_of(app, tag.id));
        if (chip(context, "card." + tag.key, tag.name, place, set ? Chosen::Yes : Chosen::No).clicked)
            context.emit(app::SetValue{tag.id, 1});
    });
}

void criterion_rows(const Context& context, const app::AppState& app, PanelState& panel, Rows& rows) {
    const review::Criterion* filled = app::filled_criterion(app);
    for (const review::Criterion& criterion : app.review.criteria) {
        const bool shown = criterion.active || &criterion == app::main_criterion(app);
        if (!shown || criterion.scale == review::Scale::Tag) continue;
        const bool digits = &criterion == filled;
        rows.title(digits ? criterion.name + " · digits go here, Tab to the next" : criterion.name,
                   digits ? context.theme.accent : context.theme.text_dim, criterion.description);
        const Rect row = rows.take(context.px(metric::kControl), context.px(space::k12));
        if (criterion.scale == review::Scale::Score)
            criterion_row(context, app, criterion, "card." + criterion.key, row);
        else if (criterion.scale == review::Scale::Choice)
            choice_row(context, app, criterion, row);
        else
            note_field(context, app, panel, criterion, row);
    }
}

/// Which criteria there are to choose from.
struct CriteriaSet {
    std::string_view name;  ///< in the database
    std::string_view label;
};
constexpr std::array kSets{CriteriaSet{"standard", "Standard"}, CriteriaSet{"detailed", "Ten of 1-5"},
                           CriteriaSet{"flaws", "Flaws"}};

void set_rows(const Context& context, const app::AppState& app, Rows& rows) {
    rows.title("Criteria", context.theme.text_dim, "What is switched off keeps what was said with it");
    std::vector<std::string_view> labels;
    for (const CriteriaSet& set : kSets) labels.push_back(set.label);
    flow(context, rows, labels, [&](std::size_t i, const Rect& place) {
        const bool on = std::ranges::any_of(app.review.criteria, [&](const review::Criterion& criterion) {
            return criterion.active && criterion.set == kSets[i].name;
        });
        const std::string name = "card.set." + std::string(kSets[i].name);
        if (chip(context, name, kSets[i].label, place, on ? Chosen::Yes : Chosen::No).clicked)
            context.emit(app::ShowCriteria{std::string(kSets[i].name), !on});
    });
}

/// What a parameter does to a picture, for those who do not know it by heart.
struct Explanation {
    std::string_view name;
    std::string_view text;
};
constexpr std::array kExplanations{
    Explanation{"Prompt", "What the picture should show"},
    Explanation{"Negative prompt", "What the picture should not show"},
    Explanation{"Seed", "Where the noise starts: the same seed and settings give the same picture"},
    Explanation{"Steps", "How often noise is taken away: more is slower, and rarely better beyond 30 or 40"},
    Explanation{"CFG scale", "How closely the prompt is followed: higher is stricter and harsher"},
    Explanation{"Sampler", "The method by which noise is taken away"},
    Explanation{"Scheduler", "How the steps are spread over the noise"},
    Explanation{"Model", "The checkpoint that made the picture"},
    Explanation{"Size", "Width and height that were asked for, in pixels"},
    Explanation{"Software", "What wrote the file"},
    Explanation{"Size of the file", "Bytes on the disk; thousands, not 1024"},
};

std::string explained(const grid::DetailField& field) {
    std::string text = field.name + ": " + field.value;
    for (const Explanation& explanation : kExplanations)
        if (explanation.name == field.name) text += "\n" + std::string(explanation.text);
    return text;
}

void parameter_rows(const Context& context, const app::AppState& app, Rows& rows) {
    const app::DetailDrawer& drawer = app.detail;
    rows.title("Parameters", context.theme.text_dim, "");
    const std::string_view empty = drawer.loading || !drawer.details  ? "Reading…"
                                   : !drawer.details->error.empty()   ? drawer.details->error
                                   : drawer.details->sections.empty() ? "No metadata available"
                                                                      : "";
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float height = context.px(metric::kDenseRow);
    if (!empty.empty()) {
        const Rect row = rows.take(height, 0);
        draw_text_in(context, list, Type::Body, row.min, row.max, context.theme.text_dim, empty);
        return;
    }
    for (const grid::DetailSection& section : drawer.details->sections)
        for (const grid::DetailField& field : section.fields) {
            const Rect row = rows.take(height, 0);
            const float middle = row.min.x + row.width() * 0.36f;
            draw_text_in(context, list, Type::Small, row.min, {middle - context.px(space::k8), row.max.y},
                         context.theme.text_dim, field.name);
            draw_text_in(context, list, Type::Small, {middle, row.min.y}, row.max, context.theme.text,
                         field.value.substr(0, field.value.find('\n')));
            rows.explain(row, explained(field));
        }
}

}  // namespace

void review_card(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.min.x, area.max.y}, context.theme.line, 1);
    const ScrollArea scroll(context, "criteria", area.inset(context.px(space::k12), context.px(space::k12)));
    if (app.overlay == app::Overlay::None) scroll.scroll_by_keys(context, panel.scroll_keys);
    Rows rows(context, scroll);
    criterion_rows(context, app, panel, rows);
    tag_rows(context, app, rows);
    set_rows(context, app, rows);
    parameter_rows(context, app, rows);
    scroll.set_content_height(rows.y() - scroll.origin().y);
}

}  // namespace proofsheet::ui
