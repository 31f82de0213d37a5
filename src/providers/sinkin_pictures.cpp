#include "providers/sinkin_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <span>

#include "core/file_bytes.h"
#include "core/text.h"
#include "image/decode.h"
#include "image/pixel_hash.h"
#include "net/url.h"
#include "scan/picture_parameters.h"
#include "scan/sample_name.h"

namespace proofsheet::providers {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::uint64_t kLargestPicture = std::uint64_t{64} << 20;
constexpr std::size_t kLongestStem = 230;  ///< bytes; file systems allow 255 with extension and .part
constexpr int kMostRedirects = 3;
constexpr int kMostCopies = 1000;
constexpr std::array<const char*, 3> kExtensions{".png", ".jpg", ".webp"};

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

const char* extension_of(image::PictureFormat format) {
    switch (format) {
        case image::PictureFormat::Png:
            return ".png";
        case image::PictureFormat::Jpeg:
            return ".jpg";
        case image::PictureFormat::Webp:
            return ".webp";
    }
    return ".png";
}

const char* mime_type_of(image::PictureFormat format) {
    switch (format) {
        case image::PictureFormat::Png:
            return "image/png";
        case image::PictureFormat::Jpeg:
            return "image/jpeg";
        case image::PictureFormat::Webp:
            return "image/webp";
    }
    return "image/png";
}

bool is_same_server(const net::Url& left, const net::Url& right) {
    return left.scheme == right.scheme && left.host == right.host && left.port == right.port;
}

/// Where a redirect leads, when that is on the same server; empty otherwise.
std::string redirect_within(const std::string& url, const net::HttpResponse& response) {
    const std::string location = net::header_of(response, "Location");
    const auto from = net::parse_url(url);
    if (!from || location.empty()) return {};
    if (location.front() == '/' && !location.starts_with("//"))
        return fmt::format("{}://{}:{}{}", from->scheme, from->host, from->port, location);
    const auto to = net::parse_url(location);
    return to && is_same_server(*from, *to) ? location : std::string();
}

/// A name that file systems take: the model goes first where it is too long.
std::string stem_of(jobs::PictureDimensions dimensions, int copy) {
    if (copy > 1) dimensions.emplace_back("copy", fmt::format("{} on disk", copy));
    std::string stem = scan::format_sample_name(dimensions);
    if (stem.size() <= kLongestStem) return stem;
    std::erase_if(dimensions, [](const auto& dimension) { return dimension.first == "model"; });
    return scan::format_sample_name(dimensions);
}

std::string image_id_in(const std::string& side_car) {
    const auto json = nlohmann::json::parse(side_car, nullptr, false);
    const auto id = json.is_object() ? json.find("image_id") : json.end();
    return json.is_object() && id != json.end() && id->is_string() ? id->get<std::string>() : std::string();
}

/// The place of a picture: `<folder>/<stem>`, without extension.
struct PicturePlace {
    fs::path stem;
    fs::path file;  ///< when the picture is there already
};

fs::path with_extension(fs::path stem, const char* extension) {
    stem += extension;
    return stem;
}

/// The first name that is free or that this picture has already; files of others are left alone.
Result<PicturePlace> place_of(const jobs::PictureToFetch& picture, const fs::path& folder) {
    for (int copy = 1; copy <= kMostCopies; ++copy) {
        PicturePlace place{folder / stem_of(picture.dimensions, copy), {}};
        std::error_code ignored;
        for (const char* extension : kExtensions)
            if (fs::exists(with_extension(place.stem, extension), ignored))
                place.file = with_extension(place.stem, extension);
        const auto side_car = scan::read_side_car(with_extension(place.stem, ".png"), scan::kLargestSideCar);
        if (side_car && side_car->empty() && place.file.empty()) return place;
        if (side_car && image_id_in(*side_car) == picture.image_id) return place;
    }
    return Error{ErrorKind::Io,
                 fmt::format("There are too many pictures of the same name. Move some away: {}",
                             display_path(folder))};
}

Result<jobs::KeptPicture> kept_picture(const fs::path& file, std::span<const std::byte> bytes) {
    const auto pixels = image::decode(bytes);
    if (!pixels) return pixels.error();
    const auto stamp = stamp_of(file);
    if (!stamp) return stamp.error();
    return jobs::KeptPicture{file, *stamp, image::to_text(image::hash_pixels(*pixels)), pixels->size()};
}

/// What is on the disk already, when it is a whole picture.
std::optional<jobs::KeptPicture> kept_before(const fs::path& file) {
    if (file.empty()) return std::nullopt;
    const auto bytes = read_file(file, kLargestPicture);
    if (!bytes) return std::nullopt;
    auto kept = kept_picture(file, *bytes);
    return kept ? std::optional(std::move(*kept)) : std::nullopt;
}

Status make_folder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) return {};
    return Error{ErrorKind::Io, fmt::format("Cannot make the folder for the pictures ({}): {}",
                                            failed.message(), display_path(folder))};
}

/// Whatever is wrong with it: the next download may be whole.
Error not_a_picture(const Error& error) {
    return with_context({ErrorKind::InvalidInput, error.message}, "The download is no whole picture");
}

Result<jobs::KeptPicture> write_picture(const fs::path& stem, const std::string& body,
                                        const jobs::PictureToFetch& picture) {
    const auto info = image::read_info(bytes_of(body));
    if (!info) return not_a_picture(info.error());
    if (const auto pixels = image::decode(bytes_of(body)); !pixels) return not_a_picture(pixels.error());
    const Status noted = write_file_atomically(with_extension(stem, ".json"), bytes_of(picture.side_car));
    if (!noted) return noted.error();
    const fs::path file = with_extension(stem, extension_of(info->format));
    if (Status written = write_file_atomically(file, bytes_of(body)); !written) return written.error();
    return kept_picture(file, bytes_of(body));
}

Error status_error(int status) {
    if (status == 404 || status == 410 || status == 403)
        return {ErrorKind::NotFound,
                fmt::format("SinkIn does not have the picture any more (HTTP {})", status)};
    if (status == 429 || status >= 500)
        return {ErrorKind::Network, fmt::format("The picture cannot be had now (HTTP {})", status)};
    return {ErrorKind::InvalidInput, fmt::format("The picture's address answers HTTP {}", status)};
}

}  // namespace

SinkInPictures::SinkInPictures(net::HttpClient& http, fs::path image_dir, std::string service_url)
    : http_(http), image_dir_(std::move(image_dir)), service_url_(std::move(service_url)) {}

Status SinkInPictures::check_address(const std::string& url) const {
    const auto address = net::parse_url(url);
    if (!address) return address.error();
    const auto service = net::parse_url(service_url_);
    if (address->scheme == "https" || (service && is_same_server(*address, *service))) return {};
    return Error{
        ErrorKind::InvalidInput,
        fmt::format("The picture is at an address that is not asked, because it is neither https nor "
                    "the service itself: {}",
                    net::shown(*address))};
}

Result<std::string> SinkInPictures::download(const std::string& first_url, std::stop_token stop) const {
    std::string url = first_url;
    for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
        if (Status allowed = check_address(url); !allowed) return allowed.error();
        net::HttpRequest request;
        request.url = url;
        request.timeout = 120s;
        request.most_bytes = kLargestPicture;
        auto response = http_.send(request, stop);
        if (!response) return response.error();
        if (response->status == 200) return std::move(response->body);
        if (response->status < 300 || response->status >= 400) return status_error(response->status);
        url = redirect_within(url, *response);
        if (url.empty())
            return Error{ErrorKind::InvalidInput,
                         "The picture's address leads to another server, which is not asked"};
    }
    return Error{ErrorKind::InvalidInput, "The picture's address leads from one place to the next"};
}

Result<jobs::KeptPicture> SinkInPictures::keep(const jobs::PictureToFetch& picture, std::stop_token stop) {
    if (picture.folder.empty() || picture.folder.find_first_not_of("0123456789") != std::string::npos)
        return Error{ErrorKind::InvalidInput, "The batch number of a picture is none"};
    const fs::path folder = image_dir_ / picture.folder;
    if (Status made = make_folder(folder); !made) return made.error();
    const Result<PicturePlace> place = place_of(picture, folder);
    if (!place) return place.error();
    if (auto kept = kept_before(place->file)) return std::move(*kept);
    const Result<std::string> body = download(picture.url, stop);
    if (!body) return body.error();
    return write_picture(place->stem, *body, picture);
}

Result<jobs::AssetFile> keep_asset(const fs::path& file, const fs::path& asset_dir) {
    const auto bytes = read_file(file, kLargestPicture);
    if (!bytes) return with_context(bytes.error(), "The init image cannot be read");
    const auto info = image::read_info(*bytes);
    if (!info) return with_context(info.error(), "The init image is no picture");
    const auto pixels = image::decode(*bytes);
    if (!pixels) return with_context(pixels.error(), "The init image is damaged");
    if (Status made = make_folder(asset_dir); !made) return made.error();
    jobs::AssetFile asset;
    asset.original_filename = to_display(file.filename().native());
    asset.mime_type = mime_type_of(info->format);
    asset.pixel_hash = image::to_text(image::hash_pixels(*pixels));
    asset.file = asset_dir / (asset.pixel_hash + extension_of(info->format));
    std::error_code ignored;
    if (!fs::exists(asset.file, ignored)) {
        if (Status written = write_file_atomically(asset.file, *bytes); !written) return written.error();
    }
    const auto stamp = stamp_of(asset.file);
    if (!stamp) return stamp.error();
    asset.bytes = stamp->bytes;
    return asset;
}

int next_free_batch(const fs::path& image_dir) {
    int highest = 0;
    std::error_code failed;
    for (fs::directory_iterator each(image_dir, failed), end; !failed && each != end;
         each.increment(failed)) {
        const std::string name = each->path().filename().native();
        int number = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
        const bool is_number = read.ec == std::errc() && read.ptr == name.data() + name.size();
        if (is_number && number < 1'000'000'000) highest = std::max(highest, number);
    }
    return highest + 1;
}

}  // namespace proofsheet::providers
