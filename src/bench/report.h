#pragma once

#include <string>
#include <vector>

#include "bench/decoders.h"
#include "bench/measure.h"

namespace proofsheet::bench {

struct Report {
    std::string machine;
    std::vector<Row> rows;
    std::vector<DecoderTime> decoders;
};

/// Processor, how many of it, memory, operating system, and who draws.
std::string name_of_machine();

/// {"machine","rows":[{"name","unit","goal","median","worst","rounds"}],"decoders":[{"name","ms_per_picture"}]}
std::string to_json(const Report& report);

/// The cells of the table of rows, its heading first.
std::vector<std::vector<std::string>> table_of_rows(const Report& report);
std::vector<std::vector<std::string>> table_of_decoders(const Report& report);

}  // namespace proofsheet::bench
