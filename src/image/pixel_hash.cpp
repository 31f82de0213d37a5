#include "image/pixel_hash.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <new>

namespace proofsheet::image {
namespace {

std::array<unsigned char, 8> size_bytes(SizePx size) {
    std::array<unsigned char, 8> bytes{};
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[i] = static_cast<unsigned char>(static_cast<std::uint32_t>(size.width) >> (8 * i));
        bytes[i + 4] = static_cast<unsigned char>(static_cast<std::uint32_t>(size.height) >> (8 * i));
    }
    return bytes;
}

std::optional<std::uint64_t> hex_number(std::string_view digits) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

}  // namespace

PixelHash hash_pixels(const Pixels& picture) {
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
    if (!state) throw std::bad_alloc();
    const auto size = size_bytes(picture.size());
    XXH3_128bits_reset(state.get());
    XXH3_128bits_update(state.get(), size.data(), size.size());
    if (!picture.empty()) {
        XXH3_128bits_update(state.get(), picture.bytes().data(), picture.bytes().size());
    }
    const XXH128_hash_t digest = XXH3_128bits_digest(state.get());
    return {digest.low64, digest.high64};
}

std::string to_text(const PixelHash& hash) {
    return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

std::optional<PixelHash> pixel_hash_from_text(std::string_view text) {
    if (text.size() != 32) return std::nullopt;
    const auto high = hex_number(text.substr(0, 16));
    const auto low = hex_number(text.substr(16));
    if (!high || !low) return std::nullopt;
    return PixelHash{*low, *high};
}

}  // namespace proofsheet::image
