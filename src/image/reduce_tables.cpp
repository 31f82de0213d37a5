#include "image/reduce_tables.h"

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
    for (int level = 0; level < 256; ++level)
        tables.linear[level] = static_cast<float>(linear_of(level / 255.0));
    for (int step = 0; step < SrgbTables::kSteps; ++step) {
        const double encoded = encoded_of(step / (SrgbTables::kSteps - 1.0));
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
