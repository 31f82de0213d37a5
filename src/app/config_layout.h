#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_edit.h"
#include "app/yaml_scalar.h"
#include "app/yaml_tree.h"

namespace proofsheet::app {

/// The text of a configuration and how it is laid out.
struct Layout {
    std::string_view text;
    std::string_view line_end = "\n";
    int indent = 2;  ///< spaces from one level to the next
};
Layout layout_of(std::string_view text, const YamlNode& root);

/// A replacement of the bytes from `begin` to `end`.
struct Splice {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};
using Splices = std::vector<Splice>;

/// `text` with all splices done; Unsupported when two of them overlap.
Result<std::string> with_splices(std::string_view text, Splices splices);

/// "Line 4 of the configuration: ... edit the file by hand."
Error cannot_change(int line, std::string_view why = "it is written in a way that cannot be changed safely");

/// One key of a map and what is set under it.
struct NewEntry {
    std::string key;
    ConfigChange change;  ///< SetText, SetNumber or SetList
};

/// The value of a change on one line. Not for RemoveKey and SetEntries.
std::string write_inline(const ConfigChange& change, ScalarPlace place, ScalarQuotes before);

/// Lines with `entry` at `column`; a list gets a line for each item.
std::string entry_lines(const Layout& layout, const NewEntry& entry, int column);

/// Entry `index` is the pair of `map.items[2 * index]` and the value behind it.
Result<Splices> remove_entry(const Layout& layout, const YamlNode& map, std::size_t index);
Result<Splices> add_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry);
Result<Splices> set_value(const Layout& layout, const YamlNode& map, std::size_t index,
                          const ConfigChange& change);
/// Puts `lines` below a key that has no value.
Result<Splices> put_below(const Layout& layout, const YamlNode& map, std::size_t index, std::string lines);
/// Puts `written` in the place of a value.
Result<Splices> put_inline(const Layout& layout, const YamlNode& map, std::size_t index, std::string written);

}  // namespace proofsheet::app
