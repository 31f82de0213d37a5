#include "shell/window_place_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/file_bytes.h"

namespace proofsheet::shell {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kLargestFile = 1 << 16;

int number(const Json& document, const char* key, int otherwise, int low, int high) {
    const auto found = document.find(key);
    return found != document.end() && found->is_number_integer() ? std::clamp(found->get<int>(), low, high)
                                                                 : otherwise;
}

}  // namespace

WindowPlace read_window_place(const std::filesystem::path& file) {
    WindowPlace place;
    const auto bytes = read_file(file, kLargestFile);
    if (!bytes) return place;
    const Json document =
        Json::parse(reinterpret_cast<const char*>(bytes->data()),
                    reinterpret_cast<const char*>(bytes->data()) + bytes->size(), nullptr, false);
    if (!document.is_object()) return place;
    constexpr int kFar = 100000;
    place.x = number(document, "x", 0, -kFar, kFar);
    place.y = number(document, "y", 0, -kFar, kFar);
    place.width = number(document, "width", place.width, 320, 16384);
    place.height = number(document, "height", place.height, 240, 16384);
    place.placed = document.contains("x") && document.contains("y");
    place.maximized = document.value("maximized", Json(false)) == Json(true);
    return place;
}

void write_window_place(const std::filesystem::path& file, const WindowPlace& place) {
    const Json document{{"x", place.x},
                        {"y", place.y},
                        {"width", place.width},
                        {"height", place.height},
                        {"maximized", place.maximized}};
    const std::string text = document.dump(2) + "\n";
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    static_cast<void>(write_file_atomically(file, std::as_bytes(std::span(text))));
}

}  // namespace proofsheet::shell
