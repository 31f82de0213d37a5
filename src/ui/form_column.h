#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/panel_state.h"
#include "ui/text_field.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// Draws a form field under field, and remembers how far it is.
class FormColumn {
public:
    FormColumn(const Context& context, PanelState& panel, ImVec2 top, float width)
        : context_(context), panel_(panel), left_(top.x), top_(top.y), y_(top.y), width_(width) {}

    /// A place of so many points over the whole width.
    Rect next(float points);
    void gap(float points) { y_ += context_.px(points); }
    void section(std::string_view title);
    void label(std::string_view text);
    void text(std::string_view text);
    /// A dim line that explains.
    void help(std::string_view text);
    /// What is wrong with the field above; nothing for an empty text.
    void error(std::string_view text);

    float height() const { return y_ - top_; }
    float width() const { return width_; }
    const Context& context() const { return context_; }
    PanelState& panel() const { return panel_; }

private:
    const Context& context_;
    PanelState& panel_;
    float left_, top_, y_, width_;
};

/// `count` places beside each other with a gap between them.
Rect part_of(const Context& context, const Rect& area, int index, int count);

}  // namespace proofsheet::ui
