#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "ui/analysis_parts.h"

namespace proofsheet::ui {
namespace {

constexpr std::array<std::pair<std::string_view, float>, 14> kWidthsPt{{{"run", 130},
                                                                        {"batch", 60},
                                                                        {"checkpoint", 96},
                                                                        {"prompt", 220},
                                                                        {"model", 130},
                                                                        {"scheduler", 90},
                                                                        {"steps", 56},
                                                                        {"scale", 56},
                                                                        {"size", 92},
                                                                        {"seed", 96},
                                                                        {"cost", 68},
                                                                        {"created", 124},
                                                                        {"scored", 124},
                                                                        {"note", 180}}};
constexpr float kScorePt = 64, kOtherPt = 100;
constexpr float kNarrowestColumnPt = 40;  ///< of what the right edge leaves of a column

float width_of(const Context& context, const review::TableColumn& column) {
    float width = column.kind == review::ValueKind::Score ? kScorePt : kOtherPt;
    for (const auto& [key, points] : kWidthsPt)
        if (column.key == key) width = points;
    // The title with the arrow of its order always fits.
    return std::max(context.px(width), text_size(context, Type::Small, column.title).x + context.px(34));
}

}  // namespace

float picture_column_width(const Context& context) {
    return context.px(40 + space::k8 + 44 + space::k8);
}

std::vector<ColumnAt> columns_at(const Context& context, const app::AnalysisState& analysis,
                                 const Rect& area) {
    std::vector<ColumnAt> placed;
    float x = area.min.x;
    const auto shown = app::shown_columns(analysis);
    const auto first = static_cast<std::size_t>(std::max(0, analysis.first_column));
    for (std::size_t i = first; i < shown.size(); ++i) {
        const float room = area.max.x - x;
        if (room < context.px(kNarrowestColumnPt)) break;
        placed.push_back({shown[i], x, std::min(room, width_of(context, *shown[i]))});
        x += placed.back().width;
    }
    const float spare = area.max.x - x;
    if (spare <= 0) return placed;
    float shift = 0;
    for (ColumnAt& column : placed) {
        column.x += shift;
        if (column.column->key != "prompt") continue;
        column.width += spare;
        shift = spare;
    }
    return placed;
}

}  // namespace proofsheet::ui
