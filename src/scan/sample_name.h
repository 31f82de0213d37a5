#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proofsheet::scan {

/// What a picture's file name says. The one parser for scan, watch and import.
struct SampleName {
    std::vector<std::pair<std::string, std::string>> dimensions;  ///< in the order of the name, each name once
    int batch = 0;                   ///< the `_<5+ digits>_` counter at the end, 0 when there is none
    std::vector<std::string> notes;  ///< a repeated key, a reserved key ... one sentence each
    bool operator==(const SampleName&) const = default;
};

/// Reads `key=value` pairs joined by `&` from a file name's stem: percent-decoded, `+` as space, a bad escape stays
/// literal, the first of a repeated key wins, `checkpoint` is reserved, `prompt` is `prompt_name`, `sampler` is
/// `sampler_name`. Names without a non-empty pair have no dimensions. Any bytes are accepted; values that are not UTF-8 after decoding get U+FFFD.
SampleName parse_sample_name(std::string_view stem);

/// The stem that parses back to exactly these dimensions; encodes `%`, `&`, `=`, `+`, `/`, control characters and what
/// file systems refuse.
std::string format_sample_name(const std::vector<std::pair<std::string, std::string>>& dimensions);

}  // namespace proofsheet::scan
