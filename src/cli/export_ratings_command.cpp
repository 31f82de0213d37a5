#include "cli/export_ratings_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <span>

#include "cli/scored_pictures.h"
#include "core/file_bytes.h"
#include "report/side_car.h"

namespace proofsheet::cli {
namespace {

constexpr std::uint64_t kLargestSideCar = std::uint64_t{16} << 20;

enum class Outcome { Written, Unchanged };

Error left_alone(std::string_view why, const std::filesystem::path& file) {
    return {ErrorKind::Unsupported,
            fmt::format("This side-car was left alone, because {}: {}", why, display_path(file))};
}

Result<Outcome> write_new(const std::filesystem::path& file, int rating) {
    const std::string text = report::new_side_car(rating);
    const Status written = write_file_atomically(file, std::as_bytes(std::span(text)));
    if (!written) return written.error();
    return Outcome::Written;
}

Result<Outcome> merge(const std::filesystem::path& file, std::filesystem::perms permissions, int rating) {
    const auto before = stamp_of(file);
    const auto bytes = read_file(file, kLargestSideCar);
    if (!before || !bytes) return before ? bytes.error() : before.error();
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    const Result<std::string> merged = report::with_rating(text, rating);
    if (!merged) return left_alone(merged.error().message, file);
    if (*merged == text) return Outcome::Unchanged;
    const auto now = stamp_of(file);
    if (!now || *now != *before) return left_alone("another program is just changing it", file);
    const Status written = write_file_atomically(file, std::as_bytes(std::span(*merged)), permissions);
    if (!written) return written.error();
    return Outcome::Written;
}

Result<Outcome> set_rating(const std::filesystem::path& file, int rating) {
    std::error_code failed;
    const std::filesystem::file_status status = std::filesystem::symlink_status(file, failed);
    switch (status.type()) {
        case std::filesystem::file_type::not_found:
            return write_new(file, rating);
        case std::filesystem::file_type::regular:
            return merge(file, status.permissions(), rating);
        case std::filesystem::file_type::none:
            return left_alone(fmt::format("it cannot be looked at ({})", failed.message()), file);
        default:
            return left_alone("it is a link or no file", file);
    }
}

/// What became of the side-cars.
struct Counts {
    std::size_t written = 0;
    std::size_t unchanged = 0;
    std::size_t left_alone = 0;
};

void count(const Result<Outcome>& done, const std::filesystem::path& file, Counts& counts,
           const Console& console) {
    if (!done) {
        console.log.error("{}", done.error().message);
        ++counts.left_alone;
    } else if (*done == Outcome::Written) {
        console.out << display_path(file) << '\n';
        ++counts.written;
    } else {
        ++counts.unchanged;
    }
}

}  // namespace

ExitStatus run_export_ratings(const ExportRatingsCall& call, const app::Config& config,
                              const std::filesystem::path& working_dir, const Console& console) {
    const auto found = scored_pictures(call.pictures, config, working_dir, console);
    const auto* table = std::get_if<report::ScoreTable>(&found);
    if (table == nullptr) return std::get<ExitStatus>(found);
    Counts counts;
    for (const report::PictureRow& row : table->rows) {
        const std::optional<int> rating = report::stars_of(row, table->criteria);
        std::error_code gone;
        if (!rating || !std::filesystem::exists(row.path, gone)) continue;
        const std::filesystem::path file(row.path + ".xmp");
        count(set_rating(file, *rating), file, counts, console);
    }
    console.log.info("Side-cars written: {}, already right: {}, left alone: {}", counts.written,
                     counts.unchanged, counts.left_alone);
    return counts.left_alone == 0 ? ExitStatus::Done : ExitStatus::Failed;
}

}  // namespace proofsheet::cli
