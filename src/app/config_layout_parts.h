#pragma once

#include <optional>

#include "app/config_layout.h"

namespace proofsheet::app {

/// How a list becomes another one with the least change. Numbers are of the old list.
struct ListPlan {
    std::vector<std::pair<std::size_t, std::string>> replaced;
    std::vector<std::size_t> removed;
    std::vector<std::pair<std::size_t, std::vector<std::string>>> inserted;  ///< before this item
};
ListPlan plan_list(const YamlNode& list, const std::vector<std::string>& wanted);

/// Past the last byte of an entry or item, its colon or dash included.
std::size_t end_of(const YamlNode& key, const YamlNode& value);

ScalarQuotes quotes_of(std::string_view text, const YamlNode& node);
/// Whether all of `node` may be overwritten without losing a comment.
bool is_free_of_comments(std::string_view text, const YamlNode& node);

Result<Splices> change_block_list(const Layout& layout, const YamlNode& list,
                                  const std::vector<std::string>& wanted);
Result<Splices> change_flow_list(const Layout& layout, const YamlNode& list,
                                 const std::vector<std::string>& wanted);
Result<Splices> remove_block_entry(const Layout& layout, const YamlNode& map, std::size_t index);
Result<Splices> remove_flow_entry(const Layout& layout, const YamlNode& map, std::size_t index);
Result<Splices> add_block_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry);
Result<Splices> add_flow_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry);
/// Overwrites a value of several lines and puts its comments below.
Result<Splices> replace_block_value(const Layout& layout, const YamlNode& key, const YamlNode& value,
                                    const std::string& written);

}  // namespace proofsheet::app
