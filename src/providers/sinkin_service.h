#pragma once

#include <string>

#include "jobs/experiment_service.h"
#include "net/http_client.h"
#include "providers/sinkin_text.h"

namespace proofsheet::providers {

/// Where SinkIn answers and with which token. The token travels in the body of requests and nowhere else.
struct SinkInAccess {
    std::string url;  ///< such as https://sinkin.ai/api, without a slash at the end
    std::string token;
};

/// SinkIn over HTTP. Source: the public API page and its clients; /inference, /upscale and /models, every one
/// a POST with the token as the form field `access_token`; an `error_code` in the JSON of the answer counts
/// before the HTTP status.
class SinkInService : public jobs::ImageService {
public:
    /// `http` must outlive this.
    SinkInService(net::HttpClient& http, SinkInAccess access);

    std::string payload_of(const jobs::CallConfig& call) const override;
    jobs::CallOutcome send(const jobs::CallConfig& call, const std::optional<jobs::InitImage>& init_image,
                           std::stop_token stop) override;
    Result<jobs::ModelList> models(std::stop_token stop) override;

private:
    net::HttpRequest request_to(const std::string& endpoint, std::vector<net::FormPart> form) const;

    net::HttpClient& http_;
    SinkInAccess access_;
    TokenScrubber scrubber_;
};

}  // namespace proofsheet::providers
