#include "shell/frame_log.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/file_bytes.h"

namespace proofsheet::shell {

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
    std::array<int, 5> levels{};
    for (const ui::CellReport& cell : cells) ++levels[static_cast<std::size_t>(cell.level)];
    const auto count = [&](ui::CellLevel level) { return levels[static_cast<std::size_t>(level)]; };
    const double t_ms = std::chrono::duration<double, std::milli>(Clock::now() - started_).count();
    std::string inputs;
    for (const double ms : record.input_to_present_ms)
        inputs += fmt::format("{}{:.3f}", inputs.empty() ? "" : ",", ms);
    fmt::print(file_.get(),
               "{{\"t_ms\":{:.3f},\"cpu_ms\":{:.3f},\"upload_bytes\":{},\"decodes_pending\":{},"
               "\"cells\":{{\"full\":{},\"proxy\":{},\"loading\":{},\"missing\":{},\"failed\":{}}},\"input_"
               "to_present_ms\":[{}]}}\n",
               t_ms, record.cpu_ms, record.upload_bytes, record.decodes_pending, count(ui::CellLevel::Full),
               count(ui::CellLevel::Proxy), count(ui::CellLevel::Loading), count(ui::CellLevel::Missing),
               count(ui::CellLevel::Failed), inputs);
}

}  // namespace proofsheet::shell
