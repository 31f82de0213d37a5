#include "image/png_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spng.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/file_bytes.h"

namespace proofsheet::image {
namespace {

/// What is gathered before it is written.
constexpr std::size_t kBufferBytes = 1 << 20;

enum class Stage { Rows, Finished, Committed, Failed };

Error io_error(const char* verb, int code, const std::filesystem::path& path) {
    return {ErrorKind::Io, fmt::format("Cannot {} ({}): {}", verb, std::strerror(code), display_path(path))};
}

bool write_all(int fd, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(fd, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

}  // namespace

struct PngWriter::State {
    std::filesystem::path path;
    std::filesystem::path part;
    SizePx size;
    int fd = -1;
    int write_error = 0;  ///< errno of a write that failed
    int rows_added = 0;
    Stage stage = Stage::Rows;
    std::vector<std::uint8_t> buffer;
    std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context{nullptr, &spng_ctx_free};

    ~State() {
        context.reset();
        if (fd >= 0) ::close(fd);
        if (!part.empty() && stage != Stage::Committed) ::unlink(part.c_str());
    }

    std::size_t row_bytes() const { return static_cast<std::size_t>(size.width) * 3; }

    bool flush() {
        const bool written = write_all(fd, buffer);
        if (!written) write_error = errno;
        buffer.clear();
        return written;
    }

    /// Takes what libspng has encoded.
    static int take(spng_ctx*, void* user, void* bytes, std::size_t count) {
        auto& state = *static_cast<State*>(user);
        const auto* data = static_cast<const std::uint8_t*>(bytes);
        state.buffer.insert(state.buffer.end(), data, data + count);
        if (state.buffer.size() < kBufferBytes || state.flush()) return SPNG_OK;
        return SPNG_IO_ERROR;
    }

    Error fail(int code) {
        stage = Stage::Failed;
        if (write_error != 0) return io_error("write", write_error, part);
        return {ErrorKind::Io, fmt::format("The PNG could not be written: {}.", spng_strerror(code))};
    }

    Error refuse(std::string sentence) {
        stage = Stage::Failed;
        return {ErrorKind::InvalidInput, std::move(sentence)};
    }

    int begin(int compression) {
        spng_ihdr header{};
        header.width = static_cast<std::uint32_t>(size.width);
        header.height = static_cast<std::uint32_t>(size.height);
        header.bit_depth = 8;
        header.color_type = SPNG_COLOR_TYPE_TRUECOLOR;
        context.reset(spng_ctx_new(SPNG_CTX_ENCODER));
        if (!context) return SPNG_EMEM;
        if (const int code = spng_set_png_stream(context.get(), &State::take, this)) return code;
        if (const int code = spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL, compression))
            return code;
        if (const int code = spng_set_ihdr(context.get(), &header)) return code;
        constexpr int flags = SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE;
        return spng_encode_image(context.get(), nullptr, 0, SPNG_FMT_PNG, flags);
    }
};

PngWriter::PngWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
PngWriter::PngWriter(PngWriter&&) noexcept = default;
PngWriter& PngWriter::operator=(PngWriter&&) noexcept = default;
PngWriter::~PngWriter() = default;

Result<PngWriter> PngWriter::create(const std::filesystem::path& path, SizePx size, int compression) {
    if (size.width < 1 || size.height < 1)
        return Error{ErrorKind::InvalidInput, "A picture without pixels cannot be written."};
    auto state = std::make_unique<State>();
    std::filesystem::path part = path;
    part += ".part";
    state->fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (state->fd < 0) return io_error("create", errno, part);
    state->path = path;
    state->part = std::move(part);
    state->size = size;
    state->buffer.reserve(2 * kBufferBytes);
    if (const int code = state->begin(std::clamp(compression, 0, 9))) return state->fail(code);
    return PngWriter(std::move(state));
}

Status PngWriter::add_rows(std::span<const std::uint8_t> rgb) {
    State& state = *state_;
    const std::size_t row_bytes = state.row_bytes();
    if (state.stage != Stage::Rows) return state.refuse("No more rows can be added to this PNG.");
    if (rgb.size() % row_bytes != 0) return state.refuse("Only whole rows can be added to a PNG.");
    for (; !rgb.empty(); rgb = rgb.subspan(row_bytes)) {
        if (state.rows_added == state.size.height)
            return state.refuse("There are more rows than the PNG is high.");
        const int code = spng_encode_row(state.context.get(), rgb.data(), row_bytes);
        const bool is_last = ++state.rows_added == state.size.height;
        if (code != (is_last ? SPNG_EOI : SPNG_OK)) return state.fail(code);
    }
    return {};
}

Status PngWriter::finish() {
    State& state = *state_;
    if (state.stage != Stage::Rows || state.rows_added != state.size.height)
        return state.refuse("Rows are missing, the PNG is not complete.");
    if (!state.flush()) return state.fail(SPNG_IO_ERROR);
    const bool synced = ::fsync(state.fd) == 0;
    const int sync_error = errno;
    const bool closed = ::close(std::exchange(state.fd, -1)) == 0;
    if (!synced || !closed) {
        state.write_error = synced ? errno : sync_error;
        return state.fail(SPNG_IO_ERROR);
    }
    state.stage = Stage::Finished;
    state.context.reset();
    state.buffer = {};
    return {};
}

Status PngWriter::commit() {
    State& state = *state_;
    if (state.stage != Stage::Finished) return state.refuse("The PNG is not finished.");
    if (::rename(state.part.c_str(), state.path.c_str()) != 0)
        return io_error("rename to", errno, state.path);
    state.stage = Stage::Committed;
    return {};
}

}  // namespace proofsheet::image
