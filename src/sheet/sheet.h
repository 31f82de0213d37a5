#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/size.h"
#include "grid/catalog.h"
#include "grid/query.h"
#include "grid/view.h"
#include "tasks/worker_pool.h"

/// Writes the grid as one labelled picture of any size.
namespace proofsheet::sheet {

/// One face in a font file.
struct FontFile {
    std::string path;
    int index = 0;  ///< within a collection
    bool operator==(const FontFile&) const = default;
};

enum class Background { Dark, Light, White };

/// Sizes in pixels.
struct SheetLayout {
    int cell_side = 256;  ///< longest side of a cell; its shape is that of the first picture
    int gap = 8;
    int margin = 24;
    int label_size = 16;
    int tile_side = 30'000;  ///< no file is wider or higher; a larger sheet becomes several
    Background background = Background::Dark;
    bool operator==(const SheetLayout&) const = default;
};

/// Letters and distances that go with cells of this size.
SheetLayout layout_for_cell(int cell_side);

/// What stands above the grid, beside the names of the axes and the slider position.
struct SheetTitle {
    std::string text;    ///< the name of the run, mostly
    std::string detail;  ///< the filters that act, mostly
    std::string date;    ///< empty unless wanted: without it the same pictures give the same file
    bool operator==(const SheetTitle&) const = default;
};

/// One: the given slider position. Each: one sheet for each position. SideBySide: all positions on one sheet.
enum class SheetPositions { One, Each, SideBySide };

/// A short text about a picture, such as its score, drawn in a corner of its cell; may be empty. Called on
/// the thread that writes the sheet.
using BadgeOf = std::function<std::string(grid::SampleId)>;

/// Everything that a sheet is made of, as values.
struct SheetRequest {
    std::shared_ptr<const grid::Catalog> catalog;
    grid::GridView view;
    grid::Mapping mapping;  ///< that `view` was arranged with; names the axes
    SheetPositions positions = SheetPositions::One;
    int position = 0;  ///< for One
    SheetTitle title;
    SheetLayout layout;
    std::vector<FontFile> fonts;  ///< the first that has a character draws it
    BadgeOf badge;                ///< may be empty
    std::filesystem::path target;
};

/// What was written.
struct WrittenSheet {
    std::vector<std::filesystem::path> files;  ///< the target alone, or name-1.png, name-2.png ...
    std::vector<SizePx> sizes;                 ///< parallel to `files`
    std::size_t pictures = 0;                  ///< drawn
    std::size_t broken = 0;                    ///< drawn as a cross with the reason
    std::size_t missing = 0;                   ///< combinations without a picture
    std::size_t behind = 0;  ///< pictures that share a cell with one that is drawn; the cell says "1 of n"
    std::size_t band_bytes = 0;  ///< of the largest part of the sheet that was in memory at once
};

/// Rows of cells that are written, and all of them. On the thread that writes.
using OnSheetRows = std::function<void(std::size_t done, std::size_t total)>;

/// The characters of all labels, for finding fonts that have them.
std::set<char32_t> characters_of(const SheetRequest& request);

/// Writes the sheet row by row; the pictures of a row are decoded on the pool's threads and on the calling
/// one, which may be one of the pool's. Pictures are reduced in linear light to fit their cells and never
/// enlarged. A sheet larger than `layout.tile_side` is cut between cells, and each file repeats the labels.
/// Files get their names when all of them are complete: an error or a stop leaves what was there before. Text
/// is drawn character by character as stored, which leaves right-to-left scripts unjoined and in reading
/// order from left to right.
/// Errors: InvalidInput (layout or position out of range), Unsupported (too many cells, or a row that needs
/// too much memory), NotFound (no font), Io, Cancelled.
Result<WrittenSheet> write_sheet(const SheetRequest& request, tasks::WorkerPool& pool,
                                 const OnSheetRows& on_rows = {}, const std::stop_token& stop = {});

}  // namespace proofsheet::sheet
