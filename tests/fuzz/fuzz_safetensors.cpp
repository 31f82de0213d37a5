#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "core/text.h"
#include "scan/safetensors.h"

using namespace proofsheet;

namespace {

void check(std::span<const std::byte> head, std::uint64_t file_bytes) {
    const auto header = scan::parse_safetensors_header(head, file_bytes);
    if (!header) {
        if (header.error().kind != ErrorKind::InvalidInput || !is_utf8(header.error().message)) std::abort();
        return;
    }
    if (header->tensors < 0 || header->notes.size() > 25) std::abort();
    for (const auto& [key, value] : header->metadata)
        if (!is_utf8(key) || !is_utf8(value)) std::abort();
    for (const auto& note : header->notes)
        if (!is_utf8(note)) std::abort();
}

}  // namespace

// The input as a whole file, and as the JSON behind a length that fits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    check(bytes, size);
    std::vector<std::byte> framed(8 + size);
    for (std::size_t i = 0; i < 8; ++i)
        framed[i] = static_cast<std::byte>((std::uint64_t{size} >> (8 * i)) & 0xFF);
    std::copy(bytes.begin(), bytes.end(), framed.begin() + 8);
    check(framed, framed.size());
    return 0;
}
