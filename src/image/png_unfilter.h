#pragma once

#include <cstddef>
#include <cstdint>

#include "core/result.h"
#include "image/png_picture.h"
#include "image/vector_unit.h"

namespace proofsheet::image {

/// Undoes the filters of rows of any sample format, in place and in order. Source: PNG Specification 1.2,
/// chapter 6.
class RowUnfilter {
public:
    RowUnfilter(const PngHeader& header, int width);
    std::size_t row_bytes() const { return row_bytes_; }
    /// `row` is the filter byte and `row_bytes` bytes; it stays in place until the next call. `y` is for the
    /// error. Errors: InvalidInput for a filter type that does not exist.
    Status next(std::uint8_t* row, int y);

private:
    std::size_t row_bytes_;
    std::size_t pixel_bytes_;  ///< at least 1
    const std::uint8_t* above_ = nullptr;
};

/// Rows of 8-bit RGB or RGBA, still filtered: each the filter byte (0 to 4) and `width` x `samples` bytes.
/// One more byte behind the last one must be readable.
struct FilteredRows {
    const std::uint8_t* bytes = nullptr;
    int width = 0;
    int samples = 0;  ///< 3 or 4
    int count = 0;

    std::size_t stride() const {
        return 1 + static_cast<std::size_t>(width) * static_cast<std::size_t>(samples);
    }
};

/// Undoes the filters and writes RGBA8 rows one after the other. `above` is the RGBA8 row above the first
/// one, zeros at the top. `unit` is one that the processor has; each gives the same bytes.
void unfilter_to_rgba(const FilteredRows& rows, const std::uint8_t* above, std::uint8_t* rgba,
                      VectorUnit unit);

/// The same without vector instructions: the definition that the others are tested against.
void unfilter_to_rgba_scalar(const FilteredRows& rows, const std::uint8_t* above, std::uint8_t* rgba);

/// Pixels of a row from `first` on and before `end`; none when it is not before `end`.
struct PixelSpan {
    int first = 0;
    int end = 0;
};

/// Undoes the filter of a part of one row, given with its filter byte; `above` and `rgba` are whole rows.
/// What is left of the part has to be done already.
void unfilter_pixels_scalar(const std::uint8_t* row, int samples, PixelSpan part, const std::uint8_t* above,
                            std::uint8_t* rgba);

/// The error of a filter type past 4.
Error bad_filter(int type, int y);

}  // namespace proofsheet::image
