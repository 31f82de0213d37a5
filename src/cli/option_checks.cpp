#include "cli/option_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/file_bytes.h"

namespace proofsheet::cli {

CLI::Validator number_from_to(double lowest, double highest) {
    return {[=](std::string& text) {
                const double number = number_from<double>(text).value_or(lowest - 1);
                if (number >= lowest && number <= highest) return std::string();
                return fmt::format("must be a number from {} to {}", lowest, highest);
            },
            ""};
}

CLI::Validator whole_number_from_to(int lowest, int highest) {
    return {[=](std::string& text) {
                const std::optional<int> number = number_from<int>(text);
                if (number && *number >= lowest && *number <= highest) return std::string();
                return fmt::format("must be a whole number from {} to {}", lowest, highest);
            },
            ""};
}

CLI::Validator not_empty() {
    return {[](std::string& text) { return text.empty() ? std::string("must not be empty") : std::string(); },
            ""};
}

CLI::Validator existing_file() {
    return {[](std::string& text) {
                std::error_code ignored;
                if (std::filesystem::is_regular_file(text, ignored)) return std::string();
                return fmt::format("must be a file that exists, there is none at {}", display_path(text));
            },
            ""};
}

CLI::Validator one_of(std::vector<std::string> words, std::string what) {
    return {[words = std::move(words), what = std::move(what)](std::string& text) {
                const bool known = std::find(words.begin(), words.end(), text) != words.end();
                return known ? std::string() : "must be " + what;
            },
            ""};
}

}  // namespace proofsheet::cli
