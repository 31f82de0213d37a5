#include "app/remember.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace proofsheet::app {
namespace {

std::string text_of(double number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return {buffer, end};
}

class Reader {
public:
    explicit Reader(const Settings& settings) : settings_(settings) {}

    std::optional<double> number(const char* name, double least, double most) const {
        const auto found = settings_.find(name);
        if (found == settings_.end()) return std::nullopt;
        double value = 0;
        const char* const end = found->second.data() + found->second.size();
        const auto read = std::from_chars(found->second.data(), end, value);
        const bool sound = read.ec == std::errc() && read.ptr == end && std::isfinite(value);
        return sound && value >= least && value <= most ? std::optional(value) : std::nullopt;
    }
    void flag(const char* name, bool& value) const {
        if (const auto read = number(name, 0, 1)) value = *read != 0;
    }
    void size(const char* name, std::optional<float>& value) const {
        if (const auto read = number(name, 24, 2048)) value = static_cast<float>(*read);
    }

private:
    const Settings& settings_;
};

ThemeChoice configured_theme(const AppState& state) {
    return state.configuration->config.ui.theme;
}

void restore_theme(AppState& state, const Reader& reader) {
    const auto theme = reader.number("theme", 0, 2);
    const auto configured = reader.number("theme.configured", 0, 2);
    if (theme && configured && static_cast<int>(*configured) == static_cast<int>(configured_theme(state)))
        state.theme = static_cast<ThemeChoice>(static_cast<int>(*theme));
}

}  // namespace

Settings remembered_settings(const AppState& state) {
    Settings settings{{"theme", text_of(static_cast<int>(state.theme))},
                      {"theme.configured", text_of(static_cast<int>(configured_theme(state)))},
                      {"filters.open", text_of(state.filters_open)},
                      {"detail.width", text_of(state.detail.width_pt)},
                      {"labels", text_of(state.overlay_info)},
                      {"play.speed", text_of(state.playback.speed)},
                      {"play.loop", text_of(state.playback.loop)},
                      {"runs.only_with_samples", text_of(state.library.only_with_samples)},
                      {std::string(kRunSetting), run_key(state)},
                      {std::string(kOpenedSetting), state.library.opened}};
    if (state.cell_size.column_width) settings["cell.width"] = text_of(*state.cell_size.column_width);
    if (state.cell_size.row_height) settings["cell.height"] = text_of(*state.cell_size.row_height);
    return settings;
}

void restore_settings(AppState& state, const Settings& settings) {
    const Reader reader(settings);
    restore_theme(state, reader);
    reader.flag("filters.open", state.filters_open);
    reader.flag("labels", state.overlay_info);
    reader.flag("play.loop", state.playback.loop);
    reader.flag("runs.only_with_samples", state.library.only_with_samples);
    reader.size("cell.width", state.cell_size.column_width);
    reader.size("cell.height", state.cell_size.row_height);
    if (const auto width = reader.number("detail.width", 100, 4096))
        state.detail.width_pt = static_cast<float>(*width);
    const double fastest = static_cast<double>(kPlaybackIntervalsMs.size() - 1);
    if (const auto speed = reader.number("play.speed", 0, fastest))
        state.playback.speed = static_cast<int>(*speed);
}

}  // namespace proofsheet::app
