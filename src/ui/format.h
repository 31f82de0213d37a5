#pragma once

#include <cstdint>
#include <string>

namespace proofsheet::ui {

/// "12 480": groups of three with thin spaces.
std::string grouped(std::int64_t number);
/// "412 MB", "2.1 GB".
std::string memory_text(std::size_t bytes);
/// "1 picture", "12 pictures".
std::string counted(std::int64_t count, const char* one, const char* many);
/// "0.25 s", "1 s".
std::string seconds_text(int milliseconds);

/// "7.4".
std::string one_decimal(double number);
/// "0.987".
std::string three_decimals(double number);

}  // namespace proofsheet::ui
