#include "jobs/experiment_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/text.h"

namespace proofsheet::jobs {
namespace {

constexpr std::size_t kMostValues = 10'000;
constexpr double kMillion = 1e6;
constexpr double kMostNumber = 1e9;

using Parts = std::vector<std::string_view>;

Parts split_list(std::string_view text) {
    constexpr std::string_view kSeparators = ",; \t\r\n";
    Parts parts;
    for (std::size_t at = text.find_first_not_of(kSeparators); at != std::string_view::npos;
         at = text.find_first_not_of(kSeparators, at)) {
        const std::size_t end = std::min(text.find_first_of(kSeparators, at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end;
    }
    return parts;
}

template <typename T>
std::optional<T> number_from(std::string_view text) {
    T value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One part of a list; a single value is a range of one.
template <typename T>
struct Span {
    T first;
    T last;
    T step;
};

template <typename T>
std::optional<Span<T>> span_from(std::string_view part) {
    const std::size_t dash = part.find('-');
    if (dash == std::string_view::npos) {
        const auto value = number_from<T>(part);
        return value ? std::optional(Span<T>{*value, *value, T{1}}) : std::nullopt;
    }
    const std::string_view rest = part.substr(dash + 1);
    const std::size_t colon = rest.find(':');
    const auto first = number_from<T>(part.substr(0, dash));
    const auto last = number_from<T>(rest.substr(0, colon));
    const auto step =
        colon == std::string_view::npos ? std::optional(T{1}) : number_from<T>(rest.substr(colon + 1));
    if (!first || !last || !step) return std::nullopt;
    return Span<T>{*first, *last, *step};
}

Error not_a_list(std::string_view part, std::string_view examples) {
    return {ErrorKind::InvalidInput,
            fmt::format("\"{}\" is not understood. Write {}", to_display(part.substr(0, 40)), examples)};
}

Error too_many_values() {
    return {ErrorKind::InvalidInput,
            fmt::format("These are more than {} values. Use a larger step", kMostValues)};
}

Status add_span(const Span<std::uint64_t>& span, std::vector<std::uint64_t>& values) {
    if (span.step == 0 || span.last < span.first)
        return Error{ErrorKind::InvalidInput,
                     "A range goes from the smaller to the larger value, with a step above 0"};
    if ((span.last - span.first) / span.step >= kMostValues - std::min(values.size(), kMostValues))
        return too_many_values();
    const std::uint64_t steps = (span.last - span.first) / span.step;
    for (std::uint64_t i = 0; i <= steps; ++i) values.push_back(span.first + i * span.step);
    return {};
}

template <typename T>
std::vector<T> without_repetitions(const std::vector<T>& values) {
    std::vector<T> once;
    for (const T& value : values)
        if (std::find(once.begin(), once.end(), value) == once.end()) once.push_back(value);
    return once;
}

Result<std::vector<std::uint64_t>> whole_numbers(std::string_view text, std::string_view examples) {
    std::vector<std::uint64_t> values;
    for (const std::string_view part : split_list(text)) {
        const auto span = span_from<std::uint64_t>(part);
        if (!span) return not_a_list(part, examples);
        if (Status added = add_span(*span, values); !added) return added.error();
    }
    return values;
}

/// In millionths, so that 5-9:0.1 ends on 9 exactly.
std::optional<std::uint64_t> millionths(double value) {
    if (!std::isfinite(value) || value < 0 || value > kMostNumber) return std::nullopt;
    return static_cast<std::uint64_t>(std::llround(value * kMillion));
}

}  // namespace

Result<std::vector<int>> parse_whole_list(std::string_view text) {
    const auto numbers = whole_numbers(text, "whole numbers such as 20, 30 or 20-40:5");
    if (!numbers) return numbers.error();
    std::vector<int> values;
    for (const std::uint64_t number : *numbers)
        values.push_back(static_cast<int>(std::min<std::uint64_t>(number, 1'000'000'000)));
    return without_repetitions(values);
}

Result<std::vector<double>> parse_number_list(std::string_view text) {
    constexpr std::string_view kExamples = "numbers such as 5, 7.5 or 5-9:0.5";
    std::vector<std::uint64_t> micro;
    for (const std::string_view part : split_list(text)) {
        const auto span = span_from<double>(part);
        if (!span) return not_a_list(part, kExamples);
        const auto first = millionths(span->first);
        const auto last = millionths(span->last);
        const auto step = millionths(span->step);
        if (!first || !last || !step) return not_a_list(part, kExamples);
        if (Status added = add_span({*first, *last, *step}, micro); !added) return added.error();
    }
    std::vector<double> values;
    for (const std::uint64_t each : without_repetitions(micro))
        values.push_back(static_cast<double>(each) / kMillion);
    return values;
}

Result<std::vector<std::uint64_t>> parse_seed_list(std::string_view text) {
    return whole_numbers(text, "seeds such as 1, 2, 3 or 100-110");
}

std::string value_text(double value) {
    return fmt::format("{}", value) == fmt::format("{:.1f}", std::round(value)) ? fmt::format("{:.0f}", value)
                                                                                : fmt::format("{}", value);
}

std::string values_text(const std::vector<int>& values) {
    return fmt::format("{}", fmt::join(values, ", "));
}

std::string values_text(const std::vector<double>& values) {
    std::vector<std::string> texts;
    for (const double value : values) texts.push_back(value_text(value));
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string values_text(const std::vector<std::uint64_t>& values) {
    return fmt::format("{}", fmt::join(values, ", "));
}

}  // namespace proofsheet::jobs
