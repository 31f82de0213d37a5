#pragma once

#include "ui/context.h"
#include "ui/widgets.h"

namespace proofsheet::ui {

/// A borderless window of the user interface library at a fixed place. Ends with its scope.
class Layer {
public:
    /// What lies under a modal layer cannot be reached by the keyboard.
    enum class Order : std::uint8_t { Background, Above, Modal };
    Layer(const Context& context, const char* name, const Rect& area, Order order);
    ~Layer();
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;
};

/// A part of a layer that scrolls up and down. Ends with its scope; say how high the content is before that.
class ScrollArea {
public:
    ScrollArea(const Context& context, const char* name, const Rect& area);
    ~ScrollArea();
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

    /// Top left of the content in device pixels, after scrolling.
    ImVec2 origin() const { return origin_; }
    /// Width without the scroll bar.
    float width() const { return width_; }
    void set_content_height(float height) const;
    /// Scrolls by what a key asked for, which is used up; from the next frame on.
    void scroll_by_keys(const Context& context, int& lines) const;
    /// Scrolls so that this stretch of the content can be seen, from the next frame on.
    void show(float from, float height) const;

private:
    ImVec2 origin_;
    float width_ = 0;
    float visible_ = 0;
};

}  // namespace proofsheet::ui
