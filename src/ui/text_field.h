#pragma once

#include <string>
#include <string_view>

#include "ui/widgets.h"

namespace proofsheet::ui {

enum class TextShow : std::uint8_t { Plain, Secret };

/// What happened to a text field in this frame.
struct TextEdit {
    bool changed = false;
    bool submitted = false;  ///< Enter
    bool left = false;       ///< the keyboard went elsewhere
    bool active = false;     ///< it has the keyboard
};

/// A line of text in the look of the other controls, at most 4096 bytes. `hint` stands there while it is
/// empty. Takes the keyboard when `focus_text` names it, and clears that.
TextEdit text_field(const Context& context, std::string_view name, const Rect& area, std::string& text,
                    std::string_view hint, std::string& focus_text, TextShow show = TextShow::Plain);

/// Several lines of text, at most 20 kB; long lines scroll while they are typed and are broken otherwise.
/// Enter begins a new line. The rest as `text_field`.
TextEdit text_area(const Context& context, std::string_view name, const Rect& area, std::string& text,
                   std::string_view hint, std::string& focus_text);

}  // namespace proofsheet::ui
