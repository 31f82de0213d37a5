#include "store/model_json.h"

#include <nlohmann/json.hpp>

namespace proofsheet::store {
namespace {

using Json = nlohmann::json;

Json list_of(const std::vector<jobs::ServiceModel>& models) {
    Json list = Json::array();
    for (const jobs::ServiceModel& model : models)
        list.push_back({{"id", model.id}, {"name", model.name}, {"link", model.link}, {"tags", model.tags}});
    return list;
}

std::string text_in(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<jobs::ServiceModel> models_in(const Json& object, const char* name) {
    std::vector<jobs::ServiceModel> models;
    const auto list = object.find(name);
    if (list == object.end() || !list->is_array()) return models;
    for (const Json& each : *list) {
        if (!each.is_object()) continue;
        jobs::ServiceModel model{text_in(each, "id"), text_in(each, "name"), text_in(each, "link"), {}};
        const auto tags = each.find("tags");
        if (tags != each.end() && tags->is_array())
            for (const Json& tag : *tags)
                if (tag.is_string()) model.tags.push_back(tag.get<std::string>());
        models.push_back(std::move(model));
    }
    return models;
}

}  // namespace

std::string models_to_json(const jobs::ModelList& models) {
    const Json object{{"models", list_of(models.models)}, {"loras", list_of(models.loras)}};
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

jobs::ModelList models_from_json(std::string_view text) {
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object()) return {};
    return {models_in(object, "models"), models_in(object, "loras"), {}};
}

}  // namespace proofsheet::store
