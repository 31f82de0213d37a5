#include "sheet/lettering.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text.h"

namespace proofsheet::sheet {
namespace {

/// More characters than any line shows.
constexpr std::size_t kLongestLabel = 2000;
constexpr std::u32string_view kEllipsis = U"\u2026";
/// Outlines only, with hinting that keeps the distances of the font.
constexpr FT_Int32 kLoadFlags = FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP;

using Library = std::unique_ptr<FT_LibraryRec_, decltype(&FT_Done_FreeType)>;
using Face = std::unique_ptr<FT_FaceRec_, decltype(&FT_Done_Face)>;

/// One character of well-formed UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at++);
    if (lead < 0x80) return lead;
    const int following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t character = lead & (0x3Fu >> following);
    for (int i = 0; i < following && at < text.size(); ++i) character = character << 6 | (byte(at++) & 0x3Fu);
    return character;
}

int pixels_of(FT_Pos position) {
    return static_cast<int>((position + 32) >> 6);
}

struct Glyph {
    std::size_t face = 0;
    FT_UInt index = 0;
    int advance = 0;
};

}  // namespace

std::u32string characters_in(std::string_view text) {
    const std::string clean = to_display(text);
    std::u32string characters;
    for (std::size_t at = 0; at < clean.size();) {
        const char32_t character = next_character(clean, at);
        characters += character == U'\n' || character == U'\t' ? U' ' : character;
    }
    if (characters.size() > kLongestLabel)
        characters = characters.substr(0, kLongestLabel / 2).append(kEllipsis) +
                     characters.substr(characters.size() - kLongestLabel / 2);
    return characters;
}

struct Lettering::State {
    Library library{nullptr, &FT_Done_FreeType};
    std::vector<Face> faces;
    std::unordered_map<char32_t, Glyph> glyphs;
    int ascent = 0;
    int line_height = 0;

    void add_face(const FontFile& font, int size) {
        FT_Face opened = nullptr;
        if (FT_New_Face(library.get(), font.path.c_str(), font.index, &opened) != 0) return;
        Face face(opened, &FT_Done_Face);
        if (FT_Set_Pixel_Sizes(opened, 0, static_cast<FT_UInt>(size)) != 0) return;
        faces.push_back(std::move(face));
    }

    Glyph find(char32_t character) {
        for (std::size_t i = 0; i < faces.size(); ++i)
            if (const FT_UInt index = FT_Get_Char_Index(faces[i].get(), character)) return {i, index, 0};
        constexpr char32_t kReplacement = U'\uFFFD';
        return character == kReplacement ? Glyph{} : find(kReplacement);
    }

    const Glyph& glyph(char32_t character) {
        const auto known = glyphs.find(character);
        if (known != glyphs.end()) return known->second;
        Glyph found = find(character);
        const Face& face = faces[found.face];
        if (FT_Load_Glyph(face.get(), found.index, kLoadFlags) == 0)
            found.advance = pixels_of(face->glyph->advance.x);
        return glyphs.emplace(character, found).first->second;
    }

    void draw(Canvas& canvas, int x, int baseline, const Glyph& glyph, Colour colour) const {
        const Face& face = faces[glyph.face];
        if (FT_Load_Glyph(face.get(), glyph.index, kLoadFlags | FT_LOAD_RENDER) != 0) return;
        const FT_GlyphSlot slot = face->glyph;
        const FT_Bitmap& bitmap = slot->bitmap;
        if (bitmap.pixel_mode != FT_PIXEL_MODE_GRAY || bitmap.pitch < 0) return;
        for (int row = 0; row < static_cast<int>(bitmap.rows); ++row) {
            const unsigned char* line = bitmap.buffer + std::ptrdiff_t{row} * bitmap.pitch;
            for (int column = 0; column < static_cast<int>(bitmap.width); ++column)
                canvas.blend(x + slot->bitmap_left + column, baseline - slot->bitmap_top + row, colour,
                             line[column]);
        }
    }
};

Lettering::Lettering(std::unique_ptr<State> state) : state_(std::move(state)) {}
Lettering::Lettering(Lettering&&) noexcept = default;
Lettering& Lettering::operator=(Lettering&&) noexcept = default;
Lettering::~Lettering() = default;

Result<Lettering> Lettering::open(std::span<const FontFile> fonts, int size) {
    auto state = std::make_unique<State>();
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) == 0) state->library.reset(library);
    for (const FontFile& font : fonts)
        if (state->library) state->add_face(font, size);
    if (state->faces.empty())
        return Error{ErrorKind::NotFound,
                     "There is no font to write the labels with; install one, such as DejaVu Sans."};
    const FT_Size_Metrics& metrics = state->faces.front()->size->metrics;
    state->ascent = pixels_of(metrics.ascender);
    state->line_height = state->ascent - pixels_of(metrics.descender);
    return Lettering(std::move(state));
}

int Lettering::line_height() const {
    return state_->line_height;
}

int Lettering::width(std::u32string_view text) {
    int width = 0;
    for (const char32_t character : text) width += state_->glyph(character).advance;
    return width;
}

std::u32string Lettering::elided(std::u32string_view text, int width) {
    if (this->width(text) <= width) return std::u32string(text);
    const int room = width - this->width(kEllipsis);
    int head_width = 0;
    int tail_width = 0;
    std::size_t head = 0;
    std::size_t tail = text.size();
    while (head < tail) {
        const bool at_head = head_width <= tail_width;
        const int advance = state_->glyph(text[at_head ? head : tail - 1]).advance;
        if (head_width + tail_width + advance > room) break;
        (at_head ? head_width : tail_width) += advance;
        at_head ? ++head : --tail;
    }
    return std::u32string(text.substr(0, head)).append(kEllipsis).append(text.substr(tail));
}

void Lettering::draw(Canvas& canvas, int x, int y, std::u32string_view text, Colour colour) {
    for (const char32_t character : text) {
        const Glyph glyph = state_->glyph(character);
        state_->draw(canvas, x, y + state_->ascent, glyph, colour);
        x += glyph.advance;
    }
}

}  // namespace proofsheet::sheet
