#include "image/metadata_png.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "core/text.h"
#include "image/exif.h"
#include "image/png_chunks.h"
#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

/// Takes what is before the next zero byte, and the zero.
std::optional<std::string_view> take_to_zero(std::string_view& bytes) {
    const std::size_t zero = bytes.find('\0');
    if (zero == std::string_view::npos) return std::nullopt;
    const std::string_view taken = bytes.substr(0, zero);
    bytes.remove_prefix(zero + 1);
    return taken;
}

std::optional<int> take_number(std::string_view& bytes) {
    if (bytes.empty()) return std::nullopt;
    const int number = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    return number;
}

/// A text as it stands in its chunk.
struct StoredText {
    std::string name;
    std::string_view bytes;
    bool deflated = false;
    bool latin1 = true;
};

/// The text of a tEXt, zTXt or iTXt chunk; nothing when it is cut short or of an unknown method.
std::optional<StoredText> stored_text(const PngChunk& chunk) {
    StoredText stored{{}, as_text(chunk.data)};
    const auto keyword = take_to_zero(stored.bytes);
    if (!keyword || keyword->empty()) return std::nullopt;
    stored.name = text_from_latin1(*keyword);
    if (chunk.type == png_type("tEXt")) return stored;
    stored.latin1 = chunk.type == png_type("zTXt");
    stored.deflated = stored.latin1 || take_number(stored.bytes).value_or(0) == 1;
    const auto method = take_number(stored.bytes);
    if (!method || (stored.deflated && *method != 0)) return std::nullopt;
    if (!stored.latin1 && !(take_to_zero(stored.bytes) && take_to_zero(stored.bytes))) return std::nullopt;
    return stored;
}

using Inflater = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

/// The checksum at the end of a zlib stream, big-endian. Source: RFC 1950.
bool checksum_matches(std::string_view stream, std::string_view plain) {
    if (stream.size() < 4) return false;
    std::uint32_t expected = 0;
    for (const char c : stream.substr(0, 4)) expected = expected << 8 | static_cast<unsigned char>(c);
    return libdeflate_adler32(1, plain.data(), plain.size()) == expected;
}

/// Inflates zlib streams up to the largest text that is read; what is larger is given up there.
class TextInflater {
public:
    explicit TextInflater(MetadataTexts& texts) : texts_(texts) {}

    /// The text, or nothing with a note. A wrong checksum is noted only.
    std::optional<std::string> inflate(const StoredText& stored) {
        // RFC 1950: method and window, flags; a preset dictionary (bit 5) is not allowed in PNG.
        if (stored.bytes.size() < 2 || (stored.bytes[0] & 0x0F) != 8 || (stored.bytes[1] & 0x20) != 0) {
            return damaged(stored);
        }
        if (!prepare()) return damaged(stored);
        std::size_t read = 0;
        std::size_t written = 0;
        const std::string_view stream = stored.bytes.substr(2);
        const auto result = libdeflate_deflate_decompress_ex(inflater_.get(), stream.data(), stream.size(),
                                                             buffer_.get(), kLargestText, &read, &written);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
            written = kLargestText + 1;
        else if (result != LIBDEFLATE_SUCCESS)
            return damaged(stored);
        if (!texts_.reserve(stored.name, written)) return std::nullopt;
        const std::string_view plain(buffer_.get(), written);
        if (!checksum_matches(stream.substr(read), plain)) note_damage(stored, "its checksum differs");
        return std::string(plain);
    }

private:
    bool prepare() {
        if (!inflater_) inflater_.reset(libdeflate_alloc_decompressor());
        if (!buffer_) buffer_ = std::make_unique_for_overwrite<char[]>(kLargestText);
        return inflater_ != nullptr;
    }

    void note_damage(const StoredText& stored, std::string_view what) {
        texts_.note(fmt::format("The text '{}' is damaged: {}.", to_display(stored.name), what));
    }

    /// How far it came is not known; Deflate makes at most 1,032 bytes of one.
    std::optional<std::string> damaged(const StoredText& stored) {
        note_damage(stored, "it cannot be inflated");
        texts_.reserve(stored.name, std::min(kLargestText, stored.bytes.size() * 1032));
        return std::nullopt;
    }

    MetadataTexts& texts_;
    Inflater inflater_{nullptr, &libdeflate_free_decompressor};
    std::unique_ptr<char[]> buffer_;
};

void add_text(const StoredText& stored, std::string_view bytes, MetadataTexts& texts) {
    texts.add(stored.name, stored.latin1 ? text_from_latin1(bytes) : text_from_utf8(bytes));
}

void read_text_chunk(const PngChunk& chunk, TextInflater& inflater, MetadataTexts& texts) {
    const std::optional<StoredText> stored = stored_text(chunk);
    if (!stored) {
        texts.note(fmt::format("A text chunk at byte {} is cut short or of an unknown kind.", chunk.offset));
        return;
    }
    if (!crc_matches(chunk)) {
        texts.note(fmt::format("The text '{}' may be damaged: its CRC differs.", to_display(stored->name)));
    }
    if (!texts.begin(stored->name)) return;
    if (stored->deflated) {
        if (const auto plain = inflater.inflate(*stored)) add_text(*stored, *plain, texts);
    } else if (texts.reserve(stored->name, stored->bytes.size())) {
        add_text(*stored, stored->bytes, texts);
    }
}

}  // namespace

void read_png_texts(std::span<const std::byte> file, MetadataTexts& texts) {
    const Result<PngChunks> split = split_png_chunks(file);
    if (!split) return texts.note(split.error().message);
    TextInflater inflater(texts);
    for (const PngChunk& chunk : split->chunks) {
        if (chunk.type == png_type("eXIf")) {
            if (!crc_matches(chunk)) texts.note("The EXIF block may be damaged: its CRC differs.");
            read_exif_texts(chunk.data, texts);
        } else if (chunk.type == png_type("tEXt") || chunk.type == png_type("zTXt") ||
                   chunk.type == png_type("iTXt")) {
            read_text_chunk(chunk, inflater, texts);
        }
    }
    if (!split->complete) texts.note("The PNG is cut short; texts behind the cut are missing.");
}

}  // namespace proofsheet::image
