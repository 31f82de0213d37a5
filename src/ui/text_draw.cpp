#include "ui/text_draw.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

float font_px(const Context& context, Type type) {
    return context.px(size_pt(type));
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool has_glyph(ImFont& font, char32_t code) {
#if IMGUI_VERSION_NUM < 19200
    return font.FindGlyphNoFallback(static_cast<ImWchar>(code)) != nullptr;
#else
    return font.IsGlyphInFont(static_cast<ImWchar>(code));
#endif
}

/// Notes characters that are not in the atlas. ASCII always is.
void note_missing(const Context& context, Type type, std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        const auto lead = static_cast<unsigned char>(*at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        char32_t code = lead & (0x7Fu >> length);
        for (int i = 1; i < length && at + i < end; ++i)
            code = (code << 6) | (static_cast<unsigned char>(at[i]) & 0x3Fu);
        at += length;
        if (code <= 0xFFFF && !has_glyph(*context.fonts[type], code)) context.missing.insert(code);
    }
}

/// Bytes of one paragraph that fit into a line, at least one whole character.
std::size_t fitting_bytes(const Context& context, Type type, std::string_view text, float width) {
    if (text.empty()) return 0;
    const char* const end = text.data() + text.size();
#if IMGUI_VERSION_NUM < 19200
    const float scale = font_px(context, type) / context.fonts[type]->FontSize;
    const char* stop = context.fonts[type]->CalcWordWrapPositionA(scale, text.data(), end, width);
#else
    const char* stop =
        context.fonts[type]->CalcWordWrapPosition(font_px(context, type), text.data(), end, width);
#endif
    std::size_t bytes = std::max<std::size_t>(static_cast<std::size_t>(stop - text.data()), 1);
    while (bytes < text.size() && is_continuation(text[bytes])) ++bytes;
    return bytes;
}

std::string_view head_of(std::string_view text, std::size_t bytes) {
    while (bytes > 0 && bytes < text.size() && is_continuation(text[bytes])) --bytes;
    return text.substr(0, bytes);
}

std::string_view tail_of(std::string_view text, std::size_t bytes) {
    std::size_t from = text.size() - std::min(bytes, text.size());
    while (from < text.size() && is_continuation(text[from])) ++from;
    return text.substr(from);
}

}  // namespace

ImVec2 text_size(const Context& context, Type type, std::string_view text) {
    return context.fonts[type]->CalcTextSizeA(font_px(context, type), 1e9f, 0.0f, text.data(),
                                              text.data() + text.size());
}

void draw_text(const Context& context, ImDrawList& list, Type type, ImVec2 at, Colour colour,
               std::string_view text) {
    if (text.empty()) return;
    note_missing(context, type, text);
    list.AddText(context.fonts[type], font_px(context, type), ImVec2(std::floor(at.x), std::floor(at.y)),
                 colour, text.data(), text.data() + text.size());
}

std::string elide_middle(const Context& context, Type type, std::string_view text, float width) {
    if (text_size(context, type, text).x <= width) return std::string(text);
    std::size_t low = 0;
    std::size_t high = text.size();
    const auto shortened = [&](std::size_t kept) {
        std::string result(head_of(text, kept - kept / 2));
        result += kEllipsis;
        return result += tail_of(text, kept / 2);
    };
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (text_size(context, type, shortened(middle)).x <= width)
            low = middle;
        else
            high = middle - 1;
    }
    return shortened(low);
}

bool draw_text_in(const Context& context, ImDrawList& list, Type type, ImVec2 min, ImVec2 max, Colour colour,
                  std::string_view text, Align align) {
    const float width = max.x - min.x;
    if (text.empty() || width <= 0) return false;
    const ImVec2 whole = text_size(context, type, text);
    const bool elided = whole.x > width;
    const std::string shown = elided ? elide_middle(context, type, text, width) : std::string();
    const std::string_view line = elided ? std::string_view(shown) : text;
    const float line_width = elided ? text_size(context, type, line).x : whole.x;
    const float slack = std::max(0.0f, width - line_width);
    const float shift = align == Align::Left ? 0 : align == Align::Center ? slack / 2 : slack;
    draw_text(context, list, type, ImVec2(min.x + shift, (min.y + max.y - font_px(context, type)) / 2),
              colour, line);
    return elided;
}

float line_height(const Context& context, Type type) {
    return std::round(font_px(context, type) * 1.35f);
}

std::vector<std::string_view> wrap_lines(const Context& context, Type type, std::string_view text,
                                         float width) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::string_view paragraph = text.substr(0, text.find('\n'));
        const std::size_t fits = fitting_bytes(context, type, paragraph, width);
        const bool whole = fits >= paragraph.size();
        lines.push_back(paragraph.substr(0, fits));
        text.remove_prefix(whole ? std::min(paragraph.size() + 1, text.size()) : fits);
        while (!whole && !text.empty() && text.front() == ' ') text.remove_prefix(1);
    }
    return lines;
}

float draw_wrapped(const Context& context, ImDrawList& list, Type type, ImVec2 at, float width, Colour colour,
                   std::string_view text) {
    float y = at.y;
    for (const std::string_view line : wrap_lines(context, type, text, width)) {
        draw_text(context, list, type, ImVec2(at.x, y), colour, line);
        y += line_height(context, type);
    }
    return y - at.y;
}

}  // namespace proofsheet::ui
