#pragma once

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "cli/parse_call.h"
#include "cli/program.h"
#include "support/temp_folder.h"

namespace proofsheet::test {

/// What is said to a wrong call; nothing when the call is right.
inline std::string complaint_about(const std::vector<std::string>& arguments) {
    const auto parsed = cli::parse_call(arguments);
    const auto* answer = std::get_if<cli::Answer>(&parsed);
    return answer != nullptr && answer->status == cli::ExitStatus::BadCall ? answer->text : std::string();
}

/// Runs command lines in a folder of their own and keeps what they wrote.
class CliFixture {
public:
    CliFixture() {
        log_.set_pattern("%l: %v");
        surroundings.environment.home = (folder.path() / "home").string();
        surroundings.working_dir = folder.path();
        surroundings.launch = [this](const shell::LaunchOptions& options) {
            launched.push_back(options);
            return launch_status;
        };
        surroundings.make_demo = [this](const std::filesystem::path& place,
                                        const cli::ReportProgress& report) {
            demos.push_back(place);
            if (!demo_is_there) report(0.5);
            report(1);
            return demo_error ? Status(*demo_error) : Status();
        };
    }

    int run(const std::vector<std::string>& arguments) {
        out.str({});
        err.str({});
        return cli::run_program(arguments, surroundings, {out, err, log_});
    }
    nlohmann::json document() const { return nlohmann::json::parse(out.str()); }

    std::filesystem::path write(const std::filesystem::path& relative, const std::string& bytes) const {
        const std::filesystem::path file = folder.path() / relative;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    /// Writes a .safetensors file with this header.
    std::filesystem::path write_checkpoint(const std::filesystem::path& relative,
                                           const std::string& header = "{}") const {
        std::string bytes;
        for (int i = 0; i < 8; ++i) bytes += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
        return write(relative, bytes + header);
    }

    TempFolder folder;
    cli::Surroundings surroundings;
    std::ostringstream out;
    std::ostringstream err;
    std::vector<shell::LaunchOptions> launched;
    std::vector<std::filesystem::path> demos;
    std::optional<Error> demo_error;
    bool demo_is_there = false;
    int launch_status = 0;

private:
    spdlog::logger log_{"test", std::make_shared<spdlog::sinks::ostream_sink_st>(err)};
};

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace proofsheet::test
