#include "bench/frame_rows.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::bench {
namespace {

using Rows = Result<std::vector<Row>>;

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

std::vector<double> inputs_of(const std::vector<Frame>& frames) {
    std::vector<double> all;
    for (const Frame& frame : frames)
        if (!frame.input_to_present_ms.empty()) all.push_back(std::ranges::max(frame.input_to_present_ms));
    return all;
}

std::vector<double> cpu_of(const std::vector<Frame>& frames) {
    std::vector<double> all;
    for (const Frame& frame : frames) all.push_back(frame.cpu_ms);
    return all;
}

/// Steps that a held key should have made and did not. The first one is the press, the second comes after
/// the delay of the keyboard, from then on they come 15 times a second.
int missed_steps(const std::vector<Frame>& flips) {
    constexpr double kInterval = 1000.0 / 15;
    int missed = 0;
    int since_press = 0;
    for (std::size_t i = 0; i < flips.size(); ++i, ++since_press) {
        if (!flips[i].input_to_present_ms.empty()) since_press = 0;
        if (since_press < 2) continue;
        const double gap = flips[i].t_ms - flips[i - 1].t_ms;
        missed += std::max(0, static_cast<int>(std::lround(gap / kInterval)) - 1);
    }
    return missed;
}

/// From the key to the full picture, for each time that the lightbox was opened.
std::vector<double> openings_of(const std::vector<Frame>& frames) {
    std::vector<double> openings;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        if (frames[i].single.empty() || !frames[i - 1].single.empty()) continue;
        std::size_t at = i;
        while (at < frames.size() && frames[at].single != "full") ++at;
        if (at == frames.size()) break;
        openings.push_back(frames[at].t_ms - frames[i].arrival_ms());
    }
    return openings;
}

std::vector<Frame> after_first_key(const std::vector<Frame>& frames) {
    const auto first =
        std::ranges::find_if(frames, [](const Frame& frame) { return !frame.input_to_present_ms.empty(); });
    return {first, frames.end()};
}

}  // namespace

Rows measure_starts(const Stage& stage, const Sets& sets) {
    Row grid{"cold start to the first grid", "ms", 350, {}};
    Row cold{"cold start to all proxies resident", "ms", 1800, {}};
    Row again{"second start to all proxies resident", "ms", 400, {}};
    for (int round = 0; round < 5; ++round) {
        forget_data(stage);
        // Then what is still to be written to the disk gets its time.
        const auto first = play(stage, sets.reference, "wait ready 6000\nwait ms 1500\n");
        if (!first) return first.error();
        grid.rounds.push_back(time_of_first_grid(first->frames, sets.cells));
        cold.rounds.push_back(time_of_residence(first->frames, sets.pictures));
        const auto second = play(stage, sets.reference, "wait ready 6000\n");
        if (!second) return second.error();
        again.rounds.push_back(time_of_residence(second->frames, sets.pictures));
    }
    return std::vector{grid, cold, again};
}

Rows measure_flips(const Stage& stage, const Sets& sets) {
    Row shown{"flip, key to presented frame, p99", "ms", 16.7, {}};
    Row cpu{"flip, work without OpenGL, p99", "ms", 2, {}};
    Row loads{"flip, pictures read or decoded", "count", 0, {}};
    const std::string there_and_back = repeated("key .\n", 11) + repeated("key ,\n", 11);
    for (int round = 0; round < 3; ++round) {
        const auto session =
            play(stage, sets.reference,
                 "wait ready 6000\n" + there_and_back + "wait ready\n" + repeated(there_and_back, 9));
        if (!session) return session.error();
        std::vector<Frame> flips = flips_of(session->frames);
        flips.erase(flips.begin(), flips.begin() + std::min<std::ptrdiff_t>(22, std::ssize(flips)));
        if (flips.empty()) return Error{ErrorKind::InvalidInput, "The set has no slider to flip through."};
        shown.rounds.push_back(percentile(inputs_of(flips), 99));
        cpu.rounds.push_back(percentile(cpu_of(flips), 99));
        loads.rounds.push_back(static_cast<double>(flips.back().loads - flips.front().loads));
    }
    return std::vector{shown, cpu, loads};
}

Rows measure_hold(const Stage& stage, const Sets& sets) {
    Row missed{"held flip, steps missed in 10 s", "count", 0, {}};
    Row back{"held flip, frames that fell back", "count", 0, {}};
    const std::string hold = "key-down .\nwait ms 1000\nkey-up .\nkey-down ,\nwait ms 1000\nkey-up ,\n";
    for (int round = 0; round < 3; ++round) {
        const auto session = play(stage, sets.reference,
                                  "wait ready 6000\n" + repeated("key .\n", 11) + repeated("key ,\n", 11) +
                                      "wait ready\n" + repeated(hold, 5));
        if (!session) return session.error();
        std::vector<Frame> flips = flips_of(session->frames);
        flips.erase(flips.begin(), flips.begin() + std::min<std::ptrdiff_t>(22, std::ssize(flips)));
        missed.rounds.push_back(missed_steps(flips));
        back.rounds.push_back(count_fallbacks(after_first_key(session->frames)));
    }
    return std::vector{missed, back};
}

Rows measure_lightbox(const Stage& stage, const Sets& sets) {
    Row full{"lightbox, key to the full picture", "ms", 60, {}};
    // Far steps, so that the picture was not loaded ahead from the one before.
    const std::string open =
        "key Enter\nwait ready\nkey Esc\nwait ready\nkey Right\nkey Right\nkey .\nkey .\nkey .\nwait ready\n";
    for (int round = 0; round < 3; ++round) {
        const auto session = play(stage, sets.reference, "wait ready 6000\n" + repeated(open, 3));
        if (!session) return session.error();
        full.rounds.push_back(median(openings_of(session->frames)));
    }
    return std::vector{full};
}

Rows measure_scores(const Stage& stage, const Sets& sets) {
    Row committed{"score, key to the database's commit, p99", "ms", 10, {}};
    Row cpu{"score, work without OpenGL in a frame, p99", "ms", 4, {}};
    const std::string score = "key 4\nwait ms 40\nkey 2\nwait ms 40\nkey .\n";
    for (int round = 0; round < 3; ++round) {
        const auto session =
            play(stage, sets.reference, "wait ready 6000\nkey 3\nwait ms 4000\n" + repeated(score, 40));
        if (!session) return session.error();
        std::vector<double> times;
        const std::vector<Frame>& frames = session->frames;
        double done = 0;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            if (frames[i].edit_done_ms == done) continue;
            done = frames[i].edit_done_ms;
            std::size_t key = i;
            while (key > 0 && (frames[key].input_to_present_ms.empty() || frames[key].arrival_ms() > done))
                --key;
            if (frames[key].input_to_present_ms.empty()) continue;
            times.push_back(done - frames[key].arrival_ms());
        }
        // The first one waits for the picture to be known by its pixels.
        if (!times.empty()) times.erase(times.begin());
        committed.rounds.push_back(percentile(times, 99));
        cpu.rounds.push_back(percentile(cpu_of(after_first_key(frames)), 99));
    }
    return std::vector{committed, cpu};
}

Rows measure_idle(const Stage& stage, const Sets& sets) {
    Row used{"idle, of one processor", "%", 1, {}};
    for (int round = 0; round < 3; ++round) {
        const auto session =
            play(stage, sets.reference,
                 "wait ready 6000\nwait ms 2000\nwait frames 1\nwait ms 8000\nwait frames 1\n");
        if (!session) return session.error();
        const std::vector<Frame>& frames = session->frames;
        if (frames.size() < 2) return Error{ErrorKind::InvalidInput, "A session drew no frames."};
        const Frame& before = frames[frames.size() - 2];
        const Frame& last = frames.back();
        used.rounds.push_back((last.process_ms - before.process_ms) / (last.t_ms - before.t_ms) * 100);
    }
    return std::vector{used};
}

Rows measure_many(const Stage& stage, const Sets& sets) {
    Row rows{"100,000 names, start to the first rows", "ms", 200, {}};
    Row cpu{"100,000 names, work without OpenGL, p99", "ms", 4, {}};
    const std::string moves = "move 800 700\n" + repeated("wheel -3\n", 20) + repeated("key .\n", 40) +
                              repeated("key Down\n", 10) + repeated("key ,\n", 40);
    for (int round = 0; round < 3; ++round) {
        const auto session = play(stage, sets.many, "wait ready 6000\nkey .\nwait ready 6000\n" + moves);
        if (!session) return session.error();
        const std::vector<Frame>& frames = session->frames;
        const auto first =
            std::ranges::find_if(frames, [](const Frame& frame) { return frame.full + frame.proxy > 0; });
        rows.rounds.push_back(first == frames.end() ? -1 : first->t_ms);
        const std::vector<Frame> flips = flips_of(frames);
        if (flips.empty()) return Error{ErrorKind::InvalidInput, "The large run has no slider."};
        cpu.rounds.push_back(percentile(cpu_of(after_first_key(frames)), 99));
    }
    return std::vector{rows, cpu};
}

Rows measure_memory(const Stage& stage, const Sets& sets) {
    constexpr int kGpuMb = 512;
    constexpr int kCpuMb = 1024;
    Row used{"memory with 8192 x 8192 pictures, of the budgets", "%", 110, {}};
    Stage tight = stage;
    tight.memory = "{gpu_mb: 512, cpu_mb: 1024}";
    for (int round = 0; round < 2; ++round) {
        const auto alone = play(tight, sets.small, "wait ready 600\n");
        if (!alone) return alone.error();
        const auto full =
            play(tight, sets.large,
                 "wait ready 600\nkey Enter\nwait ready 600\nkey .\nwait ready 600\nkey .\nwait "
                 "ready 60\nkey ,\nwait ready 600\n");
        if (!full) return full.error();
        const double budgets = (kGpuMb + kCpuMb) * 1024.0 * 1024.0;
        used.rounds.push_back(
            (static_cast<double>(full->peak_bytes) - static_cast<double>(alone->peak_bytes)) / budgets * 100);
    }
    return std::vector{used};
}

}  // namespace proofsheet::bench
