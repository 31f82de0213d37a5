#include "store/grid_json.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"

namespace proofsheet::store {
namespace {

using nlohmann::json;

/// Characters; more than this program writes, and little enough for the memory.
constexpr std::size_t kLongestText = 16'000'000;

constexpr std::array kModes{std::pair{"hide", grid::FilterMode::Hide},
                            std::pair{"single", grid::FilterMode::Single},
                            std::pair{"multi", grid::FilterMode::Multi}};

json text_to_json(const std::string& text) {
    if (is_utf8(text)) return text;
    std::string digits;
    for (const char byte : text) digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return json{{"bytes", digits}};
}

std::optional<std::string> bytes_from_digits(const std::string& digits) {
    if (digits.size() % 2 != 0 || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
        return std::nullopt;
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

std::optional<std::string> text_from_json(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_object() || value.size() != 1 || !value.contains("bytes") || !value["bytes"].is_string())
        return std::nullopt;
    return bytes_from_digits(value["bytes"].get<std::string>());
}

json parsed(const std::string& text) {
    if (text.size() > kLongestText) return json(json::value_t::discarded);
    return json::parse(text, nullptr, false);
}

/// False when the role is there and is no text.
bool read_role(const json& object, const char* role, std::optional<std::string>& dimension) {
    const auto found = object.find(role);
    if (found == object.end() || found->is_null()) return true;
    dimension = text_from_json(*found);
    return dimension.has_value();
}

std::optional<grid::FilterMode> mode_from_json(const json& value) {
    for (const auto& [word, mode] : kModes)
        if (value == word) return mode;
    return std::nullopt;
}

std::optional<std::pair<std::string, grid::Filter>> filter_from_json(const json& entry) {
    if (!entry.is_object() || !entry.contains("dimension") || !entry.contains("mode") ||
        !entry.contains("selected") || !entry["selected"].is_array())
        return std::nullopt;
    const std::optional<std::string> dimension = text_from_json(entry["dimension"]);
    const std::optional<grid::FilterMode> mode = mode_from_json(entry["mode"]);
    if (!dimension || !mode) return std::nullopt;
    grid::Filter filter{*mode, {}};
    for (const json& value : entry["selected"]) {
        std::optional<std::string> text = text_from_json(value);
        if (!text) return std::nullopt;
        filter.selected.insert(std::move(*text));
    }
    return std::pair{*dimension, std::move(filter)};
}

}  // namespace

std::string mapping_to_json(const grid::Mapping& mapping) {
    json object = json::object();
    if (mapping.x) object["x"] = text_to_json(*mapping.x);
    if (mapping.y) object["y"] = text_to_json(*mapping.y);
    if (mapping.slider) object["slider"] = text_to_json(*mapping.slider);
    return object.dump();
}

std::optional<grid::Mapping> mapping_from_json(const std::string& text) {
    const json object = parsed(text);
    if (!object.is_object()) return std::nullopt;
    grid::Mapping mapping;
    const bool readable = read_role(object, "x", mapping.x) && read_role(object, "y", mapping.y) &&
                          read_role(object, "slider", mapping.slider);
    if (!readable) return std::nullopt;
    return mapping;
}

std::string filters_to_json(const grid::Filters& filters) {
    json list = json::array();
    for (const auto& [dimension, filter] : filters) {
        json selected = json::array();
        for (const std::string& value : filter.selected) selected.push_back(text_to_json(value));
        const char* mode = "hide";
        for (const auto& [word, candidate] : kModes)
            if (candidate == filter.mode) mode = word;
        list.push_back(
            {{"dimension", text_to_json(dimension)}, {"mode", mode}, {"selected", std::move(selected)}});
    }
    return list.dump();
}

std::optional<grid::Filters> filters_from_json(const std::string& text) {
    const json list = parsed(text);
    if (!list.is_array()) return std::nullopt;
    grid::Filters filters;
    for (const json& entry : list) {
        std::optional<std::pair<std::string, grid::Filter>> filter = filter_from_json(entry);
        if (!filter) return std::nullopt;
        filters.insert(std::move(*filter));
    }
    return filters;
}

}  // namespace proofsheet::store
