#include "cli/export_options.h"

#include <algorithm>

#include "cli/option_checks.h"

namespace proofsheet::cli {
namespace {

std::optional<std::string> if_given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

CLI::Validator a_filter() {
    return {[](std::string& text) {
                const std::size_t equals = text.find('=');
                if (equals != std::string::npos && equals > 0) return std::string();
                return std::string("must be DIMENSION=VALUE");
            },
            ""};
}

CLI::Validator a_png_name() {
    return {[](std::string& text) {
                const std::filesystem::path name(text);
                std::string ending = name.extension().string();
                std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
                    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
                });
                return ending == ".png" ? std::string()
                                        : std::string("must be a file name that ends with .png");
            },
            ""};
}

struct Options {
    CLI::App& app;

    void add(const char* option, std::string& target, const char* value, const CLI::Validator& check,
             const char* help) const {
        app.add_option(option, target, help)->type_name(value)->check(check);
    }
};

void add_sheet_command(CLI::App& parent, RawExport& raw) {
    CLI::App* sheet = parent.add_subcommand("sheet", "Write the grid of a training run as one labelled PNG");
    const Options options{*sheet};
    options.add("--run", raw.run, "NAME", not_empty(), "Training run; needed when there are several");
    options.add("-o,--output", raw.output, "FILE", a_png_name(), "Where to (default contact-sheet.png)");
    options.add("--slider", raw.slider, "VALUE|all|each", not_empty(),
                "Slider position (default the last), all of them side by side, or each in a file of its own");
    options.add("--x", raw.x, "DIMENSION", not_empty(), "Dimension of the columns, or none");
    options.add("--y", raw.y, "DIMENSION", not_empty(), "Dimension of the rows, or none");
    options.add("--slider-dimension", raw.slider_dimension, "DIMENSION", not_empty(),
                "Dimension of the slider, or none");
    sheet->add_option("--filter", raw.filters, "Show only this value; may be repeated")
        ->type_name("DIMENSION=VALUE")
        ->check(a_filter())
        ->allow_extra_args(false);
    options.add("--cell", raw.cell, "PX", whole_number_from_to(8, 8192),
                "Longest side of a cell (default 256)");
    options.add("--gap", raw.gap, "PX", whole_number_from_to(0, 1000), "Distance of the cells");
    options.add("--label", raw.label, "PX", whole_number_from_to(6, 400), "Size of the letters");
    options.add("--theme", raw.theme, "NAME", one_of({"dark", "light", "white"}, "dark, light or white"),
                "dark, light or white (default dark)");
    options.add("--tile", raw.tile, "PX", whole_number_from_to(64, 1'000'000),
                "Largest side of a file (default 30000); a larger sheet becomes FILE-1.png, FILE-2.png ...");
    sheet->add_flag("--date", raw.date, "Write today's date on it");
}

void add_which_pictures(CLI::App& command, RawExport& raw) {
    CLI::Option* run = command.add_option("--run", raw.run, "Training run (default all of them)")
                           ->type_name("NAME")
                           ->check(not_empty());
    command.add_option("--folder", raw.folder, "Pictures of this folder instead of training runs")
        ->type_name("DIR")
        ->check(not_empty())
        ->excludes(run);
}

void add_output_file(CLI::App& command, RawExport& raw) {
    Options{command}.add("-o,--output", raw.output, "FILE", not_empty(),
                         "Where to (default standard output)");
}

void add_score_commands(CLI::App& parent, RawExport& raw) {
    CLI::App* csv = parent.add_subcommand("csv", "Write pictures and their scores as comma-separated values");
    CLI::Option* wide = csv->add_flag("--wide", raw.wide, "One line a picture (default)");
    csv->add_flag("--long", raw.long_form, "One line for each picture and criterion")->excludes(wide);
    add_which_pictures(*csv, raw);
    add_output_file(*csv, raw);
    CLI::App* json = parent.add_subcommand("json", "Write pictures and their scores as one JSON document");
    add_which_pictures(*json, raw);
    add_output_file(*json, raw);
    CLI::App* xmp = parent.add_subcommand(
        "xmp", "Write ratings into PICTURE.xmp beside each scored picture; what is in it already stays");
    add_which_pictures(*xmp, raw);
}

ExportedPictures pictures_of(const RawExport& raw) {
    ExportedPictures pictures;
    pictures.run = if_given(raw.run);
    if (!raw.folder.empty()) pictures.folder = raw.folder;
    return pictures;
}

ExportScoresCall scores_call(const RawExport& raw, ScoresForm form) {
    ExportScoresCall call{pictures_of(raw), form, {}};
    if (!raw.output.empty()) call.output = raw.output;
    return call;
}

sheet::SheetLayout layout_of(const RawExport& raw) {
    sheet::SheetLayout layout = sheet::layout_for_cell(number_from<int>(raw.cell).value_or(256));
    layout.gap = number_from<int>(raw.gap).value_or(layout.gap);
    layout.label_size = number_from<int>(raw.label).value_or(layout.label_size);
    layout.tile_side = number_from<int>(raw.tile).value_or(layout.tile_side);
    if (raw.theme == "light") layout.background = sheet::Background::Light;
    if (raw.theme == "white") layout.background = sheet::Background::White;
    return layout;
}

}  // namespace

CLI::App* add_export_commands(CLI::App& app, RawExport& raw) {
    CLI::App* command =
        app.add_subcommand("export", "Write a contact sheet, a table of scores, or ratings beside pictures");
    add_sheet_command(*command, raw);
    add_score_commands(*command, raw);
    for (CLI::App* each : command->get_subcommands({})) {
        each->fallthrough();
        each->footer("'proofsheet --help' lists the options of every command.");
    }
    command->require_subcommand(1);
    return command;
}

ExportSheetCall export_sheet_call(const RawExport& raw) {
    ExportSheetCall call;
    call.run = if_given(raw.run);
    if (!raw.output.empty()) call.output = raw.output;
    call.slider = if_given(raw.slider);
    call.x = if_given(raw.x);
    call.y = if_given(raw.y);
    call.slider_dimension = if_given(raw.slider_dimension);
    for (const std::string& filter : raw.filters) {
        const std::size_t equals = filter.find('=');
        call.filters.emplace_back(filter.substr(0, equals), filter.substr(equals + 1));
    }
    call.layout = layout_of(raw);
    call.with_date = raw.date;
    return call;
}

ExportScoresCall export_csv_call(const RawExport& raw) {
    return scores_call(raw, raw.long_form ? ScoresForm::LongCsv : ScoresForm::WideCsv);
}

ExportScoresCall export_json_call(const RawExport& raw) {
    return scores_call(raw, ScoresForm::Json);
}

ExportRatingsCall export_xmp_call(const RawExport& raw) {
    return {pictures_of(raw)};
}

}  // namespace proofsheet::cli
