#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "grid/catalog.h"
#include "grid/preload.h"
#include "grid/query.h"
#include "grid/view.h"

using namespace proofsheet;
using namespace proofsheet::grid;

namespace {

std::string padded(std::size_t number) {
    const std::string digits = std::to_string(number);
    return std::string(8 - digits.size(), '0') + digits;
}

/// Checkpoints of 200 pictures with six dimensions, named as sampling jobs name them.
FoundSample sample_of_run(std::size_t i) {
    const std::size_t step = 500 * (i / 200 + 1);
    const std::string prompt = "forest_portals_" + std::to_string(i % 200 / 20);
    const std::string seed = std::to_string(18446744073709551000U + i % 10);
    const std::string cfg = i % 20 < 10 ? "3.5" : "7";
    const std::string path = "some-lora-v1-step" + padded(step) +
                             ".safetensors/index=" + std::to_string(i % 200) + "&prompt_name=" + prompt +
                             "&seed=" + seed + "&cfg=" + cfg + "&_00001_.png";
    return {{path, {1'900'000, 1}, 1},
            {{"checkpoint", std::to_string(step)},
             {"index", std::to_string(i % 200)},
             {"prompt_name", prompt},
             {"seed", seed},
             {"cfg", cfg},
             {"sampler", "euler"}}};
}

/// Pictures of a plain folder: the name and the seed are different for each.
FoundSample sample_of_folder(std::size_t i, std::mt19937_64& random) {
    const std::string name = "picture " + std::to_string(random());
    return {{name + ".png", {1'900'000, 1}, 0},
            {{"name", name},
             {"seed", std::to_string(random())},
             {"steps", std::to_string(20 + i % 4)},
             {"cfg", std::to_string(i % 7)},
             {"sampler", i % 2 == 0 ? "euler" : "dpmpp_2m"},
             {"model", "model " + std::to_string(i % 5)}}};
}

ScanReport run_report(std::size_t count) {
    ScanReport report;
    for (std::size_t i = 0; i < count; ++i) report.found.push_back(sample_of_run(i));
    for (std::size_t step = 500; step <= count * 500 / 200; step += 500)
        report.checkpoint_order.push_back(std::to_string(step));
    return report;
}

/// As a disk lists them: in no order.
ScanReport shuffled_report(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), std::mt19937_64(1));
    ScanReport report = run_report(0);
    for (const std::size_t i : order) report.found.push_back(sample_of_run(i));
    return report;
}

ScanReport folder_report(std::size_t count) {
    std::mt19937_64 random(1);
    ScanReport report;
    for (std::size_t i = 0; i < count; ++i) report.found.push_back(sample_of_folder(i, random));
    return report;
}

void measure_catalog(benchmark::State& state, const ScanReport& report) {
    for (auto _ : state) benchmark::DoNotOptimize(make_catalog(report, {}));
}

void catalog_of_run(benchmark::State& state) {
    measure_catalog(state, run_report(state.range(0)));
}
void catalog_of_shuffled_run(benchmark::State& state) {
    measure_catalog(state, shuffled_report(state.range(0)));
}
void catalog_of_folder(benchmark::State& state) {
    measure_catalog(state, folder_report(state.range(0)));
}

void suggest(benchmark::State& state, const ScanReport& report) {
    const auto catalog = make_catalog(report, {});
    for (auto _ : state) benchmark::DoNotOptimize(suggest_mapping(*catalog));
}

void suggest_for_run(benchmark::State& state) {
    suggest(state, run_report(state.range(0)));
}
void suggest_for_folder(benchmark::State& state) {
    suggest(state, folder_report(state.range(0)));
}

void measure_arrange(benchmark::State& state, const ScanReport& report, const GridQuery& query) {
    const auto catalog = make_catalog(report, {});
    for (auto _ : state) benchmark::DoNotOptimize(arrange(*catalog, query));
}

void arrange_run(benchmark::State& state) {
    measure_arrange(state, run_report(state.range(0)), {{"seed", "prompt_name", "checkpoint"}, {}});
}

void arrange_filtered_run(benchmark::State& state) {
    GridQuery query{{"seed", "prompt_name", "checkpoint"}, {}};
    query.filters["cfg"] = {FilterMode::Single, {"7"}};
    query.filters["checkpoint"] = {FilterMode::Multi, {"500", "1000", "1500"}};
    measure_arrange(state, run_report(state.range(0)), query);
}

void arrange_folder(benchmark::State& state) {
    measure_arrange(state, folder_report(state.range(0)), {{"seed", "name", "model"}, {}});
}

/// Cells of a few rows are visible, as on a screen.
void preload_run(benchmark::State& state) {
    const auto catalog = make_catalog(run_report(state.range(0)), {});
    const GridView view = arrange(*catalog, {{"seed", "prompt_name", "checkpoint"}, {}});
    PreloadWindow window{0, 9, 2, 5, static_cast<int>(view.positions.size()) / 2, 1, {{3, 3, 1, 0}}};
    for (auto _ : state) benchmark::DoNotOptimize(preload_order(view, window));
}

/// Each picture has a row of its own, so that the way to the rest is the longest.
void preload_folder(benchmark::State& state) {
    const auto catalog = make_catalog(folder_report(state.range(0)), {});
    const GridView view = arrange(*catalog, {{"seed", "name", "model"}, {}});
    const int middle = static_cast<int>(view.rows.size()) / 2;
    const PreloadWindow window{middle, middle + 20, middle, middle + 20, 2, 1, {}};
    for (auto _ : state) benchmark::DoNotOptimize(preload_order(view, window));
}

}  // namespace

BENCHMARK(catalog_of_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(catalog_of_shuffled_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(catalog_of_folder)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(suggest_for_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(suggest_for_folder)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(arrange_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(arrange_filtered_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(arrange_folder)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(preload_run)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(preload_folder)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
