#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/file_bytes.h"
#include "core/result.h"
#include "core/size.h"
#include "jobs/credits.h"
#include "jobs/experiment_call.h"
#include "jobs/experiment_view.h"

namespace proofsheet::jobs {

/// So many pictures of one answer are taken.
constexpr std::size_t kMostUrls = 16;

/// The pictures exist and are paid.
struct ServiceAnswer {
    std::vector<std::string> urls;  ///< 1 to `kMostUrls`
    std::optional<Credits> cost;    ///< nothing where the answer does not say it
    std::string inf_id;
    std::string raw;  ///< the answer as it came, without secrets
    bool operator==(const ServiceAnswer&) const = default;
};
/// The service said no, or the call could not be made at all: nothing was made, nothing is paid.
struct ServiceRefusal {
    std::string message;  ///< a sentence
    std::string raw;
    bool operator==(const ServiceRefusal&) const = default;
};
/// The call did not reach the service, or was turned away at the door; it may be sent again.
struct NotAccepted {
    std::string message;
    std::optional<std::chrono::seconds> retry_after;
    bool operator==(const NotAccepted&) const = default;
};
/// It was sent, and what came back does not say what became of it.
struct OutcomeUnknown {
    std::string message;
    std::string raw;
    bool operator==(const OutcomeUnknown&) const = default;
};
using CallOutcome = std::variant<ServiceAnswer, ServiceRefusal, NotAccepted, OutcomeUnknown>;

/// The picture that image to image starts from, as it was stored when the run was made.
struct InitImage {
    std::filesystem::path file;
    std::string file_name;  ///< for the service
    std::string mime_type;
    bool operator==(const InitImage&) const = default;
};

/// A service that makes pictures for credits. Implementations: SinkIn, fakes in tests. Calls block; the
/// runner's thread makes them.
class ImageService {
public:
    virtual ~ImageService() = default;
    /// What would be sent, as a JSON object without secrets; pure.
    virtual std::string payload_of(const CallConfig& call) const = 0;
    /// Sends the call once. A stop request ends the wait: then the outcome is unknown when it had been sent.
    virtual CallOutcome send(const CallConfig& call, const std::optional<InitImage>& init_image,
                             std::stop_token stop) = 0;
    /// What the service offers; `fetched_at` is left empty. Errors: Network, InvalidInput (refused, or no
    /// sense in the answer), Cancelled.
    virtual Result<ModelList> models(std::stop_token stop) = 0;
};

/// A dimension's name and value, as the file name says them.
using PictureDimensions = std::vector<std::pair<std::string, std::string>>;

/// A picture that is paid and not on the disk yet.
struct PictureToFetch {
    std::string image_id;  ///< of table `images`
    std::string url;
    std::string folder;  ///< below the folder of pictures: the batch number
    PictureDimensions dimensions;
    std::string side_car;  ///< JSON text that goes beside it
    bool operator==(const PictureToFetch&) const = default;
};

/// A picture that a user gave, copied to where it stays.
struct AssetFile {
    std::string original_filename;
    std::string mime_type;
    std::filesystem::path file;  ///< absolute
    std::uint64_t bytes = 0;
    std::string pixel_hash;
};

/// A picture on the disk.
struct KeptPicture {
    std::filesystem::path file;  ///< absolute
    FileStamp stamp;
    std::string pixel_hash;  ///< 32 lower-case hexadecimal digits
    SizePx size;
};

/// Downloads pictures into the folder of pictures. Implementations: over HTTP, fakes in tests.
class PictureKeeper {
public:
    virtual ~PictureKeeper() = default;
    /// Downloads, checks and stores one picture with its side-car. Blocks. The same picture may be kept
    /// again: it then has the same file. Errors: Network and Indeterminate (the download failed, may be tried
    /// again), NotFound (the service has it no more), InvalidInput (no picture, or an address that is not
    /// asked), Unsupported (too large), Io, Cancelled.
    virtual Result<KeptPicture> keep(const PictureToFetch& picture, std::stop_token stop) = 0;
};

}  // namespace proofsheet::jobs
