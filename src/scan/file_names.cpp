#include "scan/file_names.h"

#include <algorithm>
#include <array>

namespace proofsheet::scan {
namespace {

bool ends_with_any_case(std::string_view name, std::string_view lower_suffix) {
    if (name.size() <= lower_suffix.size()) return false;
    return std::equal(lower_suffix.begin(), lower_suffix.end(), name.end() - lower_suffix.size(),
                      [](char l, char n) { return l == (n >= 'A' && n <= 'Z' ? n + ('a' - 'A') : n); });
}

}  // namespace

bool is_picture_name(std::string_view name) {
    constexpr std::array<std::string_view, 4> kEndings{".png", ".jpg", ".jpeg", ".webp"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return ends_with_any_case(name, ending); });
}

bool is_safetensors_name(std::string_view name) {
    return ends_with_any_case(name, ".safetensors");
}

bool is_passed_over(std::string_view folder_name) {
    return ends_with_any_case(folder_name, ".part") || ends_with_any_case(folder_name, ".tmp");
}

std::string_view stem_of(std::string_view name) {
    return name.substr(0, name.rfind('.'));
}

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view parent_part(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

}  // namespace proofsheet::scan
