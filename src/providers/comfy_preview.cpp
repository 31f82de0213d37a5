#include "providers/comfy_preview.h"

#include <optional>
#include <string_view>

#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

/// The metadata of a preview are a few ids.
constexpr std::uint32_t kMostMetadataBytes = 1 << 20;

/// Takes big-endian numbers and bytes from the front of a message.
class Reader {
public:
    explicit Reader(std::span<const std::byte> rest) : rest_(rest) {}

    std::optional<std::uint32_t> number() {
        if (rest_.size() < 4) return std::nullopt;
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(rest_[i]);
        rest_ = rest_.subspan(4);
        return value;
    }
    /// A text with its length in front.
    std::optional<std::string_view> text() {
        const auto size = number();
        if (!size || *size > rest_.size() || *size > kMostMetadataBytes) return std::nullopt;
        const std::string_view text(reinterpret_cast<const char*>(rest_.data()), *size);
        rest_ = rest_.subspan(*size);
        return text;
    }
    std::span<const std::byte> rest() const { return rest_; }

private:
    std::span<const std::byte> rest_;
};

Error cut_short() {
    return {ErrorKind::InvalidInput, "A preview of ComfyUI is cut short."};
}

ComfyPreview picture_of(const Reader& reader) {
    ComfyPreview preview;
    preview.picture.assign(reader.rest().begin(), reader.rest().end());
    return preview;
}

Result<ComfyPreview> bare_picture(Reader reader) {
    const auto format = reader.number();
    if (!format || reader.rest().empty()) return cut_short();
    if (*format != 1 && *format != 2)
        return Error{ErrorKind::Unsupported, "A preview has an unknown format."};
    return picture_of(reader);
}

Result<ComfyPreview> text(Reader reader) {
    const auto node = reader.text();
    if (!node) return cut_short();
    ComfyPreview preview;
    preview.kind = ComfyPreview::Kind::Text;
    preview.node = *node;
    preview.text.assign(reinterpret_cast<const char*>(reader.rest().data()), reader.rest().size());
    return preview;
}

Result<ComfyPreview> described_picture(Reader reader) {
    const auto description = reader.text();
    if (!description || reader.rest().empty()) return cut_short();
    const auto json = image::parse_json(*description);
    if (!json) return with_context(json.error(), "A preview of ComfyUI cannot be read");
    ComfyPreview preview = picture_of(reader);
    preview.prompt_id = text_of(member(*json, "prompt_id"));
    preview.node = text_of(member(*json, "node_id"));
    return preview;
}

}  // namespace

Result<ComfyPreview> parse_comfy_preview(std::span<const std::byte> message) {
    Reader reader(message);
    const auto event = reader.number();
    if (!event) return cut_short();
    if (*event == 1) return bare_picture(reader);
    if (*event == 3) return text(reader);
    if (*event == 4) return described_picture(reader);
    return Error{ErrorKind::Unsupported, "ComfyUI sent a binary message of an unknown kind."};
}

}  // namespace proofsheet::providers
