#pragma once

#include <filesystem>
#include <string>

#include "jobs/experiment_service.h"
#include "net/http_client.h"

namespace proofsheet::providers {

/// Pictures over https, or from the service's own address, into `<folder of pictures>/<batch number>/`.
/// Redirects are followed within one server only; at most 64 MiB; what does not decode is refused.
class SinkInPictures : public jobs::PictureKeeper {
public:
    /// `http` must outlive this. `service_url` names the one server that may answer without https.
    SinkInPictures(net::HttpClient& http, std::filesystem::path image_dir, std::string service_url);

    Result<jobs::KeptPicture> keep(const jobs::PictureToFetch& picture, std::stop_token stop) override;

private:
    Status check_address(const std::string& url) const;
    Result<std::string> download(const std::string& url, std::stop_token stop) const;

    net::HttpClient& http_;
    std::filesystem::path image_dir_;
    std::string service_url_;
};

/// Copies a picture that a user gave into the folder of assets, under a name made of its content, so that the
/// same picture is there once. Errors: those of reading; Unsupported and InvalidInput for what is no picture;
/// Io.
Result<jobs::AssetFile> keep_asset(const std::filesystem::path& file, const std::filesystem::path& asset_dir);

/// The next batch number for which the folder of pictures holds no folder yet: 1 when there is none.
int next_free_batch(const std::filesystem::path& image_dir);

}  // namespace proofsheet::providers
