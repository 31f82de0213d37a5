#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "jobs/sample_preset.h"

namespace proofsheet::jobs {
namespace {

constexpr std::string_view kBetween = ",; \t\r\n";

template <typename T>
std::optional<T> number_in(std::string_view text) {
    T number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Error wrong_part(std::string_view part, std::string_view allowed) {
    return {ErrorKind::InvalidInput,
            fmt::format("\"{}\" is not {}. Separate entries with commas", to_display(part), allowed)};
}

Error too_many_entries() {
    return {ErrorKind::InvalidInput,
            fmt::format("A list has at most {} entries. Leave some out", PresetLimits::kListEntries)};
}

/// Calls `add(part)` for every part of the list until one fails.
template <typename Add>
Status each_part(std::string_view text, Add add) {
    for (std::size_t at = text.find_first_not_of(kBetween); at != std::string_view::npos;
         at = text.find_first_not_of(kBetween, at)) {
        const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
        if (Status added = add(text.substr(at, end - at)); !added) return added;
        at = end;
    }
    return {};
}

template <typename T>
Status append(std::vector<T>& list, T number) {
    if (list.size() >= PresetLimits::kListEntries) return too_many_entries();
    list.push_back(number);
    return {};
}

/// "7" or "420-423".
Status append_seeds(std::vector<std::uint64_t>& seeds, std::string_view part) {
    constexpr std::string_view kAllowed =
        "a seed (a whole number from 0 to 18446744073709551615) or a range of seeds such as 420-423";
    const std::size_t dash = part.find('-');
    if (dash == std::string_view::npos) {
        const auto seed = number_in<std::uint64_t>(part);
        return seed ? append(seeds, *seed) : wrong_part(part, kAllowed);
    }
    const auto first = number_in<std::uint64_t>(part.substr(0, dash));
    const auto last = number_in<std::uint64_t>(part.substr(dash + 1));
    if (!first || !last || *last < *first) return wrong_part(part, kAllowed);
    if (*last - *first >= PresetLimits::kListEntries) return too_many_entries();
    for (std::uint64_t i = 0; i <= *last - *first; ++i)
        if (Status added = append(seeds, *first + i); !added) return added;
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

Result<std::vector<int>> parse_steps(std::string_view text) {
    std::vector<int> steps;
    const Status read = each_part(text, [&](std::string_view part) -> Status {
        const auto number = number_in<int>(part);
        if (!number) return wrong_part(part, "a whole number of steps");
        return append(steps, *number);
    });
    if (!read) return read.error();
    return steps;
}

Result<std::vector<double>> parse_numbers(std::string_view text) {
    std::vector<double> numbers;
    const Status read = each_part(text, [&](std::string_view part) -> Status {
        const auto number = number_in<double>(part);
        if (!number || !std::isfinite(*number)) return wrong_part(part, "a number such as 7 or 1.25");
        return append(numbers, *number);
    });
    if (!read) return read.error();
    return numbers;
}

Result<std::vector<std::uint64_t>> parse_seeds(std::string_view text) {
    std::vector<std::uint64_t> seeds;
    const Status read = each_part(text, [&](std::string_view part) { return append_seeds(seeds, part); });
    if (!read) return read.error();
    return seeds;
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
