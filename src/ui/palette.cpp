#include "ui/palette.h"

#include <algorithm>

#include "core/text.h"
#include "ui/dispatch.h"

namespace proofsheet::ui {
namespace {

constexpr std::size_t kMostEntries = 200;
constexpr int kWholeWord = 40, kWordStart = 30, kInside = 20, kSpread = 5;

bool is_word_start(std::string_view text, std::size_t at) {
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '/' || text[at - 1] == '-' ||
           text[at - 1] == '_';
}

bool holds_spread(std::string_view text, std::string_view word) {
    std::size_t at = 0;
    for (const char c : word) {
        at = text.find(c, at);
        if (at == std::string_view::npos) return false;
        ++at;
    }
    return true;
}

std::optional<int> word_score(std::string_view text, std::string_view word) {
    std::optional<int> best;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool start = is_word_start(text, at);
        const bool whole = start && (end == text.size() || text[end] == ' ');
        best = std::max(best.value_or(0), whole ? kWholeWord : start ? kWordStart : kInside);
    }
    if (!best && holds_spread(text, word)) best = kSpread;
    return best;
}

void add_actions(std::vector<PaletteEntry>& entries, const app::AppState& app, const PanelState& panel,
                 const Keymap& keymap) {
    for (const ActionInfo& info : action_table()) {
        if (info.action == Action::ShowPalette || info.action == Action::NextControl ||
            info.action == Action::PreviousControl)
            continue;
        if (screen_command(info.action, app, panel, {}))
            entries.push_back(
                {std::string(info.title), "Command", keymap.hint(info.action), info.action, {}});
    }
}

void add_collection(std::vector<PaletteEntry>& entries, const app::AppState& app) {
    for (const grid::TrainingRun& run : app.library.runs)
        entries.push_back({run.name, "Run", {}, {}, app::SelectRun{run.name}});
    for (const grid::Preset& preset : app.stored.presets)
        entries.push_back({preset.name, "Preset", {}, {}, app::LoadPreset{preset.id}});
    if (!app.query.mapping.slider) return;
    for (std::size_t i = 0; i < app.view->positions.size(); ++i)
        entries.push_back({*app.query.mapping.slider + " " + app.view->positions[i],
                           "Slider",
                           {},
                           {},
                           app::SetSlider{static_cast<int>(i)}});
}

}  // namespace

std::optional<int> match_score(std::string_view title, std::string_view query) {
    const std::string text = ascii_lower(title);
    const std::string words = ascii_lower(query);
    int score = 0;
    std::string_view rest = words;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) {
            const auto found = word_score(text, rest.substr(0, end));
            if (!found) return std::nullopt;
            score += *found;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return score;
}

std::vector<PaletteEntry> palette_entries(const app::AppState& app, const PanelState& panel,
                                          const Keymap& keymap, std::string_view query) {
    std::vector<PaletteEntry> all;
    add_actions(all, app, panel, keymap);
    add_collection(all, app);
    std::vector<std::pair<int, std::size_t>> order;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const auto score = match_score(all[i].title, query)) order.emplace_back(-*score, i);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    std::vector<PaletteEntry> entries;
    for (std::size_t i = 0; i < std::min(order.size(), kMostEntries); ++i)
        entries.push_back(std::move(all[order[i].second]));
    return entries;
}

}  // namespace proofsheet::ui
