#pragma once

#include <cstddef>
#include <string_view>

#include "app/yaml_tree.h"
#include "core/result.h"

namespace proofsheet::app {

/// Fills in `end` and `lead` of all nodes below `root`, whose `begin` the parser gave, and both of nodes for
/// which nothing is written. Errors: Unsupported when text and tree do not fit together, with the line.
Status find_places(std::string_view text, YamlNode& root);

/// The first position from `at` on that holds neither white space nor a part of a comment.
std::size_t skip_space_and_comments(std::string_view text, std::size_t at);

/// Past anchors and tags, and the space after them.
std::size_t skip_properties(std::string_view text, std::size_t at);

}  // namespace proofsheet::app
