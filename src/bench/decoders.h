#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "core/result.h"

namespace proofsheet::bench {

/// What a decoder takes for one picture of the set, in milliseconds of one processor.
struct DecoderTime {
    std::string name;
    double ms_per_picture = 0;
};

struct DecoderRows {
    std::vector<DecoderTime> decoders;  ///< ours first, then the others, then inflating alone
    std::vector<Row> rows;
};

/// Decodes some PNG files with each decoder in turn, in several rounds. Errors: those of reading,
/// InvalidInput when one of the decoders refuses a file.
Result<DecoderRows> measure_decoders(const std::vector<std::filesystem::path>& files);

}  // namespace proofsheet::bench
