#include "ui/button_flow.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::ui {

Press ButtonFlow::button(std::string_view name, std::string_view label, ButtonLook look) {
    const float wanted = text_size(context_, Type::Body, label).x + context_.px(space::k24);
    const float width = std::ceil(std::min(wanted, area_.width()));
    if (x_ > area_.min.x && x_ + width > area_.max.x) {
        x_ = area_.min.x;
        y_ += context_.px(metric::kControl) + context_.px(space::k4);
    }
    const Rect place = rect(x_, y_, width, context_.px(metric::kControl));
    x_ = place.max.x + context_.px(space::k8);
    return text_button(context_, name, place, label, look);
}

}  // namespace proofsheet::ui
