#include "ui/format.h"

#include <fmt/format.h>

namespace proofsheet::ui {
namespace {
constexpr const char* kThinSpace = "\xE2\x80\x89";
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, kThinSpace);
    }
    return number < 0 ? "-" + digits : digits;
}

std::string memory_text(std::size_t bytes) {
    const double megabytes = static_cast<double>(bytes) / (1024.0 * 1024.0);
    if (megabytes < 1000) return fmt::format("{:.0f}{}MB", megabytes, kThinSpace);
    return fmt::format("{:.1f}{}GB", megabytes / 1024.0, kThinSpace);
}

std::string counted(std::int64_t count, const char* one, const char* many) {
    return grouped(count) + kThinSpace + (count == 1 ? one : many);
}

std::string seconds_text(int milliseconds) {
    return fmt::format("{:g}{}s", milliseconds / 1000.0, kThinSpace);
}

std::string one_decimal(double number) {
    return fmt::format("{:.1f}", number);
}

std::string three_decimals(double number) {
    return fmt::format("{:.3f}", number);
}

}  // namespace proofsheet::ui
