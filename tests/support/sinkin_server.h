#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "jobs/credits.h"
#include "net/http_client.h"
#include "support/http_server.h"

/// A stand-in for SinkIn: it checks fields and ranges, charges credits and makes pictures as the public API
/// page says, and fails in every way that a test asks for.
namespace proofsheet::test {

/// What goes wrong with one call.
enum class CallFault {
    None,
    Refused,           ///< error_code 1 inside HTTP 200
    TimeoutBefore,     ///< no answer, nothing charged
    TimeoutAfter,      ///< no answer, charged
    BrokenBefore,      ///< the connection closes without an answer, nothing charged
    BrokenAfter,       ///< the same, charged
    HalfAnswer,        ///< the connection closes in the middle of the answer, charged
    TooManyRequests,   ///< 429 with Retry-After, nothing charged
    Unavailable,       ///< 503, nothing charged
    ServerError,       ///< 500 with HTML, nothing charged
    Html,              ///< 200 with HTML, charged
    HugeBody,          ///< 200 with more than any answer needs, charged
    WrongContentType,  ///< the right answer as text/html, charged
    Redirect,          ///< 302, nothing charged
    NoPictures,        ///< error_code 0 and an empty list, charged
    NoCost,            ///< success that does not say what it cost, charged
    NoConnection,      ///< nothing listens; only where the server is called without a socket
};
constexpr int kCallFaults = 17;

/// What goes wrong with one download.
enum class PictureFault { None, Truncated, Html, RedirectElsewhere, Unavailable, Broken, Huge };
constexpr int kPictureFaults = 7;

/// A call as the stand-in saw it.
struct SeenCall {
    std::string endpoint;
    std::map<std::string, std::string> fields;  ///< the token is left out; a file is its size in bytes
    CallFault fault = CallFault::None;
    bool accepted = false;  ///< not turned away at the door
    jobs::Credits charged;
};

struct StandInOptions {
    std::string token = "test-token-0123456789";
    /// One pixel for so many of the size that was asked for, so that tests are fast; 1 is the real size.
    int picture_divisor = 1;
    /// How long a call over a socket takes.
    std::chrono::milliseconds call_time{0};
};

/// The service without a socket. Any thread.
class SinkInStandIn {
public:
    explicit SinkInStandIn(StandInOptions options);

    /// Answers one request; picture addresses begin with `base_url`. `/seen` tells as JSON which calls came.
    ServedAnswer answer(const ServedRequest& request, const std::string& base_url);

    /// The next calls and downloads fail like this, in order.
    void fail_calls(std::vector<CallFault> faults);
    void fail_pictures(std::vector<PictureFault> faults);
    /// The fault of the call answered last.
    CallFault last_fault() const;
    /// All addresses given so far answer 404 from now on.
    void expire_pictures();
    /// Addresses live so long; for ever when nothing is set.
    void set_lifetime(std::chrono::milliseconds lifetime);
    /// The answer to /models uses `name` instead of `title`.
    void use_model_names();

    std::vector<SeenCall> calls() const;
    jobs::Credits charged() const;
    int downloads() const;

private:
    struct Picture {
        std::string png_seed;
        int width = 0;
        int height = 0;
        std::chrono::steady_clock::time_point made;
        bool expired = false;
    };
    using Fields = std::map<std::string, std::string>;

    ServedAnswer answer_call(const std::string& endpoint, const Fields& fields, const std::string& base_url);
    ServedAnswer answer_models(const Fields& fields) const;
    ServedAnswer seen() const;
    ServedAnswer answer_picture(const std::string& name, const std::string& base_url);
    std::string problem_of(const std::string& endpoint, const Fields& fields) const;
    std::string problem_of_upscale(const Fields& fields) const;
    std::vector<std::string> make_pictures(const std::string& endpoint, const Fields& fields,
                                           const std::string& base_url);
    CallFault take_fault();

    mutable std::mutex mutex_;
    StandInOptions options_;
    std::deque<CallFault> call_faults_;
    std::deque<PictureFault> picture_faults_;
    std::vector<SeenCall> calls_;
    std::map<std::string, Picture> pictures_;     ///< by the last part of their address
    std::map<std::string, std::string> inf_ids_;  ///< address to inf_id
    std::optional<std::chrono::milliseconds> lifetime_;
    CallFault last_fault_ = CallFault::None;
    int downloads_ = 0;
    int made_ = 0;
    bool model_names_ = false;
};

/// The same behind a socket on 127.0.0.1.
class SinkInServer {
public:
    explicit SinkInServer(StandInOptions options = {});
    SinkInStandIn& service() { return service_; }
    /// What `sinkin.url` is set to.
    std::string url() const { return server_.url() + "/api"; }

private:
    SinkInStandIn service_;
    HttpServer server_;
};

/// The same without sockets and waiting: cuts and timeouts become the errors that a client makes of them.
class SinkInHttp : public net::HttpClient {
public:
    explicit SinkInHttp(SinkInStandIn& service) : service_(service) {}
    static std::string url() { return "http://sinkin.test/api"; }
    Result<net::HttpResponse> send(const net::HttpRequest& request, std::stop_token stop) override;

private:
    SinkInStandIn& service_;
};

/// What a plain call costs: 2.2 for four pictures of 512 x 768 with 30 steps.
jobs::Credits price_of_inference(int width, int height, int steps, int images);

}  // namespace proofsheet::test
