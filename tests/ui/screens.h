#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/analysis_command.h"
#include "app/experiments_command.h"
#include "support/analysis_tables.h"
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

inline jobs::CallRow call_row(int number, jobs::CallStatus status) {
    jobs::CallRow row;
    row.id = "call-" + std::to_string(number);
    row.run_id = "run-2";
    row.batch_number = 2;
    row.run_name = "lake";
    row.status = status;
    row.config.model_name = "majicMIX realistic";
    row.config.scheduler = "DDIM";
    row.config.seed = 420 + static_cast<std::uint64_t>(number);
    row.expected = jobs::Credits{2'200'000};
    return row;
}

/// Three runs; calls in every state.
inline jobs::ExperimentOverview some_experiments() {
    jobs::ExperimentOverview overview;
    for (int batch = 3; batch >= 1; --batch) {
        jobs::RunSummary run;
        run.id = "run-" + std::to_string(batch);
        run.batch_number = batch;
        run.name = batch == 2 ? "lake" : "";
        run.prompt = "a lake at dawn, mist over the water, photograph";
        run.model_name = "majicMIX realistic";
        run.planned = 96;
        run.pictures = batch == 3 ? 0 : 40;
        run.scored = 12;
        run.upscaled = 1;
        run.unfetched = batch == 1 ? 2 : 0;
        run.credits.confirmed = jobs::Credits{21'400'000};
        overview.runs.push_back(run);
    }
    overview.queue.push_back(call_row(0, jobs::CallStatus::Running));
    for (int i = 1; i < 30; ++i) overview.queue.push_back(call_row(i, jobs::CallStatus::Queued));
    overview.queue.push_back(call_row(30, jobs::CallStatus::Failed));
    overview.queue.back().problem = "SinkIn says: not enough credits";
    overview.queue.push_back(call_row(31, jobs::CallStatus::Indeterminate));
    overview.queue.back().problem = "No answer came within 180 s";
    overview.queue.push_back(call_row(32, jobs::CallStatus::Cancelled));
    overview.spending.session.confirmed = jobs::Credits{14'200'000};
    overview.spending.day.confirmed = jobs::Credits{31'000'000};
    overview.budget.day = jobs::Credits{50'000'000};
    return overview;
}

/// The Experiments screen with a token, runs, a queue and models.
inline void open_experiments(Frames& frames, jobs::ExperimentOverview overview = some_experiments()) {
    auto loaded = std::make_shared<app::LoadedConfig>(*frames.state.configuration);
    loaded->config.sinkin.token = app::Secret("a-token");
    frames.apply(app::ConfigurationRead{loaded, {}});
    frames.apply(app::ShowScreen{app::Screen::Experiments});
    frames.does(app::OverviewRead{std::make_shared<const jobs::ExperimentOverview>(std::move(overview))});
    jobs::ModelList models;
    models.fetched_at = "2024-05-01T10:00:00Z";
    models.models = {{"yBG2r9O", "majicMIX realistic", "", {"photo"}}, {"4zdwGOB", "DreamShaper", "", {}}};
    models.loras = {{"l1", "Add detail", "", {}}};
    frames.does(app::ModelsRead{std::make_shared<const jobs::ModelList>(models)});
    frames.does(app::SeedDrawn{77});
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

/// What was asked for outside by the Analysis screen, of this kind.
template <typename T>
std::vector<T> analysis_effects(const Frames& frames) {
    std::vector<T> found;
    for (const app::Effect& effect : frames.effects)
        if (const auto* work = std::get_if<app::WorkForAnalysis>(&effect))
            if (const T* match = std::get_if<T>(&work->effect->content)) found.push_back(*match);
    return found;
}

/// Answers the latest wish to sort, filter and rank.
inline void answer_looks(Frames& frames) {
    const auto looks = analysis_effects<app::LookAtTable>(frames);
    if (looks.empty()) return;
    auto view =
        std::make_shared<const review::TableView>(review::look_at(looks.back().table, looks.back().query));
    frames.apply(app::on_analysis(app::TableLookedAt{looks.back().ticket, std::move(view)}));
}

/// Answers the latest wish for a table.
inline void answer_table(Frames& frames, review::AnalysisTable table) {
    frames.apply(
        app::on_analysis(app::TableRead{frames.state.analysis->read_ticket,
                                        std::make_shared<const review::AnalysisTable>(std::move(table)),
                                        {}}));
    answer_looks(frames);
}

/// Pictures of two runs, most of them with a score.
inline review::AnalysisTable many_pictures(int count) {
    std::vector<TableCells> rows;
    for (int i = 0; i < count; ++i) {
        TableCells cells{{"run", i % 2 == 0 ? "lora" : "flux"},
                         {"checkpoint", std::to_string(500 * (1 + i % 5))},
                         {"prompt", "a forest of number " + std::to_string(i)},
                         {"steps", std::to_string(8 + i % 3)}};
        if (i % 7 != 0) cells["overall_quality"] = std::to_string(1 + i % 10);
        if (i % 11 == 0) cells["flag"] = "pick";
        rows.push_back(std::move(cells));
    }
    return table_of(rows);
}

inline void open_analysis(Frames& frames, review::AnalysisTable table) {
    frames.apply(app::ShowScreen{app::Screen::Analysis});
    answer_table(frames, std::move(table));
}

inline std::vector<ScreenState> analysis_states() {
    const auto page = [](app::AnalysisPage shown) {
        return [shown](Frames& f) {
            open_analysis(f, many_pictures(300));
            f.apply(app::on_analysis(app::ShowPage{shown}));
        };
    };
    const auto list = [](const std::string& name) {
        return [name](Frames& f) {
            open_analysis(f, many_pictures(300));
            f.apply(app::on_analysis(app::SearchTable{"forest"}));
            answer_looks(f);
            f.draw(2);
            f.click(name);
            f.point_nowhere();
        };
    };
    return {{"analysis table", page(app::AnalysisPage::Table)},
            {"analysis ranking", page(app::AnalysisPage::Ranking)},
            {"analysis chart", page(app::AnalysisPage::Chart)},
            {"analysis without pictures", [](Frames& f) { open_analysis(f, table_of({})); }},
            {"analysis run list", list("analysis.run")},
            {"analysis score list", list("analysis.score")},
            {"analysis columns", list("analysis.columns")},
            {"analysis export", list("analysis.export")}};
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

inline std::vector<ScreenState> experiment_states() {
    const auto form = [](Frames& f) { f.does(app::ShowExperiments{app::ExperimentsPart::Form}); };
    const auto list = [form](const std::string& name) {
        return [form, name](Frames& f) {
            open_experiments(f);
            form(f);
            open_list(f, name);
        };
    };
    return {
        {"experiments, nothing read", [](Frames& f) { f.apply(app::ShowScreen{app::Screen::Experiments}); }},
        {"experiments without a token",
         [](Frames& f) {
             f.apply(app::ShowScreen{app::Screen::Experiments});
             f.does(app::OverviewRead{std::make_shared<const jobs::ExperimentOverview>()});
         }},
        {"experiments", [](Frames& f) { open_experiments(f); }},
        {"experiments while the queue is worked",
         [](Frames& f) {
             open_experiments(f);
             f.does(app::QueueTold{{app::QueueActivity::Working, {}, "call-0"}});
         }},
        {"run form",
         [form](Frames& f) {
             open_experiments(f);
             form(f);
         }},
        {"run form with an init image and seeds",
         [form](Frames& f) {
             open_experiments(f);
             form(f);
             f.does(app::EditField{"init_image_file", "/pictures/a.png"});
             f.does(app::EditField{"seed_mode", "seed_list"});
             f.does(app::EditField{"width", "none"});
         }},
        {"list of models", list("experiment.model_id")},
        {"list of LoRAs", list("experiment.lora")},
        {"upscale card", [](Frames& f) {
             open_experiments(f);
             f.apply(app::ShowScreen{app::Screen::Review});
             f.does(app::OpenUpscale{});
             app::ExperimentPicture picture;
             picture.path = f.state.experiments->upscale.path;
             picture.image_id = "image";
             f.does(app::PictureLookedUp{picture});
         }}};
}

/// The criteria that a new database has on, and a flaw.
inline std::vector<review::Criterion> some_criteria() {
    std::uint32_t id = 0;
    const auto make = [&](const std::string& key, const std::string& set, review::Scale scale, int most) {
        review::Criterion criterion;
        criterion.id = review::CriterionId{++id};
        criterion.key = criterion.name = key;
        criterion.set = set;
        criterion.scale = scale;
        criterion.maximum = most;
        return criterion;
    };
    std::vector<review::Criterion> criteria{make("overall_quality", "standard", review::Scale::Score, 10),
                                            make("anatomy_score", "standard", review::Scale::Score, 10),
                                            make("use_again", "standard", review::Scale::Choice, 3),
                                            make("flaw_blurry", "flaws", review::Scale::Tag, 1),
                                            make("favourite", "marks", review::Scale::Tag, 1),
                                            make("note", "marks", review::Scale::Note, 1)};
    criteria[2].choices = {"no", "test_more", "yes"};
    return criteria;
}

inline void open_review(Frames& frames) {
    frames.apply(app::CriteriaRead{some_criteria()});
    frames.apply(app::ShowScreen{app::Screen::Review});
}

inline void open_card(Frames& frames) {
    open_review(frames);
    frames.apply(app::ToggleCard{});
    frames.draw();
    frames.apply(app::DetailsRead{frames.state.detail.ticket, some_details()});
}

inline std::vector<ScreenState> picture_states() {
    return {{"review", open_review},
            {"review with its card", open_card},
            {"gallery",
             [](Frames& f) {
                 open_review(f);
                 f.apply(app::ToggleGallery{});
             }},
            {"gallery in pages",
             [](Frames& f) {
                 open_review(f);
                 f.apply(app::ToggleGallery{});
                 f.apply(app::TuneGallery{.pages = true});
             }},
            {"compare", [](Frames& f) { f.apply(app::ShowScreen{app::Screen::Compare}); }},
            {"flicker",
             [](Frames& f) {
                 f.apply(app::ShowScreen{app::Screen::Compare});
                 f.apply(app::SetCompareWay{app::CompareWay::Flicker});
             }},
            {"change map", [](Frames& f) { f.apply(app::StepChangeMap{}); }}};
}

inline std::vector<ScreenState> all_states() {
    std::vector<ScreenState> all;
    for (const auto& states : {grid_states(), picture_states(), list_states(), card_states(),
                               settings_states(), analysis_states(), experiment_states()})
        all.insert(all.end(), states.begin(), states.end());
    return all;
}

}  // namespace proofsheet::test
