#include "shell/sheet_link.h"

#include "core/file_bytes.h"
#include "shell/fonts.h"
#include "tasks/thread_priority.h"

namespace proofsheet::shell {
namespace {

sheet::Background background_of(app::SheetGround ground) {
    switch (ground) {
        case app::SheetGround::Light:
            return sheet::Background::Light;
        case app::SheetGround::White:
            return sheet::Background::White;
        case app::SheetGround::Dark:
            break;
    }
    return sheet::Background::Dark;
}

sheet::SheetPositions positions_of(app::SheetExtent extent) {
    switch (extent) {
        case app::SheetExtent::SideBySide:
            return sheet::SheetPositions::SideBySide;
        case app::SheetExtent::FileForEach:
            return sheet::SheetPositions::Each;
        case app::SheetExtent::OnePosition:
            break;
    }
    return sheet::SheetPositions::One;
}

sheet::SheetRequest request_of(const app::WriteSheet& effect) {
    sheet::SheetRequest request;
    request.catalog = effect.catalog;
    request.view = *effect.view;
    request.mapping = effect.query.mapping;
    request.positions = positions_of(effect.options.extent);
    request.position = effect.position;
    request.title = {effect.catalog->run, filters_text(effect.query), {}};
    request.layout = sheet::layout_for_cell(effect.options.cell_px);
    request.layout.background = background_of(effect.options.ground);
    request.fonts = sheet_fonts(sheet::characters_of(request));
    request.target = effect.options.target;
    return request;
}

std::string done_text(const sheet::WrittenSheet& written) {
    std::string text = "Contact sheet saved: " + display_path(written.files.front());
    if (written.files.size() > 1) text += " and " + std::to_string(written.files.size() - 1) + " more";
    if (written.broken > 0) text += ". " + std::to_string(written.broken) + " pictures could not be read";
    return text;
}

}  // namespace

std::vector<sheet::FontFile> sheet_fonts(const std::set<char32_t>& characters) {
    const FontFace face = find_face(FontStyle::Text);
    std::vector<sheet::FontFile> fonts;
    if (!face.file.empty()) fonts.push_back({face.file, face.index});
    for (const auto& [fallback, covered] : faces_for(characters))
        fonts.push_back({fallback.file, fallback.index});
    return fonts;
}

std::string filters_text(const grid::GridQuery& query) {
    std::string text;
    for (const auto& [dimension, filter] : query.filters) {
        if (filter.selected.empty() || filter.mode == grid::FilterMode::Hide) continue;
        if (!text.empty()) text += ", ";
        text += dimension;
        std::string_view before = " ";
        for (const std::string& value : filter.selected) {
            text.append(before).append(value);
            before = " or ";
        }
    }
    return text;
}

SheetLink::SheetLink(tasks::Inbox<app::Command>& inbox, std::function<void()> wake)
    : inbox_(inbox), wake_(std::move(wake)), pool_(1, tasks::PoolPriority::Background) {}

SheetLink::~SheetLink() {
    current_.request_stop();
}

void SheetLink::stop() {
    current_.request_stop();
}

void SheetLink::run(const app::WriteSheet& effect) {
    if (current_.stop_requested()) current_ = std::stop_source();  // a stop ends all that wait
    pool_.submit([this, effect, stop = current_.get_token()](std::stop_token) { write(effect, stop); });
}

void SheetLink::write(const app::WriteSheet& effect, const std::stop_token& stop) {
    tasks::WorkerPool decoders(tasks::core_count(), tasks::PoolPriority::Background);
    const auto progress = [this](std::size_t done, std::size_t total) {
        note_.set("Contact sheet: row " + std::to_string(done) + " of " + std::to_string(total));
        wake_();
    };
    std::error_code failed;  // then writing says why
    std::filesystem::create_directories(std::filesystem::path(effect.options.target).parent_path(), failed);
    const auto written = sheet::write_sheet(request_of(effect), decoders, progress, stop);
    note_.set({});
    if (written)
        inbox_.post(app::Noticed{app::ToastKind::Good, done_text(*written)});
    else if (written.error().kind != ErrorKind::Cancelled)
        inbox_.post(app::Noticed{app::ToastKind::Error, written.error().message});
    else
        inbox_.post(app::Noticed{app::ToastKind::Info, "The contact sheet was stopped; no file was written"});
}

}  // namespace proofsheet::shell
