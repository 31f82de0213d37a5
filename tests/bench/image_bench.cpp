#include <benchmark/benchmark.h>

#include <vector>

#include "bench_picture.h"
#include "image/decode.h"
#include "image/encode.h"
#include "image/pixel_hash.h"
#include "image/png_unfilter.h"
#include "image/reduce.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

constexpr SizePx kSize{1344, 1344};

std::vector<std::byte> png_of(PngAlpha alpha) {
    return encode_png(test::bench_picture(kSize), {}, 4, alpha).value();
}

void decode_rgb_png(benchmark::State& state) {
    const auto file = png_of(PngAlpha::Drop);
    for (auto _ : state) benchmark::DoNotOptimize(decode(file));
}
void decode_rgba_png(benchmark::State& state) {
    const auto file = png_of(PngAlpha::Keep);
    for (auto _ : state) benchmark::DoNotOptimize(decode(file));
}
void decode_png_to_proxy(benchmark::State& state) {
    const auto file = png_of(PngAlpha::Drop);
    for (auto _ : state) benchmark::DoNotOptimize(decode_reduced(file, 512));
}

/// Arguments: vector unit by number, and filter type of every row, 5 for all in turn.
void unfilter(benchmark::State& state) {
    const auto unit = static_cast<VectorUnit>(state.range(0));
    if (unit > best_vector_unit()) return state.SkipWithError("not in this processor");
    constexpr int kCount = 16;
    const auto filter = static_cast<int>(state.range(1));
    FilteredRows rows{nullptr, kSize.width, 3, kCount};
    std::vector<std::uint8_t> filtered(rows.stride() * kCount + 1, 7);
    for (std::size_t y = 0; y < kCount; ++y)
        filtered[y * rows.stride()] =
            static_cast<std::uint8_t>(filter < 5 ? filter : static_cast<int>(y % 5));
    rows.bytes = filtered.data();
    const std::vector<std::uint8_t> above(std::size_t{kSize.width} * 4, 9);
    std::vector<std::uint8_t> rgba(std::size_t{kSize.width} * 4 * kCount);
    for (auto _ : state) {
        unfilter_to_rgba(rows, above.data(), rgba.data(), unit);
        benchmark::DoNotOptimize(rgba.data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rgba.size()));
}
void reduce_to_proxy(benchmark::State& state) {
    const Pixels picture = test::bench_picture(kSize);
    for (auto _ : state) benchmark::DoNotOptimize(reduce(picture, {512, 512}));
}
void mip_chain(benchmark::State& state) {
    const auto side = static_cast<int>(state.range(0));
    const Pixels picture = test::bench_picture({side, side});
    for (auto _ : state) benchmark::DoNotOptimize(make_mip_chain(picture));
}
void hash(benchmark::State& state) {
    const Pixels picture = test::bench_picture(kSize);
    for (auto _ : state) benchmark::DoNotOptimize(hash_pixels(picture));
}

}  // namespace

BENCHMARK(decode_rgb_png)->Unit(benchmark::kMillisecond);
BENCHMARK(decode_rgba_png)->Unit(benchmark::kMillisecond);
BENCHMARK(decode_png_to_proxy)->Unit(benchmark::kMillisecond);
BENCHMARK(unfilter)
    ->ArgsProduct({benchmark::CreateDenseRange(0, 2, 1), benchmark::CreateDenseRange(0, 5, 1)})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(reduce_to_proxy)->Unit(benchmark::kMillisecond);
BENCHMARK(mip_chain)->Arg(512)->Arg(1344)->Unit(benchmark::kMillisecond);
BENCHMARK(hash)->Unit(benchmark::kMillisecond);
