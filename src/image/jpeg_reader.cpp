#include "image/jpeg_reader.h"

#include <fmt/format.h>
#include <jerror.h>

#include <algorithm>
#include <array>

#include "image/decode_limits.h"

namespace proofsheet::image {
namespace {

/// Progressive files have about ten scans; each one costs a pass over the whole picture.
constexpr int kMostScans = 100;

/// Warnings after which the picture would be partly made up.
bool is_damage(int code) {
    constexpr std::array codes{JWRN_JPEG_EOF,          JWRN_HIT_MARKER,  JWRN_HUFF_BAD_CODE,
                               JWRN_BOGUS_PROGRESSION, JWRN_MUST_RESYNC, JWRN_ARITH_BAD_CODE};
    return std::ranges::find(codes, code) != codes.end();
}

bool is_unsupported(int code) {
    constexpr std::array codes{JERR_ARITH_NOTIMPL,   JERR_BAD_PRECISION,      JERR_CCIR601_NOTIMPL,
                               JERR_COMPONENT_COUNT, JERR_CONVERSION_NOTIMPL, JERR_FRACT_SAMPLE_NOTIMPL,
                               JERR_NOTIMPL,         JERR_NOT_COMPILED,       JERR_OUT_OF_MEMORY,
                               JERR_SOF_UNSUPPORTED, JERR_NO_BACKING_STORE,   JERR_IMAGE_TOO_BIG};
    return std::ranges::find(codes, code) != codes.end();
}

/// Turns a row of CMYK into RGBA in place. Programs by Adobe store the complement.
void rgba_from_cmyk(std::span<std::uint8_t> row, std::uint8_t complement) {
    for (std::size_t i = 0; i + 3 < row.size(); i += 4) {
        const int key = row[i + 3] ^ complement;
        for (std::size_t c = 0; c < 3; ++c) {
            row[i + c] = static_cast<std::uint8_t>(((row[i + c] ^ complement) * key + 127) / 255);
        }
        row[i + 3] = 255;
    }
}

}  // namespace

JpegReader::JpegReader(std::span<const std::byte> file, std::stop_token stop)
    : file_(file), stop_(std::move(stop)) {
    info_.err = jpeg_std_error(&handlers_);
    handlers_.error_exit = &on_error;
    handlers_.emit_message = &on_message;
    progress_.progress_monitor = &on_progress;
    info_.client_data = this;
}

JpegReader::~JpegReader() {
    jpeg_destroy_decompress(&info_);
}

/// libjpeg leaves by longjmp: nothing between here and the library has a destructor.
template <typename Step>
bool JpegReader::guarded(Step step) {
    if (setjmp(escape_) != 0) return false;
    step();
    return true;
}

bool JpegReader::read_header() {
    return guarded([this] {
        jpeg_create_decompress(&info_);
        info_.progress = &progress_;
        jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(file_.data()), file_.size());
        jpeg_read_header(&info_, TRUE);
    });
}

SizePx JpegReader::size() const {
    return {static_cast<int>(info_.image_width), static_cast<int>(info_.image_height)};
}

bool JpegReader::start(int denominator) {
    return guarded([this, denominator] {
        const bool four_inks = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
        info_.out_color_space = four_inks ? JCS_CMYK : JCS_EXT_RGBA;
        info_.scale_num = 1;
        info_.scale_denom = static_cast<unsigned>(denominator);
        jpeg_start_decompress(&info_);
    });
}

SizePx JpegReader::output_size() const {
    return {static_cast<int>(info_.output_width), static_cast<int>(info_.output_height)};
}

bool JpegReader::read_row(std::uint8_t* rgba) {
    const bool read = guarded([this, &rgba] { jpeg_read_scanlines(&info_, &rgba, 1); });
    if (read && info_.out_color_space == JCS_CMYK) {
        rgba_from_cmyk({rgba, std::size_t{info_.output_width} * 4}, info_.saw_Adobe_marker ? 0 : 0xFF);
    }
    return read;
}

bool JpegReader::finish() {
    return guarded([this] { jpeg_finish_decompress(&info_); });
}

Error JpegReader::error() const {
    if (cancelled_) return cancelled();
    if (too_many_scans_) return damaged(fmt::format("The JPEG has more than {} scans.", kMostScans));
    if (is_unsupported(code_)) {
        return {ErrorKind::Unsupported, fmt::format("This kind of JPEG is not read ({}).", message_)};
    }
    if (code_ == JWRN_JPEG_EOF) {
        return damaged(
            fmt::format("The JPEG is cut short: its {} bytes end before the picture does.", file_.size()));
    }
    return damaged(fmt::format("The JPEG is damaged ({}).", message_));
}

void JpegReader::give_up() {
    code_ = handlers_.msg_code;
    handlers_.format_message(reinterpret_cast<j_common_ptr>(&info_), message_);
    std::longjmp(escape_, 1);
}

void JpegReader::check_progress() {
    cancelled_ = stop_.stop_requested();
    too_many_scans_ = info_.input_scan_number > kMostScans;
    if (cancelled_ || too_many_scans_) std::longjmp(escape_, 1);
}

void JpegReader::on_error(j_common_ptr info) {
    static_cast<JpegReader*>(info->client_data)->give_up();
}

void JpegReader::on_message(j_common_ptr info, int level) {
    if (level < 0 && is_damage(info->err->msg_code)) on_error(info);
}

void JpegReader::on_progress(j_common_ptr info) {
    static_cast<JpegReader*>(info->client_data)->check_progress();
}

}  // namespace proofsheet::image
