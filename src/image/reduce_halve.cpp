#include "image/reduce_halve.h"

#include "image/reduce_tables.h"

namespace proofsheet::image {
namespace {

/// Four neighbours, two from each row.
struct Square {
    const std::uint8_t* pixels[4];
};

bool is_opaque(const Square& square) {
    return (square.pixels[0][3] & square.pixels[1][3] & square.pixels[2][3] & square.pixels[3][3]) == 255;
}

/// Four times 65535 is just below 16 times `kOne`.
void average_opaque(const Square& square, const SrgbTables& tables, std::uint8_t* out) {
    for (std::size_t c = 0; c < 3; ++c) {
        unsigned sum = 8;
        for (const std::uint8_t* pixel : square.pixels) sum += tables.linear16[pixel[c]];
        out[c] = tables.encoded[sum >> 4];
    }
    out[3] = 255;
}

void average_weighted(const Square& square, const SrgbTables& tables, std::uint8_t* out) {
    unsigned alpha = 0;
    std::uint64_t sums[3] = {};
    for (const std::uint8_t* pixel : square.pixels) {
        alpha += pixel[3];
        for (std::size_t c = 0; c < 3; ++c) sums[c] += std::uint64_t{tables.linear16[pixel[c]]} * pixel[3];
    }
    for (std::size_t c = 0; c < 3; ++c) {
        const std::uint64_t linear = alpha == 0 ? 0 : (sums[c] + alpha / 2) / alpha;
        out[c] = alpha == 0 ? std::uint8_t{0} : tables.encoded[(linear + 2) >> 2];
    }
    out[3] = static_cast<std::uint8_t>((alpha + 2) / 4);
}

}  // namespace

Pixels halve(const Pixels& picture) {
    const SrgbTables& tables = srgb_tables();
    Pixels half({picture.size().width / 2, picture.size().height / 2});
    for (int y = 0; y < half.size().height; ++y) {
        const std::uint8_t* upper = picture.row(2 * y);
        const std::uint8_t* lower = picture.row(2 * y + 1);
        std::uint8_t* out = half.row(y);
        for (int x = 0; x < half.size().width; ++x, upper += 8, lower += 8, out += 4) {
            const Square square{{upper, upper + 4, lower, lower + 4}};
            is_opaque(square) ? average_opaque(square, tables, out) : average_weighted(square, tables, out);
        }
    }
    return half;
}

}  // namespace proofsheet::image
