#include "image/text_encoding.h"

#include "core/text.h"

namespace proofsheet::image {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_surrogate(std::uint32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

bool is_control(std::uint32_t code) {
    if (code == '\t' || code == '\n' || code == '\r') return false;
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

void append_safe(std::string& out, std::uint32_t code) {
    append_utf8(out, is_control(code) ? kReplacement : code);
}

/// How many bytes a sequence with this first byte has, 0 when none begins with it.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// Takes the next character from the front of `bytes`, or one byte as U+FFFD.
std::uint32_t take_utf8(std::string_view& bytes) {
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = sequence_length(lead);
    std::uint32_t code = length < 2 ? lead : lead & (0x7Fu >> length);
    bool good = length != 0 && length <= bytes.size();
    for (std::size_t i = 1; good && i < length; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        good = (byte & 0xC0) == 0x80;
        code = code << 6 | (byte & 0x3Fu);
    }
    good = good && code >= least[length] && code <= 0x10FFFF && !is_surrogate(code);
    bytes.remove_prefix(good ? length : 1);
    return good ? code : kReplacement;
}

void drop_zeros(std::string_view& bytes) {
    while (!bytes.empty() && bytes.back() == '\0') bytes.remove_suffix(1);
}

std::uint32_t unit_at(std::span<const std::byte> bytes, std::size_t index, ByteOrder order) {
    const auto first = std::to_integer<std::uint32_t>(bytes[index * 2]);
    const auto second = std::to_integer<std::uint32_t>(bytes[index * 2 + 1]);
    return order == ByteOrder::Big ? first << 8 | second : second << 8 | first;
}

/// Units that are plain ASCII less units that hardly come in a text: controls, private use, lone surrogates.
std::ptrdiff_t likeness(std::span<const std::byte> bytes, ByteOrder order) {
    std::ptrdiff_t score = 0;
    for (std::size_t i = 0; i < bytes.size() / 2; ++i) {
        const std::uint32_t unit = unit_at(bytes, i, order);
        const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
        const bool paired = low && i > 0 && unit_at(bytes, i - 1, order) >> 10 == 0xD800 >> 10;
        const bool odd = is_control(unit) || (low && !paired) || (unit >= 0xE000 && unit <= 0xF8FF);
        if (odd)
            --score;
        else if (unit < 0x7F)
            ++score;
    }
    return score;
}

ByteOrder likely_order(std::span<const std::byte> bytes, ByteOrder expected) {
    const ByteOrder other = expected == ByteOrder::Big ? ByteOrder::Little : ByteOrder::Big;
    const auto margin = static_cast<std::ptrdiff_t>(bytes.size() / 2 / 16);
    return likeness(bytes, other) > likeness(bytes, expected) + margin ? other : expected;
}

}  // namespace

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void append_utf8(std::string& out, std::uint32_t code) {
    if (code > 0x10FFFF || is_surrogate(code)) code = kReplacement;
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | code >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | code >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::string text_from_utf8(std::string_view bytes) {
    drop_zeros(bytes);
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) append_safe(out, take_utf8(bytes));
    return out;
}

std::string text_from_latin1(std::string_view bytes) {
    if (is_utf8(bytes)) return text_from_utf8(bytes);
    drop_zeros(bytes);
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) append_safe(out, static_cast<unsigned char>(c));
    return out;
}

std::string text_from_utf16(std::span<const std::byte> bytes, ByteOrder expected) {
    const std::size_t units = bytes.size() / 2;
    const std::uint32_t mark = units > 0 ? unit_at(bytes, 0, ByteOrder::Big) : 0;
    ByteOrder order = likely_order(bytes, expected);
    if (mark == 0xFEFF || mark == 0xFFFE) order = mark == 0xFEFF ? ByteOrder::Big : ByteOrder::Little;
    std::size_t end = units;
    while (end > 0 && unit_at(bytes, end - 1, order) == 0) --end;
    std::string out;
    for (std::size_t i = mark == 0xFEFF || mark == 0xFFFE ? 1 : 0; i < end; ++i) {
        std::uint32_t code = unit_at(bytes, i, order);
        const std::uint32_t next = i + 1 < end ? unit_at(bytes, i + 1, order) : 0;
        if (code >= 0xD800 && code <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF) {
            code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00);
            ++i;
        }
        append_safe(out, code);
    }
    return out;
}

}  // namespace proofsheet::image
