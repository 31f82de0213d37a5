#pragma once

#include <string_view>

#include "ui/widgets.h"

namespace proofsheet::ui {

/// Puts buttons beside each other, and goes on in the next line where there is no more room.
class ButtonFlow {
public:
    ButtonFlow(const Context& context, const Rect& area)
        : context_(context), area_(area), x_(area.min.x), y_(area.min.y) {}

    Press button(std::string_view name, std::string_view label, ButtonLook look = ButtonLook::Control);
    /// Below the last line.
    float bottom() const { return y_ + context_.px(metric::kControl); }

private:
    const Context& context_;
    Rect area_;
    float x_, y_;
};

}  // namespace proofsheet::ui
