#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/frames.h"
#include "core/result.h"

namespace proofsheet::bench {

/// A process that has ended.
struct EndedProcess {
    int status = 0;                ///< exit status; 128 and more for a signal
    std::uint64_t peak_bytes = 0;  ///< of main memory
};

/// Runs a program of the search path or a file to its end; its output goes to `output`, or nowhere when that
/// is empty. Errors: Io when it cannot be started.
Result<EndedProcess> run_process(const std::vector<std::string>& arguments,
                                 const std::filesystem::path& output = {});

/// What sessions have in common.
struct Stage {
    std::filesystem::path program;  ///< this program
    std::filesystem::path folder;   ///< for scripts, logs and the data folder
    std::string window = "1600x1400";
    std::string memory;  ///< of config.yaml: "{gpu_mb: 512}"

    std::filesystem::path data() const { return folder / "data"; }
};

struct Session {
    std::vector<Frame> frames;
    std::uint64_t peak_bytes = 0;
};

/// Empties the data folder, so that the next session has neither proxies nor a database.
void forget_data(const Stage& stage);

/// Opens `path` offscreen in a process of its own and plays a script. Errors: Io; what the process said when
/// it failed.
Result<Session> play(const Stage& stage, const std::filesystem::path& path, const std::string& script);

}  // namespace proofsheet::bench
