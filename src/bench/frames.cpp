#include "bench/frames.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace proofsheet::bench {
namespace {

using Json = nlohmann::json;

Frame frame_from(const Json& line) {
    const Json& cells = line.at("cells");
    Frame frame;
    frame.t_ms = line.at("t_ms");
    frame.cpu_ms = line.at("cpu_ms");
    frame.process_ms = line.at("process_ms");
    frame.edit_done_ms = line.value("edit_done_ms", 0.0);
    frame.wanted = line.at("wanted");
    frame.unresolved = line.at("unresolved");
    frame.loads = line.at("loads");
    frame.slider = line.at("slider");
    frame.full = cells.at("full");
    frame.proxy = cells.at("proxy");
    frame.loading = cells.at("loading");
    frame.missing = cells.at("missing");
    frame.failed = cells.at("failed");
    frame.single = line.value("single", std::string());
    frame.input_to_present_ms = line.at("input_to_present_ms").get<std::vector<double>>();
    return frame;
}

}  // namespace

double Frame::arrival_ms() const {
    return input_to_present_ms.empty() ? t_ms : t_ms - std::ranges::max(input_to_present_ms);
}

Result<std::vector<Frame>> parse_frames(std::string_view log) {
    std::vector<Frame> frames;
    try {
        while (!log.empty()) {
            const std::size_t end = std::min(log.find('\n'), log.size());
            if (end > 0) frames.push_back(frame_from(Json::parse(log.substr(0, end))));
            log.remove_prefix(std::min(end + 1, log.size()));
        }
    } catch (const Json::exception& wrong) {
        return Error{ErrorKind::InvalidInput, std::string("The frame log cannot be read: ") + wrong.what()};
    }
    return frames;
}

double time_of_residence(const std::vector<Frame>& frames, int count) {
    const auto found = std::ranges::find_if(
        frames, [count](const Frame& frame) { return frame.wanted >= count && frame.unresolved == 0; });
    return found == frames.end() ? -1 : found->t_ms;
}

double time_of_first_grid(const std::vector<Frame>& frames, int cells) {
    const auto found =
        std::ranges::find_if(frames, [cells](const Frame& frame) { return frame.shows_all(cells); });
    return found == frames.end() ? -1 : found->t_ms;
}

std::vector<Frame> flips_of(const std::vector<Frame>& frames) {
    std::vector<Frame> flips;
    for (std::size_t i = 1; i < frames.size(); ++i)
        if (frames[i].slider != frames[i - 1].slider) flips.push_back(frames[i]);
    return flips;
}

int count_fallbacks(const std::vector<Frame>& frames) {
    int count = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const Frame& before = frames[i - 1];
        const Frame& now = frames[i];
        if (now.full < before.full || now.full + now.proxy < before.full + before.proxy) ++count;
    }
    return count;
}

}  // namespace proofsheet::bench
