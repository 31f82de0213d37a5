#include "image/exif.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;
using Bytes = std::span<const std::byte>;

constexpr std::uint32_t kExifDirectory = 0x8769;
constexpr std::uint32_t kUserComment = 0x9286;
constexpr std::uint32_t kMakerNote = 0x927C;

struct NamedTag {
    std::uint32_t tag;
    std::string_view name;
};

constexpr std::array kTextTags{
    NamedTag{0x010D, "DocumentName"},  NamedTag{0x010E, "ImageDescription"},
    NamedTag{0x010F, "Make"},          NamedTag{0x0110, "Model"},
    NamedTag{0x0131, "Software"},      NamedTag{kUserComment, "UserComment"},
    NamedTag{kMakerNote, "MakerNote"},
};

/// Types whose values are single bytes: BYTE, ASCII, SBYTE, UNDEFINED.
bool is_byte_type(std::uint32_t type) {
    return type == 1 || type == 2 || type == 6 || type == 7;
}

struct Entry {
    std::uint32_t tag = 0;
    std::uint32_t type = 0;
    std::uint32_t count = 0;
    std::size_t value_at = 0;  ///< of the four bytes that hold the value or its offset
};

/// A TIFF block; every read is checked against its end.
class Tiff {
public:
    Tiff(Bytes bytes, ByteOrder order) : bytes_(bytes), order_(order) {}

    ByteOrder order() const { return order_; }

    std::optional<std::uint32_t> number(std::size_t at, std::size_t size) const {
        if (at > bytes_.size() || bytes_.size() - at < size) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t from = order_ == ByteOrder::Big ? at + i : at + size - 1 - i;
            value = value << 8 | std::to_integer<std::uint32_t>(bytes_[from]);
        }
        return value;
    }

    /// Entry `index` of the directory at `directory`, nothing behind the end of the block.
    std::optional<Entry> entry(std::size_t directory, std::uint32_t index) const {
        const std::size_t at = directory + 2 + std::size_t{12} * index;
        const auto tag = number(at, 2);
        const auto type = number(at + 2, 2);
        const auto count = number(at + 4, 4);
        if (!tag || !type || !count || !number(at + 8, 4)) return std::nullopt;
        return Entry{*tag, *type, *count, at + 8};
    }

    /// The value of an entry of single bytes, nothing when it leads out of the block.
    std::optional<Bytes> value(const Entry& entry) const {
        if (entry.count <= 4) return bytes_.subspan(entry.value_at, entry.count);
        const std::size_t at = number(entry.value_at, 4).value_or(0);
        if (at > bytes_.size() || bytes_.size() - at < entry.count) return std::nullopt;
        return bytes_.subspan(at, entry.count);
    }

private:
    Bytes bytes_;
    ByteOrder order_;
};

std::optional<Tiff> open_tiff(Bytes block) {
    constexpr std::string_view prefix = "Exif\0\0"sv;
    if (as_text(block).starts_with(prefix)) block = block.subspan(prefix.size());
    if (as_text(block).starts_with("II*\0"sv)) return Tiff(block, ByteOrder::Little);
    if (as_text(block).starts_with("MM\0*"sv)) return Tiff(block, ByteOrder::Big);
    return std::nullopt;
}

class ExifReader {
public:
    ExifReader(const Tiff& tiff, MetadataTexts& texts) : tiff_(tiff), texts_(texts) {}

    void read() {
        const auto first = tiff_.number(4, 4);
        if (!first) return texts_.note("The EXIF block is cut short.");
        read_directory(*first);
        if (exif_directory_) read_directory(*exif_directory_);
    }

private:
    void read_directory(std::size_t at) {
        const auto count = tiff_.number(at, 2);
        for (std::uint32_t i = 0; count && i < *count; ++i) {
            const auto entry = tiff_.entry(at, i);
            if (!entry) return texts_.note("A directory of the EXIF block leads out of it.");
            read_entry(*entry);
        }
        if (!count) texts_.note("A directory of the EXIF block leads out of it.");
    }

    void read_entry(const Entry& entry) {
        if (entry.tag == kExifDirectory && entry.type == 4 && entry.count == 1) {
            exif_directory_ = tiff_.number(entry.value_at, 4);
            return;
        }
        const auto named = std::ranges::find(kTextTags, entry.tag, &NamedTag::tag);
        if (named == kTextTags.end() || !is_byte_type(entry.type) || seen(entry.tag)) return;
        const std::optional<Bytes> value = tiff_.value(entry);
        if (!value) {
            return texts_.note(fmt::format("The EXIF tag {} leads out of its block.", named->name));
        }
        read_value(*named, *value);
    }

    /// A tag may stand once; this keeps one large value from being read through many entries.
    bool seen(std::uint32_t tag) {
        if (std::ranges::find(seen_, tag) != seen_.end()) return true;
        seen_.push_back(tag);
        return false;
    }

    void read_value(const NamedTag& named, Bytes value) {
        const bool binary =
            named.tag == kMakerNote && std::ranges::any_of(as_text(value).substr(0, 64), [](char c) {
                return static_cast<unsigned char>(c) < 0x20 && c != '\0' && c != '\n';
            });
        if (binary || value.empty() || !texts_.begin(named.name) || !texts_.reserve(named.name, value.size()))
            return;
        if (named.tag == kUserComment)
            read_comment(value);
        else
            add(named.name, text_from_utf8(as_text(value)));
    }

    void read_comment(Bytes value) {
        constexpr std::size_t prefix = 8;
        const std::string_view text = as_text(value);
        const std::string_view rest = text.substr(std::min(prefix, text.size()));
        if (text.starts_with("UNICODE\0"sv)) {
            add("UserComment", text_from_utf16(value.subspan(prefix), tiff_.order()));
        } else if (text.starts_with("ASCII\0\0\0"sv) || text.starts_with("\0\0\0\0\0\0\0\0"sv)) {
            add("UserComment", text_from_utf8(rest));
        } else if (text.starts_with("JIS\0\0\0\0\0"sv)) {
            texts_.note("The EXIF tag UserComment is written in JIS, which is not read.");
        } else {
            add("UserComment", text_from_utf8(text));
        }
    }

    void add(std::string_view name, std::string text) {
        if (!text.empty()) texts_.add(name, std::move(text));
    }

    const Tiff& tiff_;
    MetadataTexts& texts_;
    std::optional<std::uint32_t> exif_directory_;
    std::vector<std::uint32_t> seen_;
};

}  // namespace

void read_exif_texts(std::span<const std::byte> block, MetadataTexts& texts) {
    const std::optional<Tiff> tiff = open_tiff(block);
    if (!tiff) return texts.note("The EXIF block is damaged: it has no byte order.");
    ExifReader(*tiff, texts).read();
}

}  // namespace proofsheet::image
