#include "scan/safetensors.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/file_bytes.h"
#include "core/text.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using scan::parse_safetensors_header;
using scan::read_safetensors_header;
using scan::SafetensorsHeader;
using Metadata = std::vector<std::pair<std::string, std::string>>;

namespace {

std::string length_bytes(std::uint64_t length) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>((length >> (8 * i)) & 0xFF);
    return bytes;
}

Result<SafetensorsHeader> parse_bytes(std::string_view head, std::uint64_t file_bytes) {
    return parse_safetensors_header(std::as_bytes(std::span(head)), file_bytes);
}

Result<SafetensorsHeader> parse(const std::string& json) {
    const std::string head = length_bytes(json.size()) + json;
    return parse_bytes(head, head.size());
}

SafetensorsHeader header_of(const std::string& json) {
    const auto header = parse(json);
    REQUIRE_MESSAGE(header.has_value(), json.substr(0, 100));
    return *header;
}

/// The sentence of the error, empty when there is none.
std::string complaint(const Result<SafetensorsHeader>& header) {
    if (header) return "";
    CHECK(header.error().kind == ErrorKind::InvalidInput);
    CHECK(is_utf8(header.error().message));
    return header.error().message;
}

bool mentions(const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (; count > 0; --count) out += text;
    return out;
}

void write(const std::filesystem::path& path, std::string_view bytes) {
    REQUIRE(write_file_atomically(path, std::as_bytes(std::span(bytes))));
}

constexpr const char* kTensor = R"({"dtype":"F16","shape":[2,3],"data_offsets":[0,12]})";

/// Bytes that this process has asked the system for so far.
std::uint64_t bytes_read() {
    std::ifstream io("/proc/self/io");
    std::string label;
    std::uint64_t count = 0;
    io >> label >> count;
    return count;
}

}  // namespace

TEST_CASE("a header gives its tensors and its metadata in the order of the file") {
    const auto header =
        header_of(std::string(R"({"__metadata__":{"ss_steps":"500","ss_epoch":"3","a":""},"w1":)") + kTensor +
                  R"(,"w2":)" + kTensor + "}   ");
    CHECK(header.tensors == 2);
    CHECK(header.metadata == Metadata{{"ss_steps", "500"}, {"ss_epoch", "3"}, {"a", ""}});
    CHECK(header.notes.empty());
}

TEST_CASE("a header may be without tensors or metadata") {
    CHECK(header_of("{}").tensors == 0);
    CHECK(header_of("{\"__metadata__\":{}}").metadata.empty());
    CHECK(header_of("{\"__metadata__\":{}}").tensors == 0);
}

TEST_CASE("metadata that is not text is kept as its JSON, with a note") {
    const auto header = header_of(
        R"({"__metadata__":{"i":-5,"u":18446744073709551615,"f":1.50,"b":true,"n":null,"o":{"a":[1,"x\"\n",{}],"b":[]},"t":"last"}})");
    CHECK(header.metadata == Metadata{{"i", "-5"},
                                      {"u", "18446744073709551615"},
                                      {"f", "1.50"},
                                      {"b", "true"},
                                      {"n", "null"},
                                      {"o", R"({"a":[1,"x\"\n",{}],"b":[]})"},
                                      {"t", "last"}});
    CHECK(header.notes.size() == 6);
}

TEST_CASE("escapes in keys and values of the metadata are decoded") {
    CHECK(header_of(R"({"__metadata__":{"\u0061":"\u68ee\n"}})").metadata ==
          Metadata{{"a", "\xE6\xA3\xAE\n"}});
}

TEST_CASE("of a repeated key the first counts, with a note") {
    const auto header =
        header_of(R"({"w":1,"w":2,"__metadata__":{"a":"1","a":"2","a":3},"__metadata__":{"b":"9"}})");
    CHECK(header.tensors == 1);
    CHECK(header.metadata == Metadata{{"a", "1"}});
    CHECK(header.notes.size() >= 4);
    CHECK(mentions(header.notes[0], "\"w\""));
}

TEST_CASE("metadata that is not an object is ignored, with a note") {
    for (const char* value : {"null", "5", "\"text\"", "[\"a\",{\"b\":\"c\"}]", "true"}) {
        const auto header = header_of(std::string("{\"__metadata__\":") + value + ",\"w\":" + kTensor + "}");
        CAPTURE(value);
        CHECK(header.metadata.empty());
        CHECK(header.tensors == 1);
        CHECK(header.notes.size() == 1);
    }
}

TEST_CASE("a metadata key deeper down is an ordinary key") {
    const auto header = header_of(R"({"w":{"__metadata__":{"a":"b"}}})");
    CHECK(header.metadata.empty());
    CHECK(header.tensors == 1);
}

TEST_CASE("each kind of damage has its own sentence") {
    CHECK(mentions(complaint(parse_bytes("1234567", 7)), "shorter than the 8 bytes"));
    CHECK(mentions(complaint(parse_bytes("", 0)), "shorter than the 8 bytes"));
    CHECK(mentions(complaint(parse_bytes(length_bytes(std::uint64_t{1} << 63), 1'000)),
                   "more than the 100000000"));
    CHECK(
        mentions(complaint(parse_bytes(length_bytes(~std::uint64_t{0}), 1'000)), "more than the 100000000"));
    CHECK(mentions(complaint(parse_bytes(length_bytes(100'000'001), 1'000'000'000)),
                   "more than the 100000000"));
    CHECK(mentions(complaint(parse_bytes(length_bytes(3) + "{}", 10)), "past the end"));
    CHECK(mentions(complaint(parse_bytes(length_bytes(100) + "{}", 1'000)), "ends before its header"));
    CHECK(mentions(complaint(parse("{\"a\xFF\":1}")), "not UTF-8"));
    CHECK(mentions(complaint(parse("{\"a\":")), "not valid JSON near its byte"));
    CHECK(mentions(complaint(parse("{} x")), "not valid JSON"));
    CHECK(mentions(complaint(parse("hello")), "not valid JSON"));
    CHECK(mentions(complaint(parse(R"({"__metadata__":{"a":"\ud800"}})")), "not valid JSON"));
    CHECK(mentions(complaint(parse("[1]")), "not an object"));
    CHECK(mentions(complaint(parse("\"text\"")), "not an object"));
    CHECK(mentions(complaint(parse("17")), "not an object"));
    CHECK(mentions(complaint(parse("")), "empty"));
    CHECK(mentions(complaint(parse("    ")), "not valid JSON"));
}

TEST_CASE("a NUL does not end the header early") {
    CHECK(mentions(complaint(parse(std::string("{}\0 rubbish", 11))), "not valid JSON near its byte 3"));
}

TEST_CASE("the header ends where its length says, whatever follows") {
    CHECK(parse_bytes(length_bytes(2) + "{}rubbish", 17).has_value());
    CHECK(parse_bytes(length_bytes(2) + "{}", 1'000'000).has_value());
}

TEST_CASE("deep nesting is refused before it costs anything") {
    CHECK(header_of(R"({"__metadata__":{"a":)" + std::string(60, '[') + std::string(60, ']') + "}}")
              .metadata[0]
              .second == std::string(60, '[') + std::string(60, ']'));
    CHECK(mentions(complaint(parse("{\"a\":" + std::string(1'000'000, '['))), "nested more than 64"));
    CHECK(mentions(complaint(parse(repeated("{\"a\":", 100'000))), "nested more than 64"));
}

TEST_CASE("notes stay few however odd the header is") {
    const auto header = header_of("{" + repeated("\"w\":1,", 10'000) + "\"w\":1}");
    CHECK(header.tensors == 1);
    CHECK(header.notes.size() == 21);
    CHECK(mentions(header.notes.back(), "9980 more"));
    const auto long_key =
        header_of("{\"" + std::string(100'000, 'k') + "\":1,\"" + std::string(100'000, 'k') + "\":1}");
    CHECK(long_key.notes[0].size() < 200);
}

TEST_CASE("metadata beyond the budget is left out and noted") {
    const std::string large(40'000'000, 'x');
    const auto header =
        header_of(R"({"__metadata__":{"a":")" + large + R"(","b":")" + large + R"(","c":"small"}})");
    REQUIRE(header.metadata.size() == 2);
    CHECK(header.metadata[0].second.size() == large.size());
    CHECK(header.metadata[1] == std::pair<std::string, std::string>{"c", "small"});
    CHECK(header.notes.size() == 1);
    const auto nested =
        header_of(R"({"__metadata__":{"a":[)" + repeated("10,", 30'000'000) + R"(0],"c":"small"}})");
    CHECK(nested.metadata == Metadata{{"c", "small"}});
}

TEST_CASE("reading a file gives what its header holds") {
    const test::TempFolder folder;
    const std::string json = R"({"__metadata__":{"ss_steps":"500"},"w":{}})";
    write(folder.path() / "a.safetensors", length_bytes(json.size()) + json + "data");
    const auto header = read_safetensors_header(folder.path() / "a.safetensors");
    REQUIRE(header.has_value());
    CHECK(header->metadata == Metadata{{"ss_steps", "500"}});
    CHECK(header->tensors == 1);
}

TEST_CASE("of a large file only the header is read") {
    const test::TempFolder folder;
    const auto path = folder.path() / "large.safetensors";
    write(path, length_bytes(2) + "{}");
    std::filesystem::resize_file(path, std::uintmax_t{1} << 30);
    const std::uint64_t before = bytes_read();
    CHECK(read_safetensors_header(path).has_value());
    CHECK(bytes_read() - before < 100'000);
}

TEST_CASE("a broken file is named at the end of the sentence") {
    const test::TempFolder folder;
    const auto path = folder.path() / "broken.safetensors";
    for (const std::string& bytes : {std::string("123"), length_bytes(3) + "{}",
                                     length_bytes(std::uint64_t{1} << 63), length_bytes(2) + "[]"}) {
        write(path, bytes);
        const std::string sentence = complaint(read_safetensors_header(path));
        CHECK(sentence.ends_with(": " + path.string()));
    }
}

TEST_CASE("what is not a readable file says so") {
    const test::TempFolder folder;
    CHECK(read_safetensors_header(folder.path() / "none.safetensors").error().kind == ErrorKind::NotFound);
    CHECK(read_safetensors_header(folder.path()).error().kind == ErrorKind::Unsupported);
}
