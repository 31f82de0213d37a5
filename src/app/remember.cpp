#include "app/remember.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "app/analysis_state.h"

#include "app/experiments_form.h"
#include "app/experiments_state.h"
#include "jobs/experiment_json.h"

namespace proofsheet::app {
namespace {

std::string exact_text(double number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return {buffer, end};
}

class RememberedValues {
public:
    explicit RememberedValues(const Settings& settings) : settings_(settings) {}

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

void restore_theme(AppState& state, const RememberedValues& reader) {
    const auto theme = reader.number("theme", 0, 2);
    const auto configured = reader.number("theme.configured", 0, 2);
    if (theme && configured && static_cast<int>(*configured) == static_cast<int>(configured_theme(state)))
        state.theme = static_cast<ThemeChoice>(static_cast<int>(*theme));
}

/// One line each: '+' or '-', then the key of the column.
constexpr const char* kColumnsSetting = "analysis.columns";
constexpr const char* kSortSetting = "analysis.sort";
constexpr const char* kRowsSetting = "analysis.rows";

void remember_table(const AnalysisState& analysis, Settings& settings) {
    std::string columns, sort;
    for (const ColumnPlace& place : analysis.columns) columns += (place.shown ? '+' : '-') + place.key + '\n';
    for (const review::SortKey& key : analysis.query.sort)
        sort += (key.order == review::SortOrder::Ascending ? '+' : '-') + key.column + '\n';
    if (!columns.empty()) settings[kColumnsSetting] = columns;
    settings[kSortSetting] = sort;
    settings[kRowsSetting] = exact_text(static_cast<int>(analysis.row_size));
}

/// Calls `take(plus, key)` for each line that has a sign and a key.
template <typename Take>
void read_signed_lines(const Settings& settings, const char* name, Take take) {
    const auto found = settings.find(name);
    if (found == settings.end()) return;
    std::istringstream in(found->second);
    for (std::string line; std::getline(in, line);)
        if (line.size() > 1 && (line[0] == '+' || line[0] == '-')) take(line[0] == '+', line.substr(1));
}

void restore_table(AppState& state, const Settings& settings, const RememberedValues& reader) {
    AnalysisState& analysis = state.analysis.edit();
    if (settings.contains(kColumnsSetting)) analysis.columns.clear();
    if (settings.contains(kSortSetting)) analysis.query.sort.clear();
    read_signed_lines(settings, kColumnsSetting, [&](bool shown, const std::string& key) {
        const bool known = std::any_of(analysis.columns.begin(), analysis.columns.end(),
                                       [&](const ColumnPlace& place) { return place.key == key; });
        if (!known) analysis.columns.push_back({key, shown});
    });
    read_signed_lines(settings, kSortSetting, [&](bool ascending, const std::string& key) {
        analysis.query.sort.push_back(
            {key, ascending ? review::SortOrder::Ascending : review::SortOrder::Descending});
    });
    if (const auto rows = reader.number(kRowsSetting, 0, 1))
        analysis.row_size = static_cast<RowSize>(static_cast<int>(*rows));
}

}  // namespace

Settings remembered_settings(const AppState& state) {
    Settings settings{{"theme", exact_text(static_cast<int>(state.theme))},
                      {"theme.configured", exact_text(static_cast<int>(configured_theme(state)))},
                      {"filters.open", exact_text(state.filters_open)},
                      {"detail.width", exact_text(state.detail.width_pt)},
                      {"labels", exact_text(state.overlay_info)},
                      {"review.gallery.size", exact_text(state.review.gallery.size)},
                      {"review.gallery.pages", exact_text(state.review.gallery.pages)},
                      {"review.strip", exact_text(state.review.strip_open)},
                      {"review.advance", exact_text(state.review.auto_advance)},
                      {"compare.kernel", exact_text(state.compare.kernel)},
                      {"play.speed", exact_text(state.playback.speed)},
                      {"play.loop", exact_text(state.playback.loop)},
                      {"runs.only_with_samples", exact_text(state.library.only_with_samples)},
                      {std::string(kRunSetting), run_key(state)},
                      {std::string(kOpenedSetting), state.library.opened},
                      {std::string(kFormSetting), jobs::form_to_json(state.experiments->form)}};
    remember_table(*state.analysis, settings);
    if (state.cell_size.column_width) settings["cell.width"] = exact_text(*state.cell_size.column_width);
    if (state.cell_size.row_height) settings["cell.height"] = exact_text(*state.cell_size.row_height);
    return settings;
}

void restore_settings(AppState& state, const Settings& settings) {
    const RememberedValues reader(settings);
    restore_theme(state, reader);
    reader.flag("filters.open", state.filters_open);
    reader.flag("labels", state.overlay_info);
    reader.flag("play.loop", state.playback.loop);
    reader.flag("runs.only_with_samples", state.library.only_with_samples);
    reader.size("cell.width", state.cell_size.column_width);
    reader.size("cell.height", state.cell_size.row_height);
    restore_table(state, settings, reader);
    reader.flag("review.gallery.pages", state.review.gallery.pages);
    reader.flag("review.strip", state.review.strip_open);
    reader.flag("review.advance", state.review.auto_advance);
    if (const auto size = reader.number("review.gallery.size", 0, kGallerySizesPt.size() - 1))
        state.review.gallery.size = static_cast<int>(*size);
    if (const auto kernel = reader.number("compare.kernel", 0, 2))
        state.compare.kernel = static_cast<int>(*kernel);
    if (const auto width = reader.number("detail.width", 100, 4096))
        state.detail.width_pt = static_cast<float>(*width);
    const double fastest = static_cast<double>(kPlaybackIntervalsMs.size() - 1);
    if (const auto speed = reader.number("play.speed", 0, fastest))
        state.playback.speed = static_cast<int>(*speed);
    if (const auto form = settings.find(std::string(kFormSetting)); form != settings.end())
        set_form(state.experiments.edit(), jobs::form_from_json(form->second));
}

}  // namespace proofsheet::app
