#include "cli/demo_command.h"

#include <fmt/format.h>

#include "providers/demo_data.h"

namespace proofsheet::cli {

Status prepare_demo(const DemoCall& call, const MakeDemo& make, const std::filesystem::path& working_dir,
                    const Console& console, app::Config& config) {
    const std::filesystem::path folder =
        call.folder ? (working_dir / *call.folder).lexically_normal() : config.data_dir / "demo";
    int shown = -1;
    const auto report = [&](double done) {
        const int percent = static_cast<int>(done * 20) * 5;
        const bool was_there = shown < 0 && percent == 100;
        if (percent == shown || was_there) return;
        shown = percent;
        console.err << fmt::format("\rMaking the demo data set: {} %", percent) << std::flush;
    };
    const Status made = make(folder, report);
    if (shown >= 0) console.err << '\n';
    if (!made) return made;
    const providers::DemoFolders folders = providers::demo_folders(folder);
    config.checkpoint_dirs = {folders.checkpoints};
    config.sample_dir = folders.samples;
    return {};
}

}  // namespace proofsheet::cli
