// Writes one small picture of every kind into the folder named by the argument.
#include <cstdio>
#include <fstream>
#include <string>

#include "image/picture_files.h"

using namespace proofsheet;

namespace {

bool write(const std::string& path, const test::Bytes& file) {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
    return out.good();
}

bool write_pngs(const std::string& folder) {
    bool good = true;
    for (const int colour : {0, 2, 3, 4, 6}) {
        for (const int depth : {1, 2, 4, 8, 16}) {
            if (depth < 8 && colour != 0 && colour != 3) continue;
            if (depth == 16 && colour == 3) continue;
            const bool transparent = colour == 0 || colour == 2 || colour == 3;
            for (const bool interlaced : {false, true}) {
                const std::string name =
                    std::to_string(colour) + "-" + std::to_string(depth) + (interlaced ? "i" : "");
                good = good && write(folder + "/" + name + ".png", test::make_png({.size = {9, 7},
                                                                                   .colour = colour,
                                                                                   .depth = depth,
                                                                                   .interlaced = interlaced,
                                                                                   .transparent = transparent,
                                                                                   .data_chunk = 40}));
            }
        }
    }
    return good;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: fuzz_png_seeds FOLDER\n", stderr);
        return 2;
    }
    const std::string folder = arguments[1];
    const image::Pixels picture = test::test_picture({17, 9}, 3);
    const bool good = write_pngs(folder) && write(folder + "/turned.jpg", test::make_jpeg(picture, 80, 6)) &&
                      write(folder + "/plain.webp", test::make_webp(picture));
    if (!good) std::fprintf(stderr, "cannot write into %s\n", folder.c_str());
    return good ? 0 : 1;
}
