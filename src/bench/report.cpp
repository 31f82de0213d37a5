#include "bench/report.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "tasks/thread_priority.h"

namespace proofsheet::bench {
namespace {

/// What stands behind a key in a file of lines "key : value".
std::string value_in(const char* file, std::string_view key) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t start = line.find_first_not_of(" \t:", key.size());
        if (start != std::string::npos) return to_display(line.substr(start));
    }
    return "unknown";
}

std::string number(double value) {
    return value < 10 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value);
}

/// Times and shares are compared as they are shown, so that 16.70 is not above 16.7.
bool is_reached(const Row& row) {
    return median(row.rounds) <= row.goal && median(row.rounds) >= 0;
}

}  // namespace

std::string name_of_machine() {
    utsname system{};
    ::uname(&system);
    return fmt::format("{}, {} cores, {} memory, {} {}", value_in("/proc/cpuinfo", "model name"),
                       tasks::core_count(), value_in("/proc/meminfo", "MemTotal"), system.sysname,
                       system.release);
}

std::string to_json(const Report& report) {
    using Json = nlohmann::ordered_json;
    Json rows = Json::array();
    for (const Row& row : report.rows)
        rows.push_back({{"name", row.name},
                        {"unit", row.unit},
                        {"goal", row.goal},
                        {"median", median(row.rounds)},
                        {"worst", worst(row.rounds)},
                        {"rounds", row.rounds.size()}});
    Json decoders = Json::array();
    for (const DecoderTime& decoder : report.decoders)
        decoders.push_back({{"name", decoder.name}, {"ms_per_picture", decoder.ms_per_picture}});
    const Json document{
        {"machine", report.machine}, {"rows", std::move(rows)}, {"decoders", std::move(decoders)}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<std::vector<std::string>> table_of_rows(const Report& report) {
    std::vector<std::vector<std::string>> rows{{"WHAT", "GOAL", "MEDIAN", "WORST", "UNIT", "ROUNDS", ""}};
    for (const Row& row : report.rows)
        rows.push_back({row.name, number(row.goal), number(median(row.rounds)), number(worst(row.rounds)),
                        row.unit, fmt::format("{}", row.rounds.size()),
                        is_reached(row) ? "reached" : "not reached"});
    return rows;
}

std::vector<std::vector<std::string>> table_of_decoders(const Report& report) {
    std::vector<std::vector<std::string>> rows{{"DECODER", "MS A PICTURE"}};
    for (const DecoderTime& decoder : report.decoders)
        rows.push_back({decoder.name, fmt::format("{:.2f}", decoder.ms_per_picture)});
    return rows;
}

}  // namespace proofsheet::bench
