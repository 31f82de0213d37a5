#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "image/pixels.h"
#include "sheet/canvas.h"
#include "sheet/plan.h"
#include "sheet/sheet.h"
#include "support/temp_folder.h"

namespace proofsheet::test {

using Dims = std::vector<std::pair<std::string, std::string>>;

/// Any font that is installed.
std::vector<sheet::FontFile> some_fonts();

/// A picture of one colour, or of noise that depends on `seed`.
image::Pixels plain_picture(SizePx size, sheet::Colour colour);
image::Pixels noise_picture(SizePx size, std::uint32_t seed);

/// Pictures on the disk and the sheet they make.
class SheetFixture {
public:
    SheetFixture();

    void add(const std::string& name, const image::Pixels& picture, Dims dimensions);
    void add_bytes(const std::string& name, const std::string& bytes, Dims dimensions);
    /// Columns x rows x positions of plain pictures, each of a colour of its own (see `colour_of`).
    void add_grid(int columns, int rows, int positions, SizePx size);
    static sheet::Colour colour_of(int column, int row, int position);

    /// The sheet of what was added: `x`, `y` and `slider` play the roles of their names.
    sheet::SheetRequest request() const;
    /// Where the parts of that sheet stand.
    sheet::SheetPlan plan(const sheet::SheetRequest& request) const;
    /// Writes it with two threads; fails the test when that fails.
    sheet::WrittenSheet write(const sheet::SheetRequest& request) const;
    /// Names of the files in the target folder.
    std::vector<std::string> files() const;

    std::filesystem::path out_dir() const { return folder_.path() / "out"; }

private:
    TempFolder folder_;
    std::vector<grid::FoundSample> found_;
};

image::Pixels read_png(const std::filesystem::path& path);
sheet::Colour colour_at(const image::Pixels& picture, int x, int y);
/// Whether any pixel of the rectangle differs from `ground`.
bool has_ink(const image::Pixels& picture, sheet::RectPx rect, sheet::Colour ground);

}  // namespace proofsheet::test
