#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <random>

#include "app/config_edit.h"

using namespace proofsheet;
using namespace proofsheet::app;

namespace {

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t count) { return engine_() % count; }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

private:
    std::mt19937 engine_;
};

struct Known {
    std::string section;  ///< empty for the top level
    std::string name;
    char kind;  ///< t text, n number, l list
    std::vector<std::string> values;
};

const std::vector<std::string> kPaths{"/a",   "~/b c", "rel/x", "null",  "yes",         "12",       "# no",
                                      "a: b", " lead", "it's",  "\"q\"", "back\\slash", "\xC3\xBC", "[x]",
                                      "{y}",  "- z",   "&a",    "*a",    "new\nline"};

const std::vector<Known>& known_keys() {
    static const std::vector<Known> kKeys{
        {"", "sample_dir", 't', kPaths},
        {"", "db_path", 't', kPaths},
        {"", "checkpoint_dirs", 'l', kPaths},
        {"", "decode_threads", 'n', {"0", "7", "256"}},
        {"comfyui", "host", 't', {"localhost", "::1", "on", "127.0.0.1"}},
        {"comfyui", "port", 'n', {"1", "8188"}},
        {"comfyui", "token", 't', {"abc", "123", "a#b", "a #b", "'"}},
        {"ui", "scale", 'n', {"1.5", "2", ".75"}},
        {"ui", "theme", 't', {"dark", "light", "system"}},
        {"keys", "step.next", 't', {"K", ". PgDn", "Y", "-", "Ctrl+1"}},
        {"keys", "back", 't', {"Esc", "? F1"}},
    };
    return kKeys;
}

/// A random configuration of odd, valid YAML. Comments are numbered, so that each can be found again.
class TextMaker {
public:
    explicit TextMaker(Dice& dice) : dice_(dice), indent_(1 + dice.below(4)) {}

    std::string make() {
        std::map<std::string, std::vector<const Known*>> sections;
        for (const Known& key : known_keys())
            if (dice_.one_in(2)) sections[key.section.empty() ? key.name : key.section].push_back(&key);
        std::vector<std::string> names;
        for (const auto& [name, keys] : sections) names.push_back(name);
        for (int i = 0; i < 3; ++i) names.push_back("");
        for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[dice_.below(i)]);
        std::string text = dice_.one_in(6) ? "%YAML 1.2\n---\n" : "";
        for (const std::string& name : names) {
            text += between(0);
            text += name.empty() ? stranger() : section(name, sections[name]);
        }
        text += between(0);
        if (dice_.one_in(3) && text.ends_with('\n')) text.pop_back();
        return with_line_ends(text);
    }
    const std::vector<std::string>& comments() const { return comments_; }
    const std::vector<std::string>& strangers() const { return strangers_; }
    bool is_crlf() const { return crlf_; }

private:
    std::string comment() {
        comments_.push_back("#c" + std::to_string(comments_.size()) + " it's [a: \"b");
        return comments_.back();
    }
    std::string tail() { return (dice_.one_in(3) ? "  " + comment() : std::string()) + "\n"; }
    std::string between(std::size_t column) {
        std::string lines;
        while (dice_.one_in(3))
            lines += dice_.one_in(2) ? std::string("\n")
                                     : std::string(column + dice_.below(3), ' ') + comment() + "\n";
        return lines;
    }
    std::string stranger() {
        const std::string n = std::to_string(strangers_.size());
        const std::vector<std::string> forms{
            "stranger" + n + ": &s" + n + " [1,  2, {x: 'y'}]\nalias" + n + ": *s" + n + "\n",
            "stranger" + n + ": |\n    text # no comment\n\n     deeper\n",
            "stranger" + n + ": >-\n  folded\n  text\n",
            "\"stranger" + n + "\":   'it''s'\n",
            "stranger" + n + ": !tag plain\n   goes on\n",
            "stranger" + n + ":\n- a:  1\n  b: [\n   x, y ]\n-  - deep\n   - \"er\\\n     e\"\n",
            "? stranger" + n + "\n: {a: , b: ~}\n",
            "stranger" + n + ": http://x:1/#y\n",
            "null" + n + ":\nstranger" + n + ": ~\n",
        };
        strangers_.push_back(dice_.pick(forms));
        return strangers_.back();
    }
    std::string scalar(const Known& key) {
        const std::string& value = key.values[0];
        switch (dice_.below(4)) {
            case 0:
                return "'" + value + "'";
            case 1:
                return "\"" + value + "\"";
            default:
                return value;
        }
    }
    std::string list(std::size_t column) {
        if (dice_.one_in(3))
            return dice_.one_in(2) ? " [/a, '/b', \"/c\",]" + tail() : " [ /a,\n     /b ]" + tail();
        std::string lines = tail();
        const std::size_t dash = column + (dice_.one_in(2) ? 0 : indent_);
        for (const char* item : {"/a", "'/b'", "\"/c\"", "/d\n        e", ">-\n        /f"}) {
            if (dice_.one_in(4)) continue;
            lines += between(dash);
            lines += std::string(dash, ' ') + "-" + std::string(1 + dice_.below(3), ' ') + item;
            lines += item[0] == '>' ? std::string("\n") : tail();
        }
        return lines;
    }
    std::string entry(const Known& key, std::size_t column) {
        std::string line(column, ' ');
        line += dice_.one_in(5) ? "\"" + key.name + "\"" : key.name;
        line += dice_.one_in(5) ? " :" : ":";
        if (dice_.one_in(8)) return line + tail();
        if (key.kind == 'l') return line + list(column);
        return line + std::string(1 + dice_.below(3), ' ') + scalar(key) + tail();
    }
    std::string section(const std::string& name, const std::vector<const Known*>& keys) {
        if (keys[0]->section.empty()) return entry(*keys[0], 0);
        if (dice_.one_in(6)) return name + ":" + tail();
        std::string text = name + ":";
        if (dice_.one_in(3)) {
            text += " {";
            for (const Known* key : keys) text += key->name + ": " + "\"" + key->values[0] + "\"" + ", ";
            if (dice_.one_in(2)) text.resize(text.size() - 2);
            return text + "}" + tail();
        }
        text += tail();
        for (const Known* key : keys) text += between(indent_) + entry(*key, indent_);
        return text;
    }
    std::string with_line_ends(const std::string& text) {
        crlf_ = dice_.one_in(3);
        std::string changed = dice_.one_in(4) ? "\xEF\xBB\xBF" : "";
        for (const char c : text) changed += c == '\n' && crlf_ ? std::string("\r\n") : std::string(1, c);
        return changed;
    }

    Dice& dice_;
    std::size_t indent_;
    bool crlf_ = false;
    std::vector<std::string> comments_;
    std::vector<std::string> strangers_;
};

/// All that a text says, by path, as yaml-cpp alone reads it.
void flatten(const YAML::Node& node, const std::string& path, std::map<std::string, std::string>& said) {
    if (node.IsScalar()) said[path] = node.Scalar();
    if (node.IsNull() || (node.IsSequence() && node.size() == 0)) said[path] = "(nothing)";
    for (std::size_t i = 0; node.IsSequence() && i < node.size(); ++i)
        flatten(node[i], path + "/" + std::to_string(i), said);
    if (node.IsMap())
        for (const auto& pair : node)
            flatten(pair.second, path + "/" + (pair.first.IsScalar() ? pair.first.Scalar() : "~"), said);
}

std::map<std::string, std::string> flatten(const std::string& text) {
    std::map<std::string, std::string> said;
    flatten(YAML::Load(text), "", said);
    std::erase_if(said, [](const auto& entry) { return entry.second == "(nothing)" || entry.first.empty(); });
    return said;
}

struct RandomEdit {
    ConfigEdit edit;
    std::string path;
    std::map<std::string, std::string> says;  ///< what stands below `path` afterwards
};

RandomEdit make_edit(Dice& dice) {
    const Known& key = dice.pick(known_keys());
    RandomEdit made;
    made.path = (key.section.empty() ? "" : "/" + key.section) + "/" + key.name;
    made.edit.key = key.section.empty() ? key.name : key.section + ".\"" + key.name + "\"";
    if (dice.one_in(4)) {
        made.edit.change = RemoveKey{};
    } else if (key.kind == 'l') {
        SetList list;
        const std::vector<std::string> usual{"/a", "/b", "/c", "/d e", "/f"};
        for (std::size_t count = dice.below(6); count > 0; --count) {
            list.items.push_back(dice.one_in(2) ? dice.pick(usual) : dice.pick(key.values));
            made.says[made.path + "/" + std::to_string(list.items.size() - 1)] = list.items.back();
        }
        made.edit.change = list;
    } else {
        const std::string value = dice.pick(key.values);
        made.says[made.path] = value;
        if (key.kind == 'n')
            made.edit.change = SetNumber{value};
        else
            made.edit.change = SetText{value};
    }
    return made;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::string without_returns(std::string text) {
    std::erase(text, '\r');
    return text;
}

}  // namespace

TEST_CASE("random edits of odd texts change what was asked for and lose nothing else") {
    constexpr std::uint32_t kTexts = 800;
    int refused = 0;
    int done = 0;
    for (std::uint32_t seed = 1; seed <= kTexts; ++seed) {
        Dice dice(seed);
        TextMaker maker(dice);
        std::string text = maker.make();
        CAPTURE(seed);
        for (int i = 0; i < 4; ++i) {
            const RandomEdit made = make_edit(dice);
            CAPTURE(text);
            CAPTURE(made.path);
            const auto changed = edit_config(text, std::vector{made.edit});
            if (!changed) {
                CAPTURE(changed.error().message);
                CHECK(changed.error().message.find("edit the file by hand") != std::string::npos);
                ++refused;
                continue;
            }
            ++done;
            CAPTURE(*changed);
            auto expected = flatten(text);
            std::erase_if(expected, [&](const auto& entry) {
                return entry.first == made.path || entry.first.starts_with(made.path + "/");
            });
            expected.insert(made.says.begin(), made.says.end());
            REQUIRE(flatten(*changed) == expected);
            for (const std::string& comment : maker.comments())
                REQUIRE(count(without_returns(*changed) + "\n", comment + "\n") == 1);
            for (const std::string& stranger : maker.strangers())
                REQUIRE(count(without_returns(*changed) + "\n", stranger) == 1);
            if (maker.is_crlf() && text.find('\n') != text.npos)
                REQUIRE(count(*changed, "\n") == count(*changed, "\r\n"));
            REQUIRE(text.starts_with("\xEF\xBB\xBF") == changed->starts_with("\xEF\xBB\xBF"));
            const auto again = edit_config(*changed, std::vector{made.edit});
            REQUIRE(again);
            REQUIRE(*again == *changed);
            text = *changed;
        }
    }
    MESSAGE(done << " done, " << refused << " refused");
    CHECK(refused * 20 < done);
}
