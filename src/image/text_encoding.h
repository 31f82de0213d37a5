#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace proofsheet::image {

enum class ByteOrder { Big, Little };

/// The same bytes, to be looked at as characters.
std::string_view as_text(std::span<const std::byte> bytes);

/// Appends one character as UTF-8; surrogates and numbers above U+10FFFF become U+FFFD.
void append_utf8(std::string& out, std::uint32_t code);

/// The functions below make text that is safe to show: well-formed UTF-8, where bytes that are none and
/// control characters other than tab, line feed and carriage return are U+FFFD. Zero bytes at the end are
/// dropped.
std::string text_from_utf8(std::string_view bytes);

/// ISO 8859-1, except that bytes which are already well-formed UTF-8 are taken as that: many programs write
/// UTF-8 where Latin-1 is asked for.
std::string text_from_latin1(std::string_view bytes);

/// UTF-16 with or without a byte order mark. Without one the order is `expected`, unless the bytes read far
/// more like text the other way round: programs disagree about the order inside an EXIF comment.
std::string text_from_utf16(std::span<const std::byte> bytes, ByteOrder expected);

}  // namespace proofsheet::image
