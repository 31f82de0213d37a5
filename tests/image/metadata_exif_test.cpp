#include <doctest/doctest.h>

#include <algorithm>

#include "image/decode.h"
#include "image/exif.h"
#include "image/metadata.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::ExifOrder;

namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kInfotext =
    "\u732b, caf\u00e9\nNegative prompt: \u72ac\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG "
    "scale: 7.5, Seed: "
    "18446744073709551615, Size: 512x768, Model: \u30e2\u30c7\u30eb";

const std::string kAsciiMark("ASCII\0\0\0", 8);

MetadataTexts texts_of(std::string_view block) {
    MetadataTexts texts;
    read_exif_texts(test::bytes_from(block), texts);
    return texts;
}

Texts texts_in(std::string_view block) {
    return texts_of(block).take_texts();
}

void check_infotext(const Result<PictureMetadata>& metadata) {
    REQUIRE(metadata);
    CHECK(metadata->raw == Texts{{"UserComment", std::string(kInfotext)}});
    CHECK(metadata->notes.empty());
    CHECK(metadata->software == Software::A1111);
    CHECK(metadata->parameters.prompt == "\u732b, caf\u00e9");
    CHECK(metadata->parameters.negative_prompt == "\u72ac");
    CHECK(metadata->parameters.seed == 18446744073709551615u);
    CHECK(metadata->parameters.height == 768);
    CHECK(metadata->parameters.model == "\u30e2\u30c7\u30eb");
}

}  // namespace

TEST_CASE("an infotext in a UTF-16 comment is read from JPEG and WebP in both byte orders") {
    for (const ExifOrder order : {ExifOrder::Big, ExifOrder::Little}) {
        const auto block =
            test::exif_block({{test::kUserComment, test::utf16_comment(kInfotext, order), 7}}, order);
        check_infotext(read_metadata(test::jpeg_with(block)));
        check_infotext(read_metadata(test::webp_with(block)));
    }
}

TEST_CASE("a comment in the other byte order than its block is recognised by its content") {
    for (const ExifOrder order : {ExifOrder::Big, ExifOrder::Little}) {
        const ExifOrder other = order == ExifOrder::Big ? ExifOrder::Little : ExifOrder::Big;
        const auto block =
            test::exif_block({{test::kUserComment, test::utf16_comment(kInfotext, other), 7}}, order);
        check_infotext(read_metadata(test::jpeg_with(block)));
    }
}

TEST_CASE("a comment of nothing but Chinese keeps the byte order of its block") {
    const std::string text =
        "\u4e00\u4e2a\u4eba\u7ad9\u5728\u5c71\u9876\u4e0a\u770b\u65e5\u51fa\uff0c\u4e00\u53ea\u732b";
    for (const ExifOrder order : {ExifOrder::Big, ExifOrder::Little}) {
        const auto block =
            test::exif_block({{test::kUserComment, test::utf16_comment(text, order), 7}}, order);
        CHECK(texts_in(block) == Texts{{"UserComment", text}});
    }
}

TEST_CASE("a byte order mark in a comment settles its order") {
    const auto big = test::utf16_comment("\uFEFF\u4e00\u4e2a", ExifOrder::Big);
    CHECK(texts_in(test::exif_block({{test::kUserComment, big, 7}}, ExifOrder::Little)) ==
          Texts{{"UserComment", "\u4e00\u4e2a"}});
}

TEST_CASE("surrogate pairs are joined and halves of them become U+FFFD") {
    const std::string units("UNICODE\0\xD8\x3D\xDE\x00\xDE\x00\xD8\x3D\0A\0\0", 20);
    CHECK(texts_in(test::exif_block({{test::kUserComment, units, 7}}, ExifOrder::Big)) ==
          Texts{{"UserComment", "\U0001F600\uFFFD\uFFFDA"}});
}

TEST_CASE("comments without an encoding, with zeros or ASCII in front are UTF-8") {
    const std::string text = "\u6c49\u5b57 Steps";
    for (const std::string& mark : {std::string(), kAsciiMark, std::string(8, '\0')}) {
        CHECK(texts_in(test::exif_block({{test::kUserComment, mark + text + std::string(3, '\0'), 7}})) ==
              Texts{{"UserComment", text}});
    }
    CHECK(texts_in(test::exif_block({{test::kUserComment, text, 2}})) == Texts{{"UserComment", text}});
    CHECK(texts_in(test::exif_block({{test::kUserComment, "ab"}})) == Texts{{"UserComment", "ab"}});
    CHECK(texts_in(test::exif_block({{test::kUserComment, std::string(40, '\0'), 7}})).empty());
}

TEST_CASE("a comment in JIS is noted as not read") {
    MetadataTexts texts =
        texts_of(test::exif_block({{test::kUserComment, std::string("JIS\0\0\0\0\0abc", 11), 7}}));
    CHECK(texts.all().empty());
    CHECK(texts.take_notes().size() == 1);
}

TEST_CASE("names of camera and description are listed and say nothing about software") {
    const auto metadata = read_metadata(
        test::jpeg_with(test::exif_block({{0x010E, "A day out, with friends: lake, hills: 3, sun: yes"},
                                          {0x010F, "Canon"},
                                          {0x0110, "EOS 5D"}})));
    REQUIRE(metadata);
    CHECK(metadata->raw.size() == 3);
    CHECK(metadata->raw[1] == std::pair<std::string, std::string>("Make", "Canon"));
    CHECK(metadata->software == Software::Unknown);
    CHECK_FALSE(metadata->parameters.prompt);
    CHECK(metadata->info == PictureInfo{PictureFormat::Jpeg, {8, 8}});
}

TEST_CASE("ComfyUI's graph is found in the camera tags of a WebP") {
    const std::string graph = R"({"3":{"class_type":"KSampler","inputs":{"seed":7,"steps":4,"cfg":NaN}}})";
    for (const char* name : {"prompt:", "Prompt: "}) {
        const auto metadata = read_metadata(test::webp_with(test::exif_block(
            {{0x010F, "workflow:{\"nodes\":[]}"}, {0x0110, name + graph + std::string(1, '\0')}})));
        REQUIRE(metadata);
        CHECK(metadata->software == Software::ComfyUi);
        CHECK(metadata->parameters.seed == 7);
        CHECK(metadata->parameters.steps == 4);
        CHECK_FALSE(metadata->parameters.cfg);
        CHECK(metadata->raw[1] == std::pair<std::string, std::string>("Model", name + graph));
    }
}

TEST_CASE("offsets that lead out of the block are noted and the other tags are read") {
    for (const std::uint32_t error : {1000u, 0x7FFFFFFFu, 0xFFFFFF00u}) {
        MetadataTexts texts = texts_of(
            test::exif_block({{0x010E, "a long description", 2, error}, {0x0110, "a long model name"}}));
        CHECK(texts.all() == Texts{{"Model", "a long model name"}});
        CHECK(texts.take_notes().size() == 1);
    }
}

TEST_CASE("a block that is cut short anywhere gives what is whole and never fails") {
    const auto block =
        test::exif_block({{0x010E, "a long description"}, {test::kUserComment, kAsciiMark + "comment", 7}});
    for (std::size_t size = 0; size < block.size(); ++size) {
        MetadataTexts texts = texts_of(std::string_view(block).substr(0, size));
        CHECK(texts.all().size() <= 1);
        CHECK_FALSE(texts.take_notes().empty());
    }
    CHECK(texts_in(block).size() == 2);
}

TEST_CASE("directories that refer to each other end, and a tag counts once") {
    auto block = test::exif_block({{0x010E, "a long description"}, {0x010E, "another description"}});
    CHECK(texts_in(block) == Texts{{"ImageDescription", "a long description"}});
    const std::string pointer("\x69\x87\x04\0\x01\0\0\0", 8);
    const std::size_t at = block.find(pointer);
    REQUIRE(at != std::string::npos);
    block.replace(at + 8, 4, std::string("\x08\0\0\0", 4));
    CHECK(texts_in(block) == Texts{{"ImageDescription", "a long description"}});
}

TEST_CASE("counts and types that are not what they should be are passed over") {
    CHECK(texts_in(test::exif_block({{0x010E, "a long description", 3}, {0x0110, "kept as text"}})) ==
          Texts{{"Model", "kept as text"}});
    CHECK(texts_in(test::exif_block({{0x010E, ""}})).empty());
    CHECK(texts_in("").empty());
    CHECK(texts_of("XX*\0\x08\0\0\0").take_notes().size() == 1);
}

TEST_CASE("a maker note is listed when it is text, not when it is a camera's own data") {
    CHECK(texts_in(test::exif_block({{0x927C, std::string("fooocus\0", 8)}})) ==
          Texts{{"MakerNote", "fooocus"}});
    CHECK(texts_in(test::exif_block({{0x927C, std::string("Nikon\0\2\1\0\0", 10), 7}})).empty());
}

TEST_CASE("JPEG and WebP files that are cut short give no crash and a size where there is one") {
    const auto block = test::exif_block({{test::kUserComment, kAsciiMark + std::string(kInfotext), 7}});
    for (const auto& file : {test::jpeg_with(block), test::webp_with(block)}) {
        REQUIRE(decode(file));
        for (std::size_t size = 0; size < file.size(); ++size) {
            const auto metadata = read_metadata(std::span(file).first(size));
            if (metadata) CHECK(metadata->info.size == SizePx{8, 8});
        }
    }
}
