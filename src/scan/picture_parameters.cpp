#include "scan/picture_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

#include "core/file_bytes.h"
#include "core/text.h"
#include "image/metadata.h"

namespace proofsheet::scan {
namespace {

/// Texts of PNG and EXIF of JPEG stand before the picture data; EXIF of WebP stands behind it.
constexpr std::size_t kFirstRead = 64 * 1024;
constexpr std::size_t kSecondRead = 1024 * 1024;
constexpr std::size_t kWholeWebp = 16 * 1024 * 1024;
constexpr std::uint64_t kLargestInScan = 1024 * 1024;  ///< of a side-car, which is read for every picture
/// A prompt longer than this many bytes is cut: values are column headers and filters.
constexpr std::size_t kLongestValue = 1000;

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// WebP with the EXIF flag set in its first chunk, VP8X: then EXIF follows the picture data.
bool is_webp_with_exif(std::string_view head) {
    constexpr std::size_t kFlags = 20;
    constexpr unsigned char kExifFlag = 0x08;
    return head.size() > kFlags && head.starts_with("RIFF") && head.substr(8, 8) == "WEBPVP8X" &&
           (static_cast<unsigned char>(head[kFlags]) & kExifFlag) != 0;
}

/// How much of the file to read when `head` did not say anything: nothing more once the picture data began.
std::size_t next_read(std::span<const std::byte> head) {
    const std::string_view text = as_text(head);
    if (text.starts_with("RIFF")) return is_webp_with_exif(text) ? kWholeWebp : 0;
    const std::string_view picture_data = text.starts_with("\xFF\xD8") ? "\xFF\xDA" : "IDAT";
    return text.find(picture_data) != std::string_view::npos ? 0 : kSecondRead;
}

std::string as_value(double number) {
    constexpr double kExact = 1e15;
    if (std::nearbyint(number) == number && std::abs(number) < kExact)
        return fmt::format("{}", static_cast<std::int64_t>(number));
    return fmt::format("{}", number);
}

/// One line, well-formed and not too long.
std::string as_value(std::string_view text) {
    std::string value = to_display(text.substr(0, kLongestValue));
    std::replace(value.begin(), value.end(), '\n', ' ');
    std::replace(value.begin(), value.end(), '\t', ' ');
    if (text.size() > kLongestValue) value += "\xE2\x80\xA6";
    return value;
}

}  // namespace

Result<std::string> read_side_car(std::filesystem::path picture, std::uint64_t most_bytes) {
    picture.replace_extension(".json");
    const auto bytes = read_file(picture, most_bytes);
    if (bytes) return std::string(as_text(*bytes));
    return bytes.error().kind == ErrorKind::NotFound ? Result<std::string>(std::string()) : bytes.error();
}

PictureHead read_picture_head(const std::filesystem::path& picture) {
    const auto read = read_side_car(picture, kLargestInScan);
    const std::string side_car = read ? *read : std::string();
    PictureHead found;
    for (std::size_t count = kFirstRead; count > 0;) {
        const auto head = read_file_head(picture, count);
        if (!head) break;
        const auto metadata = image::read_metadata(*head, side_car);
        if (metadata) found = {metadata->info.size, metadata->parameters};
        const image::GenerationParameters& parameters = found.parameters;
        const bool says_enough = parameters.prompt || parameters.seed || parameters.model;
        const std::size_t more = next_read(*head);
        if (says_enough || head->size() < count || more <= count) break;
        count = more;
    }
    return found;
}

Dimensions read_parameter_dimensions(const std::filesystem::path& picture) {
    const image::GenerationParameters parameters = read_picture_head(picture).parameters;
    Dimensions dimensions;
    const auto add_text = [&](std::string_view name, const std::optional<std::string>& text) {
        if (text && !text->empty()) add_dimension(dimensions, name, as_value(*text));
    };
    const auto add_number = [&](std::string_view name, const std::optional<double>& number) {
        if (number && std::isfinite(*number)) add_dimension(dimensions, name, as_value(*number));
    };
    add_text("model", parameters.model);
    if (parameters.seed) add_dimension(dimensions, "seed", fmt::format("{}", *parameters.seed));
    add_number("steps", parameters.steps);
    add_number("cfg", parameters.cfg);
    add_text("sampler_name", parameters.sampler);
    add_text("scheduler", parameters.scheduler);
    add_text("prompt_name", parameters.prompt);
    return dimensions;
}

bool is_parameter_dimension(std::string_view name) {
    constexpr std::array<std::string_view, 7> kNames{"model",        "seed",      "steps",      "cfg",
                                                     "sampler_name", "scheduler", "prompt_name"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace proofsheet::scan
