#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace proofsheet::shell {

/// One face in a font file.
struct FontFace {
    std::string file;
    int index = 0;  ///< within a collection
    auto operator<=>(const FontFace&) const = default;
};

enum class FontStyle { Text, Mono };

/// The user interface face: the first that is installed of Inter, Noto Sans, Cantarell, DejaVu Sans (Text) or
/// JetBrains Mono, Noto Sans Mono, DejaVu Sans Mono (Mono); whatever the system prefers where none is. An
/// empty file name: no font at all.
FontFace find_face(FontStyle style);

/// Which installed face draws which of these characters; characters that no face has are left out.
std::map<FontFace, std::set<char32_t>> faces_for(const std::set<char32_t>& characters);

}  // namespace proofsheet::shell
