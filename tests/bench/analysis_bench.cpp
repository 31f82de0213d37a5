#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "many_pictures.h"
#include "report/all_pictures.h"
#include "report/analysis_table.h"
#include "review/table_query.h"
#include "store/criteria_table.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using review::SortOrder;

namespace {

/// One database for all measurements of a size.
struct Many {
    explicit Many(int count) { bench::fill_database(file, count); }
    test::TempFolder folder;
    std::filesystem::path file = folder.path() / "experiments.db";
};

Many& many() {
    static Many pictures(100'000);
    return pictures;
}

std::shared_ptr<const review::AnalysisTable> read_table() {
    auto opened = store::open_database(many().file);
    auto criteria = store::CriteriaTable(opened->database).list();
    report::AnalysisTableMaker maker(report::active_only(*criteria));
    (void)report::visit_pictures({}, opened->database, {},
                                 [&](const report::PictureRow& row) { maker.add(row); });
    return std::make_shared<const review::AnalysisTable>(maker.finish());
}

const std::shared_ptr<const review::AnalysisTable>& table() {
    static const auto kept = read_table();
    return kept;
}

void look(benchmark::State& state, const review::TableQuery& query) {
    const auto& read = table();
    for (auto _ : state) benchmark::DoNotOptimize(review::look_at(read, query));
}

void read_database(benchmark::State& state) {
    many();
    for (auto _ : state) benchmark::DoNotOptimize(read_table());
}
void no_wish(benchmark::State& state) {
    look(state, {});
}
void sort_by_prompt(benchmark::State& state) {
    review::TableQuery query;
    query.sort = {{"prompt", SortOrder::Ascending}};
    look(state, query);
}
void sort_by_three(benchmark::State& state) {
    review::TableQuery query;
    query.sort = {{"overall_quality", SortOrder::Descending},
                  {"checkpoint", SortOrder::Ascending},
                  {"seed", SortOrder::Ascending}};
    look(state, query);
}
void filter_by_score_and_run(benchmark::State& state) {
    review::TableQuery query;
    query.run = "lora-7";
    query.least_score = 8;
    look(state, query);
}
void search_two_words(benchmark::State& state) {
    review::TableQuery query;
    query.search = "ОЗЕРО 399";
    look(state, query);
}

}  // namespace

BENCHMARK(read_database)->Unit(benchmark::kMillisecond);
BENCHMARK(no_wish)->Unit(benchmark::kMillisecond);
BENCHMARK(sort_by_prompt)->Unit(benchmark::kMillisecond);
BENCHMARK(sort_by_three)->Unit(benchmark::kMillisecond);
BENCHMARK(filter_by_score_and_run)->Unit(benchmark::kMillisecond);
BENCHMARK(search_two_words)->Unit(benchmark::kMillisecond);
