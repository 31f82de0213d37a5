#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "ui/context.h"

namespace proofsheet::ui {

/// Size of one line of text in device pixels.
ImVec2 text_size(const Context& context, Type type, std::string_view text);

/// Draws one line with its top left corner at `at`, and notes characters that the font lacks.
void draw_text(const Context& context, ImDrawList& list, Type type, ImVec2 at, Colour colour,
               std::string_view text);

enum class Align { Left, Center, Right };

/// Draws one line inside a rectangle, vertically centred; what does not fit is elided in the middle. True
/// when it was elided.
bool draw_text_in(const Context& context, ImDrawList& list, Type type, ImVec2 min, ImVec2 max, Colour colour,
                  std::string_view text, Align align = Align::Left);

/// `text` shortened in the middle with "…" to at most `width` device pixels; whole characters only.
std::string elide_middle(const Context& context, Type type, std::string_view text, float width);

/// `text` broken into lines of at most `width` device pixels, at spaces where there are any. White space at
/// the start of a line of the text stays.
std::vector<std::string_view> wrap_lines(const Context& context, Type type, std::string_view text,
                                         float width);
/// From one line of wrapped text to the next, in device pixels.
float line_height(const Context& context, Type type);

/// Draws text over several lines, broken at spaces, and returns the height in device pixels.
float draw_wrapped(const Context& context, ImDrawList& list, Type type, ImVec2 at, float width, Colour colour,
                   std::string_view text);

}  // namespace proofsheet::ui
