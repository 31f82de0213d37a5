#include "cli/inspect_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/documents.h"
#include "core/file_bytes.h"
#include "core/text.h"
#include "image/metadata.h"
#include "scan/picture_parameters.h"
#include "scan/safetensors.h"

namespace proofsheet::cli {
namespace {

bool is_checkpoint(const std::filesystem::path& file) {
    return ascii_lower(file.extension().native()) == ".safetensors";
}

/// Adds "name: text"; a text of several lines starts on its own line, indented.
void add_field(std::string& out, std::string_view name, std::string_view text) {
    const std::string shown = to_display(text);
    if (shown.find('\n') == std::string::npos) {
        out += fmt::format("{}: {}\n", to_display(name), shown);
        return;
    }
    out += fmt::format("{}:\n  ", to_display(name));
    for (const char c : shown) {
        out += c;
        if (c == '\n') out += "  ";
    }
    out += '\n';
}

void add_field(std::string& out, std::string_view name, const std::optional<std::string>& text) {
    if (text) add_field(out, name, std::string_view(*text));
}

void add_number(std::string& out, std::string_view name, const std::optional<double>& number) {
    if (number) add_field(out, name, std::string_view(plain_number(*number)));
}

std::string picture_text(const image::PictureMetadata& metadata) {
    const image::GenerationParameters& parameters = metadata.parameters;
    std::string out =
        fmt::format("{}, {} x {}, software: {}\n", image::name_of(metadata.info.format),
                    metadata.info.size.width, metadata.info.size.height, image::name_of(metadata.software));
    add_field(out, "prompt", parameters.prompt);
    add_field(out, "negative prompt", parameters.negative_prompt);
    if (parameters.seed) add_field(out, "seed", std::string_view(fmt::format("{}", *parameters.seed)));
    add_number(out, "steps", parameters.steps);
    add_number(out, "CFG scale", parameters.cfg);
    add_field(out, "sampler", parameters.sampler);
    add_field(out, "scheduler", parameters.scheduler);
    add_field(out, "model", parameters.model);
    if (parameters.width && parameters.height)
        out += fmt::format("size: {} x {}\n", *parameters.width, *parameters.height);
    if (metadata.raw.empty()) out += "No metadata available\n";
    for (const auto& [name, text] : metadata.raw)
        out += fmt::format("embedded: {} ({} bytes)\n", to_display(name), text.size());
    return out;
}

std::string checkpoint_text(const scan::SafetensorsHeader& header) {
    std::string out = fmt::format("safetensors, {} tensors\n", header.tensors);
    for (const auto& [name, text] : header.metadata) add_field(out, name, std::string_view(text));
    return out;
}

/// The sentence of an error that knows only bytes, with the file's name at its end.
std::string about_file(const Error& error, const std::filesystem::path& file) {
    std::string_view sentence = error.message;
    while (sentence.ends_with('.')) sentence.remove_suffix(1);
    return fmt::format("{}: {}", sentence, display_path(file));
}

/// The text of the side-car; why it cannot be read is logged.
std::string side_car_of(const std::filesystem::path& picture, const Console& console) {
    const auto text = scan::read_side_car(picture, scan::kLargestSideCar);
    if (text) return *text;
    console.log.warn("{}", text.error().message);
    return {};
}

ExitStatus inspect_picture(const InspectCall& call, const Console& console) {
    const auto bytes = read_file(call.file, image::kLargestPictureFile);
    if (!bytes) {
        console.log.error("{}", bytes.error().message);
        return ExitStatus::Failed;
    }
    const auto metadata = image::read_metadata(*bytes, side_car_of(call.file, console));
    if (!metadata) {
        console.log.error("{}", about_file(metadata.error(), call.file));
        return ExitStatus::Failed;
    }
    for (const std::string& note : metadata->notes) console.log.warn("{}", to_display(note));
    console.out << (call.form == OutputForm::Json ? picture_document(*metadata) : picture_text(*metadata));
    return ExitStatus::Done;
}

ExitStatus inspect_checkpoint(const InspectCall& call, const Console& console) {
    const auto read = scan::read_safetensors_header(call.file);
    if (!read) console.log.error("{}", read.error().message);
    if (!read && read.error().kind != ErrorKind::InvalidInput) return ExitStatus::Failed;

    std::vector<Problem> problems;
    if (!read) problems.push_back({display_path(call.file), "bad-header", read.error().message});
    const scan::SafetensorsHeader header = read ? *read : scan::SafetensorsHeader();
    for (const std::string& note : header.notes)
        problems.push_back({display_path(call.file), "odd-header", note});
    if (call.form == OutputForm::Json)
        console.out << checkpoint_document(header, problems);
    else if (read)
        console.out << checkpoint_text(header);
    for (const std::string& note : header.notes) console.log.warn("{}", to_display(note));
    return read ? ExitStatus::Done : ExitStatus::Failed;
}

}  // namespace

ExitStatus run_inspect(const InspectCall& call, const Console& console) {
    return is_checkpoint(call.file) ? inspect_checkpoint(call, console) : inspect_picture(call, console);
}

}  // namespace proofsheet::cli
