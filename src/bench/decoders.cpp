#include "bench/decoders.h"

#include <libdeflate.h>
#include <spng.h>
#include <stb_image.h>

#include <array>
#include <functional>
#include <memory>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "image/png_picture.h"

namespace proofsheet::bench {
namespace {

using Bytes = std::vector<std::byte>;

constexpr int kDecodeRounds = 7;

/// A file and what inflating it alone needs.
struct Subject {
    Bytes file;
    Bytes packed;         ///< all IDAT in one piece
    std::size_t raw = 0;  ///< bytes of its inflated rows
};

Result<Subject> read_subject(const std::filesystem::path& path) {
    Result<Bytes> file = read_file(path, image::kLargestPictureFile);
    if (!file) return file.error();
    Subject subject{std::move(*file), {}, 0};
    const auto png = image::read_png(subject.file, {});
    if (!png) return png.error();
    for (const image::PngChunk& chunk : png->chunks)
        if (chunk.type == image::png_type("IDAT"))
            subject.packed.insert(subject.packed.end(), chunk.data.begin(), chunk.data.end());
    const SizePx size = png->header.size;
    subject.raw = (png->header.row_bytes(size.width) + 1) * static_cast<std::size_t>(size.height);
    return subject;
}

bool decode_ours(const Subject& subject) {
    return image::decode(subject.file).has_value();
}

bool decode_spng(const Subject& subject) {
    const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(0), &spng_ctx_free);
    std::size_t bytes = 0;
    spng_set_png_buffer(context.get(), subject.file.data(), subject.file.size());
    if (spng_decoded_image_size(context.get(), SPNG_FMT_RGBA8, &bytes) != SPNG_OK) return false;
    const auto pixels = std::make_unique_for_overwrite<std::uint8_t[]>(bytes);
    return spng_decode_image(context.get(), pixels.get(), bytes, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS) == SPNG_OK;
}

bool decode_stb(const Subject& subject) {
    int width = 0;
    int height = 0;
    int samples = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(subject.file.data()),
                              static_cast<int>(subject.file.size()), &width, &height, &samples, 4),
        &stbi_image_free);
    return pixels != nullptr;
}

/// Inflates into memory that is there already: the floor for every decoder.
class Inflater {
public:
    bool operator()(const Subject& subject) {
        if (buffer_.size() < subject.raw) buffer_.resize(subject.raw);
        return libdeflate_zlib_decompress(decompressor_.get(), subject.packed.data(), subject.packed.size(),
                                          buffer_.data(), subject.raw, nullptr) == LIBDEFLATE_SUCCESS;
    }

private:
    std::shared_ptr<libdeflate_decompressor> decompressor_{libdeflate_alloc_decompressor(),
                                                           &libdeflate_free_decompressor};
    Bytes buffer_;
};

struct Decoder {
    const char* name;
    std::function<bool(const Subject&)> decode;
    std::vector<double> ms;  ///< a picture, by round
};

bool measure_round(Decoder& decoder, const std::vector<Subject>& subjects) {
    bool all = true;
    const double ms = thread_ms_of([&] {
        for (const Subject& subject : subjects) all = decoder.decode(subject) && all;
    });
    decoder.ms.push_back(ms / static_cast<double>(subjects.size()));
    return all;
}

Row ratio(const char* name, double goal, const Decoder& over, const Decoder& under) {
    Row row{name, "x", goal, {}};
    for (std::size_t i = 0; i < over.ms.size(); ++i) row.rounds.push_back(over.ms[i] / under.ms[i]);
    return row;
}

}  // namespace

Result<DecoderRows> measure_decoders(const std::vector<std::filesystem::path>& files) {
    std::vector<Subject> subjects;
    for (const std::filesystem::path& file : files) {
        Result<Subject> subject = read_subject(file);
        if (!subject) return with_context(subject.error(), display_path(file));
        subjects.push_back(std::move(*subject));
    }
    if (subjects.empty()) return Error{ErrorKind::NotFound, "There is no PNG to decode in the set."};
    std::array<Decoder, 4> decoders{{{"proofsheet", decode_ours, {}},
                                     {"libspng", decode_spng, {}},
                                     {"stb_image", decode_stb, {}},
                                     {"libdeflate, inflating only", Inflater(), {}}}};
    for (int round = 0; round < kDecodeRounds; ++round)
        for (Decoder& decoder : decoders)
            if (!measure_round(decoder, subjects))
                return Error{ErrorKind::InvalidInput,
                             std::string("A PNG of the set is refused by ") + decoder.name};
    DecoderRows measured;
    for (const Decoder& decoder : decoders) measured.decoders.push_back({decoder.name, median(decoder.ms)});
    const auto& [ours, spng, stb, inflate] = decoders;
    measured.rows.push_back(ratio("PNG to RGBA8, against inflating alone", 1.6, ours, inflate));
    measured.rows.push_back(ratio("PNG to RGBA8, against stb_image", 1.0 / 3, ours, stb));
    return measured;
}

}  // namespace proofsheet::bench
