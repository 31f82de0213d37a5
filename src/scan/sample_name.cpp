#include "scan/sample_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "core/text.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

constexpr std::size_t kCounterDigits = 5;
constexpr std::string_view kReserved = "checkpoint";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Takes ComfyUI's `_<5+ digits>_` off the end; 0 when there is none.
int take_counter(std::string_view& stem) {
    NameTail tail(stem);
    if (!tail.take("_")) return 0;
    const auto digits = tail.take_digits(kCounterDigits);
    if (!digits || !tail.take("_")) return 0;
    stem = tail.rest();
    constexpr int kLargest = std::numeric_limits<int>::max();
    const auto number = parse_digits(*digits);
    return number && *number < kLargest ? static_cast<int>(*number) : kLargest;
}

bool ends_in_counter(std::string_view stem) {
    const std::size_t before = stem.size();
    take_counter(stem);
    return stem.size() != before;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that an escape at the start of `text` stands for, -1 when there is no whole one.
int escaped_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return -1;
    const int high = hex_value(text[1]);
    const int low = hex_value(text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// U+FFFD for every byte that is not well-formed UTF-8. Unlike `to_display` it keeps control characters.
std::string with_valid_utf8(std::string text) {
    if (is_utf8(text)) return text;
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        std::size_t length = 1;
        while (length < 4 && !is_utf8(rest.substr(0, length))) ++length;
        const bool whole = is_utf8(rest.substr(0, length));
        out += whole ? rest.substr(0, length) : kReplacement;
        rest.remove_prefix(whole ? std::min(length, rest.size()) : 1);
    }
    return out;
}

std::string decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const int byte = escaped_byte(text);
        if (byte >= 0)
            out += static_cast<char>(byte);
        else
            out += text[0] == '+' ? ' ' : text[0];
        text.remove_prefix(byte >= 0 ? 3 : 1);
    }
    return with_valid_utf8(std::move(out));
}

std::string canonical_key(std::string key) {
    if (key == "prompt") return "prompt_name";
    if (key == "sampler") return "sampler_name";
    return key;
}

/// Collects the pairs of one name.
class PairReader {
public:
    explicit PairReader(SampleName& name) : name_(name) {}

    void read(std::string_view pair) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos)
            return note("\"{}\" is not a key=value pair and is ignored", pair);
        std::string key = canonical_key(decoded(pair.substr(0, equals)));
        if (key.empty()) return note("\"{}\" has no key and is ignored", pair);
        if (key == kReserved)
            return note("\"{}\" is reserved for the folder's checkpoint and is ignored", key);
        if (!seen_.insert(key).second)
            return note("\"{}\" appears more than once; its first value counts", key);
        name_.dimensions.emplace_back(std::move(key), decoded(pair.substr(equals + 1)));
    }

private:
    void note(fmt::format_string<std::string> sentence, std::string_view subject) {
        name_.notes.push_back(fmt::format(sentence, to_display(subject)));
    }

    SampleName& name_;
    std::unordered_set<std::string> seen_;
};

bool is_empty_valued(const std::pair<std::string, std::string>& pair) {
    return pair.second.empty();
}

/// What parsing gives a meaning to, and what NTFS, exFAT and network shares refuse in a name.
bool needs_escape(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F ||
           std::string_view("%&=+/\\:*?\"<>|").find(c) != std::string_view::npos;
}

std::string escape(char c) {
    return fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

std::string encoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == ' ')
            out += '+';
        else if (needs_escape(c))
            out += escape(c);
        else
            out += c;
    }
    return out;
}

/// A dot in front hides a file, one at the end is lost on NTFS, and a value may look like a batch counter.
std::string with_safe_ends(std::string stem) {
    if (stem.ends_with('.') || ends_in_counter(stem)) stem.replace(stem.size() - 1, 1, escape(stem.back()));
    if (stem.starts_with('.')) stem.replace(0, 1, escape('.'));
    return stem;
}

}  // namespace

SampleName parse_sample_name(std::string_view stem) {
    SampleName name;
    name.batch = take_counter(stem);
    if (stem.find('=') == std::string_view::npos) return name;
    PairReader reader(name);
    for (const std::string_view pair : split_name(stem, '&')) reader.read(pair);
    if (!name.dimensions.empty() &&
        std::all_of(name.dimensions.begin(), name.dimensions.end(), is_empty_valued)) {
        name.dimensions.clear();
        name.notes.push_back("No key has a value, so the name gives no dimensions");
    }
    return name;
}

std::string format_sample_name(const std::vector<std::pair<std::string, std::string>>& dimensions) {
    std::string stem;
    for (const auto& [key, value] : dimensions) {
        if (!stem.empty()) stem += '&';
        stem += encoded(key) + '=' + encoded(value);
    }
    return with_safe_ends(std::move(stem));
}

}  // namespace proofsheet::scan
