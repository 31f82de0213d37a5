#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "sheet/canvas.h"
#include "sheet/sheet.h"

namespace proofsheet::sheet {

/// A label as characters on one line: what is not UTF-8 becomes U+FFFD, control characters become spaces, and
/// of very long texts the middle is left out.
std::u32string characters_in(std::string_view text);

/// Type of one size. One thread.
class Lettering {
public:
    /// Fonts that cannot be read are passed over. Errors: NotFound when none can.
    static Result<Lettering> open(std::span<const FontFile> fonts, int size);

    Lettering(Lettering&&) noexcept;
    Lettering& operator=(Lettering&&) noexcept;
    ~Lettering();

    int line_height() const;
    int width(std::u32string_view text);
    /// The text, with an ellipsis for its middle where it is wider than `width`.
    std::u32string elided(std::u32string_view text, int width);
    /// Draws on a line whose top is at `y`.
    void draw(Canvas& canvas, int x, int y, std::u32string_view text, Colour colour);

private:
    struct State;
    explicit Lettering(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace proofsheet::sheet
