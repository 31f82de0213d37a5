#include "image/encode.h"

#include <fmt/format.h>
#include <libdeflate.h>
#include <spng.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include "core/text.h"
#include "image/png_chunks.h"

namespace proofsheet::image {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

Error unwritable(std::string sentence) {
    return {ErrorKind::InvalidInput, std::move(sentence)};
}

Error spng_error(int code) {
    return unwritable(fmt::format("The PNG could not be written: {}.", spng_strerror(code)));
}

/// Printable Latin-1 without spaces at the ends or in a row. Source: PNG Specification 1.2, 4.2.3.
bool is_keyword(std::string_view keyword) {
    const auto printable = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 32 && byte <= 126) || byte >= 161;
    };
    return !keyword.empty() && keyword.size() <= 79 && std::ranges::all_of(keyword, printable) &&
           keyword.front() != ' ' && keyword.back() != ' ' && keyword.find("  ") == std::string_view::npos;
}

/// Latin-1 bytes of a UTF-8 text, or nothing when it has other characters.
std::optional<std::string> latin1_of(std::string_view utf8) {
    std::string latin1;
    latin1.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte < 0x80) {
            latin1 += utf8[i];
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
            latin1 += static_cast<char>((byte & 3) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
        } else {
            return std::nullopt;
        }
    }
    return latin1;
}

Status check_texts(const std::vector<TextChunk>& texts) {
    for (const TextChunk& chunk : texts) {
        if (!is_keyword(chunk.keyword)) {
            return unwritable(
                fmt::format("'{}' cannot name a text in a PNG: 1 to 79 printable characters are allowed.",
                            to_display(chunk.keyword)));
        }
        if (!is_utf8(chunk.text) || chunk.text.find('\0') != std::string::npos) {
            return unwritable(fmt::format("The text '{}' for the PNG is not UTF-8 without zero bytes.",
                                          to_display(chunk.keyword)));
        }
        if (chunk.text.size() > 0x7FFFFF00) {
            return unwritable(fmt::format("The text '{}' is too long for a PNG.", to_display(chunk.keyword)));
        }
    }
    return {};
}

void append_uint32(std::vector<std::byte>& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
}

void append_text(std::vector<std::byte>& bytes, std::string_view text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    bytes.insert(bytes.end(), data, data + text.size());
}

/// tEXt: keyword, zero, Latin-1. iTXt: keyword, zero, not compressed (two zeros), no language (zero), no
/// translated keyword (zero), UTF-8. Source: PNG Specification 1.2, 4.2.3.
void append_text_chunk(std::vector<std::byte>& bytes, const TextChunk& chunk) {
    const std::optional<std::string> latin1 = latin1_of(chunk.text);
    const std::string_view text = latin1 ? *latin1 : chunk.text;
    const std::string_view zeros("\0\0\0\0\0", latin1 ? 1 : 5);
    append_uint32(bytes, static_cast<std::uint32_t>(chunk.keyword.size() + zeros.size() + text.size()));
    const std::size_t checked_from = bytes.size();
    append_text(bytes, latin1 ? "tEXt" : "iTXt");
    append_text(bytes, chunk.keyword);
    append_text(bytes, zeros);
    append_text(bytes, text);
    append_uint32(bytes, libdeflate_crc32(0, bytes.data() + checked_from, bytes.size() - checked_from));
}

int configure(spng_ctx* context, SizePx size, PngAlpha alpha, int compression) {
    spng_ihdr header{};
    header.width = static_cast<std::uint32_t>(size.width);
    header.height = static_cast<std::uint32_t>(size.height);
    header.bit_depth = 8;
    header.color_type = alpha == PngAlpha::Keep ? SPNG_COLOR_TYPE_TRUECOLOR_ALPHA : SPNG_COLOR_TYPE_TRUECOLOR;
    if (const int code = spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1)) return code;
    if (const int code = spng_set_option(context, SPNG_IMG_COMPRESSION_LEVEL, std::clamp(compression, 0, 9)))
        return code;
    return spng_set_ihdr(context, &header);
}

void drop_alpha(const std::uint8_t* rgba, std::vector<std::uint8_t>& rgb) {
    for (std::size_t i = 0; i < rgb.size(); i += 3, rgba += 4) std::memcpy(rgb.data() + i, rgba, 3);
}

int encode_rows(spng_ctx* context, const Pixels& picture, PngAlpha alpha) {
    constexpr int flags = SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE;
    if (const int code = spng_encode_image(context, nullptr, 0, SPNG_FMT_PNG, flags)) return code;
    const auto width = static_cast<std::size_t>(picture.size().width);
    std::vector<std::uint8_t> rgb(alpha == PngAlpha::Drop ? width * 3 : 0);
    int code = SPNG_OK;
    for (int y = 0; code == SPNG_OK && y < picture.size().height; ++y) {
        if (alpha == PngAlpha::Drop) drop_alpha(picture.row(y), rgb);
        code = alpha == PngAlpha::Drop ? spng_encode_row(context, rgb.data(), rgb.size())
                                       : spng_encode_row(context, picture.row(y), width * 4);
    }
    return code == SPNG_EOI ? SPNG_OK : code;
}

/// The finished file with the texts between its header and its picture data.
Result<std::vector<std::byte>> take_file(spng_ctx* context, const std::vector<TextChunk>& texts) {
    std::size_t length = 0;
    int code = SPNG_OK;
    const std::unique_ptr<void, decltype(&std::free)> buffer(spng_get_png_buffer(context, &length, &code),
                                                             &std::free);
    if (!buffer) return spng_error(code);
    const auto* bytes = static_cast<const std::byte*>(buffer.get());
    std::vector<std::byte> file(bytes, bytes + kPngHeadBytes);
    for (const TextChunk& chunk : texts) append_text_chunk(file, chunk);
    file.insert(file.end(), bytes + kPngHeadBytes, bytes + length);
    return file;
}

}  // namespace

Result<std::vector<std::byte>> encode_png(const Pixels& picture, const std::vector<TextChunk>& texts,
                                          int compression, PngAlpha alpha) {
    if (picture.empty()) return unwritable("A picture without pixels cannot be written.");
    if (const Status status = check_texts(texts); !status) return status.error();
    const Context context(spng_ctx_new(SPNG_CTX_ENCODER), &spng_ctx_free);
    if (!context) return spng_error(SPNG_EMEM);
    if (const int code = configure(context.get(), picture.size(), alpha, compression))
        return spng_error(code);
    if (const int code = encode_rows(context.get(), picture, alpha)) return spng_error(code);
    return take_file(context.get(), texts);
}

}  // namespace proofsheet::image
