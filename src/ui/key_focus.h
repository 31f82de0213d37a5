#pragma once

#include <string>

#include "ui/targets.h"

namespace proofsheet::ui {

/// The element that the keyboard has moved to; every element can be reached like this.
struct KeyFocus {
    std::string target;      ///< its name; empty when no element has the keyboard
    bool press = false;      ///< the element acts in the next frame
    int nudge = 0;           ///< steps that a track moves in the next frame
    bool reveal = false;     ///< the element scrolls into view in the next frame
    std::string typing;      ///< the text field that is typed in, empty for none
    std::string typed_name;  ///< the field that was typed in in the frame before, and what it held then
    std::string typed_text;
    bool leave_text = false;  ///< it gives the keyboard back in the next frame
    int awaits_text = 0;      ///< frames in which a text field is about to get the keyboard: keys wait for it
    bool active() const { return !target.empty(); }
};

enum class FocusMove : std::uint8_t { Next, Previous, Left, Right, Up, Down };

/// Where the keyboard goes from `from`: in the order of drawing, or to the nearest element in a direction.
/// Starts at the first (or last) element when `from` is not there; stays where it is when nothing lies that
/// way.
std::string moved_focus(const Targets& targets, const std::string& from, FocusMove move);

}  // namespace proofsheet::ui
