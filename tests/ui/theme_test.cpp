#include "ui/theme.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace proofsheet::ui;

namespace {

double linear(unsigned value) {
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

/// Relative luminance as WCAG 2.1 defines it.
double luminance(Colour colour) {
    return 0.2126 * linear(colour & 0xFF) + 0.7152 * linear((colour >> 8) & 0xFF) +
           0.0722 * linear((colour >> 16) & 0xFF);
}

double contrast(Colour a, Colour b) {
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

}  // namespace

TEST_CASE("text is readable on every surface of both themes") {
    for (const Theme& theme : {kDarkTheme, kLightTheme}) {
        for (const Colour surface : {theme.ground, theme.surface, theme.control})
            for (const Colour ink : {theme.text, theme.text_dim}) CHECK(contrast(ink, surface) >= 4.5);
        CHECK(contrast(theme.on_accent, theme.accent) >= 4.5);
        for (const Colour ink : {theme.good, theme.warn, theme.bad})
            CHECK(contrast(ink, theme.surface) >= 4.5);
    }
}

TEST_CASE("pictures stand on neutral grey") {
    for (const Theme& theme : {kDarkTheme, kLightTheme}) {
        const Colour surround = theme.picture_surround;
        CHECK((surround & 0xFF) == ((surround >> 8) & 0xFF));
        CHECK((surround & 0xFF) == ((surround >> 16) & 0xFF));
    }
}
