#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/camera.h"

namespace proofsheet::ui {

/// An interactive element that was drawn in this frame.
struct Target {
    std::string name;  ///< "nav.grid", "grid.cell[2,0]" ...
    app::Box box;      ///< device pixels
};

/// All interactive elements of one frame, in the order of drawing: later ones lie above earlier ones.
class Targets {
public:
    void clear() { count_ = 0; }
    /// Strings of the frame before are reused, so that a steady frame allocates nothing.
    void add(std::string_view name, const app::Box& box) {
        if (count_ == items_.size()) items_.emplace_back();
        items_[count_].name.assign(name);
        items_[count_].box = box;
        ++count_;
    }
    const Target* find(std::string_view name) const {
        for (std::size_t i = count_; i > 0; --i)
            if (items_[i - 1].name == name) return &items_[i - 1];
        return nullptr;
    }
    const Target* begin() const { return items_.data(); }
    const Target* end() const { return items_.data() + count_; }

private:
    std::vector<Target> items_;
    std::size_t count_ = 0;
};

}  // namespace proofsheet::ui
