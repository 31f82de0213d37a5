#include "sheet/sheet_fixture.h"

#include <doctest/doctest.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "image/encode.h"
#include "sheet/cell_picture.h"
#include "sheet/page_painter.h"

namespace proofsheet::test {

std::vector<sheet::FontFile> some_fonts() {
    const std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)> wanted(FcPatternCreate(),
                                                                         &FcPatternDestroy);
    FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
    FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
    FcDefaultSubstitute(wanted.get());
    FcResult result = FcResultMatch;
    const std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)> match(
        FcFontMatch(nullptr, wanted.get(), &result), &FcPatternDestroy);
    FcChar8* file = nullptr;
    REQUIRE(match);
    REQUIRE(FcPatternGetString(match.get(), FC_FILE, 0, &file) == FcResultMatch);
    return {{reinterpret_cast<const char*>(file), 0}};
}

image::Pixels plain_picture(SizePx size, sheet::Colour colour) {
    image::Pixels picture(size);
    const std::uint8_t pixel[] = {colour.red, colour.green, colour.blue, 255};
    for (std::size_t i = 0; i < picture.bytes().size(); ++i) picture.bytes()[i] = pixel[i % 4];
    return picture;
}

image::Pixels noise_picture(SizePx size, std::uint32_t seed) {
    image::Pixels picture(size);
    std::uint32_t noise = seed;
    for (std::size_t i = 0; i < picture.bytes().size(); ++i) {
        noise = noise * 1664525 + 1013904223;
        picture.bytes()[i] = i % 4 == 3 ? 255 : static_cast<std::uint8_t>(noise >> 24);
    }
    return picture;
}

SheetFixture::SheetFixture() {
    std::filesystem::create_directory(out_dir());
}

void SheetFixture::add(const std::string& name, const image::Pixels& picture, Dims dimensions) {
    const auto png = image::encode_png(picture);
    REQUIRE(png);
    add_bytes(name, std::string(reinterpret_cast<const char*>(png->data()), png->size()),
              std::move(dimensions));
}

void SheetFixture::add_bytes(const std::string& name, const std::string& bytes, Dims dimensions) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    found_.push_back({{name, {bytes.size(), 1}, 0}, std::move(dimensions)});
}

sheet::Colour SheetFixture::colour_of(int column, int row, int position) {
    return {static_cast<std::uint8_t>(40 + column * 11), static_cast<std::uint8_t>(60 + row * 7),
            static_cast<std::uint8_t>(80 + position * 5)};
}

void SheetFixture::add_grid(int columns, int rows, int positions, SizePx size) {
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            for (int position = 0; position < positions; ++position)
                add("c" + std::to_string(column) + "r" + std::to_string(row) + "p" +
                        std::to_string(position) + ".png",
                    plain_picture(size, colour_of(column, row, position)),
                    {{"x", std::to_string(column)},
                     {"y", std::to_string(row)},
                     {"slider", std::to_string(position)}});
}

sheet::SheetRequest SheetFixture::request() const {
    grid::ScanReport report;
    report.run = "run";
    report.root = folder_.path().string();
    report.found = found_;
    sheet::SheetRequest request;
    request.catalog = grid::make_catalog(report, {});
    request.mapping = {"x", "y", "slider"};
    request.view = grid::arrange(*request.catalog, {request.mapping, {}});
    request.title.text = "A run";
    request.layout = {32, 4, 10, 12, 30'000, sheet::Background::Dark};
    request.fonts = some_fonts();
    request.target = out_dir() / "sheet.png";
    return request;
}

sheet::SheetPlan SheetFixture::plan(const sheet::SheetRequest& request) const {
    auto types = sheet::open_types(request);
    REQUIRE(types);
    const SizePx cell = sheet::choose_cell_size(request);
    auto plan = sheet::plan_sheet(request, cell, sheet::measure_labels(request, *types, cell));
    REQUIRE(plan);
    return std::move(plan).value();
}

sheet::WrittenSheet SheetFixture::write(const sheet::SheetRequest& request) const {
    tasks::WorkerPool pool(2);
    auto written = sheet::write_sheet(request, pool);
    if (!written) FAIL(written.error().message);
    return std::move(written).value();
}

std::vector<std::string> SheetFixture::files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(out_dir()))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

image::Pixels read_png(const std::filesystem::path& path) {
    const auto bytes = read_file(path, 1 << 26);
    REQUIRE(bytes);
    auto picture = image::decode(*bytes);
    REQUIRE(picture);
    return std::move(picture).value();
}

sheet::Colour colour_at(const image::Pixels& picture, int x, int y) {
    const std::uint8_t* pixel = picture.row(y) + static_cast<std::size_t>(x) * 4;
    return {pixel[0], pixel[1], pixel[2]};
}

bool has_ink(const image::Pixels& picture, sheet::RectPx rect, sheet::Colour ground) {
    for (int y = rect.y; y < rect.bottom(); ++y)
        for (int x = rect.x; x < rect.right(); ++x)
            if (!(colour_at(picture, x, y) == ground)) return true;
    return false;
}

}  // namespace proofsheet::test
