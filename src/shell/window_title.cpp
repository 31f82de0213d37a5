#include "shell/window_title.h"

#include <algorithm>

#include "core/text.h"

namespace proofsheet::shell {
namespace {

constexpr std::size_t kLongestPart = 120;  // bytes

/// One line, of bounded length: names and prompts come from files.
std::string part(const std::string& text) {
    std::string shown = to_display(text);
    if (shown.size() > kLongestPart) {
        std::size_t end = kLongestPart;
        while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) --end;
        shown = shown.substr(0, end) + "…";
    }
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return shown;
}

}  // namespace

bool WindowTitle::follow(const app::AppState& state) {
    static const std::string kNone;
    const auto& positions = state.view->positions;
    const auto& slider = state.query.mapping.slider;
    const bool has = slider && state.slider >= 0 && static_cast<std::size_t>(state.slider) < positions.size();
    const std::string& dimension = has ? *slider : kNone;
    const std::string& value = has ? positions[static_cast<std::size_t>(state.slider)] : kNone;
    const std::string& run = state.library.selected_run;
    if (run == run_ && dimension == dimension_ && value == value_) return false;
    run_ = run;
    dimension_ = dimension;
    value_ = value;
    text_ = part(run_);
    if (has) text_ += (text_.empty() ? "" : " · ") + part(dimension_) + " " + part(value_);
    text_ += text_.empty() ? "Proofsheet" : " — Proofsheet";
    return true;
}

}  // namespace proofsheet::shell
