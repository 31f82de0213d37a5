#pragma once

#include <string_view>

#include "ui/widgets.h"

namespace proofsheet::ui {

/// Places line under line and remembers how far it is.
class LineColumn {
public:
    LineColumn(const Context& context, ImVec2 top, float width)
        : context_(context), left_(top.x), top_(top.y), y_(top.y), width_(width) {}

    /// The next line, over the whole width.
    Rect next(float points) {
        const Rect area = rect(left_, y_, width_, context_.px(points));
        y_ = area.max.y;
        return area;
    }
    void gap(float points) { y_ += context_.px(points); }
    /// Small text over as many lines as it takes.
    void text(Colour colour, std::string_view text) {
        y_ += draw_wrapped(context_, *ImGui::GetWindowDrawList(), Type::Small, {left_, y_}, width_, colour,
                           text);
    }
    void caption(std::string_view text) {
        const Rect area = next(20);
        draw_text(context_, *ImGui::GetWindowDrawList(), Type::Small, area.min, context_.theme.text_dim,
                  text);
    }
    float y() const { return y_; }
    float height() const { return y_ - top_; }

private:
    const Context& context_;
    float left_, top_, y_, width_;
};

}  // namespace proofsheet::ui
