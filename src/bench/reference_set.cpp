#include "bench/reference_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "image/png_writer.h"
#include "tasks/guarded.h"

namespace proofsheet::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 1344;
constexpr int kBases = 4;
constexpr int kCompression = 4;  // ComfyUI's

/// Even numbers from 0 to 1 (xorshift64*).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    float next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<float>((state_ * 0x2545F4914F6CDD1Du) >> 40) / 16777216.0f;
    }
    /// About normal, with a deviation of 1.
    float normal() { return (next() + next() + next() + next() - 2) * 1.732f; }

private:
    std::uint64_t state_;
};

using Plane = std::vector<float>;

std::size_t at(int x, int y) {
    return static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
}

/// Adds a field of `cells` x `cells` random heights, drawn out over the whole plane.
void add_octave(Plane& plane, int cells, float height, Random& random) {
    const int points = cells + 1;
    std::vector<float> heights(static_cast<std::size_t>(points) * static_cast<std::size_t>(points));
    for (float& each : heights) each = random.normal() * height;
    const float scale = static_cast<float>(cells) / kSide;
    for (int y = 0; y < kSide; ++y) {
        const float v = static_cast<float>(y) * scale;
        const int row = static_cast<int>(v);
        const float* upper = heights.data() + row * points;
        const float* lower = upper + points;
        for (int x = 0; x < kSide; ++x) {
            const float u = static_cast<float>(x) * scale;
            const int column = static_cast<int>(u);
            const float right = u - static_cast<float>(column);
            const float above = upper[column] + (upper[column + 1] - upper[column]) * right;
            const float below = lower[column] + (lower[column + 1] - lower[column]) * right;
            plane[at(x, y)] += above + (below - above) * (v - static_cast<float>(row));
        }
    }
}

void stretch_to_levels(std::array<Plane, 3>& planes) {
    float least = 1e9f;
    float most = -1e9f;
    for (const Plane& plane : planes) {
        const auto [low, high] = std::ranges::minmax(plane);
        least = std::min(least, low);
        most = std::max(most, high);
    }
    for (Plane& plane : planes)
        for (float& value : plane) value = (value - least) / (most - least) * 255;
}

/// Fine texture where a smooth field is far from its middle, as leaves or cloth are in a photograph.
void add_texture(std::array<Plane, 3>& planes, Random& random) {
    Plane mask(planes[0].size());
    add_octave(mask, 150, 1, random);
    for (Plane& plane : planes) {
        float before = 0;
        for (std::size_t i = 0; i < plane.size(); ++i) {
            const float noise = random.normal();
            if (std::abs(mask[i]) > 0.42f) plane[i] += (noise + before) * 2.4f;
            before = noise;
        }
    }
}

/// RGB8 rows.
using Base = std::vector<std::uint8_t>;

Base paint_base(std::uint64_t seed) {
    Random random(seed + 1);
    std::array<Plane, 3> planes;
    for (Plane& plane : planes) {
        plane.resize(std::size_t{kSide} * kSide);
        for (int octave = 1; octave < 8; ++octave)
            add_octave(plane, (1 << octave) + 1, std::pow(1.7f, static_cast<float>(-octave)), random);
    }
    stretch_to_levels(planes);
    add_texture(planes, random);
    Base base(planes[0].size() * 3);
    for (std::size_t i = 0; i < planes[0].size(); ++i)
        for (std::size_t c = 0; c < 3; ++c)
            base[i * 3 + c] = static_cast<std::uint8_t>(std::clamp(planes[c][i], 0.0f, 255.0f));
    return base;
}

/// The base moved round by some pixels, and a little lighter or darker.
Status write_cell(const Base& base, const fs::path& file, int index) {
    auto writer = image::PngWriter::create(file, {kSide, kSide}, kCompression);
    if (!writer) return writer.error();
    const int lighter = (index * 7) % 23 - 11;
    const int dx = (91 * index) % kSide;
    std::vector<std::uint8_t> row(std::size_t{kSide} * 3);
    for (int y = 0; y < kSide; ++y) {
        const std::uint8_t* from = base.data() + at(0, (y + 37 * index) % kSide) * 3;
        std::rotate_copy(from, from + dx * 3, from + kSide * 3, row.begin());
        for (std::uint8_t& level : row)
            level = static_cast<std::uint8_t>(std::clamp(level + lighter, 0, 255));
        if (const Status added = writer->add_rows(row); !added) return added;
    }
    if (const Status finished = writer->finish(); !finished) return finished;
    return writer->commit();
}

std::string checkpoint_name(int index) {
    return fmt::format("qwen-lora-step{:08}.safetensors", 500 * (index + 1));
}

Status write_checkpoint(const fs::path& file, int index) {
    const std::string json = fmt::format(
        R"({{"__metadata__":{{"ss_steps":"{}","ss_output_name":"qwen-lora"}}}})", 500 * (index + 1));
    std::vector<std::byte> bytes(8 + json.size());
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(json.size() >> (8 * i) & 0xFF);
    std::memcpy(bytes.data() + 8, json.data(), json.size());
    return write_file_atomically(file, bytes);
}

struct Cell {
    fs::path file;
    int index = 0;
};

Result<std::vector<Cell>> missing_cells(const fs::path& folder) {
    std::vector<Cell> cells;
    std::error_code failure;
    fs::create_directories(folder / "checkpoints", failure);
    for (int c = 0; c < kReferenceCheckpoints; ++c) {
        const std::string name = checkpoint_name(c);
        fs::create_directories(folder / "samples" / name, failure);
        const fs::path checkpoint = folder / "checkpoints" / name;
        if (!fs::exists(checkpoint, failure))
            if (const Status written = write_checkpoint(checkpoint, c); !written) return written.error();
        for (int i = 0; i < kReferenceCells; ++i) {
            const std::string cell =
                fmt::format("index={}&prompt_name=p{}&seed={}&cfg=3&_00001_.png", i, i / 4, 420 + i % 4);
            const fs::path file = folder / "samples" / name / cell;
            if (!fs::exists(file, failure)) cells.push_back({file, c * kReferenceCells + i});
        }
    }
    return cells;
}

}  // namespace

Status make_reference_set(const fs::path& folder, tasks::WorkerPool& painters, const ReportFiles& report) {
    const Result<std::vector<Cell>> cells = missing_cells(folder);
    if (!cells) return cells.error();
    if (cells->empty()) return {};
    std::array<Base, kBases> bases;
    for (int i = 0; i < kBases; ++i)
        painters.submit([&bases, i](const std::stop_token&) {
            bases[static_cast<std::size_t>(i)] = paint_base(static_cast<std::uint64_t>(i));
        });
    painters.finish();
    tasks::Guarded<Status> failure;
    std::atomic<int> done = 0;
    for (const Cell& cell : *cells)
        painters.submit([&, cell](const std::stop_token&) {
            const Base& base = bases[static_cast<std::size_t>(cell.index) % kBases];
            if (Status written = write_cell(base, cell.file, cell.index); !written)
                failure.set(std::move(written));
            report(++done, static_cast<int>(cells->size()));
        });
    painters.finish();
    return failure.get();
}

Status make_large_pictures(const fs::path& folder, SizePx size, int count) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    for (int i = 0; i < count; ++i) {
        const fs::path file = folder / fmt::format("large_{}.png", i + 1);
        if (fs::exists(file, failure)) continue;
        auto writer = image::PngWriter::create(file, size, 1);
        if (!writer) return writer.error();
        std::vector<std::uint8_t> row(static_cast<std::size_t>(size.width) * 3);
        for (int y = 0; y < size.height; ++y) {
            for (std::size_t x = 0; x < row.size(); ++x)
                row[x] = static_cast<std::uint8_t>((x / 24 + static_cast<std::size_t>(y) / 8) *
                                                   static_cast<std::size_t>(i + 1));
            if (const Status added = writer->add_rows(row); !added) return added;
        }
        Status done = writer->finish();
        if (done) done = writer->commit();
        if (!done) return done;
    }
    return {};
}

}  // namespace proofsheet::bench
