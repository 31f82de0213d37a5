#include "support/sinkin_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "image/encode.h"

namespace proofsheet::test {
namespace {

using Json = nlohmann::json;
using Fields = std::map<std::string, std::string>;
using Clock = std::chrono::steady_clock;

constexpr const char* kHtml = "<!doctype html><html><body>Bad gateway</body></html>";
constexpr std::size_t kHugeBody = std::size_t{66} << 20;

/// The parts of a multipart/form-data body; a file counts as its size.
Fields multipart_fields(const std::string& body, const std::string& boundary) {
    Fields fields;
    const std::string limit = "--" + boundary;
    for (std::size_t at = body.find(limit); at != std::string::npos;) {
        const std::size_t head = at + limit.size() + 2;
        const std::size_t end = body.find("\r\n" + limit, head);
        const std::size_t gap = body.find("\r\n\r\n", head);
        if (end == std::string::npos || gap == std::string::npos) break;
        const std::string header = body.substr(head, gap - head);
        const std::string value = body.substr(gap + 4, end - gap - 4);
        const std::size_t name = header.find("name=\"");
        if (name != std::string::npos) {
            const std::string key = header.substr(name + 6, header.find('"', name + 6) - name - 6);
            const bool is_file = header.find("filename=") != std::string::npos;
            fields[key] = is_file ? std::to_string(value.size()) : value;
        }
        at = end + 2;
    }
    return fields;
}

Fields urlencoded_fields(const std::string& body) {
    Fields fields;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = std::min(body.find('&', at), body.size());
        const std::string pair = body.substr(at, end - at);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        fields[percent_decode(pair.substr(0, equals))] =
            equals < pair.size() ? percent_decode(pair.substr(equals + 1)) : std::string();
        at = end + 1;
    }
    return fields;
}

Fields fields_of(const ServedRequest& request) {
    const std::string type = request.header("Content-Type").value_or("");
    const std::size_t boundary = type.find("boundary=");
    if (boundary == std::string::npos) return urlencoded_fields(request.body);
    return multipart_fields(request.body, type.substr(boundary + 9));
}

std::string field(const Fields& fields, const std::string& name, const std::string& otherwise = {}) {
    const auto found = fields.find(name);
    return found == fields.end() ? otherwise : found->second;
}

std::optional<double> number(const std::string& text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_whole_in(const std::string& text, double least, double most) {
    const auto value = number(text);
    return value && *value == std::floor(*value) && *value >= least && *value <= most;
}

bool is_in(const std::string& text, double least, double most) {
    const auto value = number(text);
    return value && *value >= least && *value <= most;
}

template <std::size_t N>
bool is_one_of(const std::string& text, const std::array<const char*, N>& allowed) {
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

bool is_side(const std::string& text) {
    return is_whole_in(text, 128, 896) && static_cast<int>(*number(text)) % 8 == 0;
}

constexpr std::array<const char*, 19> kInferenceFields{"access_token",    "model_id",
                                                       "prompt",          "version",
                                                       "width",           "height",
                                                       "steps",           "negative_prompt",
                                                       "use_default_neg", "scale",
                                                       "num_images",      "seed",
                                                       "scheduler",       "lora",
                                                       "lora_scale",      "lcm",
                                                       "controlnet",      "init_image_file",
                                                       "image_strength"};
constexpr std::array<const char*, 6> kUpscaleFields{"access_token", "inf_id", "url",
                                                    "type",         "scale",  "strength"};
constexpr std::array<const char*, 6> kSchedulerNames{
    "DPMSolverMultistep", "K_EULER_ANCESTRAL", "DDIM", "K_EULER", "PNDM", "KLMS"};
constexpr std::array<const char*, 3> kControlNets{"canny", "depth", "openpose"};
constexpr std::array<const char*, 2> kBooleans{"true", "false"};
constexpr std::array<const char*, 2> kUpscaleTypes{"esrgan", "hires_fix"};

std::string problem_of_inference(const Fields& fields) {
    for (const auto& [name, value] : fields)
        if (!is_one_of(name, kInferenceFields)) return "unknown field " + name;
    if (field(fields, "model_id").empty()) return "model_id is required";
    if (field(fields, "prompt").empty()) return "prompt is required";
    if (!is_side(field(fields, "width", "512"))) return "width must be a multiple of 8 from 128 to 896";
    if (!is_side(field(fields, "height", "768"))) return "height must be a multiple of 8 from 128 to 896";
    if (!is_whole_in(field(fields, "steps", "30"), 1, 50)) return "steps must be from 1 to 50";
    if (!is_in(field(fields, "scale", "7.5"), 1, 20)) return "scale must be from 1 to 20";
    if (!is_whole_in(field(fields, "num_images", "4"), 1, 8)) return "num_images is too large";
    if (!is_whole_in(field(fields, "seed", "-1"), -1, 4294967295.0)) return "seed is no whole number";
    if (!is_one_of(field(fields, "scheduler", kSchedulerNames[0]), kSchedulerNames))
        return "unknown scheduler";
    if (!is_one_of(field(fields, "use_default_neg", "true"), kBooleans))
        return "use_default_neg is true or false";
    if (!number(field(fields, "lora_scale", "0.75"))) return "lora_scale is no number";
    if (!is_in(field(fields, "image_strength", "0.75"), 0, 1)) return "image_strength must be from 0 to 1";
    const bool has_image = fields.contains("init_image_file");
    if (has_image && field(fields, "init_image_file") == "0") return "init_image_file is empty";
    if (!fields.contains("controlnet")) return {};
    if (!is_one_of(field(fields, "controlnet"), kControlNets)) return "unknown controlnet";
    return has_image ? std::string() : "controlnet needs init_image_file";
}

jobs::Credits price_of_upscale(const Fields& fields) {
    if (field(fields, "type", "esrgan") == "hires_fix") return {8'000'000};
    return {3'000'000 * static_cast<std::int64_t>(*number(field(fields, "scale", "2")))};
}

int whole(const Fields& fields, const std::string& name, int otherwise) {
    return static_cast<int>(number(field(fields, name)).value_or(otherwise));
}

jobs::Credits price_of(const std::string& endpoint, const Fields& fields) {
    if (endpoint == "/upscale") return price_of_upscale(fields);
    return price_of_inference(whole(fields, "width", 512), whole(fields, "height", 768),
                              whole(fields, "steps", 30), whole(fields, "num_images", 4));
}

ServedAnswer json_answer(const Json& json) {
    return {200, json.dump()};
}

ServedAnswer refusal(const std::string& message) {
    return json_answer({{"error_code", 1}, {"message", message}});
}

/// Hills under a sun, whose colours and places come from what was asked for: other settings, another picture.
image::Pixels painted(const std::string& seed, SizePx size) {
    const std::size_t hash = std::hash<std::string>{}(seed);
    const auto part = [&](int shift, int span) { return static_cast<double>((hash >> shift) % span) / span; };
    const double sun_x = 0.15 + 0.7 * part(3, 97);
    const double sun_y = 0.15 + 0.3 * part(11, 89);
    const double hills = 2 + 6 * part(19, 83);
    image::Pixels pixels(size);
    for (int y = 0; y < size.height; ++y) {
        const double v = static_cast<double>(y) / size.height;
        for (int x = 0; x < size.width; ++x) {
            const double u = static_cast<double>(x) / size.width;
            const double hill =
                0.62 + 0.12 * std::sin(u * hills + 6 * part(27, 79)) + 0.04 * std::sin(u * 31 + v);
            const double sun = std::exp(-40 * ((u - sun_x) * (u - sun_x) + (v - sun_y) * (v - sun_y)));
            const double light = v > hill ? 0.25 + 0.3 * (1 - v) : 0.55 + 0.35 * v + sun;
            std::uint8_t* pixel = pixels.row(y) + static_cast<std::size_t>(x) * 4;
            for (int c = 0; c < 3; ++c) {
                const double tint =
                    0.6 + 0.4 * std::sin(6 * part(33 + 5 * c, 71) + (v > hill ? 2.0 : 0.0) + c);
                pixel[c] = static_cast<std::uint8_t>(std::clamp(light * tint, 0.0, 1.0) * 255);
            }
            pixel[3] = 255;
        }
    }
    return pixels;
}

std::string png_of(const std::string& seed, SizePx size) {
    const auto bytes = image::encode_png(painted(seed, size), {}, 1, image::PngAlpha::Drop);
    return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : std::string();
}

bool is_charged(CallFault fault) {
    switch (fault) {
        case CallFault::None:
        case CallFault::TimeoutAfter:
        case CallFault::BrokenAfter:
        case CallFault::HalfAnswer:
        case CallFault::Html:
        case CallFault::HugeBody:
        case CallFault::WrongContentType:
        case CallFault::NoPictures:
        case CallFault::NoCost:
            return true;
        default:
            return false;
    }
}

bool is_accepted(CallFault fault) {
    return fault != CallFault::TooManyRequests && fault != CallFault::Unavailable &&
           fault != CallFault::NoConnection && fault != CallFault::Redirect;
}

ServedAnswer spoilt(ServedAnswer good, CallFault fault) {
    switch (fault) {
        case CallFault::Refused:
            return refusal("NSFW prompt");
        case CallFault::TimeoutBefore:
        case CallFault::TimeoutAfter:
            good.cut = Cut::Hang;
            return good;
        case CallFault::BrokenBefore:
        case CallFault::BrokenAfter:
        case CallFault::NoConnection:
            good.cut = Cut::Refuse;
            return good;
        case CallFault::HalfAnswer:
            good.cut = Cut::Body;
            return good;
        case CallFault::TooManyRequests:
            return {429, "slow down", "text/plain", {{"Retry-After", "1"}}};
        case CallFault::Unavailable:
            return {503, kHtml, "text/html"};
        case CallFault::ServerError:
            return {500, kHtml, "text/html"};
        case CallFault::Html:
            return {200, kHtml, "text/html"};
        case CallFault::HugeBody:
            return {200, std::string(kHugeBody, ' '), "application/json"};
        case CallFault::WrongContentType:
            good.content_type = "text/html";
            return good;
        case CallFault::Redirect:
            return {302, "", "text/html", {{"Location", "https://elsewhere.test/"}}};
        default:
            return good;
    }
}

}  // namespace

jobs::Credits price_of_inference(int width, int height, int steps, int images) {
    const double credits = 0.55 * images * width * height / (512.0 * 768.0) * steps / 30.0;
    return {static_cast<std::int64_t>(std::max(1.0, std::round(credits * 10))) * 100'000};
}

SinkInStandIn::SinkInStandIn(StandInOptions options) : options_(std::move(options)) {}

ServedAnswer SinkInStandIn::answer(const ServedRequest& request, const std::string& base_url) {
    const std::string path = request.path();
    if (path == "/seen") return seen();
    if (path.starts_with("/pictures/")) return answer_picture(path.substr(10), base_url);
    if (request.method != "POST" || !path.starts_with("/api/")) return {404, kHtml, "text/html"};
    const Fields fields = fields_of(request);
    const std::string endpoint = path.substr(4);
    if (field(fields, "access_token") != options_.token) {
        const std::lock_guard lock(mutex_);
        calls_.push_back({endpoint, {}, CallFault::Refused, true, {}});
        return refusal("Invalid access token: " + field(fields, "access_token"));
    }
    if (endpoint == "/models") return answer_models(fields);
    if (endpoint == "/inference" || endpoint == "/upscale") return answer_call(endpoint, fields, base_url);
    return {404, kHtml, "text/html"};
}

ServedAnswer SinkInStandIn::seen() const {
    Json list = Json::array();
    for (const SeenCall& call : calls())
        list.push_back({{"endpoint", call.endpoint},
                        {"fields", call.fields},
                        {"accepted", call.accepted},
                        {"charged_micro", call.charged.micro}});
    return json_answer(list);
}

CallFault SinkInStandIn::take_fault() {
    last_fault_ = CallFault::None;
    if (!call_faults_.empty()) {
        last_fault_ = call_faults_.front();
        call_faults_.pop_front();
    }
    return last_fault_;
}

ServedAnswer SinkInStandIn::answer_call(const std::string& endpoint, const Fields& fields,
                                        const std::string& base_url) {
    const std::lock_guard lock(mutex_);
    SeenCall& call = calls_.emplace_back();
    call.endpoint = endpoint;
    call.fields = fields;
    call.fields.erase("access_token");
    call.fault = take_fault();
    call.accepted = is_accepted(call.fault);
    const std::string problem = problem_of(endpoint, fields);
    if (call.fault == CallFault::None && !problem.empty()) {
        call.fault = CallFault::Refused;
        return refusal(problem);
    }
    if (!is_charged(call.fault)) return spoilt({}, call.fault);
    call.charged = price_of(endpoint, fields);
    const std::string inf_id = fmt::format("inf-{}", ++made_);
    const auto urls = call.fault == CallFault::NoPictures ? std::vector<std::string>()
                                                          : make_pictures(endpoint, fields, base_url);
    for (const std::string& url : urls) inf_ids_[url] = inf_id;
    Json json{{"error_code", 0}, {"inf_id", inf_id}};
    if (call.fault != CallFault::NoCost) json["credit_cost"] = static_cast<double>(call.charged.micro) / 1e6;
    if (endpoint == "/upscale")
        json["output"] = urls.empty() ? Json("") : Json(urls.front());
    else
        json["images"] = urls;
    return spoilt(json_answer(json), call.fault);
}

std::string SinkInStandIn::problem_of(const std::string& endpoint, const Fields& fields) const {
    return endpoint == "/upscale" ? problem_of_upscale(fields) : problem_of_inference(fields);
}

std::string SinkInStandIn::problem_of_upscale(const Fields& fields) const {
    for (const auto& [name, value] : fields)
        if (!is_one_of(name, kUpscaleFields)) return "unknown field " + name;
    const auto known = inf_ids_.find(field(fields, "url"));
    if (known == inf_ids_.end()) return "url is required and must be one of ours";
    if (known->second != field(fields, "inf_id")) return "inf_id does not belong to url";
    const std::string type = field(fields, "type", "esrgan");
    if (!is_one_of(type, kUpscaleTypes)) return "unknown type";
    if (type == "esrgan" && fields.contains("strength")) return "strength is for hires_fix only";
    if (type == "hires_fix" && fields.contains("scale")) return "scale is for esrgan only";
    if (!is_whole_in(field(fields, "scale", "2"), 2, 4)) return "scale must be from 2 to 4";
    return is_in(field(fields, "strength", "0.6"), 0, 1) ? std::string() : "strength must be from 0 to 1";
}

std::vector<std::string> SinkInStandIn::make_pictures(const std::string& endpoint, const Fields& fields,
                                                      const std::string& base_url) {
    std::vector<std::string> urls;
    const bool upscale = endpoint == "/upscale";
    const int count = upscale ? 1 : whole(fields, "num_images", 4);
    for (int i = 0; i < count; ++i) {
        Picture picture;
        picture.width = std::max(1, whole(fields, "width", 512) / options_.picture_divisor);
        picture.height = std::max(1, whole(fields, "height", 768) / options_.picture_divisor);
        for (const auto& [name, value] : fields)
            if (name != "access_token" && name != "num_images") picture.png_seed += name + value;
        if (i > 0) picture.png_seed += fmt::format("#{}", i);
        if (upscale) {
            const std::string url = field(fields, "url");
            const Picture& original = pictures_.at(url.substr(url.rfind('/') + 1));
            const int scale = field(fields, "type", "esrgan") == "esrgan" ? whole(fields, "scale", 2) : 2;
            picture.width = original.width * scale;
            picture.height = original.height * scale;
            picture.png_seed = original.png_seed;
        }
        picture.made = Clock::now();
        const std::string name = fmt::format("{}-{}.png", made_, i);
        pictures_[name] = picture;
        urls.push_back(base_url + "/pictures/" + name);
    }
    return urls;
}

ServedAnswer SinkInStandIn::answer_models(const Fields&) const {
    const std::lock_guard lock(mutex_);
    const char* const title = model_names_ ? "name" : "title";
    const auto model = [&](const char* id, const char* name) {
        return Json{
            {"id", id}, {title, name}, {"link", fmt::format("https://sinkin.ai/m/{}", id)}, {"new_key", 1}};
    };
    Json models = Json::array({model("yBG2r9O", "majicMIX realistic"), model("mGYMaD5", "AbsoluteReality"),
                               model("4zdwGOB", "DreamShaper"), model("r2La2w2", "Realistic Vision")});
    models[0]["civitai_model_id"] = "43331";
    models[0]["tags"] = Json::array({"photo", "people"});
    models[1]["civitai_model_id"] = 81458;
    const Json loras = Json::array({model("add_detail", "Add detail"), model("film", "Film grain")});
    return json_answer(
        {{"error_code", 0}, {"models", models}, {"loras", loras}, {"video_models", Json::array()}});
}

ServedAnswer SinkInStandIn::answer_picture(const std::string& name, const std::string& base_url) {
    const std::lock_guard lock(mutex_);
    ++downloads_;
    PictureFault fault = PictureFault::None;
    if (!picture_faults_.empty()) {
        fault = picture_faults_.front();
        picture_faults_.pop_front();
    }
    const auto found = pictures_.find(name);
    const bool is_old =
        found != pictures_.end() && lifetime_ && Clock::now() - found->second.made > *lifetime_;
    if (found == pictures_.end() || found->second.expired || is_old) return {404, kHtml, "text/html"};
    ServedAnswer good{200, png_of(found->second.png_seed, {found->second.width, found->second.height}),
                      "image/png"};
    switch (fault) {
        case PictureFault::None:
            return good;
        case PictureFault::Truncated:
            good.cut = Cut::Body;
            return good;
        case PictureFault::Html:
            return {200, kHtml, "text/html"};
        case PictureFault::RedirectElsewhere:
            return {302, "", "text/html", {{"Location", "http://127.0.0.1:1/" + base_url.substr(0, 4)}}};
        case PictureFault::Unavailable:
            return {503, kHtml, "text/html"};
        case PictureFault::Broken:
            good.cut = Cut::Refuse;
            return good;
        case PictureFault::Huge:
            return {200, std::string(kHugeBody, 'x'), "image/png"};
    }
    return good;
}

void SinkInStandIn::fail_calls(std::vector<CallFault> faults) {
    const std::lock_guard lock(mutex_);
    call_faults_.assign(faults.begin(), faults.end());
}

void SinkInStandIn::fail_pictures(std::vector<PictureFault> faults) {
    const std::lock_guard lock(mutex_);
    picture_faults_.assign(faults.begin(), faults.end());
}

CallFault SinkInStandIn::last_fault() const {
    const std::lock_guard lock(mutex_);
    return last_fault_;
}

void SinkInStandIn::expire_pictures() {
    const std::lock_guard lock(mutex_);
    for (auto& [name, picture] : pictures_) picture.expired = true;
}

void SinkInStandIn::set_lifetime(std::chrono::milliseconds lifetime) {
    const std::lock_guard lock(mutex_);
    lifetime_ = lifetime;
}

void SinkInStandIn::use_model_names() {
    const std::lock_guard lock(mutex_);
    model_names_ = true;
}

std::vector<SeenCall> SinkInStandIn::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

jobs::Credits SinkInStandIn::charged() const {
    const std::lock_guard lock(mutex_);
    jobs::Credits sum;
    for (const SeenCall& call : calls_) sum += call.charged;
    return sum;
}

int SinkInStandIn::downloads() const {
    const std::lock_guard lock(mutex_);
    return downloads_;
}

SinkInServer::SinkInServer(StandInOptions options)
    : service_(options), server_([this, time = options.call_time](const ServedRequest& request) {
          if (request.method == "POST") std::this_thread::sleep_for(time);
          return service_.answer(request, "http://" + request.header("Host").value_or(""));
      }) {}

namespace {

constexpr const char* kBoundary = "----stand-in-boundary";

/// As a client writes it.
std::string multipart_body(const std::vector<net::FormPart>& form) {
    std::string body;
    for (const net::FormPart& part : form) {
        const std::string file =
            part.file_name.empty() ? std::string() : fmt::format("; filename=\"{}\"", part.file_name);
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"{}\r\n\r\n{}\r\n", kBoundary,
                            part.name, file, part.value);
    }
    return body + fmt::format("--{}--\r\n", kBoundary);
}

}  // namespace

Result<net::HttpResponse> SinkInHttp::send(const net::HttpRequest& request, std::stop_token stop) {
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped"};
    constexpr std::string_view kBase = "http://sinkin.test";
    if (!request.url.starts_with(kBase)) return Error{ErrorKind::Network, "unknown host"};
    ServedRequest served;
    served.method = request.method == net::HttpMethod::Post ? "POST" : "GET";
    served.target = request.url.substr(kBase.size());
    served.body = request.form.empty() ? request.body : multipart_body(request.form);
    if (!request.form.empty())
        served.headers = {{"Content-Type", fmt::format("multipart/form-data; boundary={}", kBoundary)}};
    const ServedAnswer answer = service_.answer(served, std::string(kBase));
    if (request.method == net::HttpMethod::Post && service_.last_fault() == CallFault::NoConnection)
        return Error{ErrorKind::Network, "connection refused"};
    if (answer.cut != Cut::None) return Error{ErrorKind::Indeterminate, "the connection broke"};
    if (answer.body.size() > request.most_bytes)
        return Error{ErrorKind::Unsupported, "the answer is too large"};
    net::HttpResponse response{answer.status, answer.headers, answer.body};
    response.headers.push_back({"Content-Type", answer.content_type});
    return response;
}

}  // namespace proofsheet::test
