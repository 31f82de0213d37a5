#include "shell/font_atlas.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <cmath>
#include <vector>

#include "shell/fonts.h"

namespace proofsheet::shell {
namespace {

/// ASCII, Latin-1, and the signs that the user interface itself writes.
constexpr ImWchar kLatin[] = {0x0020, 0x00FF, 0x2009, 0x2009, 0x2013, 0x2014, 0x2018, 0x201D, 0x2022,
                              0x2022, 0x2026, 0x2026, 0x2190, 0x2193, 0xFFFD, 0xFFFD, 0};

std::vector<ImWchar> ranges_of(const std::set<char32_t>& characters) {
    std::vector<ImWchar> ranges;
    for (const char32_t character : characters) {
        const auto code = static_cast<ImWchar>(character);
        if (!ranges.empty() && ranges.back() + 1 == code)
            ranges.back() = code;
        else
            ranges.insert(ranges.end(), {code, code});
    }
    ranges.push_back(0);
    return ranges;
}

ImFontConfig base_config(const FontFace& face) {
    ImFontConfig config;
    config.FontNo = face.index;
    config.OversampleH = 1;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    return config;
}

/// The library's own font stands in for a file that cannot be read.
ImFont* add_face(ImFontAtlas& atlas, const FontFace& face, float size_px, const ImWchar* ranges) {
    ImFontConfig config = base_config(face);
    ImFont* font =
        face.file.empty() ? nullptr : atlas.AddFontFromFileTTF(face.file.c_str(), size_px, &config, ranges);
    return font != nullptr ? font : atlas.AddFontDefault();
}

struct ExtraFace {
    FontFace face;
    std::vector<ImWchar> ranges;
};

std::vector<ExtraFace> extra_faces(const std::set<char32_t>& extra) {
    std::vector<ExtraFace> faces;
    for (const auto& [face, characters] : faces_for(extra)) faces.push_back({face, ranges_of(characters)});
    return faces;
}

}  // namespace

ui::Fonts build_font_atlas(float scale, const std::set<char32_t>& extra) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    const FontFace text = find_face(FontStyle::Text);
    const FontFace mono = find_face(FontStyle::Mono);
    const std::vector<ExtraFace> more = extra_faces(extra);
    ui::Fonts fonts;
    for (std::size_t i = 0; i < fonts.fonts.size(); ++i) {
        const auto type = static_cast<ui::Type>(i);
        const float size_px = std::round(ui::size_pt(type) * scale);
        fonts.fonts[i] = add_face(atlas, type == ui::Type::Mono ? mono : text, size_px, kLatin);
        for (const ExtraFace& face : more) {
            ImFontConfig config = base_config(face.face);
            config.MergeMode = true;
            atlas.AddFontFromFileTTF(face.face.file.c_str(), size_px, &config, face.ranges.data());
        }
    }
    ImGui::GetIO().FontDefault = fonts[ui::Type::Body];
#if IMGUI_VERSION_NUM < 19200
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.TexDesiredWidth = 2048;
    atlas.Build();
#endif
    return fonts;
}

}  // namespace proofsheet::shell
