#include <imgui.h>

#include <string>

#include "ui/panels.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {

void criterion_row(const Context& context, const app::AppState& app, const review::Criterion& criterion,
                   std::string_view name, const Rect& area) {
    const int count = criterion.maximum - criterion.minimum + 1;
    const float gap = context.px(3);
    const float width = (area.width() - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    const auto sample = app::focused_sample(app);
    const review::ReviewValue value =
        sample ? app::committed_value(app, app::path_of(app, *sample), criterion.id) : review::ReviewValue();
    const int* score = std::get_if<int>(&value);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int i = 0; i < count; ++i) {
        const int number = criterion.minimum + i;
        const Rect place =
            rect(area.min.x + (width + gap) * static_cast<float>(i), area.min.y, width, area.height());
        const Press press =
            touch_area(context, std::string(name) + "[" + std::to_string(number) + "]", place);
        const bool lit = score != nullptr && *score == number;
        const Colour colour = score_colour(number, criterion.minimum, criterion.maximum);
        fill_control(context, place,
                     lit             ? colour
                     : press.hovered ? context.theme.control_hover
                                     : context.theme.control);
        if (score != nullptr && number < *score)
            list.AddRectFilled({place.min.x, place.max.y - context.px(3)}, place.max, colour);
        draw_text_in(context, list, Type::Body, place.min, place.max,
                     lit ? ink_on(colour) : context.theme.text, std::to_string(number), Align::Center);
        if (press.clicked) context.emit(app::SetValue{criterion.id, number});
    }
}

}  // namespace proofsheet::ui
