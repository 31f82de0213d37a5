#include "cli/export_sheet_command.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "cli/nearest.h"
#include "cli/runs.h"
#include "core/text.h"
#include "grid/value_order.h"
#include "scan/discover.h"
#include "shell/sheet_link.h"
#include "tasks/thread_priority.h"
#include "tasks/worker_pool.h"

namespace proofsheet::cli {
namespace {

constexpr std::string_view kNone = "none";
constexpr std::size_t kNamesListed = 8;

/// A call that has to be different; the sentence names the option and what is allowed.
Error wrong_call(std::string sentence) {
    return {ErrorKind::InvalidInput, std::move(sentence)};
}

/// The first names, or the nearest ones where something was asked for.
std::string listed(std::vector<std::string> names, const std::string& wanted) {
    for (std::string& name : names) name = to_display(name);
    if (!wanted.empty() && names.size() > kNamesListed) names = nearest_names(wanted, names, kNamesListed);
    const bool cut = names.size() > kNamesListed;
    names.resize(std::min(names.size(), kNamesListed));
    return fmt::format("{}{}", fmt::join(names, ", "), cut ? ", ..." : "");
}

Result<const grid::TrainingRun*> choose_run(const scan::Discovery& discovery,
                                            const std::optional<std::string>& name) {
    if (name) {
        const grid::TrainingRun* run = find_run(discovery, *name);
        if (run == nullptr) return Error{ErrorKind::NotFound, about_unknown_run(discovery, *name)};
        return run;
    }
    std::vector<const grid::TrainingRun*> sampled;
    std::vector<std::string> names;
    for (const grid::TrainingRun& run : discovery.runs)
        if (run.has_samples()) {
            sampled.push_back(&run);
            names.push_back(run.name);
        }
    if (sampled.empty())
        return Error{ErrorKind::NotFound, "There is no training run with samples in these folders"};
    if (sampled.size() > 1)
        return wrong_call(fmt::format("There are {} training runs with samples, pass --run NAME: {}",
                                      sampled.size(), listed(names, {})));
    return sampled.front();
}

std::vector<std::string> dimension_names(const grid::Catalog& catalog) {
    std::vector<std::string> names;
    for (const grid::Dimension& dimension : catalog.dimensions) names.push_back(dimension.name);
    return names;
}

Error unknown_dimension(const grid::Catalog& catalog, const char* option, const std::string& name) {
    return wrong_call(fmt::format("{}: there is no dimension '{}' here. Dimensions: {}", option,
                                  to_display(name), listed(dimension_names(catalog), name)));
}

struct RoleOption {
    const char* option;
    const std::optional<std::string>& dimension;
    grid::Role role;
};

const std::optional<std::string>& holder_of(const grid::Mapping& mapping, grid::Role role) {
    if (role == grid::Role::X) return mapping.x;
    return role == grid::Role::Y ? mapping.y : mapping.slider;
}

/// The suggested mapping with what was asked for.
Result<grid::Mapping> mapping_of(const ExportSheetCall& call, const grid::Catalog& catalog) {
    grid::Mapping mapping = grid::suggest_mapping(catalog);
    const RoleOption options[] = {{"--x", call.x, grid::Role::X},
                                  {"--y", call.y, grid::Role::Y},
                                  {"--slider-dimension", call.slider_dimension, grid::Role::Slider}};
    for (const RoleOption& each : options)
        if (each.dimension == kNone)
            if (const auto holder = holder_of(mapping, each.role))
                mapping = grid::assign_role(mapping, *holder, grid::Role::None);
    for (const RoleOption& each : options) {
        if (!each.dimension || each.dimension == kNone) continue;
        if (catalog.find_dimension(*each.dimension) == catalog.dimensions.size())
            return unknown_dimension(catalog, each.option, *each.dimension);
        mapping = grid::assign_role(mapping, *each.dimension, each.role);
    }
    for (const RoleOption& each : options)
        if (each.dimension && each.dimension != kNone && holder_of(mapping, each.role) != each.dimension)
            return wrong_call(
                fmt::format("{}: '{}' can have one role only", each.option, to_display(*each.dimension)));
    return mapping;
}

/// The place of a value, however a number is written.
std::optional<std::size_t> index_of(const grid::Dimension& dimension, const std::string& value) {
    const auto& values = dimension.values;
    const auto same = std::find(values.begin(), values.end(), value);
    if (same != values.end()) return static_cast<std::size_t>(same - values.begin());
    const grid::ValueIndex number = grid::find_number(dimension, value);
    if (number == grid::kNoValue) return std::nullopt;
    return static_cast<std::size_t>(number);
}

Result<grid::Filters> filters_of(const ExportSheetCall& call, const grid::Catalog& catalog) {
    grid::Filters filters;
    for (const auto& [name, value] : call.filters) {
        const std::size_t index = catalog.find_dimension(name);
        if (index == catalog.dimensions.size()) return unknown_dimension(catalog, "--filter", name);
        const grid::Dimension& dimension = catalog.dimensions[index];
        if (value != grid::kNoValueLabel && !index_of(dimension, value))
            return wrong_call(fmt::format("--filter: '{}' has no value '{}'. Values: {}", to_display(name),
                                          to_display(value), listed(dimension.values, value)));
        grid::Filter& filter = filters[name];
        filter.mode = grid::FilterMode::Multi;
        filter.selected.insert(value);
    }
    return filters;
}

/// Fills in which slider positions are shown.
Status choose_positions(const ExportSheetCall& call, sheet::SheetRequest& request) {
    const std::vector<std::string>& positions = request.view.positions;
    request.position = std::max(0, static_cast<int>(positions.size()) - 1);
    if (!call.slider) return {};
    if (call.slider == "all" || call.slider == "each") {
        request.positions =
            call.slider == "all" ? sheet::SheetPositions::SideBySide : sheet::SheetPositions::Each;
        request.position = 0;
        return {};
    }
    grid::Dimension shown{request.mapping.slider.value_or(""), grid::DimensionType::Text, positions};
    const std::size_t slider = request.catalog->find_dimension(shown.name);
    if (slider < request.catalog->dimensions.size()) shown.type = request.catalog->dimensions[slider].type;
    const auto index = index_of(shown, *call.slider);
    if (!index)
        return wrong_call(fmt::format("--slider: there is no position '{}'. Positions: {}; or all, each",
                                      to_display(*call.slider), listed(positions, *call.slider)));
    request.position = static_cast<int>(*index);
    return {};
}

/// "cfg 3.5, seed 7, seed 42"
std::string filters_text(const ExportSheetCall& call) {
    std::vector<std::string> filters;
    for (const auto& [dimension, value] : call.filters) filters.push_back(dimension + " " + value);
    return fmt::format("{}", fmt::join(filters, ", "));
}

std::string today() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%d}", fmt::localtime(now));
}

Result<sheet::SheetRequest> make_request(const ExportSheetCall& call, const app::Config& config,
                                         const std::filesystem::path& working_dir) {
    const scan::Discovery discovery = scan::discover({config.checkpoint_dirs, config.sample_dir});
    const auto run = choose_run(discovery, call.run);
    if (!run) return run.error();
    sheet::SheetRequest request;
    request.catalog = grid::make_catalog(scan::scan_run(**run, config.sample_dir), Generation{1});
    const auto mapping = mapping_of(call, *request.catalog);
    if (!mapping) return mapping.error();
    const auto filters = filters_of(call, *request.catalog);
    if (!filters) return filters.error();
    request.mapping = *mapping;
    request.view = grid::arrange(*request.catalog, {*mapping, *filters});
    if (const Status status = choose_positions(call, request); !status) return status.error();
    request.title = {(*run)->name, filters_text(call), call.with_date ? today() : std::string()};
    request.layout = call.layout;
    request.fonts = shell::sheet_fonts(sheet::characters_of(request));
    request.target = (working_dir / call.output).lexically_normal();
    return request;
}

/// Shows how far it is, in one line that is written over.
class ProgressLine {
public:
    explicit ProgressLine(std::ostream& err) : err_(err) {}

    void show(std::size_t done, std::size_t total) {
        const auto percent = static_cast<int>(done * 20 / std::max<std::size_t>(1, total)) * 5;
        if (percent == shown_) return;
        shown_ = percent;
        err_ << fmt::format("\rWriting the contact sheet: {} %", percent) << std::flush;
    }
    void end() {
        if (shown_ >= 0) err_ << '\n';
    }

private:
    std::ostream& err_;
    int shown_ = -1;
};

void report(const sheet::WrittenSheet& written, const Console& console) {
    for (const std::filesystem::path& file : written.files) console.out << display_path(file) << '\n';
    console.log.info("Pictures: {}, combinations without one: {}", written.pictures, written.missing);
    if (written.broken > 0)
        console.log.warn("Pictures that could not be read: {}; a cross says why", written.broken);
    if (written.behind > 0)
        console.log.warn(
            "Pictures that share their cells with others and are not seen: {}; filter them, or give their "
            "dimensions a role",
            written.behind);
}

}  // namespace

ExitStatus run_export_sheet(const ExportSheetCall& call, const app::Config& config,
                            const std::filesystem::path& working_dir, const Console& console) {
    if (config.checkpoint_dirs.empty() && config.sample_dir.empty()) {
        console.log.error("{}", kNoFolderToScan);
        return ExitStatus::BadCall;
    }
    const auto request = make_request(call, config, working_dir);
    if (!request) {
        console.log.error("{}", request.error().message);
        return request.error().kind == ErrorKind::InvalidInput ? ExitStatus::BadCall : ExitStatus::Failed;
    }
    tasks::WorkerPool decoders(config.decode_threads > 0 ? config.decode_threads : tasks::core_count());
    ProgressLine progress(console.err);
    const auto written = sheet::write_sheet(
        *request, decoders, [&](std::size_t done, std::size_t total) { progress.show(done, total); });
    progress.end();
    if (!written) {
        console.log.error("{}", written.error().message);
        return ExitStatus::Failed;
    }
    report(*written, console);
    return ExitStatus::Done;
}

}  // namespace proofsheet::cli
