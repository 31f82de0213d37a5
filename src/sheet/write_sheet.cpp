#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/file_bytes.h"
#include "image/png_writer.h"
#include "sheet/cell_picture.h"
#include "sheet/page_painter.h"
#include "sheet/plan.h"
#include "sheet/sheet.h"

namespace proofsheet::sheet {
namespace {

/// As zlib. One level more takes half as long again and saves a few percent.
constexpr int kCompression = 3;
/// Rows that are compressed between two looks at the stop token.
constexpr std::size_t kRowsAtOnce = 32;

Error stopped() {
    return {ErrorKind::Cancelled, "The contact sheet was stopped; nothing was written."};
}

/// The target itself, or name-1.png, name-2.png ...
std::filesystem::path name_of_page(const std::filesystem::path& target, std::size_t page, std::size_t pages) {
    if (pages == 1) return target;
    std::filesystem::path name = target.stem();
    name += fmt::format("-{}", page + 1);
    name += target.extension();
    return target.parent_path() / name;
}

Status check_target(const std::filesystem::path& path) {
    std::error_code ignored;
    if (path.filename().empty() || std::filesystem::is_directory(path, ignored))
        return Error{ErrorKind::Io,
                     fmt::format("This is a folder, a file name is needed: {}", display_path(path))};
    return {};
}

/// Writes pages, and gives them their names at the end.
class SheetWriter {
public:
    SheetWriter(const SheetRequest& request, const SheetPlan& plan, Types& types, tasks::WorkerPool& pool,
                const OnSheetRows& on_rows, const std::stop_token& stop)
        : request_(request), plan_(plan), types_(types), pool_(pool), on_rows_(on_rows), stop_(stop) {
        for (const Page& page : plan.pages) total_ += static_cast<std::size_t>(page.rows);
    }

    Result<WrittenSheet> write() {
        tell();
        for (std::size_t i = 0; i < plan_.pages.size(); ++i)
            if (const Status status = write_page(i); !status) return status.error();
        if (stop_.stop_requested()) return stopped();
        for (image::PngWriter& png : finished_)
            if (const Status status = png.commit(); !status) return status.error();
        return std::move(written_);
    }

private:
    Status write_page(std::size_t index) {
        const Page& page = plan_.pages[index];
        const auto path = name_of_page(request_.target, index, plan_.pages.size());
        if (const Status status = check_target(path); !status) return status;
        auto png = image::PngWriter::create(path, page.size, kCompression);
        if (!png) return png.error();
        if (const Status status = write_bands(page, *png); !status) return status;
        if (const Status status = png->finish(); !status) return status;
        finished_.push_back(std::move(png).value());
        written_.files.push_back(path);
        written_.sizes.push_back(page.size);
        return {};
    }

    Status write_bands(const Page& page, image::PngWriter& png) {
        PagePainter painter(request_, plan_, page, types_);
        if (const Status status = add(painter.paint_head(), png); !status) return status;
        for (int row = 0; row < page.rows; ++row) {
            const Status status = add(painter.paint_row(row, pool_, stop_, written_), png);
            if (!status) return status;
            ++done_;
            tell();
        }
        return add(painter.paint_foot(), png);
    }

    Status add(const Canvas& band, image::PngWriter& png) {
        written_.band_bytes = std::max(written_.band_bytes, band.bytes().size());
        const std::size_t step = kRowsAtOnce * static_cast<std::size_t>(band.size().width) * 3;
        for (auto rest = band.bytes(); !rest.empty();) {
            if (stop_.stop_requested()) return stopped();
            const auto rows = rest.first(std::min(step, rest.size()));
            if (const Status status = png.add_rows(rows); !status) return status;
            rest = rest.subspan(rows.size());
        }
        return {};
    }

    void tell() const {
        if (on_rows_) on_rows_(done_, total_);
    }

    const SheetRequest& request_;
    const SheetPlan& plan_;
    Types& types_;
    tasks::WorkerPool& pool_;
    const OnSheetRows& on_rows_;
    const std::stop_token& stop_;
    std::size_t done_ = 0;
    std::size_t total_ = 0;
    WrittenSheet written_;
    std::vector<image::PngWriter> finished_;
};

}  // namespace

std::set<char32_t> characters_of(const SheetRequest& request) {
    std::set<char32_t> characters;
    const auto add = [&](std::string_view text) {
        for (const char32_t character : characters_in(text)) characters.insert(character);
    };
    for (char32_t character = U' '; character <= U'~'; ++character) characters.insert(character);
    add("\u2026\u00B7\uFFFD");
    for (const auto* labels : {&request.view.columns, &request.view.rows, &request.view.positions})
        for (const std::string& label : *labels) add(label);
    for (const auto& dimension : {request.mapping.x, request.mapping.y, request.mapping.slider})
        add(dimension.value_or(""));
    add(request.title.text);
    add(request.title.detail);
    add(request.title.date);
    return characters;
}

Result<WrittenSheet> write_sheet(const SheetRequest& request, tasks::WorkerPool& pool,
                                 const OnSheetRows& on_rows, const std::stop_token& stop) {
    if (const Status status = check_request(request); !status) return status.error();
    if (const Status status = check_target(request.target); !status) return status.error();
    auto types = open_types(request);
    if (!types) return types.error();
    const SizePx cell = choose_cell_size(request);
    const auto plan = plan_sheet(request, cell, measure_labels(request, *types, cell));
    if (!plan) return plan.error();
    return SheetWriter(request, *plan, *types, pool, on_rows, stop).write();
}

}  // namespace proofsheet::sheet
