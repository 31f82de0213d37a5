#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"

namespace proofsheet::app {

/// Back to the default: the key leaves the file, and its section with it when nothing else is in there.
struct RemoveKey {
    bool operator==(const RemoveKey&) const = default;
};
/// One text, such as a folder or a token; quoted where YAML would read something else.
struct SetText {
    std::string text;
    bool operator==(const SetText&) const = default;
};
/// A number as it was typed.
struct SetNumber {
    std::string text;
    bool operator==(const SetNumber&) const = default;
};
struct SetList {
    std::vector<std::string> items;
    bool operator==(const SetList&) const = default;
};
/// Exactly these entries: others that the file has under the key leave it. For `keys`.
struct SetEntries {
    std::vector<std::pair<std::string, std::string>> entries;
    bool operator==(const SetEntries&) const = default;
};
using ConfigChange = std::variant<RemoveKey, SetText, SetNumber, SetList, SetEntries>;

/// One change of a configuration file.
struct ConfigEdit {
    std::string key;  ///< "sample_dir", "comfyui.url", `keys."step.next"`
    ConfigChange change;
    bool operator==(const ConfigEdit&) const = default;
};

/// Changes the text of a config.yaml and leaves everything else in it as it is: comments, blank lines, order,
/// quotes of other values, unknown keys, line ends, a byte order mark. A comment at something that goes stays
/// as a line of its own. An empty text becomes a commented file. Pure. The result is read again and compared
/// with what was asked for. Errors: InvalidInput when the text is not YAML or a value is not what the
/// configuration allows; Unsupported when the text does not allow a safe change (repeated keys, anchors,
/// merge keys at the very place ...). Their sentences name the line and say what to do; they never hold a
/// value, so never a secret.
Result<std::string> edit_config(std::string_view text, std::span<const ConfigEdit> edits);

/// Why the configuration would not take this change: the sentence of `parse_config`. nullopt when it would.
std::optional<std::string> check_edit(const ConfigEdit& edit);

/// What the file says under a key, as it is written there ("~/samples" stays so); items of a list are lines.
/// nullopt when it says nothing, or is not YAML. Tokens come out as well: for a form, use `field_text`.
std::optional<std::string> text_in_config(std::string_view text, std::string_view key);

/// The key of a binding as `ConfigEdit` wants it: `keys."step.next"`.
std::string binding_key(std::string_view action);

}  // namespace proofsheet::app
