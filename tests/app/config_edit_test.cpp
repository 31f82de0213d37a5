#include "app/config_edit.h"

#include <doctest/doctest.h>

#include "app/config_parse.h"

using namespace proofsheet;
using namespace proofsheet::app;

namespace {

/// The text after the edits, or "error: " and the sentence.
std::string edited(std::string_view text, const std::vector<ConfigEdit>& edits) {
    const auto changed = edit_config(text, edits);
    return changed ? *changed : "error: " + changed.error().message;
}

std::string edited(std::string_view text, std::string key, ConfigChange change) {
    return edited(text, {{std::move(key), std::move(change)}});
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a value changes in its place and everything around it stays") {
    CHECK(edited("# top\n\nother: [1,  2]   # mine\nsample_dir:   /x   # here\n\n# end", "sample_dir",
                 SetText{"/y"}) == "# top\n\nother: [1,  2]   # mine\nsample_dir:   /y   # here\n\n# end");
    CHECK(edited("comfyui:\n   port:\t1\n   host: h\n", "comfyui.port", SetNumber{"8188"}) ==
          "comfyui:\n   port:\t8188\n   host: h\n");
    CHECK(edited("{\"comfyui\":{\"port\":1,\"host\":\"h\"}}", "comfyui.port", SetNumber{"2"}) ==
          "{\"comfyui\":{\"port\":2,\"host\":\"h\"}}");
    CHECK(edited("'sample_dir': |\n  /x\n\nui:\n", "sample_dir", SetText{"/y"}) ==
          "'sample_dir': /y\n\nui:\n");
    CHECK(edited("sample_dir: /a\n  b\n  c\nui:\n", "sample_dir", SetText{"/y"}) == "sample_dir: /y\nui:\n");
    CHECK(edited("sample_dir: \"/a\\\n  b\" # x\n", "sample_dir", SetText{"/y"}) ==
          "sample_dir: \"/y\" # x\n");
}

TEST_CASE("the same value again changes nothing, however it is written") {
    for (const std::string text : {"sample_dir: '/x'", "sample_dir: >-\n  /x\n", "{sample_dir: /x}"}) {
        CAPTURE(text);
        CHECK(edited(text, "sample_dir", SetText{"/x"}) == text);
    }
    const std::string list = "checkpoint_dirs: [ \"/a\",\n /b ]\n";
    CHECK(edited(list, "checkpoint_dirs", SetList{{"/a", "/b"}}) == list);
}

TEST_CASE("line ends and a byte order mark stay") {
    CHECK(edited("\xEF\xBB\xBF# c\r\nsample_dir: /x\r\n",
                 {{"comfyui.port", SetNumber{"1"}}, {"checkpoint_dirs", SetList{{"/a"}}}}) ==
          "\xEF\xBB\xBF# c\r\nsample_dir: /x\r\ncomfyui:\r\n  port: 1\r\ncheckpoint_dirs:\r\n  - /a\r\n");
    CHECK(edited("sample_dir: /x", "ui.theme", SetText{"dark"}) == "sample_dir: /x\nui:\n  theme: dark\n");
}

TEST_CASE("a new key lands in its section with the indentation of the file") {
    CHECK(edited("ui:\n    scale: 2  # big\n\n# memory follows\nmemory:\n", "ui.theme", SetText{"dark"}) ==
          "ui:\n    scale: 2  # big\n    theme: dark\n\n# memory follows\nmemory:\n");
    CHECK(edited("ui:\n    scale: 2\nmemory: # none\n# end\n", "memory.gpu_mb", SetNumber{"512"}) ==
          "ui:\n    scale: 2\nmemory: # none\n    gpu_mb: 512\n# end\n");
    CHECK(edited("comfyui: {host: x}\n", "comfyui.port", SetNumber{"8"}) == "comfyui: {host: x, port: 8}\n");
    CHECK(edited("comfyui: {}\n", "comfyui.port", SetNumber{"8"}) == "comfyui: {port: 8}\n");
    CHECK(edited("comfyui: ~\n", "comfyui.port", SetNumber{"8"}) == "comfyui: {port: 8}\n");
    CHECK(edited("{sample_dir: /x}", "comfyui.port", SetNumber{"8"}) ==
          "{sample_dir: /x, comfyui: {port: 8}}");
    CHECK(edited("# only this", "decode_threads", SetNumber{"8"}) == "# only this\ndecode_threads: 8\n");
    CHECK(edited("other: |+\n  text\n\n", "decode_threads", SetNumber{"8"}) ==
          "other: |+\n  text\n\ndecode_threads: 8\n");
    CHECK(edited("keys:\n  a: K\n", binding_key("step.next"), SetText{". PgDn"}) ==
          "keys:\n  a: K\n  step.next: \". PgDn\"\n");
}

TEST_CASE("an empty value is filled in") {
    CHECK(edited("sample_dir:   # none\nui:\n", "sample_dir", SetText{"/x"}) ==
          "sample_dir: /x   # none\nui:\n");
    CHECK(edited("sample_dir: null\n", "sample_dir", SetText{"/x"}) == "sample_dir: /x\n");
    CHECK(edited("sample_dir:\n~: x\n", "sample_dir", SetText{"/x"}) == "sample_dir: /x\n~: x\n");
    CHECK(edited("{sample_dir, port: 1}\n", "sample_dir", SetText{"/x"}) == "{sample_dir: /x, port: 1}\n");
    CHECK(edited("checkpoint_dirs:  # none\nport: 1\n", "checkpoint_dirs", SetList{{"/a", "/b"}}) ==
          "checkpoint_dirs:  # none\n  - /a\n  - /b\nport: 1\n");
    CHECK(edited("{checkpoint_dirs: }", "checkpoint_dirs", SetList{{"/a", "/b"}}) ==
          "{checkpoint_dirs: [/a, /b] }");
}

TEST_CASE("a removed key takes its section along and leaves the comments") {
    CHECK(edited("a: 1\nsample_dir: /x # my disk\nb: 2\n", "sample_dir", RemoveKey{}) ==
          "a: 1\n# my disk\nb: 2\n");
    CHECK(edited("ui:\n  # how large\n  scale: 2\n  theme: dark\n", "ui.scale", RemoveKey{}) ==
          "ui:\n  # how large\n  theme: dark\n");
    CHECK(edited("ui:\n  # how large\n  scale: 2 # x\nb: 1\n", "ui.scale", RemoveKey{}) ==
          "# how large\n# x\nb: 1\n");
    CHECK(edited("comfyui: {host: a, port: 1, url: 'http://x'}", "comfyui.port", RemoveKey{}) ==
          "comfyui: {host: a, url: 'http://x'}");
    CHECK(edited("comfyui: {host: a, port: 1,}", "comfyui.port", RemoveKey{}) == "comfyui: {host: a,}");
    CHECK(edited("ui: {scale: 2}\n# c\n", "ui.scale", RemoveKey{}) == "# c\n");
    CHECK(edited("{sample_dir: /x, }", "sample_dir", RemoveKey{}) == "{}");
    CHECK(edited("a: 1\n", "sample_dir", RemoveKey{}) == "a: 1\n");
    CHECK(edited("", "sample_dir", RemoveKey{}).empty());
    CHECK(edited("checkpoint_dirs:\n- /a # x\n# y\n- [b, # z\n  c]\nd: 1\n", "checkpoint_dirs",
                 RemoveKey{}) == "# x\n# y\n# z\nd: 1\n");
}

TEST_CASE("entries of a list that stay keep their comments") {
    const std::string text = "checkpoint_dirs:\n  # fast\n  -  /a  # x\n  - '/b' # y\n\n  - /c\nz: 1\n";
    CHECK(edited(text, "checkpoint_dirs", SetList{{"/a", "/c", "/d"}}) ==
          "checkpoint_dirs:\n  # fast\n  -  /a  # x\n  # y\n\n  - /c\n  -  /d\nz: 1\n");
    CHECK(edited(text, "checkpoint_dirs", SetList{{"/n", "/a", "/b2", "/c"}}) ==
          "checkpoint_dirs:\n  # fast\n  -  /n\n  -  /a  # x\n  - '/b2' # y\n\n  - /c\nz: 1\n");
    CHECK(edited(text, "checkpoint_dirs", SetList{}) == "checkpoint_dirs: []\n# fast\n# x\n# y\nz: 1\n");
    CHECK(edited("checkpoint_dirs:\n- /a", "checkpoint_dirs", SetList{{"/a", "/b"}}) ==
          "checkpoint_dirs:\n- /a\n- /b\n");
    CHECK(edited("checkpoint_dirs: [/a, '/b', # c\n  /d]\n", "checkpoint_dirs",
                 SetList{{"/a", "/x", "/d", "/e f, g"}}) ==
          "checkpoint_dirs: [/a, '/x', # c\n  /d, \"/e f, g\"]\n");
    CHECK(edited("checkpoint_dirs: [/a, /b, /c]", "checkpoint_dirs", SetList{{"/a"}}) ==
          "checkpoint_dirs: [/a]");
    CHECK(edited("checkpoint_dirs: /one\n", "checkpoint_dirs", SetList{{"/a"}}) == "checkpoint_dirs: [/a]\n");
    CHECK(edited("checkpoint_dirs:\n  a: 1 # x\n", "checkpoint_dirs", SetList{{"/a"}}) ==
          "checkpoint_dirs: [/a]\n# x\n");
}

TEST_CASE("the bindings become exactly those that are wanted") {
    const std::string text = "keys:\n  a: K # mine\n  b: L\n  c: M\n";
    CHECK(edited(text, "keys", SetEntries{{{"c", "M"}, {"d", "F5"}, {"a", "X"}}}) ==
          "keys:\n  a: X # mine\n  c: M\n  d: F5\n");
    CHECK(edited(text, "keys", SetEntries{}) == "# mine\n");
    CHECK(edited(text, "keys", RemoveKey{}) == "# mine\n");
}

TEST_CASE("a missing file becomes a commented one") {
    const std::string text = edited("\n", "sample_dir", SetText{"~/samples"});
    CHECK(text.starts_with("# Configuration of Proofsheet"));
    CHECK(contains(text, "\nsample_dir: ~/samples\n"));
    CHECK(parse_config(text, "/c/config.yaml", "/home/ann").config.sample_dir == "/home/ann/samples");
}

TEST_CASE("what YAML would read as something else is quoted") {
    const auto written = [](std::string_view value) {
        const std::string text = edited("# c\n", "sinkin.token", SetText{std::string(value)});
        return text.substr(std::min(text.size(), std::string("# c\nsinkin:\n  token: ").size()));
    };
    CHECK(written("plain-token_1.2") == "plain-token_1.2\n");
    CHECK(written("a b") == "a b\n");
    for (const std::string value :
         {"yes",  "No", "null", "~",   "12",   "1e3", "0x1F", "1_000", "12:30:45", "2024-01-01", ".5",
          ".inf", "-",  "- a",  "? a", "a: b", "a:",  "a #b", "#a",    "&a",       "*a",         "!a",
          "%a",   "@a", "[a",   "{a",  "a, b", "|",   ">",    "=",     "<<",       "---",        "..."}) {
        CAPTURE(value);
        CHECK(written(value) == "\"" + value + "\"\n");
    }
    CHECK(written("it's") == "\"it's\"\n");
    CHECK(written("say \"hi\"") == "'say \"hi\"'\n");
    CHECK(written("C:\\x") == "'C:\\x'\n");
    CHECK(written("\xC3\xA4") == "\"\xC3\xA4\"\n");
    CHECK(written("a\xE2\x80\xA8"
                  "b") == "\"a\\u2028b\"\n");
}

TEST_CASE("every value reads back as it was given") {
    for (const std::string value : {" lead",
                                    "trail ",
                                    "tab\there",
                                    "line\nbreak",
                                    "\r\n",
                                    "\x01\x04\x7F",
                                    "\xFF\xFE raw",
                                    "\xC2\x85",
                                    "''",
                                    "\"",
                                    "\\",
                                    "\\n",
                                    "null",
                                    "a\xEF\xBB\xBF"
                                    "b",
                                    "\xF0\x9F\x98\x80",
                                    "---\n...",
                                    "{}",
                                    "[]",
                                    "a:b",
                                    "a::b"}) {
        for (const std::string text : {"", "sample_dir: 'x' # c\n", "sample_dir: \"x\"", "{sample_dir: x}"}) {
            CAPTURE(value);
            CAPTURE(text);
            CHECK(text_in_config(edited(text, "sample_dir", SetText{value}), "sample_dir") == value);
        }
        CHECK(text_in_config(edited("", "checkpoint_dirs", SetList{{value}}), "checkpoint_dirs") == value);
        CHECK(text_in_config(edited("checkpoint_dirs: [a]", "checkpoint_dirs", SetList{{value}}),
                             "checkpoint_dirs") == value);
    }
}

TEST_CASE("a text that allows no safe change is refused with its line") {
    struct Case {
        std::string text;
        std::string key;
        std::string error;
    };
    for (const Case& each : {
             Case{"a: 1\nb: [", "sample_dir", "Line "},
             Case{"a:\n\tb: 1\n", "sample_dir", "Line 2 of the configuration is not YAML"},
             Case{"sample_dir: 1\nx: 2\nsample_dir: 3\n", "sample_dir",
                  "Line 3 of the configuration: this key came before"},
             Case{"ui: {}\nui: {}\n", "ui.theme", "Line 2 "},
             Case{"ui: &a {scale: 2}\nb: *a\n", "ui.theme", "Line 1 of the configuration: an anchor"},
             Case{"b: &a {scale: 2}\nui: *a\n", "ui.theme", "anchor, alias"},
             Case{"sample_dir: &s /x\nb: *s\n", "sample_dir", "Line 1 "},
             Case{"sample_dir: !!str /x\n", "sample_dir", "tag"},
             Case{"b: &a {scale: 2}\nui:\n  <<: *a\n", "ui.theme",
                  "Line 3 of the configuration: a merge key"},
             Case{"ui: dark\n", "ui.theme", "Line 1 of the configuration: ui must hold"},
             Case{"- a\n", "sample_dir", "Line 1 "},
             Case{"a: 1\n---\nb: 2\n", "sample_dir", "several YAML documents"},
             Case{std::string("a: 1\nb: \"\x04\"\n"), "sample_dir",
                  "Line 2 of the configuration holds a control"},
             Case{std::string("a\0b", 3), "sample_dir", "control character"},
             Case{"? sample_dir\n: /x\n", "comfyui.url", ""},
             Case{"a: 1\n...\n", "sample_dir", ""},
         }) {
        CAPTURE(each.text);
        const ConfigChange change = each.key == "ui.theme" ? SetText{"dark"} : SetText{"http://h"};
        const std::string result = edited(each.text, each.key, change);
        if (!each.error.empty()) CHECK(result.starts_with("error: "));
        CHECK(contains(result, each.error));
    }
    const auto merged = edit_config("sample_dir: &s /x\nb: *s\n",
                                    std::vector<ConfigEdit>{{"decode_threads", SetNumber{"2"}}});
    REQUIRE(merged);
    CHECK(contains(*merged, "&s /x\nb: *s\ndecode_threads: 2\n"));
}

TEST_CASE("a value that the configuration does not allow is refused with the sentence of the parser") {
    CHECK(edited("", "comfyui.port", SetNumber{"many"}) ==
          "error: comfyui.port must be a whole number from 1 to 65535");
    CHECK(edited("", "ui.theme", SetText{"pink"}) == "error: ui.theme must be system, dark or light");
    CHECK(edited("", "checkpoint_dirs", SetList{{"/a", ""}}) ==
          "error: An entry of checkpoint_dirs must be one folder");
    CHECK(edited("", "smaple_dir", SetText{"/x"}) == "error: Unknown key 'smaple_dir'");
    for (const std::string key : {"", ".", "a.", ".a", "a.b.c", "a.\"b", "\"\"", "keys.\"a\"x"}) {
        CAPTURE(key);
        CHECK(edited("a: 1\n", key, SetText{"/x"}) == "error: There is no such key in the configuration");
    }
    CHECK(edited("comfyui: {port: 0}\n", "sample_dir", SetText{"/x"}) ==
          "comfyui: {port: 0}\nsample_dir: /x\n");
}

TEST_CASE("no error repeats a token") {
    const std::string secret = "s3cr3tK3y";
    for (const std::string& text :
         {"sinkin: {token: [" + secret, "sinkin: " + secret, "sinkin: {token: &" + secret + " x}",
          "sinkin: {token: x, token: " + secret + "}", "sinkin: {token: *" + secret + "}",
          "sinkin: {token: !" + secret + " x}", secret, "sinkin:\n  <<: " + secret + "\n"}) {
        CAPTURE(text);
        const std::string result = edited(text, "sinkin.token", SetText{"n3wS3cr3t"});
        CHECK(result.starts_with("error: "));
        CHECK_FALSE(contains(result, secret));
        CHECK_FALSE(contains(result, "n3wS3cr3t"));
    }
    const std::string refused = edited("", "sinkin.token", SetText{secret + "\n" + secret});
    CHECK(refused == "error: sinkin.token must be one line of text");
}

TEST_CASE("hostile texts end soon") {
    std::string nested = "a: ";
    for (int i = 0; i < 100'000; ++i) nested += '[';
    CHECK(contains(edited(nested, "sample_dir", SetText{"/x"}), "error: "));
    std::string aliases = "a0: &a0 [x]\n";
    for (int i = 1; i < 40; ++i)
        aliases += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
                   ",*a" + std::to_string(i - 1) + "]\n";
    CHECK(edited(aliases, "decode_threads", SetNumber{"1"}) == aliases + "decode_threads: 1\n");
    CHECK(
        contains(edited(std::string((1 << 20) + 1, ' '), "sample_dir", SetText{"/x"}), "larger than 1 MiB"));
    std::string many = "checkpoint_dirs:\n";
    std::vector<std::string> wanted;
    for (int i = 0; i < 60'000; ++i) many += "- /a" + std::to_string(i) + "\n";
    for (int i = 0; i < 1000; ++i) wanted.push_back("/b" + std::to_string(i));
    CHECK(text_in_config(edited(many, "checkpoint_dirs", SetList{wanted}), "checkpoint_dirs")
              ->starts_with("/b0\n/b1\n"));
}
