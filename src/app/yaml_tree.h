#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::app {

/// A node of a YAML text and where it stands there. Positions are bytes of the text that was read.
struct YamlNode {
    enum class Kind { Null, Scalar, Alias, List, Map };
    static constexpr std::size_t kNowhere = std::string_view::npos;

    Kind kind = Kind::Null;
    bool flow = false;            ///< a list in [] or a map in {}
    bool any_tag = false;         ///< equals whatever the tag: how a new value is quoted does not matter
    std::string text;             ///< what a scalar says
    std::string tag;              ///< "?" for plain scalars, "!" for quoted ones, else what is written
    std::size_t anchor = 0;       ///< number of the anchor that it has, or that an alias means
    int line = 1;                 ///< from 1
    int column = 0;               ///< from 0
    std::size_t begin = 0;        ///< first byte, with anchor and tag
    std::size_t end = 0;          ///< past the last byte; `begin` when nothing is written
    std::size_t lead = kNowhere;  ///< the dash of an item or the colon before a value
    std::vector<YamlNode> items;  ///< of a map: key, value, key, value ...
};

/// Means the same: kinds, texts, tags, anchors and order, but not places, quotes and layout.
bool same_content(const YamlNode& left, const YamlNode& right);

/// Reads the only document of a text. The text must not begin with a byte order mark. Errors: InvalidInput
/// (not YAML), Unsupported (several documents, or a layout whose places cannot be told); both with the line.
Result<YamlNode> read_yaml_tree(std::string_view text);

/// The comments inside `node`, each from its '#' to the end of its line.
std::vector<std::string> comments_inside(std::string_view text, const YamlNode& node);

/// The comments between two tokens.
std::vector<std::string> comments_between(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace proofsheet::app
