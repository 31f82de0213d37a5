#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ui_frames.h"

namespace proofsheet::test {

inline grid::TrainingRun run_of(const std::string& name, int checkpoints, bool samples = true) {
    grid::TrainingRun run;
    run.name = run.base = name;
    for (int c = 1; c <= checkpoints; ++c) {
        grid::Checkpoint checkpoint;
        checkpoint.file = name + "-" + std::to_string(c * 500) + ".safetensors";
        checkpoint.path = "/checkpoints/" + checkpoint.file;
        checkpoint.label = std::to_string(c * 500);
        if (samples) checkpoint.sample_dirs = {checkpoint.file};
        run.checkpoints.push_back(checkpoint);
    }
    return run;
}

/// `report_of` with a dimension more: several pictures share a cell.
inline grid::ScanReport rich_report() {
    grid::ScanReport report = report_of(4, 3, 3);
    const auto found = report.found;
    for (grid::FoundSample sample : found) {
        sample.sample.path = "cfg/" + sample.sample.path;
        sample.dimensions.emplace_back("cfg", "4");
        report.found.push_back(std::move(sample));
    }
    for (std::size_t i = 0; i < found.size(); ++i) report.found[i].dimensions.emplace_back("cfg", "7");
    report.problems.push_back({"/samples/odd.png", "broken", "The file is cut short"});
    return report;
}

inline std::shared_ptr<const grid::Details> some_details() {
    auto details = std::make_shared<grid::Details>();
    details->sections.push_back(
        {"Generation", {{"prompt", "a lake"}, {"seed", "42"}, {"workflow", std::string(3000, 'w')}}});
    details->raw.push_back({"prompt", "{\n  \"3\": {\n    \"seed\": 42\n  }\n}"});
    details->raw.push_back({"workflow", std::string(9000, 'x')});
    return details;
}

/// A collection of runs; the first one is open, with presets and problems.
inline void open_collection(Frames& frames, int run_count = 24) {
    std::vector<grid::TrainingRun> runs{run_of("run", 8)};
    for (int i = 1; i < run_count; ++i) runs.push_back(run_of("lora " + std::to_string(i), 2, i % 3 != 0));
    frames.apply(app::Rescan{});
    frames.apply(app::RunsDiscovered{frames.state.scan.ticket, runs, {}});
    frames.apply(app::CatalogScanned{frames.state.scan.ticket,
                                     grid::make_catalog(rich_report(), Generation{1}), true});
    std::vector<grid::Preset> presets;
    for (int i = 0; i < 9; ++i) {
        grid::Preset preset;
        preset.id = std::to_string(i);
        preset.name = "Preset " + std::to_string(i);
        preset.mapping = {"seed", "cfg", "checkpoint"};
        presets.push_back(preset);
    }
    frames.apply(app::PresetsRead{presets});
    frames.apply(app::SetDrawer{false});
}

inline void open_list(Frames& frames, const std::string& name) {
    frames.click(name);
    frames.point_nowhere();
    REQUIRE(frames.panel.open_list == name);
}

inline void open_details(Frames& frames, app::DetailKind kind) {
    frames.apply(app::ToggleDetails{kind});
    frames.apply(app::DetailsRead{frames.state.detail.ticket, some_details()});
}

inline void open_settings(Frames& frames, const std::string& file_text = "") {
    auto loaded = std::make_shared<app::LoadedConfig>();
    loaded->settings_file = "/home/ann/.config/proofsheet/config.yaml";
    frames.apply(app::ShowScreen{app::Screen::Settings});
    frames.apply(app::ConfigurationRead{loaded, app::make_fields(file_text, *loaded)});
}

inline void answer_listing(Frames& frames) {
    FolderListing listing{"/home/ann", "/home", {"Pictures", "loras", "models", ".cache"}, 3, 2, ""};
    for (int i = 0; i < 40; ++i) listing.folders.push_back("more " + std::to_string(i));
    frames.apply(app::FolderListed{frames.state.browser.ticket, listing});
}

inline void open_folder_card(Frames& frames) {
    frames.apply(app::ToggleOverlay{app::Overlay::OpenFolder});
    frames.draw(6);
    answer_listing(frames);
}

/// A state of the whole screen that a user can reach.
struct ScreenState {
    std::string name;
    std::function<void(Frames&)> open;
};

inline std::vector<ScreenState> grid_states() {
    return {{"grid", [](Frames&) {}},
            {"drawer", [](Frames& f) { f.apply(app::SetDrawer{true}); }},
            {"filters", [](Frames& f) { f.apply(app::ToggleFilters{}); }},
            {"playing", [](Frames& f) { f.apply(app::TogglePlay{}); }},
            {"picture details", [](Frames& f) { open_details(f, app::DetailKind::Picture); }},
            {"checkpoint details", [](Frames& f) { open_details(f, app::DetailKind::Checkpoint); }},
            {"drawer and details",
             [](Frames& f) {
                 f.apply(app::SetDrawer{true});
                 open_details(f, app::DetailKind::Picture);
             }},
            {"lightbox",
             [](Frames& f) {
                 f.apply(app::OpenLightbox{{1, 1}});
             }},
            {"lightbox and details",
             [](Frames& f) {
                 f.apply(app::OpenLightbox{{1, 1}});
                 open_details(f, app::DetailKind::Picture);
             }},
            {"toasts", [](Frames& f) {
                 f.apply(app::Noticed{app::ToastKind::Error, "The file is cut short"});
                 f.apply(app::Noticed{app::ToastKind::Error, "There is no room on the disk"});
             }}};
}

inline std::vector<ScreenState> list_states() {
    const auto filter = [](grid::FilterMode mode) {
        return [mode](Frames& f) {
            f.apply(app::ToggleFilters{});
            f.apply(app::SetFilterMode{"cfg", mode});
            open_list(f, "filter.cfg");
        };
    };
    return {{"run picker", [](Frames& f) { open_list(f, "run.picker"); }},
            {"mapping X", [](Frames& f) { open_list(f, "mapping.X"); }},
            {"mapping slider", [](Frames& f) { open_list(f, "mapping.slider"); }},
            {"filter of a mapped dimension",
             [](Frames& f) {
                 f.apply(app::ToggleFilters{});
                 open_list(f, "filter.checkpoint");
             }},
            {"filter in Hide", filter(grid::FilterMode::Hide)},
            {"filter in Single", filter(grid::FilterMode::Single)},
            {"filter in Multi", filter(grid::FilterMode::Multi)}};
}

inline std::vector<ScreenState> card_states() {
    const auto card = [](app::Overlay overlay) {
        return [overlay](Frames& f) { f.apply(app::ToggleOverlay{overlay}); };
    };
    return {{"help", card(app::Overlay::Help)},
            {"problems", card(app::Overlay::Problems)},
            {"palette", card(app::Overlay::Palette)},
            {"sheet", card(app::Overlay::Sheet)},
            {"folder", open_folder_card},
            {"card and toast", [card](Frames& f) {
                 card(app::Overlay::Help)(f);
                 f.apply(app::Noticed{app::ToastKind::Error, "The file is cut short"});
             }}};
}

inline int section_count() {
    int count = 0;
    std::string_view last;
    for (const app::Setting& setting : app::settings())
        if (std::exchange(last, setting.section) != setting.section) ++count;
    return count;
}

inline std::vector<ScreenState> settings_states() {
    std::vector<ScreenState> states;
    for (int i = 0; i < section_count(); ++i)
        states.push_back({"settings section " + std::to_string(i), [i](Frames& f) {
                              open_settings(f,
                                            "checkpoint_dirs: [/a, /b]\nui: {scale: 1.5}\nkeys: {quit: Z}");
                              f.click("settings.section[" + std::to_string(i) + "]");
                              f.point_nowhere();
                          }});
    states.push_back({"settings search", [](Frames& f) {
                          open_settings(f);
                          f.panel.settings.search = "folder";
                      }});
    return states;
}

inline std::vector<ScreenState> all_states() {
    std::vector<ScreenState> all;
    for (const auto& states : {grid_states(), list_states(), card_states(), settings_states()})
        all.insert(all.end(), states.begin(), states.end());
    return all;
}

}  // namespace proofsheet::test
