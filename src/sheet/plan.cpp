#include "sheet/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace proofsheet::sheet {
namespace {

constexpr std::size_t kMostFiles = 1000;
/// A rough count above this needs no exact one.
constexpr std::int64_t kFarTooManyFiles = 4 * kMostFiles;
constexpr std::size_t kMostBandBytes = std::size_t{1} << 30;

struct Range {
    const char* name;
    int value, least, most;
};

Error refused(std::string sentence) {
    return {ErrorKind::InvalidInput, std::move(sentence)};
}

/// Pieces of a row (or column) of cells that fit: first and count of each.
struct Piece {
    int first = 0;
    int count = 0;
};

/// Width of `count` columns from `first` on, gaps between them included.
std::int64_t columns_width(const SheetPlan& plan, int first, int count) {
    const int blocks = (first + count - 1) / plan.block_columns - first / plan.block_columns;
    return std::int64_t{count} * (plan.cell.width + plan.gap) - plan.gap +
           std::int64_t{blocks} * plan.block_gap;
}

std::int64_t rows_height(const SheetPlan& plan, int count) {
    return std::int64_t{count} * plan.row_height() - plan.gap;
}

std::vector<Piece> cut_columns(const SheetPlan& plan, int total, std::int64_t room) {
    std::vector<Piece> pieces;
    for (int first = 0; first < total;) {
        const auto most = static_cast<int>((room + plan.gap) / (plan.cell.width + plan.gap));
        int count = std::min(total - first, most);
        while (count > 1 && columns_width(plan, first, count) > room) --count;
        pieces.push_back({first, count});
        first += count;
    }
    return pieces;
}

std::vector<Piece> cut_rows(const SheetPlan& plan, int total, std::int64_t room) {
    const auto most = static_cast<int>((room + plan.gap) / plan.row_height());
    std::vector<Piece> pieces;
    for (int first = 0; first < total; first += most)
        pieces.push_back({first, std::min(most, total - first)});
    return pieces;
}

/// The file of these columns and rows of a sheet whose first block shows `position`.
Page page_of(const SheetPlan& plan, Piece columns, Piece rows, int position) {
    Page page;
    page.first_column = columns.first;
    page.columns = columns.count;
    page.first_row = rows.first;
    page.rows = rows.count;
    page.position = position + columns.first / plan.block_columns;
    page.size.width =
        static_cast<int>(plan.left + columns_width(plan, columns.first, columns.count) + plan.margin);
    page.size.height = static_cast<int>(plan.top + rows_height(plan, rows.count) + plan.margin);
    return page;
}

/// Files of one sheet, roughly.
std::int64_t rough_files(const SheetPlan& plan, int columns, int rows, std::int64_t width,
                         std::int64_t height) {
    const std::int64_t across = columns * std::int64_t{plan.cell.width + plan.gap} / width + 1;
    const std::int64_t down = rows * std::int64_t{plan.row_height()} / height + 1;
    return std::min(kFarTooManyFiles, across) * std::min(kFarTooManyFiles, down);
}

Error too_many_files() {
    return {
        ErrorKind::Unsupported,
        fmt::format("The contact sheet would take more than {} files: filter it, or choose smaller cells.",
                    kMostFiles)};
}

/// Slider positions that stand on one sheet, and how many sheets there are.
struct Sheets {
    int first = 0;
    int count = 1;
    int blocks = 1;
};

Sheets sheets_of(const SheetRequest& request) {
    const int all = static_cast<int>(request.view.positions.size());
    if (request.positions == SheetPositions::Each) return {0, all, 1};
    if (request.positions == SheetPositions::SideBySide) return {0, 1, all};
    return {request.position, 1, 1};
}

}  // namespace

SheetLayout layout_for_cell(int cell_side) {
    SheetLayout layout;
    layout.cell_side = cell_side;
    layout.gap = std::clamp(cell_side / 32, 2, 64);
    layout.label_size = std::clamp(cell_side / 16, 12, 64);
    layout.margin = layout.label_size * 3 / 2;
    return layout;
}

CellColumn SheetPlan::column_at(const Page& page, int index) const {
    const int column = page.first_column + index;
    return {column % block_columns,
            page.position + column / block_columns - page.first_column / block_columns};
}

int SheetPlan::x_of(const Page& page, int index) const {
    const int blocks = (page.first_column + index) / block_columns - page.first_column / block_columns;
    return left + index * (cell.width + gap) + blocks * block_gap;
}

std::size_t SheetPlan::band_bytes() const {
    std::size_t most = 0;
    for (const Page& page : pages)
        most = std::max(most, static_cast<std::size_t>(page.size.width) * 3 *
                                  static_cast<std::size_t>(std::max(top, row_height())));
    return most;
}

Status check_request(const SheetRequest& request) {
    const SheetLayout& layout = request.layout;
    for (const Range& range :
         {Range{"cell size", layout.cell_side, 8, 8192}, Range{"gap", layout.gap, 0, 1000},
          Range{"margin", layout.margin, 0, 2000}, Range{"label size", layout.label_size, 6, 400},
          Range{"largest side of a file", layout.tile_side, 64, 1'000'000}})
        if (range.value < range.least || range.value > range.most)
            return refused(fmt::format("The {} of a contact sheet must be from {} to {} pixels, not {}.",
                                       range.name, range.least, range.most, range.value));
    const grid::GridView& view = request.view;
    if (!request.catalog || view.samples.empty())
        return refused(
            "There is no picture to put on a contact sheet: the run is empty or all are filtered out.");
    if (request.position < 0 || request.position >= static_cast<int>(view.positions.size()))
        return refused(fmt::format("The slider has no position {}.", request.position + 1));
    return {};
}

Result<SheetPlan> plan_sheet(const SheetRequest& request, SizePx cell, const LabelRoom& labels) {
    const SheetLayout& layout = request.layout;
    SheetPlan plan{cell, layout.gap, layout.gap + layout.label_size, layout.margin, 0, 0, 1, labels, {}};
    const auto behind = [&](int size) { return size > 0 ? size + labels.space : 0; };
    plan.left = plan.margin + behind(labels.row_labels);
    plan.top = plan.margin + behind(labels.title) + behind(labels.position_line) + behind(labels.column_line);
    const std::int64_t width = std::int64_t{layout.tile_side} - plan.left - plan.margin;
    const std::int64_t height = std::int64_t{layout.tile_side} - plan.top - plan.margin;
    if (width < cell.width || height < cell.height)
        return refused(
            fmt::format("A cell of {} x {} pixels with its labels is larger than a file may be, which is {}.",
                        cell.width, cell.height, layout.tile_side));
    const Sheets sheets = sheets_of(request);
    const auto rows = static_cast<int>(request.view.rows.size());
    plan.block_columns = static_cast<int>(request.view.columns.size());
    const std::int64_t all_columns = std::int64_t{plan.block_columns} * sheets.blocks;
    if (all_columns > std::numeric_limits<int>::max()) return too_many_files();
    const auto columns = static_cast<int>(all_columns);
    if (sheets.count * rough_files(plan, columns, rows, width, height) > kFarTooManyFiles)
        return too_many_files();
    const auto across = cut_columns(plan, columns, width);
    const auto down = cut_rows(plan, rows, height);
    const std::size_t parts = across.size() * down.size();
    if (static_cast<std::size_t>(sheets.count) * parts > kMostFiles) return too_many_files();
    for (int sheet = 0; sheet < sheets.count; ++sheet)
        for (std::size_t part = 0; part < parts; ++part)
            plan.pages.push_back(page_of(plan, across[part % across.size()], down[part / across.size()],
                                         sheets.first + sheet));
    for (std::size_t i = 0; i < plan.pages.size(); ++i) {
        plan.pages[i].part = static_cast<int>(i % parts) + 1;
        plan.pages[i].parts = static_cast<int>(parts);
    }
    if (plan.band_bytes() > kMostBandBytes)
        return Error{
            ErrorKind::Unsupported,
            fmt::format("One row of cells would need {} MB of memory: choose smaller cells or smaller files.",
                        plan.band_bytes() / 1'000'000)};
    return plan;
}

}  // namespace proofsheet::sheet
