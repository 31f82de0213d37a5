#include "providers/sinkin_answer.h"

#include <fmt/format.h>

#include "core/text.h"
#include "image/json_parse.h"

namespace proofsheet::providers {
namespace {

using image::Json;

constexpr std::size_t kLongestMessage = 500;
constexpr std::size_t kLongestUrl = 8192;
constexpr std::size_t kMostModels = 10'000;
constexpr std::size_t kLongestRaw = std::size_t{1} << 20;

const Json* member(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::string text_in(const Json& object, const char* name) {
    const Json* value = member(object, name);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    return value != nullptr && value->is_number_integer() ? value->dump() : std::string();
}

std::string shortened(const std::string& text) {
    return to_display(std::string_view(text).substr(0, kLongestMessage));
}

/// Nothing when the answer is no JSON object.
std::optional<Json> object_in(const net::HttpResponse& response) {
    Result<Json> json = image::parse_json(response.body);
    if (!json || !json->is_object()) return std::nullopt;
    return std::move(*json);
}

/// 0 is success; nothing when the answer does not say.
std::optional<std::int64_t> error_code_of(const Json& object) {
    const Json* code = member(object, "error_code");
    if (code == nullptr || !code->is_number_integer()) return std::nullopt;
    return code->get<std::int64_t>();
}

bool turned_away(int status) {
    return status == 429 || status == 503;
}

class Judge {
public:
    Judge(const net::HttpResponse& response, const TokenScrubber& scrubber,
          std::chrono::system_clock::time_point now)
        : response_(response),
          scrubber_(scrubber),
          raw_(to_display(scrubber.scrubbed(response.body.substr(0, kLongestRaw)))),
          now_(now) {}

    jobs::CallOutcome judge(jobs::CallKind kind) const {
        const std::optional<Json> object = object_in(response_);
        const auto code = object ? error_code_of(*object) : std::nullopt;
        if (code && *code == 0) return success(*object, kind);
        if (code) return failure(message_of(*object));
        return by_status();
    }

private:
    std::string message_of(const Json& object) const {
        const std::string message = text_in(object, "message");
        return message.empty() ? std::string("SinkIn refused the call and gives no reason")
                               : fmt::format("SinkIn says: {}", shortened(scrubber_.scrubbed(message)));
    }

    jobs::CallOutcome failure(const std::string& message) const {
        if (turned_away(response_.status)) return not_accepted(message);
        return jobs::ServiceRefusal{message, raw_};
    }

    jobs::NotAccepted not_accepted(const std::string& message) const {
        return {message, retry_after_from(net::header_of(response_, "Retry-After"), now_)};
    }

    jobs::CallOutcome success(const Json& object, jobs::CallKind kind) const {
        jobs::ServiceAnswer answer;
        const Json* images = member(object, kind == jobs::CallKind::Upscale ? "output" : "images");
        if (images != nullptr && images->is_string()) add_url(*images, answer.urls);
        if (images != nullptr && images->is_array())
            for (const Json& image : *images) add_url(image, answer.urls);
        if (answer.urls.empty())
            return jobs::OutcomeUnknown{"SinkIn says that the call succeeded, but names no picture", raw_};
        const Json* cost = member(object, "credit_cost");
        if (cost != nullptr && cost->is_number())
            if (const auto credits = jobs::credits_from(cost->get<double>())) answer.cost = *credits;
        answer.inf_id = shortened(text_in(object, "inf_id"));
        answer.raw = raw_;
        return answer;
    }

    static void add_url(const Json& value, std::vector<std::string>& urls) {
        if (!value.is_string() || urls.size() >= jobs::kMostUrls) return;
        const auto& url = value.get_ref<const std::string&>();
        if (!url.empty() && url.size() <= kLongestUrl && is_utf8(url)) urls.push_back(url);
    }

    jobs::CallOutcome by_status() const {
        constexpr int kRequestTimeout = 408;
        const int status = response_.status;
        if (turned_away(status)) return not_accepted(fmt::format("SinkIn is busy (HTTP {})", status));
        if (status >= 300 && status < 400)
            return jobs::ServiceRefusal{
                fmt::format(
                    "The address answers with a redirect (HTTP {}). Correct sinkin.url in the settings",
                    status),
                raw_};
        if (status >= 400 && status < 500 && status != kRequestTimeout)
            return jobs::ServiceRefusal{
                fmt::format("The address refuses the call (HTTP {}). Check sinkin.url and the token", status),
                raw_};
        return jobs::OutcomeUnknown{
            fmt::format("The answer (HTTP {}) makes no sense, so the call may have been made and paid",
                        status),
            raw_};
    }

    const net::HttpResponse& response_;
    const TokenScrubber& scrubber_;
    std::string raw_;
    std::chrono::system_clock::time_point now_;
};

std::vector<std::string> tags_of(const Json& object) {
    std::vector<std::string> tags;
    const Json* list = member(object, "tags");
    if (list == nullptr || !list->is_array()) return tags;
    for (const Json& tag : *list)
        if (tag.is_string() && tags.size() < 100) tags.push_back(shortened(tag.get<std::string>()));
    return tags;
}

/// The last part of https://sinkin.ai/m/<id>.
std::string id_in_link(const std::string& link) {
    const std::size_t slash = link.rfind('/');
    return slash == std::string::npos ? std::string() : link.substr(slash + 1);
}

std::vector<jobs::ServiceModel> models_in(const Json& object, const char* name) {
    std::vector<jobs::ServiceModel> models;
    const Json* list = member(object, name);
    if (list == nullptr || !list->is_array()) return models;
    for (const Json& each : *list) {
        if (!each.is_object() || models.size() >= kMostModels) continue;
        jobs::ServiceModel model;
        model.link = shortened(text_in(each, "link"));
        model.id = shortened(text_in(each, "id"));
        if (model.id.empty()) model.id = id_in_link(model.link);
        model.name = shortened(text_in(each, "title"));
        if (model.name.empty()) model.name = shortened(text_in(each, "name"));
        if (model.name.empty()) model.name = model.id;
        model.tags = tags_of(each);
        if (!model.id.empty()) models.push_back(std::move(model));
    }
    return models;
}

}  // namespace

jobs::CallOutcome judge_answer(const net::HttpResponse& response, jobs::CallKind kind,
                               const TokenScrubber& scrubber, std::chrono::system_clock::time_point now) {
    return Judge(response, scrubber, now).judge(kind);
}

jobs::CallOutcome judge_failure(const Error& error, const TokenScrubber& scrubber) {
    const std::string message = to_display(scrubber.scrubbed(error.message));
    switch (error.kind) {
        case ErrorKind::Network:
        case ErrorKind::Cancelled:
            return jobs::NotAccepted{message, std::nullopt};
        case ErrorKind::InvalidInput:
        case ErrorKind::NotFound:
        case ErrorKind::Io:
            return jobs::ServiceRefusal{message, {}};
        default:
            return jobs::OutcomeUnknown{message + ". The call may have been made and paid", {}};
    }
}

Result<jobs::ModelList> read_models(const net::HttpResponse& response, const TokenScrubber& scrubber) {
    const std::optional<Json> object = object_in(response);
    if (!object)
        return Error{ErrorKind::InvalidInput,
                     fmt::format("The answer about models (HTTP {}) makes no sense. Check sinkin.url",
                                 response.status)};
    const std::string message = shortened(scrubber.scrubbed(text_in(*object, "message")));
    if (error_code_of(*object).value_or(0) != 0 || member(*object, "models") == nullptr)
        return Error{ErrorKind::InvalidInput, fmt::format("SinkIn does not list its models. It says: {}",
                                                          message.empty() ? "nothing" : message)};
    return jobs::ModelList{models_in(*object, "models"), models_in(*object, "loras"), {}};
}

}  // namespace proofsheet::providers
