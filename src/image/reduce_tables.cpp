#include "image/reduce_tables.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::image {
namespace {

double linear_of(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double encoded_of(double linear) {
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

SrgbTables make_tables() {
    SrgbTables tables;
    for (std::size_t level = 0; level < 256; ++level) {
        const double linear = linear_of(static_cast<double>(level) / 255);
        const auto light = static_cast<float>(linear);
        tables.red[level] = Float4{light, 0, 0, 0};
        tables.green[level] = Float4{0, light, 0, 0};
        tables.blue[level] = Float4{0, 0, light, 1};
        tables.linear16[level] = static_cast<std::uint16_t>(std::lround(linear * 65535));
    }
    for (std::size_t step = 0; step < tables.encoded.size(); ++step) {
        const double encoded = encoded_of(std::min(1.0, static_cast<double>(step) / SrgbTables::kOne));
        tables.encoded[step] = static_cast<std::uint8_t>(std::lround(encoded * 255));
    }
    return tables;
}

}  // namespace

const SrgbTables& srgb_tables() {
    static const SrgbTables tables = make_tables();
    return tables;
}

}  // namespace proofsheet::image
