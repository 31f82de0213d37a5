#include "image/comfy_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "image/metadata_fields.h"
#include "image/metadata_texts.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;

constexpr int kDeepestText = 32;
constexpr int kMostTextVisits = 1000;

struct RoleKeys {
    std::string_view plain, with_text, with_prompt;
};

constexpr RoleKeys keys_of(ComfyRole role) {
    return role == ComfyRole::Positive ? RoleKeys{"positive", "text_positive", "positive_prompt"}
                                       : RoleKeys{"negative", "text_negative", "negative_prompt"};
}

/// Inputs of joining nodes, in the order in which they are joined.
constexpr std::array kJoinKeys{"prefix"sv, "string_a"sv, "string_b"sv, "string1"sv, "string2"sv,
                               "text_a"sv, "text_b"sv,   "text_c"sv,   "text_d"sv,  "text1"sv,
                               "text2"sv,  "text3"sv,    "text4"sv,    "suffix"sv};

/// Follows text inputs to where the text is written down. Joins can name the same node many times, so visits
/// and size are counted.
class TextFollower {
public:
    TextFollower(const ComfyNodes& nodes, ComfyRole role) : nodes_(nodes), role_(role) {}

    /// The text in a value, directly or through a link.
    std::optional<std::string> text_of(const Json& value) {
        found_ = false;
        out_.clear();
        append(value, 0);
        return found_ ? std::optional(shown_text(out_)) : std::nullopt;
    }

private:
    bool append(const Json& value, int depth) {
        if (value.is_string()) {
            const auto& text = value.get_ref<const std::string&>();
            found_ = true;
            if (text.size() <= kLargestText - std::min(kLargestText, out_.size())) out_ += text;
            return true;
        }
        const auto source = nodes_.link(value);
        if (!source || depth == kDeepestText || ++visits_ > kMostTextVisits) return false;
        return append_joined(source->node, depth + 1) || append_first(source->node, depth + 1);
    }

    bool append_joined(std::size_t node, int depth) {
        const Json* delimiter = nodes_.input(node, "delimiter");
        bool any = false;
        std::size_t inputs = 0;
        for (const std::string_view key : kJoinKeys) inputs += nodes_.input(node, key) != nullptr ? 1 : 0;
        for (const std::string_view key : kJoinKeys) {
            const Json* value = inputs < 2 ? nullptr : nodes_.input(node, key);
            if (value == nullptr) continue;
            if (any && delimiter != nullptr) append(*delimiter, depth);
            any = append(*value, depth) || any;
        }
        return any;
    }

    bool append_first(std::size_t node, int depth) {
        const RoleKeys role = keys_of(role_);
        const std::array keys{role.with_text, role.with_prompt, "populated_text"sv,
                              "text"sv,       "string"sv,       "value"sv,
                              "prompt"sv,     role.plain,       "Text"sv,
                              "String"sv,     "text_0"sv,       "wildcard_text"sv,
                              "any"sv,        "input"sv,        ""sv};
        return std::ranges::any_of(keys, [&](std::string_view key) {
            const Json* value = nodes_.input(node, key);
            return value != nullptr && append(*value, depth);
        });
    }

    const ComfyNodes& nodes_;
    ComfyRole role_;
    std::string out_;
    bool found_ = false;
    int visits_ = 0;
};

/// Walks conditioning links back, each node once.
class ConditioningWalk {
public:
    ConditioningWalk(const ComfyNodes& nodes, ComfyRole role)
        : nodes_(nodes), role_(role), follower_(nodes, role), seen_(nodes.size()) {}

    std::optional<std::string> walk(const ComfyLink& start) {
        waiting_.push_back(start);
        while (!waiting_.empty()) {
            const ComfyLink link = waiting_.back();
            waiting_.pop_back();
            if (seen_[link.node]) continue;
            seen_[link.node] = true;
            visit(link);
        }
        if (texts_.empty()) return std::nullopt;
        return joined();
    }

private:
    void visit(const ComfyLink& link) {
        if (nodes_[link.node].type == "ConditioningZeroOut") return;
        if (take_encoded(link.node)) return;
        const RoleKeys role = keys_of(role_);
        const bool both = nodes_.link(link.node, "positive") && nodes_.link(link.node, "negative");
        if (both && (link.slot == 0 || link.slot == 1)) {
            waiting_.push_back(*nodes_.link(link.node, link.slot == 0 ? "positive" : "negative"));
        } else if (const auto same = nodes_.link(link.node, role.plain)) {
            waiting_.push_back(*same);
        } else {
            follow_all(link.node);
        }
    }

    /// The texts that a node encodes itself.
    bool take_encoded(std::size_t node) {
        constexpr std::array<std::array<std::string_view, 2>, 5> groups{
            {{"text_g", "text_l"}, {"t5xxl", "clip_l"}, {"text", ""}, {"prompt", ""}, {"string", ""}}};
        for (const auto& group : groups) {
            if (take_inputs(node, group[0], group[1])) return true;
        }
        const RoleKeys role = keys_of(role_);
        return take_inputs(node, role.with_prompt, role.with_text) || take_plain(node, role.plain);
    }

    bool take_inputs(std::size_t node, std::string_view first, std::string_view second) {
        const bool has_first = take_plain_or_text(node, first);
        return (!second.empty() && take_plain_or_text(node, second)) || has_first;
    }

    bool take_plain_or_text(std::size_t node, std::string_view key) {
        const Json* value = nodes_.input(node, key);
        if (value == nullptr) return false;
        const auto text = follower_.text_of(*value);
        if (text) keep(*text);
        return text.has_value();
    }

    /// "positive" holds a text in loaders that encode by themselves, else a link to go on with.
    bool take_plain(std::size_t node, std::string_view key) {
        const Json* value = nodes_.input(node, key);
        return value != nullptr && value->is_string() && take_plain_or_text(node, key);
    }

    void keep(const std::string& text) {
        if (kept_ > kLargestText || std::ranges::find(texts_, text) != texts_.end()) return;
        kept_ += text.size() + 1;
        texts_.push_back(text);
    }

    /// Goes on through every input that can carry conditioning, the first one first.
    void follow_all(std::size_t node) {
        constexpr std::array other{"clip"sv,
                                   "clip_vision"sv,
                                   "vae"sv,
                                   "model"sv,
                                   "image"sv,
                                   "images"sv,
                                   "latent"sv,
                                   "mask"sv,
                                   "control_net"sv,
                                   "style_model"sv,
                                   "samples"sv,
                                   "pixels"sv,
                                   "clip_vision_output"sv};
        std::vector<ComfyLink> links;
        for (const auto& [key, value] : nodes_[node].inputs->items()) {
            const auto link = nodes_.link(value);
            if (!link || std::ranges::find(other, std::string_view(key)) != other.end()) continue;
            links.insert(key == "conditioning_to" ? links.begin() : links.end(), *link);
        }
        waiting_.insert(waiting_.end(), links.rbegin(), links.rend());
    }

    std::string joined() const {
        std::string out;
        for (const std::string& text : texts_) {
            if (text.empty()) continue;
            if (!out.empty()) out += '\n';
            out += text;
        }
        return out;
    }

    const ComfyNodes& nodes_;
    ComfyRole role_;
    TextFollower follower_;
    std::vector<bool> seen_;
    std::vector<ComfyLink> waiting_;
    std::vector<std::string> texts_;
    std::size_t kept_ = 0;
};

}  // namespace

std::optional<std::string> conditioning_text(const ComfyNodes& nodes, const ComfyLink& start,
                                             ComfyRole role) {
    return ConditioningWalk(nodes, role).walk(start);
}

}  // namespace proofsheet::image
