#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "core/result.h"
#include "core/size.h"

namespace proofsheet::image {

/// Writes an RGB8 PNG from top to bottom without holding it, to `path`.part beside the target; `commit`
/// renames it over `path`. What is not committed is removed by the destructor, and an existing file stays as
/// it was.
class PngWriter {
public:
    /// `compression` as zlib: 0 none ... 9 smallest. Errors: InvalidInput for an empty picture, Io.
    static Result<PngWriter> create(const std::filesystem::path& path, SizePx size, int compression = 4);

    PngWriter(PngWriter&&) noexcept;
    PngWriter& operator=(PngWriter&&) noexcept;
    ~PngWriter();

    /// The next rows: whole rows of 3 bytes a pixel. Errors: Io (a full disk); InvalidInput for a part of a
    /// row or more rows than the picture has. After an error every call fails.
    Status add_rows(std::span<const std::uint8_t> rgb);

    /// Ends the file and flushes it to the disk, still under its temporary name. Errors: Io, InvalidInput
    /// when rows are missing.
    Status finish();

    /// Puts the finished file in place. Errors: Io, InvalidInput when it is not finished.
    Status commit();

private:
    struct State;
    explicit PngWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace proofsheet::image
