#include "support/sample_tree.h"

#include <sys/stat.h>

#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace proofsheet::test {
namespace {

std::string json_text(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += c;
    }
    return json + '"';
}

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
    return bytes;
}

/// CRC-32 of PNG 1.2, chapter 3.4, bit by bit.
std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

std::string chunk(const std::string& type, const std::string& data) {
    return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
           big_endian(crc_of(type + data));
}

}  // namespace

std::string safetensors_bytes_with_length(std::uint64_t length, std::string_view rest) {
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(length >> shift & 0xFF);
    return bytes + std::string(rest);
}

std::string safetensors_bytes(const TextPairs& metadata) {
    std::string json;
    for (const auto& [key, value] : metadata)
        json += (json.empty() ? std::string{} : ",") + json_text(key) + ':' + json_text(value);
    json = "{\"__metadata__\":{" + json + "}}";
    return safetensors_bytes_with_length(json.size(), json);
}

std::string png_bytes(const TextPairs& texts) {
    using std::string_literals::operator""s;
    std::string png = "\x89PNG\r\n\x1A\n" + chunk("IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0"s);
    for (const auto& [keyword, text] : texts) png += chunk("tEXt", keyword + '\0' + text);
    // zlib: one stored block of a filter byte and a grey of 0x80, then its Adler-32.
    png += chunk("IDAT", "\x78\x01\x01\x02\x00\xFD\xFF\x00\x80\x00\x82\x00\x81"s);
    return png + chunk("IEND", "");
}

std::filesystem::path SampleTree::with_parents(std::string_view relative) const {
    const std::filesystem::path path = at(relative);
    std::filesystem::create_directories(path.parent_path());
    return path;
}

std::filesystem::path SampleTree::file(std::string_view relative, std::string_view bytes) const {
    const std::filesystem::path path = with_parents(relative);
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write a file of the test");
    return path;
}

std::filesystem::path SampleTree::checkpoint(std::string_view relative, const TextPairs& metadata) const {
    return file(relative, safetensors_bytes(metadata));
}

std::filesystem::path SampleTree::picture(std::string_view relative, const TextPairs& texts) const {
    return file(relative, png_bytes(texts));
}

std::filesystem::path SampleTree::folder(std::string_view relative) const {
    std::filesystem::create_directories(at(relative));
    return at(relative);
}

std::filesystem::path SampleTree::link(std::string_view relative, const std::filesystem::path& target) const {
    const std::filesystem::path path = with_parents(relative);
    std::filesystem::create_symlink(target, path);
    return path;
}

std::filesystem::path SampleTree::pipe(std::string_view relative) const {
    const std::filesystem::path path = with_parents(relative);
    if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe for the test");
    return path;
}

std::filesystem::path SampleTree::sparse(std::string_view relative, std::uint64_t bytes) const {
    const std::filesystem::path path = file(relative, "");
    std::filesystem::resize_file(path, bytes);
    return path;
}

}  // namespace proofsheet::test
