#pragma once

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/result.h"
#include "ui/panel_state.h"

namespace proofsheet::shell {

/// What one frame did.
struct FrameRecord {
    double cpu_ms = 0;  ///< from the first event to the last command given to OpenGL
    std::uint64_t upload_bytes = 0;
    int decodes_pending = 0;
    int wanted = 0;                                   ///< pictures that the frame asked for
    int unresolved = 0;                               ///< of these, neither resident nor failed
    std::uint64_t loads = 0;                          ///< pictures read or decoded since the start
    int slider = 0;                                   ///< position of the master slider
    int edits_pending = 0;                            ///< not yet written to the database
    std::chrono::steady_clock::time_point edit_done;  ///< when the database had done the last edit
    std::optional<ui::CellLevel> single;  ///< of the one picture that is shown instead of the grid
    std::vector<double> input_to_present_ms;
};

/// Writes one JSON object a frame, where a file was asked for.
class FrameLog {
public:
    using Clock = std::chrono::steady_clock;
    /// Logs nothing.
    explicit FrameLog(Clock::time_point started) : started_(started) {}
    /// Errors: Io.
    static Result<FrameLog> open(const std::filesystem::path& file, Clock::time_point started);

    void add(const FrameRecord& record, const std::vector<ui::CellReport>& cells);
    bool is_open() const { return file_ != nullptr; }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Clock::time_point started_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace proofsheet::shell
