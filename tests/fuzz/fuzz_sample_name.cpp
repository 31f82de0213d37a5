#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/text.h"
#include "scan/sample_name.h"

using namespace proofsheet;

// Whatever a name parses to must be well-formed and come back from the name that it is written to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto name = scan::parse_sample_name({reinterpret_cast<const char*>(data), size});
    for (const auto& [key, value] : name.dimensions)
        if (key.empty() || !is_utf8(key) || !is_utf8(value)) std::abort();
    for (const auto& note : name.notes)
        if (!is_utf8(note)) std::abort();
    const auto again = scan::parse_sample_name(scan::format_sample_name(name.dimensions));
    if (again.dimensions != name.dimensions || again.batch != 0 || !again.notes.empty()) std::abort();
    return 0;
}
