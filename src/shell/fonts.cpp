#include "shell/fonts.h"

#include <fontconfig/fontconfig.h>

#include <array>
#include <memory>
#include <optional>

namespace proofsheet::shell {
namespace {

using Pattern = std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)>;
using FontSet = std::unique_ptr<FcFontSet, decltype(&FcFontSetDestroy)>;
using CharSet = std::unique_ptr<FcCharSet, decltype(&FcCharSetDestroy)>;

const FcChar8* as_fc(const char* text) {
    return reinterpret_cast<const FcChar8*>(text);
}

std::string text_of(FcPattern* pattern, const char* property) {
    FcChar8* value = nullptr;
    if (FcPatternGetString(pattern, property, 0, &value) != FcResultMatch) return {};
    return reinterpret_cast<const char*>(value);
}

FontFace face_of(FcPattern* pattern) {
    int index = 0;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    return {text_of(pattern, FC_FILE), index & 0xFFFF};
}

/// Outlines only: bitmap and colour fonts cannot be scaled into the atlas.
Pattern make_pattern() {
    Pattern pattern(FcPatternCreate(), &FcPatternDestroy);
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern.get(), FC_COLOR, FcFalse);
    FcPatternAddInteger(pattern.get(), FC_WEIGHT, FC_WEIGHT_REGULAR);
    FcPatternAddInteger(pattern.get(), FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(pattern.get(), FC_VARIABLE, FcFalse);
    return pattern;
}

void substitute(FcPattern* pattern) {
    FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
}

std::optional<FontFace> installed_face(const char* family) {
    Pattern pattern = make_pattern();
    FcPatternAddString(pattern.get(), FC_FAMILY, as_fc(family));
    substitute(pattern.get());
    FcResult result = FcResultMatch;
    const Pattern match(FcFontMatch(nullptr, pattern.get(), &result), &FcPatternDestroy);
    if (!match || text_of(match.get(), FC_FAMILY) != family) return std::nullopt;
    return face_of(match.get());
}

FontFace any_face(const char* family) {
    Pattern pattern = make_pattern();
    FcPatternAddString(pattern.get(), FC_FAMILY, as_fc(family));
    substitute(pattern.get());
    FcResult result = FcResultMatch;
    const Pattern match(FcFontMatch(nullptr, pattern.get(), &result), &FcPatternDestroy);
    return match ? face_of(match.get()) : FontFace{};
}

/// Moves the characters that a font has from `left` to `taken`.
void take_covered(FcPattern* font, std::set<char32_t>& left, std::set<char32_t>& taken) {
    FcCharSet* has = nullptr;
    if (FcPatternGetCharSet(font, FC_CHARSET, 0, &has) != FcResultMatch) return;
    std::erase_if(left, [&](char32_t character) {
        if (!FcCharSetHasChar(has, character)) return false;
        taken.insert(character);
        return true;
    });
}

}  // namespace

FontFace find_face(FontStyle style) {
    constexpr std::array kText{"Inter", "Noto Sans", "Cantarell", "DejaVu Sans"};
    constexpr std::array kMono{"JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono"};
    if (style == FontStyle::Text) {
        for (const char* family : kText)
            if (const auto face = installed_face(family)) return *face;
        return any_face("sans-serif");
    }
    for (const char* family : kMono)
        if (const auto face = installed_face(family)) return *face;
    return any_face("monospace");
}

std::map<FontFace, std::set<char32_t>> faces_for(const std::set<char32_t>& characters) {
    std::map<FontFace, std::set<char32_t>> faces;
    std::set<char32_t> left = characters;
    if (left.empty()) return faces;
    const CharSet wanted(FcCharSetCreate(), &FcCharSetDestroy);
    for (const char32_t character : left) FcCharSetAddChar(wanted.get(), character);
    Pattern pattern = make_pattern();
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, wanted.get());
    FcPatternAddString(pattern.get(), FC_FAMILY, as_fc("sans-serif"));
    substitute(pattern.get());
    FcResult result = FcResultMatch;
    const FontSet sorted(FcFontSort(nullptr, pattern.get(), FcTrue, nullptr, &result), &FcFontSetDestroy);
    for (int i = 0; sorted && i < sorted->nfont && !left.empty(); ++i) {
        FcBool scalable = FcFalse;
        FcPatternGetBool(sorted->fonts[i], FC_SCALABLE, 0, &scalable);
        std::set<char32_t> taken;
        if (scalable) take_covered(sorted->fonts[i], left, taken);
        const FontFace face = face_of(sorted->fonts[i]);
        if (!taken.empty() && !face.file.empty()) faces[face].insert(taken.begin(), taken.end());
    }
    return faces;
}

}  // namespace proofsheet::shell
