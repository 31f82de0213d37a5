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
    sheet->fallthrough();
    sheet->footer("'proofsheet --help' lists the options of every command.");
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
    CLI::App* command = app.add_subcommand("export", "Write a contact sheet");
    add_sheet_command(*command, raw);
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

}  // namespace proofsheet::cli
