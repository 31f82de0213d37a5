#include "store/row_values.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>

namespace proofsheet::store {
namespace {

std::tm utc_of(std::chrono::system_clock::time_point time) {
    const std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return parts;
}

}  // namespace

std::string new_uuid() {
    std::random_device entropy;
    std::array<std::uint32_t, 4> bits{};
    for (std::uint32_t& word : bits) word = entropy();
    bits[1] = (bits[1] & 0xFFFF0FFFu) | 0x00004000u;
    bits[2] = (bits[2] & 0x3FFFFFFFu) | 0x80000000u;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", bits[0], bits[1] >> 16, bits[1] & 0xFFFF,
                       bits[2] >> 16, bits[2] & 0xFFFF, bits[3]);
}

std::string time_text(std::chrono::system_clock::time_point time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
    const std::tm utc = utc_of(whole);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, milliseconds);
}

std::chrono::system_clock::time_point time_from_text(const std::string& text) {
    std::tm utc{};
    int milliseconds = 0;
    const int read = std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &utc.tm_year, &utc.tm_mon,
                                 &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &milliseconds);
    if (read != 7) return {};
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    return std::chrono::system_clock::from_time_t(::timegm(&utc)) + std::chrono::milliseconds(milliseconds);
}

std::string now_text() {
    return time_text(std::chrono::system_clock::now());
}

std::string compact_utc_now() {
    const std::tm utc = utc_of(std::chrono::system_clock::now());
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace proofsheet::store
