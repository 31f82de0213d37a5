#include "ui/detail_layout.h"

#include "core/text.h"
#include "screens.h"
#include "ui/text_draw.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

/// The lines that a text becomes in a column.
class Wrapped {
public:
    Wrapped(const std::string& text, float width) : width_(width) {
        frames_.draw();
        auto details = std::make_shared<grid::Details>();
        details->raw.push_back({"text", text});
        const Emit nobody = [](app::Command) {};
        lay_out_details(frames_.make_context(nobody), details, width, layout);
    }
    std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        for (const DetailLine& line : layout.lines)
            if (static_cast<DetailLook>(line.look) == DetailLook::Raw) lines.emplace_back(line.text);
        return lines;
    }
    float widest() {
        const Emit nobody = [](app::Command) {};
        const Context context = frames_.make_context(nobody);
        float widest = 0;
        for (const DetailLine& line : layout.lines)
            widest = std::max(widest,
                              text_size(context, type_of(static_cast<DetailLook>(line.look)), line.text).x);
        return widest;
    }

private:
    Frames frames_;
    float width_;

public:
    DetailLayout layout;
};

std::string without_breaks(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

}  // namespace

TEST_CASE("the indentation of JSON stays") {
    const Wrapped wrapped("{\n    \"a\": {\n        \"b\": 1\n    }\n}", 600);
    CHECK(wrapped.lines() == std::vector<std::string>{"{", "    \"a\": {", "        \"b\": 1", "    }", "}"});
}

TEST_CASE("no line is wider than the column, whatever stands in it") {
    std::string words;
    for (int i = 0; i < 200; ++i) words += "word" + std::to_string(i) + " ";
    std::string cjk;
    for (int i = 0; i < 300; ++i) cjk += "\u6E56\u6C34";
    for (const std::string& text : {words, std::string(4000, 'x'), cjk, std::string("a\n\n\nb")})
        for (const float width : {40.0f, 150.0f, 400.0f}) {
            Wrapped wrapped(text, width);
            CAPTURE(width);
            CAPTURE(text.substr(0, 20));
            CHECK(wrapped.widest() <= width);
        }
}

TEST_CASE("text without spaces is broken between whole characters and loses none") {
    std::string cjk;
    for (int i = 0; i < 300; ++i) cjk += "\u6E56\u6C34\U0001F600";
    const Wrapped wrapped(cjk, 120);
    CHECK(wrapped.lines().size() > 10);
    for (const std::string& line : wrapped.lines()) CHECK(is_utf8(line));
    CHECK(without_breaks(wrapped.lines()) == cjk);
}

TEST_CASE("empty lines stay") {
    CHECK(Wrapped("a\n\nb", 300).lines() == std::vector<std::string>{"a", "", "b"});
}

TEST_CASE("a text of 16 MB is cut for showing, says so, and is copied whole") {
    std::string text;
    while (text.size() < (16u << 20)) text += "\u6E56 lake of many words\n";
    const Wrapped wrapped(text, 400);
    REQUIRE(wrapped.layout.copies.size() == 1);
    CHECK(wrapped.layout.copies[0].size() == text.size());
    std::size_t shown = 0;
    for (const std::string& line : wrapped.lines()) shown += line.size() + 1;
    CHECK(shown <= kMostShownBytes + 1);
    CHECK(is_utf8(wrapped.lines().back()));
    CHECK(wrapped.layout.lines.back().text.find("Copy takes all of it") != std::string_view::npos);
}

TEST_CASE("lines follow each other downwards and end at the height of the whole") {
    const Wrapped wrapped("one\ntwo\nthree", 300);
    float y = -1;
    for (const DetailLine& line : wrapped.layout.lines) {
        CHECK(line.y > y);
        y = line.y;
    }
    CHECK(wrapped.layout.height > y);
}

TEST_CASE("the same details in the same column are not laid out twice, in another one they are") {
    Frames frames;
    frames.draw();
    const Emit nobody = [](app::Command) {};
    const Context context = frames.make_context(nobody);
    const auto details = test::some_details();
    DetailLayout layout;
    lay_out_details(context, details, 300, layout);
    const DetailLine* before = layout.lines.data();
    lay_out_details(context, details, 300, layout);
    CHECK(layout.lines.data() == before);
    const std::size_t lines = layout.lines.size();
    lay_out_details(context, details, 900, layout);
    CHECK(layout.lines.size() < lines);
}

TEST_CASE("the copy button takes the whole value") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    test::open_details(frames, app::DetailKind::Picture);
    frames.click("detail.copy[1]");
    REQUIRE(frames.wished<app::CopyText>().size() == 1);
    CHECK(frames.wished<app::CopyText>()[0].text == "42");
}

TEST_CASE("the keyboard goes from copy button to copy button, also over long values") {
    Frames frames({1280, 720, 1});
    test::open_collection(frames);
    test::open_details(frames, app::DetailKind::Picture);
    frames.draw(3);
    frames.panel.keyboard.target = "detail.copy[0]";
    for (int i = 1; i < 5; ++i) {
        frames.press(Key::Tab);
        CHECK(frames.panel.keyboard.target == "detail.copy[" + std::to_string(i) + "]");
    }
    for (int i = 3; i >= 0; --i) {
        frames.press(Key::Tab, {.shift = true});
        CHECK(frames.panel.keyboard.target == "detail.copy[" + std::to_string(i) + "]");
    }
}
