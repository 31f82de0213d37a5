#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/camera.h"

namespace proofsheet::ui {

/// What the keyboard does with an element that has its focus.
enum class TargetKind : std::uint8_t {
    Button,   ///< Enter presses it
    Track,    ///< arrows move it along
    Text,     ///< Enter starts to type in it
    Surface,  ///< has keys of its own and is passed over
};

/// An interactive element that was drawn in this frame.
struct Target {
    std::string name;  ///< "nav.grid", "grid.cell[2,0]" ...
    app::Box box;      ///< device pixels
    TargetKind kind = TargetKind::Button;
    int layer = 0;
    bool is_clipped = false;  ///< scrolled out of sight
    app::Box seen;            ///< the part of `box` that its panel does not cut off
};

/// All interactive elements of one frame, in the order of drawing: later ones lie above earlier ones.
class Targets {
public:
    void clear() {
        count_ = 0;
        layer_ = modal_ = 0;
        areas_.clear();
    }
    /// What follows lies above and covers `area`; when it is modal, nothing below can be reached.
    void begin_layer(bool modal, const app::Box& area) {
        ++layer_;
        if (modal) modal_ = layer_;
        areas_.push_back(area);
    }
    /// Strings of the frame before are reused, so that a steady frame allocates nothing.
    void add(std::string_view name, const app::Box& box, TargetKind kind = TargetKind::Button) {
        if (count_ == items_.size()) items_.emplace_back();
        items_[count_].name.assign(name);
        items_[count_].box = box;
        items_[count_].kind = kind;
        items_[count_].layer = layer_;
        items_[count_].is_clipped = false;
        items_[count_].seen = box;
        ++count_;
    }
    /// The element that was added last is scrolled out of sight.
    void clip_last() {
        if (count_ > 0) items_[count_ - 1].is_clipped = true;
    }
    /// Of the element that was added last only this part is drawn.
    void cut_last(const app::Box& seen) {
        if (count_ > 0) items_[count_ - 1].seen = seen;
    }
    const Target* find(std::string_view name) const {
        for (std::size_t i = count_; i > 0; --i)
            if (items_[i - 1].name == name) return &items_[i - 1];
        return nullptr;
    }
    /// Whether the keyboard can go there: not a surface, not below a modal layer, not covered by another one.
    bool is_reachable(const Target& target) const {
        return target.kind != TargetKind::Surface && !is_below_modal(target) && !is_covered(target);
    }
    bool is_below_modal(const Target& target) const { return target.layer < modal_; }
    const Target* begin() const { return items_.data(); }
    const Target* end() const { return items_.data() + count_; }

private:
    /// The first layer is 1. What is scrolled out of sight comes to another place before it is shown.
    bool is_covered(const Target& target) const {
        if (target.is_clipped) return false;
        for (std::size_t i = static_cast<std::size_t>(target.layer); i < areas_.size(); ++i)
            if (areas_[i].contains(target.box.center())) return true;
        return false;
    }

    std::vector<Target> items_;
    std::vector<app::Box> areas_;  ///< of the layers
    std::size_t count_ = 0;
    int layer_ = 0;
    int modal_ = 0;
};

}  // namespace proofsheet::ui
