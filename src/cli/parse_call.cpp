#include "cli/parse_call.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/comfy_options.h"
#include "cli/export_options.h"
#include "cli/option_checks.h"
#include "cli/sample_options.h"
#include "cli/sinkin_options.h"
#include "core/text.h"

namespace proofsheet::cli {
namespace {

constexpr int kSmallestSide = 16;
constexpr int kLargestSide = 16384;

std::optional<SizePx> size_from(std::string_view text) {
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return std::nullopt;
    const auto width = number_from<int>(text.substr(0, cross));
    const auto height = number_from<int>(text.substr(cross + 1));
    const auto fits = [](int side) { return side >= kSmallestSide && side <= kLargestSide; };
    if (!width || !height || !fits(*width) || !fits(*height)) return std::nullopt;
    return SizePx{*width, *height};
}

CLI::Validator size_in_pixels() {
    return {[](std::string& text) {
                if (size_from(text)) return std::string();
                return fmt::format("must be WIDTHxHEIGHT in pixels, each from {} to {}", kSmallestSide,
                                   kLargestSide);
            },
            ""};
}

CLI::Validator a_log_level() {
    return one_of({"trace", "debug", "info", "warn", "error", "off"},
                  "trace, debug, info, warn, error or off");
}

/// What CLI11 fills in; turned into a Call once everything is read.
struct Raw {
    CommonOptions common;
    std::string offscreen, scale, fixed_dt, frame_log, script;
    std::string config, samples, data, demo_folder, bench_folder, run, file;
    std::vector<std::string> checkpoints, paths;
    bool json = false;
    RawExport exported;
    RawComfy comfy;
    RawSinkIn sinkin;
    RawSample sample;
};

constexpr std::string_view kSinkIn = "sinkin ";
constexpr auto kCommonGroup = "Options of every command";
constexpr auto kWindowGroup = "Options of proofsheet, proofsheet demo and proofsheet open";

/// Adds options of one kind.
struct OptionGroup {
    CLI::App& app;
    const char* name;

    template <typename Target>
    CLI::Option* add(const char* option, Target& target, const char* value, const CLI::Validator& check,
                     const char* help) const {
        return app.add_option(option, target, help)->type_name(value)->check(check)->group(name);
    }
};

void add_common_options(CLI::App& app, Raw& raw) {
    const OptionGroup group{app, kCommonGroup};
    group.add("--config", raw.config, "FILE", existing_file(), "Configuration file instead of the one found");
    group.add("--checkpoints", raw.checkpoints, "DIR", not_empty(), "Folder of checkpoints; may be repeated")
        ->allow_extra_args(false);
    group.add("--samples", raw.samples, "DIR", not_empty(), "Folder of samples");
    group.add("--data", raw.data, "DIR", not_empty(), "Folder for the database, proxies and the demo");
    group.add("--log-level", raw.common.log_level, "LEVEL", a_log_level(),
              "trace, debug, info, warn, error or off (default info)");
}

void add_window_options(CLI::App& app, Raw& raw) {
    const OptionGroup group{app, kWindowGroup};
    CLI::Option* offscreen =
        group.add("--offscreen", raw.offscreen, "WxH", size_in_pixels(), "Draw without a display");
    group.add("--script", raw.script, "FILE", not_empty(), "What to do there, - is standard input")
        ->needs(offscreen);
    group.add("--fixed-dt", raw.fixed_dt, "MS", number_from_to(0.1, 1000), "Time that a frame takes there")
        ->needs(offscreen);
    group.add("--scale", raw.scale, "S", number_from_to(0.5, 4), "Size of the interface, 1 is 100 %");
    group.add("--frame-log", raw.frame_log, "FILE", not_empty(), "Write one JSON line a frame");
}

void add_commands(CLI::App& app, Raw& raw) {
    CLI::App* demo = app.add_subcommand("demo", "Make the demo data set if it is not there, and open it");
    demo->add_option("DIR", raw.demo_folder, "Folder of the demo data set")->check(not_empty());
    CLI::App* open =
        app.add_subcommand("open", "Open folders of pictures, sample folders, pictures or checkpoints");
    open->add_option("PATH", raw.paths, "What to open")->required()->check(not_empty());
    CLI::App* scan =
        app.add_subcommand("scan", "List training runs; with --run, dimensions and images of one");
    scan->add_option("--run", raw.run, "Name of a training run")->type_name("NAME")->check(not_empty());
    scan->add_flag("--json", raw.json, "Print one JSON document");
    CLI::App* inspect = app.add_subcommand("inspect", "Show the metadata of a picture or a checkpoint");
    inspect->add_option("FILE", raw.file, "A picture or a .safetensors file")->required()->check(not_empty());
    inspect->add_flag("--json", raw.json, "Print one JSON document");
    CLI::App* bench = app.add_subcommand("bench", "Measure how fast the program is on this machine");
    bench->add_option("DIR", raw.bench_folder, "Pictures to measure with instead of the reference set")
        ->check(not_empty());
    bench->add_flag("--json", raw.json, "Print one JSON document");
    std::vector<CLI::App*> commands{demo,
                                    open,
                                    scan,
                                    inspect,
                                    bench,
                                    add_export_commands(app, raw.exported),
                                    add_comfy_commands(app, raw.comfy),
                                    add_sinkin_commands(app, raw.sinkin)};
    for (CLI::App* command : add_sample_commands(app, raw.sample)) commands.push_back(command);
    for (CLI::App* command : commands) {
        command->fallthrough();
        command->footer("'proofsheet --help' lists the options of every command.");
    }
    app.require_subcommand(0, 1);
}

std::optional<std::filesystem::path> path_if_given(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return std::filesystem::path(text);
}

CommonOptions common_options(const Raw& raw) {
    CommonOptions common = raw.common;
    common.config = path_if_given(raw.config);
    common.checkpoints.assign(raw.checkpoints.begin(), raw.checkpoints.end());
    common.samples = path_if_given(raw.samples);
    common.data = path_if_given(raw.data);
    return common;
}

WindowOptions window_options(const Raw& raw) {
    WindowOptions window;
    window.offscreen = size_from(raw.offscreen);
    window.scale = number_from<double>(raw.scale);
    window.fixed_dt_ms = number_from<double>(raw.fixed_dt);
    window.frame_log = path_if_given(raw.frame_log);
    if (!raw.script.empty()) window.script = raw.script;
    return window;
}

/// `name` as it is typed: "scan", "export sheet".
Command command_from(const std::string& name, const Raw& raw) {
    const OutputForm form = raw.json ? OutputForm::Json : OutputForm::Table;
    if (name == "demo") return DemoCall{path_if_given(raw.demo_folder)};
    if (name == "open") return OpenCall{{raw.paths.begin(), raw.paths.end()}};
    if (name == "scan") return ScanCall{raw.run.empty() ? std::nullopt : std::optional(raw.run), form};
    if (name == "inspect") return InspectCall{raw.file, form};
    if (name == "bench") return BenchCall{path_if_given(raw.bench_folder), form};
    if (name == "export sheet") return export_sheet_call(raw.exported);
    if (name == "export csv") return export_csv_call(raw.exported);
    if (name == "export json") return export_json_call(raw.exported);
    if (name == "export xmp") return export_xmp_call(raw.exported);
    if (name == "comfy status") return comfy_status_call(raw.comfy);
    if (name == "comfy models") return comfy_models_call(raw.comfy);
    if (name == "comfy workflows") return comfy_workflows_call(raw.comfy);
    if (auto sampling = sampling_call(name, raw.sample)) return *sampling;
    if (name.starts_with(kSinkIn)) return sinkin_command(name.substr(kSinkIn.size()), raw.sinkin);
    return WindowCall{};
}

/// The command that was chosen, a command of a command among them.
const CLI::App& command_of(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : command_of(*chosen.front());
}

/// "proofsheet export sheet"
std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

/// "export sheet", empty without a command.
std::string typed_name(const CLI::App& command) {
    const std::string name = full_name(command);
    const std::size_t space = name.find(' ');
    return space == std::string::npos ? std::string() : name.substr(space + 1);
}

bool opens_a_window(const std::string& command) {
    return command == "proofsheet" || command == "demo" || command == "open";
}

/// "demo, open, scan"
std::string commands_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* each : command.get_subcommands({})) names.push_back(each->get_name());
    return fmt::format("{}", fmt::join(names, ", "));
}

/// The options that the chosen command takes, its own first.
std::string options_of(const CLI::App& command, const CLI::App& app) {
    std::vector<std::string> names;
    const auto add = [&](const CLI::Option* option) { names.push_back("--" + option->get_lnames().front()); };
    if (&command != &app)
        for (const CLI::Option* option : command.get_options())
            if (!option->get_lnames().empty() && option != command.get_help_ptr()) add(option);
    for (const CLI::Option* option : app.get_options())
        if (option->get_group() != kWindowGroup || opens_a_window(command.get_name())) add(option);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Says what there is instead of the arguments that nothing takes.
std::string about_extra_arguments(const CLI::App& app) {
    const CLI::App& command = command_of(app);
    const auto extra = app.remaining(true);
    const std::string first = extra.empty() ? std::string() : to_display(extra.front());
    const std::string commands = commands_of(command);
    if (!commands.empty() && !first.starts_with('-'))
        return fmt::format("'{}' is not a command. Commands: {}", first, commands);
    return fmt::format("'{}' is not expected here. Options: {}", first, options_of(command, app));
}

/// Says which command is missing, where one is; CLI11's own message names a missing argument.
std::string about_missing(const CLI::App& app, const CLI::RequiredError& error) {
    const CLI::App& command = command_of(app);
    const std::string commands = commands_of(command);
    if (&command == &app || commands.empty()) return error.what();
    if (!app.remaining(true).empty()) return about_extra_arguments(app);
    return fmt::format("a command is missing. Commands: {}", commands);
}

Answer bad_call(const CLI::App& app, const std::string& message) {
    const CLI::App& command = command_of(app);
    return {ExitStatus::BadCall, fmt::format("{0}: {1}\nSee '{0} --help'.\n", full_name(command), message)};
}

std::variant<Call, Answer> call_from(const CLI::App& app, const Raw& raw) {
    const std::string name = typed_name(command_of(app));
    if (name.starts_with(kSinkIn))
        if (const std::string problem = sinkin_problem(name.substr(kSinkIn.size()), raw.sinkin);
            !problem.empty())
            return bad_call(app, problem);
    Call call{common_options(raw), window_options(raw), command_from(name, raw)};
    if (!opens_a_window(command_of(app).get_name()) && call.window != WindowOptions())
        return bad_call(app,
                        "--offscreen, --scale, --fixed-dt, --frame-log and --script go with the window: "
                        "proofsheet, proofsheet demo, proofsheet open");
    return call;
}

}  // namespace

std::variant<Call, Answer> parse_call(const std::vector<std::string>& arguments) {
    CLI::App app("Proofsheet compares the sample pictures of checkpoints.", "proofsheet");
    Raw raw;
    app.set_version_flag("--version", "proofsheet " PROOFSHEET_VERSION);
    add_common_options(app, raw);
    add_window_options(app, raw);
    add_commands(app, raw);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        return call_from(app, raw);
    } catch (const CLI::CallForHelp&) {
        return Answer{ExitStatus::Done, app.help()};
    } catch (const CLI::CallForVersion& version) {
        return Answer{ExitStatus::Done, std::string(version.what()) + "\n"};
    } catch (const CLI::ExtrasError&) {
        return bad_call(app, about_extra_arguments(app));
    } catch (const CLI::RequiredError& error) {
        return bad_call(app, about_missing(app, error));
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string message = error.what();
        return bad_call(app, message.substr(0, message.find(':')) + " needs exactly one value");
    } catch (const CLI::ParseError& error) {
        return bad_call(app, error.what());
    }
}

}  // namespace proofsheet::cli
