#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>

#include "bench_picture.h"
#include "cache/proxy_store.h"
#include "image/reduce.h"

using namespace proofsheet;
namespace fs = std::filesystem;

namespace {

/// A store in a folder of its own, with one proxy of 512 x 512.
struct StoreBench {
    std::string folder = (fs::temp_directory_path() / "proofsheet-bench-XXXXXX").string();
    cache::PictureKey key{"/some/where/picture.png", {1, 1}, cache::Level::Proxy};
    cache::LoadedPicture proxy;

    StoreBench() {
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
        proxy.full_size = {1344, 1344};
        proxy.levels.push_back(test::bench_picture({512, 512}));
        auto levels = image::make_mip_chain(proxy.levels.front());
        std::ranges::move(levels, std::back_inserter(proxy.levels));
    }
    ~StoreBench() { fs::remove_all(folder); }
};

void read_proxy(benchmark::State& state) {
    StoreBench bench;
    cache::ProxyStore store(bench.folder, std::uint64_t{1} << 30, 0);
    store.keep(bench.key, bench.proxy);
    store.finish();
    for (auto _ : state)
        benchmark::DoNotOptimize(store.read(bench.key, [](SizePx, std::size_t) { return true; }));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bench.proxy.bytes()));
}

void keep_proxy(benchmark::State& state) {
    StoreBench bench;
    cache::ProxyStore store(bench.folder, std::uint64_t{1} << 30, 0);
    for (auto _ : state) {
        store.keep(bench.key, bench.proxy);
        store.finish();
    }
}

/// What is to be found out about a picture of which nothing is kept.
void miss_proxy(benchmark::State& state) {
    StoreBench bench;
    cache::ProxyStore store(bench.folder, std::uint64_t{1} << 30, 0);
    for (auto _ : state)
        benchmark::DoNotOptimize(store.read(bench.key, [](SizePx, std::size_t) { return true; }));
}

}  // namespace

BENCHMARK(read_proxy)->Unit(benchmark::kMicrosecond);
BENCHMARK(keep_proxy)->Unit(benchmark::kMicrosecond);
BENCHMARK(miss_proxy)->Unit(benchmark::kMicrosecond);
