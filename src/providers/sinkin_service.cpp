#include "providers/sinkin_service.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/file_bytes.h"
#include "jobs/number_lists.h"
#include "providers/sinkin_answer.h"

namespace proofsheet::providers {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLargestAnswer = std::uint64_t{4} << 20;
constexpr std::uint64_t kLargestInitImage = std::uint64_t{64} << 20;
constexpr const char* kInitImageField = "init_image_file";

using Form = std::vector<net::FormPart>;

void add_if_said(Form& form, const char* name, const std::string& value) {
    if (!value.empty()) form.push_back({name, value});
}

/// The fields of /inference but the token and the init image.
Form inference_form(const jobs::CallConfig& call) {
    Form form{{"model_id", call.model_id}, {"prompt", call.prompt}};
    add_if_said(form, "version", call.version);
    form.push_back({"width", fmt::format("{}", call.width)});
    form.push_back({"height", fmt::format("{}", call.height)});
    add_if_said(form, "negative_prompt", call.negative_prompt);
    form.push_back({"use_default_neg", call.use_default_neg ? "true" : "false"});
    form.push_back({"steps", fmt::format("{}", call.steps)});
    form.push_back({"scale", jobs::number_text(call.scale)});
    form.push_back({"num_images", fmt::format("{}", call.num_images)});
    form.push_back({"seed", fmt::format("{}", call.seed)});
    form.push_back({"scheduler", call.scheduler});
    if (!call.lora.empty()) {
        form.push_back({"lora", call.lora});
        form.push_back({"lora_scale", jobs::number_text(call.lora_scale)});
    }
    if (call.mode != jobs::ImageMode::Img2Img) return form;
    form.push_back({"image_strength", jobs::number_text(call.image_strength)});
    if (call.controlnet != jobs::ControlNet::None)
        form.push_back({"controlnet", std::string(jobs::name_of(call.controlnet))});
    return form;
}

Form upscale_form(const jobs::CallConfig& call) {
    Form form{{"inf_id", call.upscale_inf_id},
              {"url", call.upscale_source_url},
              {"type", std::string(jobs::name_of(call.upscale_type))}};
    if (call.upscale_type == jobs::UpscaleType::Esrgan)
        form.push_back({"scale", fmt::format("{}", call.upscale_scale)});
    else
        form.push_back({"strength", jobs::number_text(call.upscale_strength)});
    return form;
}

Form form_of(const jobs::CallConfig& call) {
    return call.kind == jobs::CallKind::Upscale ? upscale_form(call) : inference_form(call);
}

bool needs_init_image(const jobs::CallConfig& call) {
    return call.kind == jobs::CallKind::Inference && call.mode == jobs::ImageMode::Img2Img;
}

/// Errors: those of reading the file; NotFound where there is no init image.
Result<net::FormPart> init_image_part(const std::optional<jobs::InitImage>& init_image) {
    if (!init_image) return Error{ErrorKind::NotFound, "The init image of this call is not stored any more"};
    const auto bytes = read_file(init_image->file, kLargestInitImage);
    if (!bytes) return with_context(bytes.error(), "The init image cannot be sent");
    return net::FormPart{kInitImageField,
                         {reinterpret_cast<const char*>(bytes->data()), bytes->size()},
                         init_image->file_name,
                         init_image->mime_type};
}

}  // namespace

SinkInService::SinkInService(net::HttpClient& http, SinkInAccess access)
    : http_(http), access_(std::move(access)), scrubber_(access_.token) {}

net::HttpRequest SinkInService::request_to(const std::string& endpoint, Form form) const {
    net::HttpRequest request;
    request.method = net::HttpMethod::Post;
    request.url = access_.url + endpoint;
    form.insert(form.begin(), {"access_token", access_.token});
    request.form = std::move(form);
    request.connect_timeout = 15s;
    request.timeout = 180s;
    request.most_bytes = kLargestAnswer;
    return request;
}

std::string SinkInService::payload_of(const jobs::CallConfig& call) const {
    nlohmann::json object = nlohmann::json::object();
    for (const net::FormPart& part : form_of(call)) object[part.name] = part.value;
    if (needs_init_image(call)) object[kInitImageField] = "(file)";
    return scrubber_.scrubbed(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

jobs::CallOutcome SinkInService::send(const jobs::CallConfig& call,
                                      const std::optional<jobs::InitImage>& init_image,
                                      std::stop_token stop) {
    if (access_.token.empty())
        return jobs::ServiceRefusal{
            "There is no access token for SinkIn. Set sinkin.token or SINKIN_ACCESS_TOKEN", {}};
    Form form = form_of(call);
    if (needs_init_image(call)) {
        Result<net::FormPart> part = init_image_part(init_image);
        if (!part) return jobs::ServiceRefusal{part.error().message, {}};
        form.push_back(std::move(*part));
    }
    const bool upscale = call.kind == jobs::CallKind::Upscale;
    const auto response = http_.send(request_to(upscale ? "/upscale" : "/inference", std::move(form)), stop);
    if (!response) return judge_failure(response.error(), scrubber_);
    return judge_answer(*response, call.kind, scrubber_);
}

Result<jobs::ModelList> SinkInService::models(std::stop_token stop) {
    if (access_.token.empty())
        return Error{ErrorKind::InvalidInput,
                     "There is no access token for SinkIn. Set sinkin.token or SINKIN_ACCESS_TOKEN"};
    net::HttpRequest request = request_to("/models", {});
    request.timeout = 30s;
    const auto response = http_.send(request, stop);
    if (!response) return Error{response.error().kind, scrubber_.scrubbed(response.error().message)};
    return read_models(*response, scrubber_);
}

}  // namespace proofsheet::providers
