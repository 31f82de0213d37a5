#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr float kContentPt = 290;
constexpr std::array<int, 4> kCellSizes{128, 256, 512, 1024};

/// A caption with a row of choices under it; returns what was chosen.
std::optional<int> choice(const Context& context, std::string_view name, std::string_view caption, Rect& area,
                          std::span<const std::string_view> labels, int selected) {
    const float y = heading(context, area.min.x, area.min.y, caption);
    const Rect row = rect(area.min.x, y, area.width(), context.px(metric::kControl));
    area.min.y = row.max.y + context.px(space::k12);
    return segmented(context, name, row, labels, selected);
}

int index_of(int cell_px) {
    for (std::size_t i = 0; i < kCellSizes.size(); ++i)
        if (kCellSizes[i] == cell_px) return static_cast<int>(i);
    return 1;
}

}  // namespace

void sheet_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Sheet) return;
    const Layer layer(context, "sheet", screen, Layer::Order::Modal);
    const Rect seen = card(context, "sheet", "Save the grid as a picture", screen, {560, 400});
    const ScrollArea scroll(context, "sheet rows", seen);
    const float content = context.px(kContentPt);
    Rect area =
        rect(scroll.origin().x, scroll.origin().y, content > seen.height() ? scroll.width() : seen.width(),
             std::max(seen.height(), content));
    scroll.set_content_height(area.height());
    app::SheetOptions& options = panel.sheet;
    constexpr std::array<std::string_view, 3> kExtents{"This slider position", "All, side by side",
                                                       "A file for each"};
    if (const auto chosen =
            choice(context, "sheet.extent", "What", area, kExtents, static_cast<int>(options.extent)))
        options.extent = static_cast<app::SheetExtent>(*chosen);
    constexpr std::array<std::string_view, 4> kSizes{"128", "256", "512", "1024"};
    if (const auto chosen = choice(context, "sheet.cell", "Longest side of a picture, in pixels", area,
                                   kSizes, index_of(options.cell_px)))
        options.cell_px = kCellSizes[static_cast<std::size_t>(*chosen)];
    constexpr std::array<std::string_view, 3> kGrounds{"Dark", "Light", "White"};
    if (const auto chosen =
            choice(context, "sheet.ground", "Background", area, kGrounds, static_cast<int>(options.ground)))
        options.ground = static_cast<app::SheetGround>(*chosen);
    const float y = heading(context, area.min.x, area.min.y, "File");
    const Rect file = rect(area.min.x, y, area.width(), context.px(32));
    const TextEdit edit =
        text_field(context, "sheet.file", file, options.target, "/path/of/the/sheet.png", panel.focus_text);
    const float width = context.px(130);
    const Rect save = rect(area.max.x - width, area.max.y - context.px(32), width, context.px(32));
    const bool clicked = text_button(context, "sheet.save", save, "Save", ButtonLook::Accent).clicked;
    if ((clicked || edit.submitted) && !options.target.empty()) context.emit(app::SaveSheet{options});
}

}  // namespace proofsheet::ui
