#include "shell/frame_log.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "core/file_bytes.h"

namespace proofsheet::shell {
namespace {

/// What all threads of this process used of the processors so far.
double processor_ms() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

std::string inputs_text(const std::vector<double>& milliseconds) {
    std::string text;
    for (const double each : milliseconds) text += fmt::format("{}{:.3f}", text.empty() ? "" : ",", each);
    return text;
}

/// {"full":1,"proxy":2,...}
std::string cells_text(const std::vector<ui::CellReport>& cells) {
    std::array<int, 5> levels{};
    for (const ui::CellReport& cell : cells) ++levels[static_cast<std::size_t>(cell.level)];
    std::string text;
    for (const ui::CellLevel level : {ui::CellLevel::Full, ui::CellLevel::Proxy, ui::CellLevel::Loading,
                                      ui::CellLevel::Missing, ui::CellLevel::Failed})
        text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", ui::name_of(level),
                            levels[static_cast<std::size_t>(level)]);
    return "{" + text + "}";
}

}  // namespace

Result<FrameLog> FrameLog::open(const std::filesystem::path& file, Clock::time_point started) {
    FrameLog log(started);
    log.file_.reset(std::fopen(file.c_str(), "we"));
    if (log.file_ == nullptr)
        return Error{ErrorKind::Io, fmt::format("Cannot write the frame log ({}): {}", std::strerror(errno),
                                                display_path(file))};
    return log;
}

void FrameLog::add(const FrameRecord& record, const std::vector<ui::CellReport>& cells) {
    if (file_ == nullptr) return;
    const auto since_start = [this](Clock::time_point time) {
        return std::chrono::duration<double, std::milli>(time - started_).count();
    };
    const bool has_edit = record.edit_done > started_;
    fmt::print(file_.get(), R"({{"t_ms":{:.3f},"cpu_ms":{:.3f},"upload_bytes":{},"decodes_pending":{},)",
               since_start(Clock::now()), record.cpu_ms, record.upload_bytes, record.decodes_pending);
    fmt::print(file_.get(), R"("wanted":{},"unresolved":{},"loads":{},"slider":{},"edits_pending":{},)",
               record.wanted, record.unresolved, record.loads, record.slider, record.edits_pending);
    if (has_edit) fmt::print(file_.get(), R"("edit_done_ms":{:.3f},)", since_start(record.edit_done));
    if (record.single) fmt::print(file_.get(), R"("single":"{}",)", ui::name_of(*record.single));
    fmt::print(file_.get(),
               R"("process_ms":{:.3f},"cells":{},"input_to_present_ms":[{}]}})"
               "\n",
               processor_ms(), cells_text(cells), inputs_text(record.input_to_present_ms));
}

}  // namespace proofsheet::shell
