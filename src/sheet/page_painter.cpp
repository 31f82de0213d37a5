#include "sheet/page_painter.h"

#include <fmt/format.h>

#include <algorithm>

#include "sheet/cell_picture.h"
#include "sheet/side_work.h"

namespace proofsheet::sheet {
namespace {

constexpr Colour kPlate{20, 20, 20};
constexpr Colour kOnPlate{244, 244, 244};
constexpr int kPlateCoverage = 168;

int title_size(int label_size) {
    return label_size * 7 / 4;
}

/// Between the lines above the grid.
int title_space(int label_size) {
    return label_size / 3;
}

std::string_view reason(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::NotFound:
            return "File is gone";
        case ErrorKind::InvalidInput:
            return "Damaged";
        case ErrorKind::Unsupported:
            return "Not supported";
        default:
            return "Unreadable";
    }
}

bool has_labels(const std::vector<std::string>& labels) {
    return labels.size() > 1 || (labels.size() == 1 && !labels.front().empty());
}

const std::string& label_at(const std::vector<std::string>& labels, int index) {
    return labels[static_cast<std::size_t>(index)];
}

/// "checkpoint 500"; the dash of a missing value stays.
std::string named(const std::optional<std::string>& dimension, const std::string& value) {
    if (!dimension || value.empty()) return value;
    return *dimension + " " + value;
}

/// Room for row labels: as wide as the longest, within limits.
int row_label_width(const SheetRequest& request, Lettering& label, SizePx cell) {
    if (!has_labels(request.view.rows)) return 0;
    const int most = std::max(cell.width * 3 / 4, request.layout.label_size * 12);
    int width = 0;
    for (const std::string& text : request.view.rows) {
        width = std::max(width, label.width(characters_in(text)));
        if (width >= most) return most;
    }
    return width;
}

}  // namespace

Result<Types> open_types(const SheetRequest& request) {
    const int size = request.layout.label_size;
    auto title = Lettering::open(request.fonts, title_size(size));
    if (!title) return title.error();
    auto label = Lettering::open(request.fonts, size);
    if (!label) return label.error();
    return Types{std::move(title).value(), std::move(label).value()};
}

LabelRoom measure_labels(const SheetRequest& request, Types& types, SizePx cell) {
    LabelRoom room;
    const int line = types.label.line_height();
    room.space = request.layout.label_size * 3 / 4;
    const int title = types.title.line_height() + title_space(request.layout.label_size);
    room.title = line + (request.title.text.empty() ? 0 : title);
    const bool blocks = request.positions == SheetPositions::SideBySide;
    room.position_line = blocks && has_labels(request.view.positions) ? line : 0;
    room.column_line = has_labels(request.view.columns) ? line : 0;
    room.row_labels = row_label_width(request, types.label, cell);
    return room;
}

std::string PagePainter::subtitle() const {
    std::vector<std::string> parts;
    const grid::Mapping& mapping = request_.mapping;
    const std::string& position = label_at(request_.view.positions, page_.position);
    if (request_.positions != SheetPositions::SideBySide && !position.empty())
        parts.push_back(named(mapping.slider, position));
    if (mapping.x && has_labels(request_.view.columns)) parts.push_back("across: " + *mapping.x);
    if (mapping.y && has_labels(request_.view.rows)) parts.push_back("down: " + *mapping.y);
    for (const std::string* text : {&request_.title.detail, &request_.title.date})
        if (!text->empty()) parts.push_back(*text);
    if (page_.parts > 1) parts.push_back(fmt::format("part {} of {}", page_.part, page_.parts));
    return fmt::format("{}", fmt::join(parts, "   \u00B7   "));
}

Canvas PagePainter::paint_head() {
    Canvas canvas({page_.size.width, plan_.top}, palette_.ground);
    const int width = page_.size.width - 2 * plan_.margin;
    int y = plan_.margin;
    const auto line = [&](Lettering& type, std::string_view text, Colour colour) {
        type.draw(canvas, plan_.margin, y, type.elided(characters_in(text), width), colour);
        y += type.line_height() + title_space(request_.layout.label_size);
    };
    if (!request_.title.text.empty()) line(types_.title, request_.title.text, palette_.text);
    line(types_.label, subtitle(), palette_.muted);
    y = plan_.margin + plan_.labels.title + plan_.labels.space;
    if (plan_.labels.position_line > 0) {
        paint_position_labels(canvas, y);
        y += plan_.labels.position_line + plan_.labels.space;
    }
    if (plan_.labels.column_line > 0) paint_column_labels(canvas, y);
    return canvas;
}

void PagePainter::paint_position_labels(Canvas& canvas, int y) {
    for (int i = 0; i < page_.columns;) {
        const int position = plan_.column_at(page_, i).position;
        int last = i;
        while (last + 1 < page_.columns && plan_.column_at(page_, last + 1).position == position) ++last;
        const int x = plan_.x_of(page_, i);
        const int width = plan_.x_of(page_, last) + plan_.cell.width - x;
        const std::string text = named(request_.mapping.slider, label_at(request_.view.positions, position));
        const std::u32string shown = types_.label.elided(characters_in(text), width);
        types_.label.draw(canvas, x + (width - types_.label.width(shown)) / 2, y, shown, palette_.text);
        i = last + 1;
    }
}

void PagePainter::paint_column_labels(Canvas& canvas, int y) {
    for (int i = 0; i < page_.columns; ++i) {
        const std::string& text = label_at(request_.view.columns, plan_.column_at(page_, i).column);
        const std::u32string shown = types_.label.elided(characters_in(text), plan_.cell.width);
        const int x = plan_.x_of(page_, i) + (plan_.cell.width - types_.label.width(shown)) / 2;
        types_.label.draw(canvas, x, y, shown,
                          plan_.labels.position_line > 0 ? palette_.muted : palette_.text);
    }
}

std::vector<PagePainter::Cell> PagePainter::cells_of(int row) const {
    std::vector<Cell> cells;
    for (int i = 0; i < page_.columns; ++i) {
        const CellColumn at = plan_.column_at(page_, i);
        const auto here = request_.view.at({at.column, page_.first_row + row, at.position});
        Cell cell;
        cell.rect = {plan_.x_of(page_, i), 0, plan_.cell.width, plan_.cell.height};
        cell.of = here.size();
        if (!here.empty()) cell.sample = here.front();
        cells.push_back(cell);
    }
    return cells;
}

void PagePainter::load(Cell& cell, Canvas& canvas, const std::stop_token& stop) const {
    if (!cell.sample || stop.stop_requested()) return;
    const auto picture = load_cell_picture(path_of(*request_.catalog, *cell.sample), plan_.cell, stop);
    cell.outcome = picture ? Outcome::Drawn : Outcome::Broken;
    if (!picture) {
        cell.failure = picture.error().kind;
        return;
    }
    const RectPx place = centred(picture->size(), cell.rect);
    canvas.draw(*picture, place.x, place.y);
}

Canvas PagePainter::paint_row(int row, tasks::WorkerPool& pool, const std::stop_token& stop,
                              WrittenSheet& counts) {
    const bool is_last = row + 1 == page_.rows;
    Canvas canvas({page_.size.width, is_last ? plan_.cell.height : plan_.row_height()}, palette_.ground);
    std::vector<Cell> cells = cells_of(row);
    run_beside(pool, cells.size(), [&](std::size_t i) { load(cells[i], canvas, stop); });
    for (const Cell& cell : cells) {
        finish(cell, canvas);
        counts.pictures += cell.outcome == Outcome::Drawn ? 1 : 0;
        counts.broken += cell.outcome == Outcome::Broken ? 1 : 0;
        counts.missing += cell.of == 0 ? 1 : 0;
        counts.behind += cell.of > 1 ? cell.of - 1 : 0;
    }
    if (plan_.labels.row_labels > 0) {
        const std::string& text = label_at(request_.view.rows, page_.first_row + row);
        const std::u32string shown = types_.label.elided(characters_in(text), plan_.labels.row_labels);
        const int x = plan_.margin + plan_.labels.row_labels - types_.label.width(shown);
        const int y = (plan_.cell.height - types_.label.line_height()) / 2;
        types_.label.draw(canvas, x, y, shown, palette_.text);
    }
    return canvas;
}

void PagePainter::finish(const Cell& cell, Canvas& canvas) {
    if (cell.outcome == Outcome::Missing) paint_empty(cell.rect, canvas);
    if (cell.outcome == Outcome::Broken) paint_broken(cell, canvas);
    const int inset = request_.layout.label_size / 3;
    const int right = cell.rect.right() - inset;
    const int bottom = cell.rect.bottom() - inset;
    if (cell.of > 1) paint_plate(canvas, right, bottom, fmt::format("1 of {}", cell.of));
    if (!request_.badge || !cell.sample) return;
    const int line = types_.label.line_height();
    const std::string badge = request_.badge(*cell.sample);
    if (!badge.empty()) paint_plate(canvas, right, cell.rect.y + inset + line, badge);
}

void PagePainter::paint_empty(const RectPx& rect, Canvas& canvas) const {
    canvas.fill(rect, palette_.empty);
    const SizePx dash{std::max(4, request_.layout.label_size), std::max(1, request_.layout.label_size / 8)};
    canvas.fill(centred(dash, rect), palette_.quiet);
}

void PagePainter::paint_broken(const Cell& cell, Canvas& canvas) {
    canvas.fill(cell.rect, palette_.empty);
    const int line = types_.label.line_height();
    const int length = std::max(2, std::min(request_.layout.label_size, cell.rect.height / 4));
    const std::u32string word = types_.label.elided(characters_in(reason(cell.failure)), cell.rect.width);
    const bool has_room = cell.rect.height >= 2 * length + 2 * line;
    RectPx upper = cell.rect;
    upper.height -= has_room ? line + length : 0;
    draw_cross(canvas, upper, length, palette_.broken);
    if (!has_room) return;
    const int x = cell.rect.x + (cell.rect.width - types_.label.width(word)) / 2;
    types_.label.draw(canvas, x, upper.y + upper.height / 2 + 2 * length, word, palette_.muted);
}

void PagePainter::paint_plate(Canvas& canvas, int right, int bottom, std::string_view text) {
    const int padding = request_.layout.label_size / 3;
    const std::u32string shown = types_.label.elided(characters_in(text), plan_.cell.width - 4 * padding);
    const int line = types_.label.line_height();
    const int width = types_.label.width(shown) + 2 * padding;
    for (int y = bottom - line; y < bottom; ++y)
        for (int x = right - width; x < right; ++x) canvas.blend(x, y, kPlate, kPlateCoverage);
    types_.label.draw(canvas, right - width + padding, bottom - line, shown, kOnPlate);
}

Canvas PagePainter::paint_foot() const {
    return Canvas({page_.size.width, plan_.margin}, palette_.ground);
}

}  // namespace proofsheet::sheet
