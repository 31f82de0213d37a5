#include "jobs/number_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
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

/// One part of a list; a single value has no step.
template <typename T>
struct Span {
    T first;
    T last;
    std::optional<T> step;
};

template <typename T>
std::optional<Span<T>> span_from(std::string_view part) {
    const std::size_t dash = part.find('-', 1);  // a dash in front is a sign
    if (dash == std::string_view::npos) {
        const auto value = number_from<T>(part);
        return value ? std::optional(Span<T>{*value, *value, std::nullopt}) : std::nullopt;
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

/// How many values a range has after the first. Errors: it goes down or stands still, or has too many.
Result<std::uint64_t> steps_of(std::uint64_t length, std::uint64_t step, std::size_t already) {
    if (step == 0)
        return Error{ErrorKind::InvalidInput,
                     "A range goes from the smaller to the larger value, with a step above 0"};
    if (already >= kMostValues || length / step >= kMostValues - already)
        return Error{ErrorKind::InvalidInput,
                     fmt::format("These are more than {} values. Use a larger step", kMostValues)};
    return length / step;
}

template <typename T>
std::vector<T> without_repetitions(const std::vector<T>& values) {
    std::vector<T> once;
    for (const T& value : values)
        if (std::find(once.begin(), once.end(), value) == once.end()) once.push_back(value);
    return once;
}

Result<std::vector<std::uint64_t>> whole_numbers(std::string_view text, std::uint64_t largest,
                                                 std::string_view examples) {
    std::vector<std::uint64_t> values;
    for (const std::string_view part : split_list(text)) {
        const auto span = span_from<std::uint64_t>(part);
        if (!span || span->last > largest) return not_a_list(part, examples);
        const bool falls = span->last < span->first;
        const auto steps =
            steps_of(span->last - span->first, falls ? 0 : span->step.value_or(1), values.size());
        if (!steps) return steps.error();
        for (std::uint64_t i = 0; i <= *steps; ++i)
            values.push_back(span->first + i * span->step.value_or(1));
    }
    return values;
}

/// In millionths, so that 5-9:0.1 ends on 9 exactly.
std::int64_t millionths(double value) {
    return std::llround(value * kMillion);
}

bool is_usable(double value) {
    return std::isfinite(value) && std::abs(value) <= kMostNumber;
}

Status add_decimals(const Span<double>& span, std::vector<double>& values) {
    if (!span.step) {
        values.push_back(span.first);
        return {};
    }
    const std::int64_t first = millionths(span.first);
    const std::int64_t step = millionths(*span.step);
    const std::int64_t length = millionths(span.last) - first;
    const bool rises = length >= 0 && step > 0;
    const auto steps = steps_of(rises ? static_cast<std::uint64_t>(length) : 0,
                                rises ? static_cast<std::uint64_t>(step) : 0, values.size());
    if (!steps) return steps.error();
    for (std::uint64_t i = 0; i <= *steps; ++i)
        values.push_back(static_cast<double>(first + static_cast<std::int64_t>(i) * step) / kMillion);
    return {};
}

template <typename T, typename Write>
std::string joined(const std::vector<T>& numbers, Write write) {
    std::string text;
    for (const T& number : numbers) {
        if (!text.empty()) text += ", ";
        text += write(number);
    }
    return text;
}

}  // namespace

Result<std::vector<int>> parse_whole_list(std::string_view text) {
    const auto numbers =
        whole_numbers(text, std::numeric_limits<int>::max(), "whole numbers such as 20, 30 or 20-40:5");
    if (!numbers) return numbers.error();
    std::vector<int> values;
    for (const std::uint64_t number : *numbers) values.push_back(static_cast<int>(number));
    return without_repetitions(values);
}

Result<std::vector<double>> parse_number_list(std::string_view text) {
    std::vector<double> values;
    for (const std::string_view part : split_list(text)) {
        const auto span = span_from<double>(part);
        if (!span || !is_usable(span->first) || !is_usable(span->last) || !is_usable(span->step.value_or(1)))
            return not_a_list(part, "numbers such as 5, 7.5 or 5-9:0.5");
        if (Status added = add_decimals(*span, values); !added) return added.error();
    }
    return without_repetitions(values);
}

Result<std::vector<std::uint64_t>> parse_seed_list(std::string_view text) {
    return whole_numbers(text, std::numeric_limits<std::uint64_t>::max(),
                         "seeds (whole numbers from 0 to 18446744073709551615) such as 1, 2, 3 or 100-110");
}

std::string list_text(const std::vector<int>& numbers) {
    return joined(numbers, [](int number) { return fmt::format("{}", number); });
}

std::string list_text(const std::vector<double>& numbers) {
    return joined(numbers, number_text);
}

std::string list_text(const std::vector<std::uint64_t>& numbers) {
    return joined(numbers, [](std::uint64_t number) { return fmt::format("{}", number); });
}

std::string number_text(double number) {
    if (!std::isfinite(number)) return fmt::format("{}", number);
    std::array<char, 512> digits{};  // the largest double has 309 digits, the smallest 324 places
    const double positive_zero = number == 0 ? 0 : number;
    const auto [end, code] =
        std::to_chars(digits.data(), digits.data() + digits.size(), positive_zero, std::chars_format::fixed);
    return code == std::errc() ? std::string(digits.data(), end) : fmt::format("{}", number);
}

}  // namespace proofsheet::jobs
