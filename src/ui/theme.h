#pragma once

#include <cstdint>

namespace proofsheet::ui {

/// 0xAABBGGRR, as the draw list takes it.
using Colour = std::uint32_t;

constexpr Colour rgb(std::uint32_t hex) {
    return 0xFF000000u | ((hex & 0xFF) << 16) | (hex & 0xFF00) | ((hex >> 16) & 0xFF);
}
constexpr Colour with_alpha(Colour colour, float alpha) {
    return (colour & 0x00FFFFFFu) | (static_cast<std::uint32_t>(alpha * 255.0f + 0.5f) << 24);
}

/// The only place that knows a colour. Text has at least 4.5:1 on ground, surface and control.
struct Theme {
    Colour ground, surface, control, control_hover, control_active, line;
    Colour text, text_dim, accent, on_accent;
    Colour good, warn, bad;
    Colour picture_surround;  ///< neutral: equal red, green and blue
    Colour plate;             ///< behind marks on pictures
    Colour on_plate;
    Colour shade;  ///< over what a dialog covers
    bool operator==(const Theme&) const = default;
};

constexpr Theme kDarkTheme{.ground = rgb(0x121212),
                           .surface = rgb(0x1A1B1E),
                           .control = rgb(0x25272C),
                           .control_hover = rgb(0x32353C),
                           .control_active = rgb(0x3E424B),
                           .line = rgb(0x3A3D45),
                           .text = rgb(0xE8EAED),
                           .text_dim = rgb(0xA3A8B3),
                           .accent = rgb(0x6EA8FE),
                           .on_accent = rgb(0x0B1220),
                           .good = rgb(0x5CC08B),
                           .warn = rgb(0xE8B04B),
                           .bad = rgb(0xF0796A),
                           .picture_surround = rgb(0x1E1E1E),
                           .plate = with_alpha(rgb(0x141414), 0.6f),
                           .on_plate = rgb(0xF4F4F4),
                           .shade = with_alpha(rgb(0x000000), 0.55f)};

constexpr Theme kLightTheme{.ground = rgb(0xF3F4F6),
                            .surface = rgb(0xFFFFFF),
                            .control = rgb(0xE9EBEF),
                            .control_hover = rgb(0xDDE1E7),
                            .control_active = rgb(0xCFD4DC),
                            .line = rgb(0xC9CED6),
                            .text = rgb(0x16181D),
                            .text_dim = rgb(0x555C69),
                            .accent = rgb(0x1A5FD0),
                            .on_accent = rgb(0xFFFFFF),
                            .good = rgb(0x196F45),
                            .warn = rgb(0x8A5A00),
                            .bad = rgb(0xB3261E),
                            .picture_surround = rgb(0xD9D9D9),
                            .plate = with_alpha(rgb(0x141414), 0.6f),
                            .on_plate = rgb(0xF4F4F4),
                            .shade = with_alpha(rgb(0x000000), 0.35f)};

/// Distances in points at 100 %; multiply by the scale.
namespace space {
constexpr float k4 = 4, k8 = 8, k12 = 12, k16 = 16, k24 = 24, k32 = 32;
}
namespace metric {
constexpr float kControl = 28, kDenseRow = 24, kRadius = 6, kCardRadius = 8;
constexpr float kRail = 52, kDrawer = 320, kTopBar = 44, kSliderBar = 40, kStatusBar = 24;
constexpr float kColumnHeader = 26, kRowHeader = 112, kCellGap = 4;
constexpr float kSmallestCell = 88, kLargestCell = 640;
constexpr float kFocusRing = 2, kScrollBar = 10, kBadge = 20;
}  // namespace metric

/// Sizes of type in points.
enum class Type : std::uint8_t { Body, Small, Title, Display, Mono, Count };
constexpr float size_pt(Type type) {
    switch (type) {
        case Type::Small:
            return 12;
        case Type::Title:
            return 17;
        case Type::Display:
            return 22;
        case Type::Mono:
            return 13;
        default:
            return 14;
    }
}

}  // namespace proofsheet::ui
