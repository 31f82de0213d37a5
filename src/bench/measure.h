#pragma once

#include <string>
#include <vector>

namespace proofsheet::bench {

/// One line of the table: what was measured in several rounds, and what it is to be at most.
struct Row {
    std::string name;
    std::string unit;
    double goal = 0;
    std::vector<double> rounds;
    bool operator==(const Row&) const = default;
};

/// 0 for nothing. Of an even number the upper one of the two in the middle.
double median(std::vector<double> values);
double worst(const std::vector<double>& values);
/// The value that so many percent of the others do not exceed.
double percentile(std::vector<double> values, double percent);

/// What all work of this thread took of the processor, in milliseconds: waiting for other programs does not
/// count.
double thread_ms();
/// Of the clock on the wall.
double wall_ms();

/// What `work` takes of the processor, in milliseconds.
template <typename Work>
double thread_ms_of(const Work& work) {
    const double start = thread_ms();
    work();
    return thread_ms() - start;
}

template <typename Work>
double wall_ms_of(const Work& work) {
    const double start = wall_ms();
    work();
    return wall_ms() - start;
}

}  // namespace proofsheet::bench
