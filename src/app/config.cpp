#include "app/config.h"

#include <fmt/format.h>

namespace proofsheet::app {

std::optional<std::string> base_url(const ComfyUiConfig& comfyui) {
    if (comfyui.url) return comfyui.url;
    if (!comfyui.host && !comfyui.port) return std::nullopt;
    const std::string host = comfyui.host.value_or("localhost");
    const int port = comfyui.port.value_or(8188);
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return is_ipv6 ? fmt::format("http://[{}]:{}", host, port) : fmt::format("http://{}:{}", host, port);
}

std::string to_text(const ConfigNotice& notice) {
    if (notice.file.empty()) return notice.message;
    if (notice.line == 0) return fmt::format("{}: {}", notice.file, notice.message);
    return fmt::format("{}:{}: {}", notice.file, notice.line, notice.message);
}

}  // namespace proofsheet::app
