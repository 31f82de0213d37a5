#include "ui/icons.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <numbers>

#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

/// Draws on a 16 x 16 grid around a centre.
class Pen {
public:
    Pen(const Context& context, ImDrawList& list, ImVec2 center, Colour colour, float size_pt)
        : list_(list), center_(center), colour_(colour), unit_(context.px(size_pt) / 16) {}

    void line(std::initializer_list<ImVec2> points, bool closed = false) const {
        for (const ImVec2& point : points) list_.PathLineTo(at(point));
        stroke_path(list_, colour_, closed ? PathEnds::Closed : PathEnds::Open, 1.5f * unit_);
    }
    void box(float x0, float y0, float x1, float y1) const {
        outline(list_, at({x0, y0}), at({x1, y1}), colour_, 1.0f * unit_, 1.5f * unit_);
    }
    void fill(std::initializer_list<ImVec2> points) const {
        for (const ImVec2& point : points) list_.PathLineTo(at(point));
        list_.PathFillConvex(colour_);
    }
    void arc(float x, float y, float radius, float from_turns, float to_turns) const {
        constexpr float kTurn = 2 * std::numbers::pi_v<float>;
        list_.PathArcTo(at({x, y}), radius * unit_, from_turns * kTurn, to_turns * kTurn, 20);
        stroke_path(list_, colour_, PathEnds::Open, 1.5f * unit_);
    }
    void dot(float x, float y, float radius) const {
        list_.AddCircleFilled(at({x, y}), radius * unit_, colour_, 12);
    }

private:
    ImVec2 at(ImVec2 point) const {
        return {center_.x + (point.x - 8) * unit_, center_.y + (point.y - 8) * unit_};
    }
    ImDrawList& list_;
    ImVec2 center_;
    Colour colour_;
    float unit_;
};

void draw_grid(const Pen& pen) {
    pen.box(2, 2, 7, 7);
    pen.box(9, 2, 14, 7);
    pen.box(2, 9, 7, 14);
    pen.box(9, 9, 14, 14);
}

void draw_loop(const Pen& pen) {
    pen.arc(8, 8, 5, 0.05f, 0.85f);
    pen.line({{13.5f, 1.8f}, {12.6f, 5.2f}, {9.2f, 4.4f}});
}

void draw_warning(const Pen& pen) {
    pen.line({{8, 2}, {14.5f, 13.5f}, {1.5f, 13.5f}}, true);
    pen.line({{8, 6}, {8, 9.5f}});
    pen.dot(8, 11.6f, 0.9f);
}

void draw_broken(const Pen& pen) {
    pen.line({{7, 2.5f}, {2, 2.5f}, {2, 13.5f}, {6, 13.5f}});
    pen.line({{10, 2.5f}, {14, 2.5f}, {14, 13.5f}, {9, 13.5f}});
    pen.line({{9, 1}, {7, 5.5f}, {9.5f, 9}, {7, 15}});
}

void draw_sun(const Pen& pen) {
    pen.arc(8, 8, 3, 0, 1);
    pen.line({{8, 1}, {8, 3}});
    pen.line({{8, 13}, {8, 15}});
    pen.line({{1, 8}, {3, 8}});
    pen.line({{13, 8}, {15, 8}});
    pen.line({{3.2f, 3.2f}, {4.4f, 4.4f}});
    pen.line({{11.6f, 11.6f}, {12.8f, 12.8f}});
    pen.line({{3.2f, 12.8f}, {4.4f, 11.6f}});
    pen.line({{11.6f, 4.4f}, {12.8f, 3.2f}});
}

void draw_help(const Pen& pen) {
    pen.arc(8, 5.5f, 3, -0.5f, 0.2f);
    pen.line({{9.3f, 8.0f}, {8, 9.2f}, {8, 10.6f}});
    pen.dot(8, 13.2f, 1);
}

void draw_missing(const Pen& pen) {
    pen.box(2, 2, 14, 14);
    pen.line({{5, 8}, {11, 8}});
}

void draw_info(const Pen& pen) {
    pen.arc(8, 8, 6.2f, 0, 1);
    pen.line({{8, 7.2f}, {8, 11.4f}});
    pen.dot(8, 4.8f, 1);
}

void draw_settings(const Pen& pen) {
    for (const float y : {4.0f, 8.0f, 12.0f}) pen.line({{1.5f, y}, {14.5f, y}});
    pen.dot(5, 4, 2.2f);
    pen.dot(11, 8, 2.2f);
    pen.dot(6.5f, 12, 2.2f);
}

void draw_delete(const Pen& pen) {
    pen.line({{2, 4}, {14, 4}});
    pen.line({{6, 4}, {6, 2}, {10, 2}, {10, 4}});
    pen.line({{3.5f, 4}, {4.5f, 14}, {11.5f, 14}, {12.5f, 4}});
}

void draw_save(const Pen& pen) {
    pen.line({{2, 2}, {11, 2}, {14, 5}, {14, 14}, {2, 14}}, true);
    pen.box(5, 2, 10, 5.5f);
    pen.box(4.5f, 9, 11.5f, 14);
}

void draw_sheet(const Pen& pen) {
    pen.box(2, 2, 14, 14);
    pen.line({{2, 5}, {14, 5}});
    pen.line({{6, 5}, {6, 14}});
    pen.line({{10, 5}, {10, 14}});
    pen.line({{2, 9.5f}, {14, 9.5f}});
}

struct Drawing {
    Icon icon;
    void (*draw)(const Pen&);
};

/// In the order of the icons.
constexpr std::array kDrawings{
    Drawing{Icon::Grid, draw_grid},
    Drawing{Icon::Play,
            [](const Pen& pen) {
                pen.fill({{4, 2.5f}, {13, 8}, {4, 13.5f}});
            }},
    Drawing{Icon::Stop,
            [](const Pen& pen) {
                pen.fill({{3.5f, 3.5f}, {12.5f, 3.5f}, {12.5f, 12.5f}, {3.5f, 12.5f}});
            }},
    Drawing{Icon::StepBack,
            [](const Pen& pen) {
                pen.line({{10, 3}, {5, 8}, {10, 13}});
            }},
    Drawing{Icon::StepForward,
            [](const Pen& pen) {
                pen.line({{6, 3}, {11, 8}, {6, 13}});
            }},
    Drawing{Icon::Loop, draw_loop},
    Drawing{Icon::Drawer,
            [](const Pen& pen) {
                pen.box(2, 2.5f, 14, 13.5f);
                pen.line({{6, 2.5f}, {6, 13.5f}});
            }},
    Drawing{Icon::Filter,
            [](const Pen& pen) {
                pen.line({{2, 3}, {14, 3}, {9.5f, 8.5f}, {9.5f, 13.5f}, {6.5f, 12}, {6.5f, 8.5f}}, true);
            }},
    Drawing{Icon::Close,
            [](const Pen& pen) {
                pen.line({{3.5f, 3.5f}, {12.5f, 12.5f}});
                pen.line({{12.5f, 3.5f}, {3.5f, 12.5f}});
            }},
    Drawing{Icon::Check,
            [](const Pen& pen) {
                pen.line({{3, 8.5f}, {6.5f, 12}, {13, 4.5f}});
            }},
    Drawing{Icon::ChevronDown,
            [](const Pen& pen) {
                pen.line({{4, 6}, {8, 10}, {12, 6}});
            }},
    Drawing{Icon::ChevronRight,
            [](const Pen& pen) {
                pen.line({{6, 4}, {10, 8}, {6, 12}});
            }},
    Drawing{Icon::Warning, draw_warning},
    Drawing{Icon::Missing, draw_missing},
    Drawing{Icon::Broken, draw_broken},
    Drawing{Icon::Reset,
            [](const Pen& pen) {
                pen.arc(8, 8.5f, 5, -0.15f, 0.7f);
                pen.line({{1.2f, 3.2f}, {3.4f, 6.2f}, {6.8f, 4.6f}});
            }},
    Drawing{Icon::Sun, draw_sun},
    Drawing{Icon::Moon,
            [](const Pen& pen) {
                pen.arc(8, 8, 5.5f, 0.1f, 0.75f);
                pen.arc(11.2f, 4.8f, 4.6f, 0.2f, 0.6f);
            }},
    Drawing{Icon::Help, draw_help},
    Drawing{Icon::Folder,
            [](const Pen& pen) {
                pen.line({{1.5f, 13}, {1.5f, 3}, {6, 3}, {7.5f, 5}, {14.5f, 5}, {14.5f, 13}}, true);
            }},
    Drawing{Icon::Refresh, draw_loop},
    Drawing{Icon::Plus,
            [](const Pen& pen) {
                pen.line({{8, 3}, {8, 13}});
                pen.line({{3, 8}, {13, 8}});
            }},
    Drawing{Icon::Copy,
            [](const Pen& pen) {
                pen.box(5, 5, 14, 14);
                pen.line({{11, 2}, {2, 2}, {2, 11}});
            }},
    Drawing{Icon::Info, draw_info},
    Drawing{Icon::Settings, draw_settings},
    Drawing{Icon::Search,
            [](const Pen& pen) {
                pen.arc(7, 7, 4.5f, 0, 1);
                pen.line({{10.3f, 10.3f}, {14, 14}});
            }},
    Drawing{Icon::Edit,
            [](const Pen& pen) {
                pen.line({{2.5f, 13.5f}, {3.5f, 10}, {11, 2.5f}, {13.5f, 5}, {6, 12.5f}}, true);
            }},
    Drawing{Icon::Delete, draw_delete},
    Drawing{Icon::Save, draw_save},
    Drawing{Icon::Up,
            [](const Pen& pen) {
                pen.line({{8, 13.5f}, {8, 2.5f}});
                pen.line({{3.5f, 7}, {8, 2.5f}, {12.5f, 7}});
            }},
    Drawing{Icon::Sheet, draw_sheet},
    Drawing{Icon::Star,
            [](const Pen& pen) {
                pen.line({{8, 1.8f},
                          {9.9f, 6},
                          {14.3f, 6.4f},
                          {11, 9.4f},
                          {12, 13.8f},
                          {8, 11.4f},
                          {4, 13.8f},
                          {5, 9.4f},
                          {1.7f, 6.4f},
                          {6.1f, 6}},
                         true);
            }},
    Drawing{Icon::Review,
            [](const Pen& pen) {
                pen.box(2, 2, 14, 10);
                pen.line({{3, 13.5f}, {13, 13.5f}});
            }},
    Drawing{Icon::Compare,
            [](const Pen& pen) {
                pen.box(1.5f, 3, 14.5f, 13);
                pen.line({{8, 1}, {8, 15}});
                pen.line({{9.5f, 11.5f}, {12.5f, 6}});
            }},
    // A flask.
    Drawing{Icon::Experiments,
            [](const Pen& pen) {
                pen.line({{6, 2},
                          {6, 6.5f},
                          {2.5f, 12.5f},
                          {3.5f, 14},
                          {12.5f, 14},
                          {13.5f, 12.5f},
                          {10, 6.5f},
                          {10, 2}});
                pen.line({{5, 2}, {11, 2}});
                pen.line({{4.3f, 9.5f}, {11.7f, 9.5f}});
            }},
    // A brush that paints a picture.
    Drawing{Icon::Sampling,
            [](const Pen& pen) {
                pen.line({{8, 14}, {2, 14}, {2, 2}, {11, 2}});
                pen.line({{13.5f, 4.5f}, {8, 10}, {6, 10.5f}, {6.5f, 8.5f}, {12, 3}}, true);
            }},
    // Bars on a line.
    Drawing{Icon::Analysis,
            [](const Pen& pen) {
                pen.line({{2, 14}, {14, 14}});
                pen.line({{4, 12}, {4, 8}});
                pen.line({{8, 12}, {8, 3}});
                pen.line({{12, 12}, {12, 6}});
            }},
    Drawing{Icon::Clock,
            [](const Pen& pen) {
                pen.arc(8, 8, 5.8f, 0, 1);
                pen.line({{8, 4.5f}, {8, 8}, {10.5f, 9.5f}});
            }},
    Drawing{Icon::Down,
            [](const Pen& pen) {
                pen.line({{8, 2.5f}, {8, 13.5f}});
                pen.line({{3.5f, 9}, {8, 13.5f}, {12.5f, 9}});
            }},
    Drawing{Icon::First,
            [](const Pen& pen) {
                pen.line({{3, 2.5f}, {13, 2.5f}});
                pen.line({{8, 14}, {8, 5}});
                pen.line({{4, 9}, {8, 5}, {12, 9}});
            }},
    Drawing{Icon::Swap,
            [](const Pen& pen) {
                pen.line({{2, 5.5f}, {13, 5.5f}});
                pen.line({{10, 2.5f}, {13, 5.5f}, {10, 8.5f}});
                pen.line({{14, 11}, {3, 11}});
                pen.line({{6, 8.5f}, {3, 11}, {6, 13.5f}});
            }},
    // A small picture that grows.
    Drawing{Icon::Upscale,
            [](const Pen& pen) {
                pen.box(2, 8, 8, 14);
                pen.line({{2, 5}, {2, 2}, {14, 2}, {14, 14}, {11, 14}});
                pen.line({{8.5f, 7.5f}, {11.5f, 4.5f}});
                pen.line({{8.5f, 4.5f}, {11.5f, 4.5f}, {11.5f, 7.5f}});
            }},
};
static_assert(std::is_sorted(kDrawings.begin(), kDrawings.end(),
                             [](const Drawing& a, const Drawing& b) { return a.icon < b.icon; }));
static_assert(kDrawings.size() == static_cast<std::size_t>(kDrawings.back().icon) + 1);

}  // namespace

void draw_icon(const Context& context, ImDrawList& list, Icon icon, ImVec2 center, Colour colour,
               float size) {
    kDrawings[static_cast<std::size_t>(icon)].draw(Pen(context, list, center, colour, size));
}

}  // namespace proofsheet::ui
