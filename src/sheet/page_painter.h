#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result.h"
#include "sheet/canvas.h"
#include "sheet/colours.h"
#include "sheet/lettering.h"
#include "sheet/plan.h"
#include "sheet/sheet.h"

namespace proofsheet::sheet {

/// The letters of a sheet.
struct Types {
    Lettering title;
    Lettering label;
};

/// Errors: NotFound when there is no font.
Result<Types> open_types(const SheetRequest& request);

/// What the labels of this sheet take beside cells of this size.
LabelRoom measure_labels(const SheetRequest& request, Types& types, SizePx cell);

/// Paints the parts of a page from top to bottom. One thread, but for what it does on the pool itself.
class PagePainter {
public:
    PagePainter(const SheetRequest& request, const SheetPlan& plan, const Page& page, Types& types)
        : request_(request),
          plan_(plan),
          page_(page),
          types_(types),
          palette_(palette_of(request.layout.background)) {}

    /// Everything above the cells.
    Canvas paint_head();
    /// One row of cells and the gap below; counts what it drew. Cells are left as they are once `stop` asks.
    Canvas paint_row(int row, tasks::WorkerPool& pool, const std::stop_token& stop, WrittenSheet& counts);
    /// The margin below the cells.
    Canvas paint_foot() const;

private:
    enum class Outcome { Missing, Drawn, Broken };
    struct Cell {
        RectPx rect;
        std::optional<grid::SampleId> sample;
        std::size_t of = 0;  ///< pictures that share the cell
        Outcome outcome = Outcome::Missing;
        ErrorKind failure = ErrorKind::Io;
    };

    std::vector<Cell> cells_of(int row) const;
    void load(Cell& cell, Canvas& canvas, const std::stop_token& stop) const;
    void finish(const Cell& cell, Canvas& canvas);
    void paint_empty(const RectPx& rect, Canvas& canvas) const;
    void paint_broken(const Cell& cell, Canvas& canvas);
    void paint_plate(Canvas& canvas, int right, int bottom, std::string_view text);
    void paint_column_labels(Canvas& canvas, int y);
    void paint_position_labels(Canvas& canvas, int y);
    std::string subtitle() const;

    const SheetRequest& request_;
    const SheetPlan& plan_;
    const Page& page_;
    Types& types_;
    Palette palette_;
};

}  // namespace proofsheet::sheet
