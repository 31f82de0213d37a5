#include <doctest/doctest.h>

#include <algorithm>

#include "image/encode.h"
#include "image/metadata.h"
#include "image/metadata_samples.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::read_png;

namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

bool notes(const PictureMetadata& metadata, std::string_view words) {
    return std::ranges::any_of(
        metadata.notes, [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("every kind of text chunk is read, in the order of the file and wherever it stands") {
    auto file = test::png_with({test::text_part("Title", "caf\xE9"), test::deflated_part("Author", "Zo\xEB"),
                                test::international_part("Comment", "\u6c49\u5b57"),
                                test::deflated_international_part("Source", "\u0440\u0443\u0441")});
    const auto late = test::png_with({test::text_part("Late", "x")});
    file.insert(file.end() - 12, late.begin() + 33, late.begin() + 33 + 12 + 6);
    const auto metadata = read_metadata(file);
    REQUIRE(metadata);
    CHECK(metadata->raw == Texts{{"Title", "caf\u00e9"},
                                 {"Author", "Zo\u00eb"},
                                 {"Comment", "\u6c49\u5b57"},
                                 {"Source", "\u0440\u0443\u0441"},
                                 {"Late", "x"}});
    CHECK(metadata->notes.empty());
    CHECK(metadata->info == PictureInfo{PictureFormat::Png, {4, 2}});
    CHECK(metadata->software == Software::Unknown);
    CHECK(metadata->parameters == GenerationParameters());
}

TEST_CASE("UTF-8 in a Latin-1 chunk is kept as what it is") {
    const auto metadata =
        read_png({test::text_part("a", "\u6c49\u5b57"), test::deflated_part("b", "\u00e9")});
    CHECK(metadata.raw == Texts{{"a", "\u6c49\u5b57"}, {"b", "\u00e9"}});
}

TEST_CASE("bytes that are no text and control characters become U+FFFD") {
    const auto metadata = read_png({test::international_part("a", "x\xFF\xC0\x80y"),
                                    test::text_part("b", std::string("1\x1B[31m\x07\tt\r\n\0z\0\0", 14)),
                                    test::text_part("c", "\x9B")});
    CHECK(metadata.raw[0].second == "x\uFFFD\uFFFD\uFFFDy");
    CHECK(metadata.raw[1].second == "1\uFFFD[31m\uFFFD\tt\r\n\uFFFDz");
    CHECK(metadata.raw[2].second == "\uFFFD");
}

TEST_CASE("a text with a wrong checksum is read and noted") {
    const auto metadata = read_png({{"tEXt", std::string("Title\0one", 9), 1}});
    CHECK(metadata.raw == Texts{{"Title", "one"}});
    CHECK(notes(metadata, "'Title' may be damaged"));
}

TEST_CASE("a compressed text whose own checksum is wrong is read and noted") {
    auto part = test::deflated_part("Title", "one");
    part.data.back() = static_cast<char>(part.data.back() ^ 1);
    const auto metadata = read_png({part});
    CHECK(metadata.raw == Texts{{"Title", "one"}});
    CHECK(notes(metadata, "checksum differs"));
}

TEST_CASE("damaged text chunks are noted and the others are read") {
    const auto metadata = read_png({{"tEXt", "no zero"},
                                    {"tEXt", std::string("\0x", 2)},
                                    {"tEXt", ""},
                                    {"zTXt", std::string("a\0", 2)},
                                    {"zTXt", std::string("a\0\1\x78\x9C", 5)},
                                    {"zTXt", std::string("broken\0\0\x78\x9C\xFF\xFF\xFF", 12)},
                                    {"zTXt", std::string("empty\0\0", 7)},
                                    {"iTXt", std::string("b\0\0", 3)},
                                    {"iTXt", std::string("b\0\0\0de\0", 7)},
                                    {"iTXt", std::string("b\0\1\7\0\0x", 7)},
                                    test::text_part("good", "yes")});
    CHECK(metadata.raw == Texts{{"good", "yes"}});
    CHECK(metadata.notes.size() == 10);
    CHECK(notes(metadata, "'broken' is damaged: it cannot be inflated"));
}

TEST_CASE("a compressed text that is cut short inside its chunk is noted") {
    auto part = test::deflated_part("Title", std::string(5000, 'x') + "end");
    part.data.resize(part.data.size() - 8);
    const auto metadata = read_png({part});
    CHECK(metadata.raw.empty());
    CHECK(notes(metadata, "cannot be inflated"));
}

TEST_CASE("a file that is cut short gives the texts before the cut") {
    const auto file = test::png_with({test::text_part("one", "1"), test::text_part("two", "2")});
    const auto metadata = read_metadata(std::span(file).first(33 + 17 + 10));
    REQUIRE(metadata);
    CHECK(metadata->raw == Texts{{"one", "1"}});
    CHECK(notes(*metadata, "cut short"));
}

TEST_CASE("a text that inflates to a gigabyte is given up at 16 MiB") {
    const test::PngPart bomb{"zTXt", std::string("prompt\0\0", 8) + test::zlib_bomb(std::uint64_t{1} << 30)};
    const auto metadata = read_png({bomb, test::text_part("good", "yes")});
    CHECK(metadata.raw == Texts{{"good", "yes"}});
    CHECK(notes(metadata, "'prompt' was left out: it is larger than 16 MiB"));
}

TEST_CASE("bombs use up the room of a picture, so that the fifth is not even inflated") {
    const test::PngPart bomb{"zTXt", std::string("x\0\0", 3) + test::zlib_bomb(17u << 20)};
    const auto metadata = read_png({bomb, bomb, bomb, bomb, bomb, test::text_part("late", "no")});
    CHECK(metadata.raw.empty());
    REQUIRE(metadata.notes.size() == 6);
    CHECK(metadata.notes[3].find("larger than 16 MiB") != std::string::npos);
    CHECK(metadata.notes[4].find("64 MiB together") != std::string::npos);
    CHECK(metadata.notes[5].find("'late' was left out") != std::string::npos);
}

TEST_CASE("a text of exactly 16 MiB is read, one byte more is not") {
    const std::string most(16u << 20, 'x');
    CHECK(read_png({test::deflated_part("a", most)}).raw == Texts{{"a", most}});
    CHECK(read_png({test::text_part("a", most)}).raw == Texts{{"a", most}});
    CHECK(read_png({test::deflated_part("a", most + "x")}).raw.empty());
    CHECK(read_png({test::text_part("a", most + "x")}).raw.empty());
}

TEST_CASE("a text that grows beyond 16 MiB by becoming UTF-8 is left out") {
    const auto metadata = read_png({test::text_part("a", std::string(9u << 20, '\xE9'))});
    CHECK(metadata.raw.empty());
    CHECK(notes(metadata, "larger than 16 MiB"));
}

TEST_CASE("thousands of texts and of faults are cut off") {
    std::vector<test::PngPart> many(3000, test::text_part("a", "b"));
    many.insert(many.end(), 3000, test::PngPart{"tEXt", "no zero"});
    const auto metadata = read_png(many);
    CHECK(metadata.raw.size() == 999);
    CHECK(metadata.notes.size() == 101);
    CHECK(metadata.notes.front() == "Only the first 999 texts were read.");
    CHECK(metadata.notes.back() == "There are more faults than are listed here.");
}

TEST_CASE("what this program writes into a PNG is what it reads") {
    Pixels picture({3, 3});
    std::ranges::fill(picture.bytes(), std::uint8_t{9});
    const std::vector<TextChunk> texts{{"proofsheet", R"({"prompt":"\u00e9"})"},
                                       {"note", "\u6c49\u5b57 caf\u00e9"}};
    const auto file = encode_png(picture, texts);
    REQUIRE(file);
    const auto metadata = read_metadata(*file);
    REQUIRE(metadata);
    CHECK(metadata->raw == Texts{{texts[0].keyword, texts[0].text}, {texts[1].keyword, texts[1].text}});
    CHECK(metadata->software == Software::Proofsheet);
    CHECK(metadata->parameters.prompt == "\u00e9");
}

TEST_CASE("the errors of a file without a header are those of reading its header") {
    CHECK(read_metadata({}).error() == read_info({}).error());
    const auto file = test::bytes_from("GIF89a");
    CHECK(read_metadata(file).error().kind == ErrorKind::Unsupported);
}

TEST_CASE("an EXIF chunk in a PNG is read") {
    const auto metadata =
        read_png({{"eXIf", test::exif_block({{0x010E, "a description"}})}, {"eXIf", "junk", 1}});
    CHECK(metadata.raw == Texts{{"ImageDescription", "a description"}});
    CHECK(metadata.notes.size() == 2);
}
