#include "image/metadata.h"

#include <fmt/format.h>

#include "image/metadata_exif.h"
#include "image/metadata_fields.h"
#include "image/metadata_png.h"
#include "image/metadata_texts.h"
#include "image/metadata_tools.h"
#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

constexpr std::string_view kSideCarName = "sidecar";

void read_texts(PictureFormat format, std::span<const std::byte> file, MetadataTexts& texts) {
    switch (format) {
        case PictureFormat::Png:
            return read_png_texts(file, texts);
        case PictureFormat::Jpeg:
            return read_jpeg_texts(file, texts);
        case PictureFormat::Webp:
            return read_webp_texts(file, texts);
    }
}

/// Lists the text of the side-car and reads it; a broken one is noted.
Recognised take_side_car(std::string_view text, MetadataTexts& texts) {
    if (text.empty() || !texts.begin(kSideCarName) || !texts.reserve(kSideCarName, text.size())) return {};
    std::string shown = text_from_utf8(text);
    Result<Recognised> read = read_side_car(shown);
    texts.add(kSideCarName, std::move(shown));
    if (read) return std::move(*read);
    texts.note(fmt::format("The JSON file beside the picture {}.", read.error().message));
    return {};
}

}  // namespace

std::string_view name_of(Software software) {
    switch (software) {
        case Software::Unknown:
            return "unknown";
        case Software::ComfyUi:
            return "comfyui";
        case Software::A1111:
            return "a1111";
        case Software::InvokeAi:
            return "invokeai";
        case Software::SwarmUi:
            return "swarmui";
        case Software::NovelAi:
            return "novelai";
        case Software::Fooocus:
            return "fooocus";
        case Software::Proofsheet:
            return "proofsheet";
    }
    return "unknown";
}

Result<PictureMetadata> read_metadata(std::span<const std::byte> file, std::string_view side_car) {
    const Result<PictureInfo> info = read_info(file);
    if (!info) return info.error();
    MetadataTexts texts;
    Recognised beside = take_side_car(side_car, texts);
    read_texts(info->format, file, texts);
    const Recognised inside = recognise(texts, info->size);
    PictureMetadata result;
    result.info = *info;
    result.software = inside.software == Software::Unknown ? beside.software : inside.software;
    result.parameters = merged(std::move(beside.parameters), inside.parameters);
    result.notes = texts.take_notes();
    result.raw = texts.take_texts();
    return result;
}

}  // namespace proofsheet::image
