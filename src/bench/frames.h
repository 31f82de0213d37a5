#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::bench {

/// One line of the frame log; times in milliseconds since the start of the process.
struct Frame {
    double t_ms = 0;    ///< when it was presented
    double cpu_ms = 0;  ///< its work without OpenGL
    double process_ms = 0;
    double edit_done_ms = 0;  ///< 0 when none was
    int wanted = 0;
    int unresolved = 0;
    std::uint64_t loads = 0;
    int slider = 0;
    int full = 0, proxy = 0, loading = 0, missing = 0, failed = 0;  ///< visible cells
    std::string single;                                             ///< level of the lightbox, or empty
    std::vector<double> input_to_present_ms;

    int cells() const { return full + proxy + loading + missing + failed; }
    bool shows_all(int count) const { return cells() == count && full + proxy == count; }
    /// When the first of its events arrived.
    double arrival_ms() const;
};

/// Reads a frame log. Errors: InvalidInput.
Result<std::vector<Frame>> parse_frames(std::string_view log);

/// Presented when all that was wanted, at least `count` pictures, was resident; -1 for never.
double time_of_residence(const std::vector<Frame>& frames, int count);

/// Presented when so many cells showed their pictures; -1 for never.
double time_of_first_grid(const std::vector<Frame>& frames, int cells);

/// Frames that show another slider position than the one before.
std::vector<Frame> flips_of(const std::vector<Frame>& frames);

/// Frames in which a cell shows less than it did in the frame before.
int count_fallbacks(const std::vector<Frame>& frames);

}  // namespace proofsheet::bench
