#include "net/curl_http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "core/text.h"
#include "net/url.h"

namespace proofsheet::net {
namespace {

constexpr std::size_t kMostHeaderBytes = std::size_t{256} << 10;

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using Easy = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Freed<curl_multi_cleanup>>;
using Mime = std::unique_ptr<curl_mime, Freed<curl_mime_free>>;
using Lines = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

/// One request on its way: what libcurl's callbacks need, and what they learn.
struct Exchange {
    const HttpRequest& request;
    std::string shown_url;
    std::stop_token stop;
    HttpResponse response = {};
    std::size_t header_bytes = 0;
    bool sending = false;    ///< the connection stood, the request began to leave
    bool too_large = false;  ///< the answer was refused because of its size
};

int before_sending(void* user, char*, char*, int, int) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (exchange.stop.stop_requested()) return CURL_PREREQFUNC_ABORT;
    exchange.sending = true;
    return CURL_PREREQFUNC_OK;
}

std::size_t take_body(const char* data, std::size_t, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (exchange.response.body.size() + count > exchange.request.most_bytes) {
        exchange.too_large = true;
        return 0;
    }
    exchange.response.body.append(data, count);
    return count;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::size_t take_header(const char* data, std::size_t, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.header_bytes += count;
    if (exchange.header_bytes > kMostHeaderBytes) {
        exchange.too_large = true;
        return 0;
    }
    const std::string_view line(data, count);
    if (line.starts_with("HTTP/")) exchange.response.headers.clear();  // "100 Continue" came before
    const auto colon = line.find(':');
    if (!line.starts_with("HTTP/") && colon != std::string_view::npos)
        exchange.response.headers.push_back(
            {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    return count;
}

bool names(const HttpHeader& header, std::string_view name) {
    return ascii_lower(header.name) == name;
}

/// Nothing when a header would smuggle in another line.
std::optional<Lines> header_lines(const HttpRequest& request) {
    Lines lines;
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(lines.get(), line.c_str());
        if (longer != nullptr) {
            static_cast<void>(lines.release());
            lines.reset(longer);
        }
    };
    for (const HttpHeader& header : request.headers) {
        if (!is_one_line(header.name) || !is_one_line(header.value)) return std::nullopt;
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    add("Expect:");  // "100-continue" costs a second with servers that do not know it
    const bool typed = std::any_of(request.headers.begin(), request.headers.end(),
                                   [](const HttpHeader& header) { return names(header, "content-type"); });
    if (!typed && request.form.empty()) add("Content-Type:");
    return lines;
}

Mime form_body(CURL* easy, const HttpRequest& request) {
    Mime mime(curl_mime_init(easy));
    for (const FormPart& part : request.form) {
        curl_mimepart* field = curl_mime_addpart(mime.get());
        curl_mime_name(field, part.name.c_str());
        curl_mime_data(field, part.value.data(), part.value.size());
        if (!part.file_name.empty()) curl_mime_filename(field, part.file_name.c_str());
        if (!part.mime_type.empty()) curl_mime_type(field, part.mime_type.c_str());
    }
    return mime;
}

void set_target(CURL* easy, const HttpRequest& request, const Url& url) {
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Proofsheet");
    if (is_loopback(url)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

void set_body(CURL* easy, const HttpRequest& request, const Mime& form) {
    if (form) {
        curl_easy_setopt(easy, CURLOPT_MIMEPOST, form.get());
    } else if (request.method == HttpMethod::Post) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
}

void set_callbacks(CURL* easy, Exchange& exchange) {
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &before_sending);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
}

/// What libcurl says at the end, or nothing when it was stopped before.
std::optional<CURLcode> run(CURL* easy, const std::stop_token& stop) {
    const Multi multi(curl_multi_init());
    curl_multi_add_handle(multi.get(), easy);
    std::optional<CURLcode> code;
    {
        const std::stop_callback wake(stop, [&] { curl_multi_wakeup(multi.get()); });
        int running = 1;
        while (running > 0 && !stop.stop_requested()) {
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK) code = CURLE_FAILED_INIT;
            if (code) break;
            if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
        }
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
        if (message->msg == CURLMSG_DONE) code = message->data.result;
    curl_multi_remove_handle(multi.get(), easy);
    return code;
}

bool is_tls(CURLcode code) {
    return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CIPHER;
}

Error not_sent(const Exchange& exchange, CURLcode code) {
    const std::string& url = exchange.shown_url;
    const auto network = [](std::string message) { return Error{ErrorKind::Network, std::move(message)}; };
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return network(
            fmt::format("The host name of {} is unknown: check the address and the network.", url));
    if (code == CURLE_COULDNT_RESOLVE_PROXY)
        return network(fmt::format("The proxy on the way to {} is unknown: check the proxy settings.", url));
    if (code == CURLE_COULDNT_CONNECT)
        return network(
            fmt::format("Nothing answers at {}: check that the server runs and the address is right.", url));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return network(
            fmt::format("{} could not be reached in time: check the address and the network.", url));
    if (is_tls(code))
        return network(fmt::format("No secure connection to {} ({}): check its certificate, or use http.",
                                   url, curl_easy_strerror(code)));
    return network(fmt::format("{} could not be asked ({}).", url, curl_easy_strerror(code)));
}

Error no_answer(const Exchange& exchange, CURLcode code) {
    const std::string& url = exchange.shown_url;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return {
            ErrorKind::Indeterminate,
            fmt::format("{} gave no complete answer within {} s; it may still have done what it was asked.",
                        url, std::max<long long>(1, exchange.request.timeout.count() / 1000))};
    return {ErrorKind::Indeterminate,
            fmt::format(
                "{} broke off before its answer was complete ({}); it may still have done what it was asked.",
                url, curl_easy_strerror(code))};
}

Error cancelled(const Exchange& exchange) {
    if (!exchange.sending)
        return {ErrorKind::Cancelled, fmt::format("Stopped before {} was asked.", exchange.shown_url)};
    return {ErrorKind::Indeterminate,
            fmt::format("Stopped before {} answered; it may still have done what it was asked.",
                        exchange.shown_url)};
}

Error failure_of(const Exchange& exchange, std::optional<CURLcode> code) {
    if (exchange.too_large)
        return {
            ErrorKind::Unsupported,
            fmt::format("The answer of {} is larger than {} MiB, which is more than it should be.",
                        exchange.shown_url, std::max<std::uint64_t>(1, exchange.request.most_bytes >> 20))};
    if (!code || *code == CURLE_ABORTED_BY_CALLBACK) return cancelled(exchange);
    return exchange.sending ? no_answer(exchange, *code) : not_sent(exchange, *code);
}

}  // namespace

CurlHttpClient::CurlHttpClient() {
    // Once for the process, as libcurl wants it; nothing of ours is kept in it.
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(ready);
}

Result<HttpResponse> CurlHttpClient::send(const HttpRequest& request, std::stop_token stop) {
    const auto url = parse_url(request.url);
    if (!url) return url.error();
    if (url->scheme != "http" && url->scheme != "https")
        return Error{ErrorKind::InvalidInput, fmt::format("{} is no http or https address.", shown(*url))};
    const auto lines = header_lines(request);
    if (!lines)
        return Error{
            ErrorKind::InvalidInput,
            fmt::format("A header for {} holds a line break: check the token in the settings.", shown(*url))};
    Exchange exchange{.request = request, .shown_url = shown(*url), .stop = std::move(stop)};
    if (exchange.stop.stop_requested()) return cancelled(exchange);

    const Easy easy(curl_easy_init());
    if (!easy) return Error{ErrorKind::Network, "libcurl could not be started."};
    const Mime form = request.form.empty() ? Mime() : form_body(easy.get(), request);
    set_target(easy.get(), request, *url);
    set_body(easy.get(), request, form);
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, lines->get());
    set_callbacks(easy.get(), exchange);

    const std::optional<CURLcode> code = run(easy.get(), exchange.stop);
    if (code != CURLE_OK) return failure_of(exchange, code);
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
}

std::unique_ptr<HttpClient> make_http_client() {
    return std::make_unique<CurlHttpClient>();
}

}  // namespace proofsheet::net
