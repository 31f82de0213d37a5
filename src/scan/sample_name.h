#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proofsheet::scan {

/// What a picture's file name says. The one parser for scan, watch and import.
struct SampleName {
    /// In the order of the name, each name once.
    std::vector<std::pair<std::string, std::string>> dimensions;
    int batch = 0;                   ///< the `_<5+ digits>_` counter at the end, 0 when there is none
    std::vector<std::string> notes;  ///< a repeated key, a reserved key ... one sentence each
    bool operator==(const SampleName&) const = default;
};

/// Reads `key=value` pairs joined by `&` from a file name's stem: percent-decoded, `+` as space, a bad escape
/// stays literal, the first of a repeated key wins, `checkpoint` is reserved, `prompt` is `prompt_name`,
/// `sampler` is `sampler_name`. A pair needs a key; its value may be empty, but names in which no pair has a
/// value have no dimensions. The counter may follow `&` or the last value, and is read from plain names too;
/// one that is too large for an int becomes the largest int. Any bytes are accepted; what is not UTF-8 after
/// decoding becomes U+FFFD, control characters stay.
SampleName parse_sample_name(std::string_view stem);

/// The stem that parses back to exactly these dimensions; encodes `%`, `&`, `=`, `+`, `/`, control characters
/// and what file systems refuse, a space as `+`; other text stays readable. Needs UTF-8, keys that are
/// unique, not empty, not `checkpoint` and not an alias, and one value that is not empty. File systems allow
/// 255 bytes for a name with its extension: shortening long values is up to the caller.
std::string format_sample_name(const std::vector<std::pair<std::string, std::string>>& dimensions);

}  // namespace proofsheet::scan
