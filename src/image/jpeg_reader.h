#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stop_token>

#include <jpeglib.h>

#include "core/error.h"
#include "core/size.h"

namespace proofsheet::image {

/// One JPEG in libjpeg's hands. Every call that answers false has ended the decode; `error` then says why.
/// Damage that libjpeg would paper over with grey is an error here.
class JpegReader {
public:
    /// `file` stays alive and in place as long as this.
    JpegReader(std::span<const std::byte> file, std::stop_token stop);
    ~JpegReader();
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    [[nodiscard]] bool read_header();
    /// As stored, valid after `read_header`.
    SizePx size() const;
    /// Sets up decoding at 1 / `denominator` (1, 2, 4 or 8), rounded up.
    [[nodiscard]] bool start(int denominator);
    /// Size at which rows come, valid after `start`.
    SizePx output_size() const;
    /// The next row as RGBA8.
    [[nodiscard]] bool read_row(std::uint8_t* rgba);
    /// Reads to the end mark; a file cut short behind the last row is damaged too.
    [[nodiscard]] bool finish();

    Error error() const;

private:
    template <typename Step>
    bool guarded(Step step);
    [[noreturn]] void give_up();
    void check_progress();

    static void on_error(j_common_ptr info);
    static void on_message(j_common_ptr info, int level);
    static void on_progress(j_common_ptr info);

    std::span<const std::byte> file_;
    std::stop_token stop_;
    jpeg_decompress_struct info_{};
    jpeg_error_mgr handlers_{};
    jpeg_progress_mgr progress_{};
    std::jmp_buf escape_{};
    int code_ = 0;
    char message_[JMSG_LENGTH_MAX] = {};
    bool cancelled_ = false;
    bool too_many_scans_ = false;
};

}  // namespace proofsheet::image
