#include <algorithm>
#include <utility>

#include "app/analysis_command.h"
#include "app/analysis_state.h"
#include "app/update_parts.h"
#include "core/file_bytes.h"

namespace proofsheet::app {
namespace {

/// More pictures than these are not kept of runs that are not open.
constexpr std::size_t kMostKept = 1'000'000;

std::vector<std::shared_ptr<const grid::Catalog>> catalogs_of(const AnalysisState& analysis) {
    std::vector<std::shared_ptr<const grid::Catalog>> catalogs;
    for (const auto& [key, catalog] : analysis.opened) catalogs.push_back(catalog);
    return catalogs;
}

void look(AppState& state, std::vector<Effect>& effects) {
    AnalysisState& analysis = state.analysis.edit();
    if (!analysis.table) return;
    analysis.looking = true;
    effects.push_back(for_analysis(LookAtTable{++analysis.look_ticket, analysis.table, analysis.query}));
}

bool is_shown_at_first(const std::string& key) {
    const bool other = key.starts_with("dim.") && key != "dim.sampler_name";
    return !other && key != "negative_prompt" && key != "version" && key != "file" && key != "note";
}

/// Columns that were never seen come behind their neighbour of the table.
void add_new_columns(AnalysisState& analysis) {
    std::vector<ColumnPlace>& places = analysis.columns;
    std::size_t behind = 0;
    for (const review::TableColumn& column : analysis.table->columns) {
        const auto found = std::find_if(places.begin(), places.end(),
                                        [&](const ColumnPlace& place) { return place.key == column.key; });
        if (found != places.end()) {
            behind = static_cast<std::size_t>(found - places.begin()) + 1;
            continue;
        }
        places.insert(places.begin() + static_cast<std::ptrdiff_t>(behind),
                      {column.key, is_shown_at_first(column.key)});
        ++behind;
    }
}

/// The row of a picture, none when the table does not have it.
std::optional<std::uint32_t> row_of(const review::AnalysisTable& table, const std::string& name) {
    for (std::size_t row = 0; row < table.size(); ++row)
        if (table.pictures[row].name() == name) return static_cast<std::uint32_t>(row);
    return std::nullopt;
}

/// Puts the cursor on the row at this place of the view, or on the nearest one there is.
void put_cursor(AnalysisState& analysis, int place) {
    const int count = static_cast<int>(analysis.view->rows.size());
    analysis.cursor = std::clamp(place, 0, std::max(0, count - 1));
    if (count > 0) analysis.row = analysis.view->rows[static_cast<std::size_t>(analysis.cursor)];
}

void take_table(AppState& state, std::vector<Effect>& effects, const TableRead& news) {
    if (news.ticket != state.analysis->read_ticket) return;
    AnalysisState& analysis = state.analysis.edit();
    analysis.reading = false;
    analysis.error = news.error;
    if (!news.table) return add_toast(state, ToastKind::Error, news.error);
    analysis.table = news.table;
    add_new_columns(analysis);
    look(state, effects);
}

void take_view(AppState& state, const TableLookedAt& news) {
    if (news.ticket != state.analysis->look_ticket) return;
    AnalysisState& analysis = state.analysis.edit();
    analysis.looking = false;
    const auto before = std::exchange(analysis.view, news.view);
    std::optional<std::uint32_t> row = analysis.row;
    if (before && before->table != news.view->table)
        row = analysis.row < before->table->size()
                  ? row_of(*news.view->table, before->table->pictures[analysis.row].name())
                  : std::nullopt;
    const auto& rows = news.view->rows;
    const auto place = before && row ? std::find(rows.begin(), rows.end(), *row) : rows.end();
    put_cursor(analysis, place == rows.end() ? analysis.cursor : static_cast<int>(place - rows.begin()));
    const int groups = static_cast<int>(news.view->ranking.groups.size());
    analysis.group = std::clamp(analysis.group, 0, std::max(0, groups - 1));
}

review::SortOrder first_order(const AnalysisState& analysis, const std::string& key) {
    const review::TableColumn* column = analysis.table ? analysis.table->find(key) : nullptr;
    const bool best_first = column != nullptr && (column->kind == review::ValueKind::Score ||
                                                  column->kind == review::ValueKind::Choice);
    const bool newest_first = key == "created" || key == "scored";
    return best_first || newest_first ? review::SortOrder::Descending : review::SortOrder::Ascending;
}

review::SortOrder other(review::SortOrder order) {
    return order == review::SortOrder::Ascending ? review::SortOrder::Descending
                                                 : review::SortOrder::Ascending;
}

void sort_by(AnalysisState& analysis, const SortTable& wish) {
    auto& sort = analysis.query.sort;
    const auto found = std::find_if(sort.begin(), sort.end(),
                                    [&](const review::SortKey& key) { return key.column == wish.column; });
    const review::SortOrder first = first_order(analysis, wish.column);
    if (wish.step == SortStep::Only) {
        const bool alone = sort.size() == 1 && found != sort.end();
        sort = {{wish.column, alone ? other(found->order) : first}};
    } else if (found == sort.end()) {
        sort.push_back({wish.column, first});
    } else if (found->order == first) {
        found->order = other(first);
    } else {
        sort.erase(found);
    }
}

void toggle_column(AnalysisState& analysis, const std::string& key) {
    for (ColumnPlace& place : analysis.columns)
        if (place.key == key) place.shown = !place.shown;
    const int shown = static_cast<int>(shown_columns(analysis).size());
    analysis.first_column = std::clamp(analysis.first_column, 0, std::max(0, shown - 1));
}

void move_column(AnalysisState& analysis, const MoveColumn& wish) {
    auto& places = analysis.columns;
    const auto of = [&](const std::string& key) {
        return std::find_if(places.begin(), places.end(),
                            [&](const ColumnPlace& place) { return place.key == key; });
    };
    const auto from = of(wish.key);
    if (from == places.end() || wish.key == wish.before) return;
    const ColumnPlace moved = *from;
    places.erase(from);
    places.insert(of(wish.before), moved);
}

/// Shows a picture of the open run in the Review screen, whatever filters hide.
void open_in_review(AppState& state, const std::string& path) {
    state.screen = Screen::Review;
    state.overlay = Overlay::None;
    state.analysis.edit().return_to = ReturnToTable{path, state.review.next_edit};
    if (const auto sample = find_sample(state, path)) reveal_picture(state, *sample);
}

void view_picture(AppState& state, std::vector<Effect>& effects) {
    const AnalysisState& analysis = *state.analysis;
    if (!analysis.view || analysis.view->rows.empty()) return;
    const std::string path = analysis.view->table->pictures[analysis.row].path;
    if (path.empty())
        return add_toast(state, ToastKind::Warning, "This picture has no file yet, so it cannot be opened");
    if (find_sample(state, path)) return open_in_review(state, path);
    state.analysis.edit().sought = path;
    effects.push_back(for_analysis(LookForPicture{path}));
}

/// The picture of another run, or of none, is there: its run is opened, else its folder.
void take_looked_for(AppState& state, std::vector<Effect>& effects, const PictureLookedFor& news) {
    if (news.path != state.analysis->sought || state.screen != Screen::Analysis) return;
    state.analysis.edit().sought.clear();
    if (!news.is_there)
        return add_toast(state, ToastKind::Error,
                         "The file is not there any more; its scores are kept: " + display_path(news.path));
    const review::TableView& view = *state.analysis->view;
    const review::TableColumn* run = view.table->find("run");
    const auto row = row_of(*view.table, news.path);
    const std::string name = run != nullptr && row ? std::string(run->text(*row)) : std::string();
    const auto& runs = state.library.runs;
    const bool known = std::any_of(runs.begin(), runs.end(),
                                   [&](const auto& each) { return each.name == name && each.has_samples(); });
    if (known) {
        state.sought = news.path;
        select_run(state, effects, name);
    } else {
        open_paths(state, effects, {news.path});
    }
    open_in_review(state, news.path);
}

struct ApplyAnalysis {
    AppState& state;
    std::vector<Effect>& effects;

    template <typename Change>
    void change_query(Change change) {
        review::TableQuery query = state.analysis->query;
        change(query);
        if (query == state.analysis->query) return;
        state.analysis.edit().query = std::move(query);
        look(state, effects);
    }

    void operator()(const TableRead& news) { take_table(state, effects, news); }
    void operator()(const TableLookedAt& news) { take_view(state, news); }
    void operator()(const PictureLookedFor& news) { take_looked_for(state, effects, news); }

    void operator()(const ShowPage& wish) { state.analysis.edit().page = wish.page; }
    void operator()(const SearchTable& wish) {
        change_query([&](review::TableQuery& query) { query.search = wish.text; });
    }
    void operator()(const SortTable& wish) {
        sort_by(state.analysis.edit(), wish);
        look(state, effects);
    }
    void operator()(const FilterTableRun& wish) {
        change_query([&](review::TableQuery& query) { query.run = wish.run; });
    }
    void operator()(const FilterTableFlag& wish) {
        change_query([&](review::TableQuery& query) { query.flag = wish.flag; });
    }
    void operator()(const FilterTableScore& wish) {
        change_query([&](review::TableQuery& query) {
            query.scored = wish.scored;
            query.least_score = wish.least;
        });
    }
    void operator()(const ClearTableFilters&) {
        change_query([](review::TableQuery& query) {
            query = review::TableQuery{{}, {}, {}, {}, 0, query.sort, query.ranking};
        });
    }
    void operator()(const RankTable& wish) {
        change_query([&](review::TableQuery& query) { query.ranking = wish.ranking; });
    }
    void operator()(const OrderRanking& wish) {
        AnalysisState& analysis = state.analysis.edit();
        analysis.rank_order = wish.order;
        analysis.group = 0;
    }
    void operator()(const MoveTableRow& wish) { (*this)(GoToTableRow{state.analysis->cursor + wish.rows}); }
    void operator()(const GoToTableRow& wish) {
        if (state.analysis->view) put_cursor(state.analysis.edit(), wish.place);
    }
    void operator()(const MoveRankGroup& wish) {
        AnalysisState& analysis = state.analysis.edit();
        const int count = analysis.view ? static_cast<int>(analysis.view->ranking.groups.size()) : 0;
        analysis.group = std::clamp(analysis.group + wish.groups, 0, std::max(0, count - 1));
    }
    void operator()(const ScrollColumns& wish) {
        AnalysisState& analysis = state.analysis.edit();
        const int shown = static_cast<int>(shown_columns(analysis).size());
        analysis.first_column = std::clamp(analysis.first_column + wish.columns, 0, std::max(0, shown - 1));
    }
    void operator()(const ToggleColumn& wish) { toggle_column(state.analysis.edit(), wish.key); }
    void operator()(const MoveColumn& wish) { move_column(state.analysis.edit(), wish); }
    void operator()(const ResetColumns&) {
        AnalysisState& analysis = state.analysis.edit();
        analysis.columns.clear();
        analysis.first_column = 0;
        if (analysis.table) add_new_columns(analysis);
    }
    void operator()(const SetRowSize& wish) { state.analysis.edit().row_size = wish.size; }
    void operator()(const ViewTablePicture&) { view_picture(state, effects); }
    void operator()(const SaveTable& wish) {
        const AnalysisState& analysis = *state.analysis;
        if (!analysis.view || wish.target.empty()) return;
        effects.push_back(
            for_analysis(WriteTable{wish.form, wish.target, analysis.view, catalogs_of(analysis)}));
    }
};

}  // namespace

void update_analysis(AppState& state, std::vector<Effect>& effects, const AnalysisCommand& command) {
    std::visit(ApplyAnalysis{state, effects}, command.content);
}

void show_analysis(AppState& state) {
    state.analysis.edit().stale = true;
}

void keep_for_analysis(AppState& state) {
    const std::string key = run_key(state);
    if (key.empty() || state.library.catalog->samples.empty()) return;
    AnalysisState& analysis = state.analysis.edit();
    analysis.opened[key] = state.library.catalog;
    std::size_t kept = 0;
    for (const auto& [other_key, catalog] : analysis.opened) kept += catalog->samples.size();
    if (kept > kMostKept) analysis.opened = {{key, state.library.catalog}};
}

void follow_analysis(AppState& state, std::vector<Effect>& effects) {
    if (state.screen != Screen::Analysis || state.scan.scanning) return;
    const AnalysisState& before = *state.analysis;
    const bool changed =
        before.stale || before.revision != state.review.revision || before.catalog != state.library.catalog;
    // One table at a time: while scores keep coming, the one that is on its way is shown first.
    if (!changed || before.reading) return;
    AnalysisState& analysis = state.analysis.edit();
    analysis.stale = false;
    analysis.reading = true;
    analysis.revision = state.review.revision;
    analysis.catalog = state.library.catalog;
    effects.push_back(for_analysis(ReadTable{++analysis.read_ticket, catalogs_of(analysis)}));
}

bool leaves_for_table(const AppState& state) {
    return state.screen == Screen::Review && state.analysis->return_to.has_value();
}

bool was_edited_since_table(const AppState& state) {
    return leaves_for_table(state) && state.analysis->return_to->next_edit != state.review.next_edit;
}

void return_to_table(AppState& state) {
    state.analysis.edit().return_to.reset();
    state.screen = Screen::Analysis;
    show_analysis(state);
}

}  // namespace proofsheet::app
