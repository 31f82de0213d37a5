#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/experiments_form.h"
#include "core/text.h"
#include "ui/experiments_parts.h"
#include "ui/form_column.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

constexpr float kWidestFormPt = 760, kPromptPt = 76;

std::string target_of(std::string_view field) {
    return "experiment." + std::string(field);
}

/// The fields of the form in one column.
class Fields {
public:
    Fields(const app::ExperimentsState& experiments, FormColumn& column)
        : experiments_(experiments), column_(column), context_(column.context()) {}

    void what();
    void model();
    void size();
    void how_many();
    void matrix();
    void seeds();
    void init_image();

private:
    void edit(std::string_view field, std::string text) {
        wish(context_, app::EditField{std::string(field), std::move(text)});
    }
    std::string text(std::string_view field) const { return app::field_text(experiments_, field); }
    void error(std::string_view field) { column_.error(jobs::error_of(experiments_.errors, field)); }

    /// A line of text over the whole width, with its error below.
    void line(std::string_view field, std::string_view label, std::string_view hint);
    void area(std::string_view field, std::string_view label, std::string_view hint);
    void field_in(const Rect& place, std::string_view field, std::string_view hint);
    void label_in(const Rect& place, std::string_view label);
    void check(std::string_view field, std::string_view label);
    /// Choices side by side, named by what the form says for each.
    template <std::size_t N>
    void choice(std::string_view field, const std::array<std::string_view, N>& values,
                const std::array<std::string_view, N>& labels);
    void model_choice(const Rect& place, std::string_view list, std::string_view value);

    const app::ExperimentsState& experiments_;
    FormColumn& column_;
    const Context& context_;
};

void Fields::field_in(const Rect& place, std::string_view field, std::string_view hint) {
    std::string now = text(field);
    if (text_field(context_, target_of(field), place, now, hint, column_.panel().focus_text).changed)
        edit(field, std::move(now));
}

void Fields::label_in(const Rect& place, std::string_view label) {
    draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Small, place.min, place.max,
                 context_.theme.text_dim, label);
}

void Fields::line(std::string_view field, std::string_view label, std::string_view hint) {
    column_.label(label);
    field_in(column_.next(metric::kControl), field, hint);
    error(field);
    column_.gap(space::k12);
}

void Fields::area(std::string_view field, std::string_view label, std::string_view hint) {
    column_.label(label);
    std::string now = text(field);
    if (text_area(context_, target_of(field), column_.next(kPromptPt), now, hint, column_.panel().focus_text)
            .changed)
        edit(field, std::move(now));
    error(field);
    column_.gap(space::k12);
}

void Fields::check(std::string_view field, std::string_view label) {
    const bool on = text(field) == "true";
    if (check_row(context_, target_of(field), column_.next(metric::kControl), label, on).clicked)
        edit(field, on ? "false" : "true");
}

template <std::size_t N>
void Fields::choice(std::string_view field, const std::array<std::string_view, N>& values,
                    const std::array<std::string_view, N>& labels) {
    const std::string now = text(field);
    const auto found = std::find(values.begin(), values.end(), now);
    const int selected = found == values.end() ? -1 : static_cast<int>(found - values.begin());
    if (const auto chosen =
            segmented(context_, target_of(field), column_.next(metric::kControl), labels, selected))
        edit(field, std::string(values[static_cast<std::size_t>(*chosen)]));
    error(field);
}

void Fields::model_choice(const Rect& place, std::string_view list, std::string_view value) {
    PanelState& panel = column_.panel();
    if (!choice_field(context_, list, place, "", value, panel.open_list == list).clicked) return;
    panel.open_list = panel.open_list == list ? std::string() : std::string(list);
    panel.list_search.clear();
    panel.focus_text = std::string(list) + ".search";
}

void Fields::what() {
    column_.section("What");
    line("name", "Name of the run", "May stay empty");
    area("prompt", "Prompt", "What the pictures show");
    area("negative_prompt", "Negative prompt", "What they do not show");
    check("use_default_neg", "Use SinkIn's own negative prompt too");
    column_.help(
        "The service adds a hidden negative prompt of its own. It changes the pictures, and is kept "
        "with each of them.");
}

std::string model_text(const jobs::ExperimentForm& form) {
    if (form.model_id.empty()) return "Choose a model";
    return form.model_name.empty() ? form.model_id : form.model_name + " · " + form.model_id;
}

std::string lora_text(const app::ExperimentsState& experiments) {
    const std::string& id = experiments.form.lora;
    if (id.empty()) return "None";
    if (experiments.models)
        for (const jobs::ServiceModel& lora : experiments.models->loras)
            if (lora.id == id) return lora.name + " · " + id;
    return id;
}

void Fields::model() {
    column_.section("Model");
    const Rect labels = column_.next(20);
    label_in(part_of(context_, labels, 0, 2), "Model");
    label_in(part_of(context_, labels, 1, 2), "Version");
    const Rect row = column_.next(metric::kControl);
    model_choice(part_of(context_, row, 0, 2), kModelList, to_display(model_text(experiments_.form)));
    field_in(part_of(context_, row, 1, 2), "version", "The newest");
    error("model_id");
    error("version");
    column_.gap(space::k12);
    const Rect more = column_.next(20);
    label_in(part_of(context_, more, 0, 2), "LoRA");
    label_in(part_of(context_, more, 1, 2), "LoRA scale, 0 to 2");
    const Rect second = column_.next(metric::kControl);
    model_choice(part_of(context_, second, 0, 2), kLoraList, to_display(lora_text(experiments_)));
    field_in(part_of(context_, second, 1, 2), "lora_scale", "0.75");
    error("lora");
    error("lora_scale");
}

void Fields::size() {
    column_.section("Size");
    const Rect labels = column_.next(20);
    label_in(part_of(context_, labels, 0, 2), "Width in pixels, 128 to 896 in steps of 8");
    label_in(part_of(context_, labels, 1, 2), "Height");
    const Rect row = column_.next(metric::kControl);
    const float swap = context_.px(40);
    const Rect sides = {row.min, {row.max.x - swap, row.max.y}};
    field_in(part_of(context_, sides, 0, 2), "width", "512");
    field_in(part_of(context_, sides, 1, 2), "height", "768");
    const jobs::ExperimentForm& form = experiments_.form;
    if (icon_button(context_, "experiment.swap", {{row.max.x - context_.px(32), row.min.y}, row.max},
                    Icon::Swap, "Swap width and height", ButtonLook::Control)
            .clicked)
        wish(context_, app::SetPictureSize{form.height, form.width});
    error("width");
    error("height");
    column_.gap(space::k8);
    std::array<std::string_view, jobs::kCommonSizes.size()> names;
    int selected = -1;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const jobs::CommonSize& common = jobs::kCommonSizes[i];
        names[i] = common.label;
        if (common.width == form.width && common.height == form.height) selected = static_cast<int>(i);
    }
    if (const auto chosen =
            segmented(context_, "experiment.size", column_.next(metric::kControl), names, selected)) {
        const jobs::CommonSize& common = jobs::kCommonSizes[static_cast<std::size_t>(*chosen)];
        wish(context_, app::SetPictureSize{common.width, common.height});
    }
}

void Fields::how_many() {
    column_.section("How many");
    const Rect labels = column_.next(20);
    label_in(part_of(context_, labels, 0, 2), "Pictures, over all combinations");
    label_in(part_of(context_, labels, 1, 2), "Variations: so many times all of it");
    const Rect row = column_.next(metric::kControl);
    field_in(part_of(context_, row, 0, 2), "total_images", "100");
    field_in(part_of(context_, row, 1, 2), "variations_count", "1");
    error("total_images");
    error("variations_count");
    column_.gap(space::k12);
    column_.label("Pictures a call");
    constexpr std::array<std::string_view, 4> kCounts{"1", "2", "3", "4"};
    choice("num_images", kCounts, kCounts);
    column_.help(
        "Only with 1 picture a call the seed of every picture is known: the service does not tell "
        "those of the others, so they cannot be made again.");
}

void Fields::matrix() {
    column_.section("Matrix");
    column_.label("Schedulers");
    const int count = static_cast<int>(jobs::kSchedulers.size());
    const int columns = column_.width() > context_.px(420) ? 3 : 2;
    const auto& chosen = experiments_.form.schedulers;
    for (int first = 0; first < count; first += columns) {
        const Rect row = column_.next(metric::kControl);
        for (int i = first; i < std::min(first + columns, count); ++i) {
            const std::string name(jobs::kSchedulers[static_cast<std::size_t>(i)]);
            const bool on = std::find(chosen.begin(), chosen.end(), name) != chosen.end();
            if (check_row(context_, "experiment.scheduler[" + std::to_string(i) + "]",
                          part_of(context_, row, i - first, columns), name, on)
                    .clicked)
                wish(context_, app::ToggleScheduler{name});
        }
    }
    error("schedulers");
    column_.gap(space::k12);
    const Rect labels = column_.next(20);
    label_in(part_of(context_, labels, 0, 2), "Steps, 1 to 50: a list such as 20, 30 or 20-40:5");
    label_in(part_of(context_, labels, 1, 2), "Guidance scale, 1 to 20: a list");
    const Rect row = column_.next(metric::kControl);
    field_in(part_of(context_, row, 0, 2), "steps", "30");
    field_in(part_of(context_, row, 1, 2), "scales", "7.5");
    error("steps");
    error("scales");
}

void Fields::seeds() {
    column_.section("Seeds");
    constexpr std::array<std::string_view, 3> kModes{"random_per_image", "fixed", "seed_list"};
    constexpr std::array<std::string_view, 3> kLabels{"Random for each call", "One seed", "List of seeds"};
    choice("seed_mode", kModes, kLabels);
    if (experiments_.form.seed_mode == jobs::SeedMode::RandomPerImage) {
        column_.help("Random seeds are chosen here and kept, so that a picture can be made again.");
        return;
    }
    column_.gap(space::k8);
    const bool one = experiments_.form.seed_mode == jobs::SeedMode::FixedSeed;
    line("seeds", one ? "Seed, the same for every call" : "Seeds, one after the other in every combination",
         one ? "420" : "420, 421, 422 or 420-429");
}

void Fields::init_image() {
    column_.section("Start from a picture");
    column_.label("Init image");
    const Rect row = column_.next(metric::kControl);
    const bool given = !experiments_.form.init_image_file.empty();
    const float side = row.height();
    field_in({row.min, {row.max.x - (given ? side + context_.px(space::k4) : 0), row.max.y}},
             "init_image_file", "Drop a picture on the window, or type its path");
    if (given && icon_button(context_, "experiment.init_image_file.clear",
                             rect(row.max.x - side, row.min.y, side, side), Icon::Close, "Without a picture")
                     .clicked)
        edit("init_image_file", "");
    error("init_image_file");
    const app::InitImage& image = experiments_.init_image;
    if (given && image.size.area() > 0)
        column_.help(std::to_string(image.size.width) + " × " + std::to_string(image.size.height) +
                     " pixels; a copy is kept with the run");
    if (!given && experiments_.form.controlnet == jobs::ControlNet::None) return;
    column_.gap(space::k12);
    column_.label("ControlNet");
    constexpr std::array<std::string_view, 4> kNets{"none", "canny", "depth", "openpose"};
    constexpr std::array<std::string_view, 4> kLabels{"None", "Canny edges", "Depth", "Pose"};
    choice("controlnet", kNets, kLabels);
    column_.gap(space::k12);
    line("image_strength", "Strength, 0 to 1: how far from the picture; without effect with ControlNet",
         "0.75");
    check("fallback_to_text2img", "When a call fails, make the picture from the text alone");
    column_.help("Such pictures are labelled as fallbacks, and never counted with the others.");
}

}  // namespace

void experiment_form(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const ScrollArea scroll(context, "form", area.inset(context.px(space::k16), context.px(space::k4)));
    const float spare = context.px(space::k8);  // for focus rings
    FormColumn column(context, panel, {scroll.origin().x + spare, scroll.origin().y + spare},
                      std::floor(std::min(scroll.width() - 2 * spare, context.px(kWidestFormPt))));
    Fields fields(*app.experiments, column);
    fields.what();
    fields.model();
    fields.size();
    fields.how_many();
    fields.matrix();
    fields.seeds();
    fields.init_image();
    column.gap(space::k24);
    const Rect clear = column.next(metric::kControl);
    if (text_button(context, "experiment.clear",
                    rect(clear.min.x, clear.min.y, std::min(context.px(180), clear.width()), clear.height()),
                    "Start over")
            .clicked)
        wish(context, app::ClearForm{});
    scroll.set_content_height(column.height() + context.px(space::k32));
}

}  // namespace proofsheet::ui
