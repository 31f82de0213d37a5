#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <optional>
#include <string_view>

namespace proofsheet::cli {

/// The whole text as a number.
template <typename T>
std::optional<T> number_from(std::string_view text) {
    T number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

CLI::Validator number_from_to(double lowest, double highest);
CLI::Validator whole_number_from_to(int lowest, int highest);
CLI::Validator not_empty();
CLI::Validator existing_file();
/// `what` is how people say the words: "dark, light or white".
CLI::Validator one_of(std::vector<std::string> words, std::string what);

}  // namespace proofsheet::cli
