#include "shell/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace proofsheet::shell {
namespace {

using Json = nlohmann::ordered_json;

Json read_expected(const std::string& text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json(text) : value;
}

bool contains(const Json& found, const Json& expected) {
    if (found.is_string()) {
        const std::string part = expected.is_string() ? expected.get<std::string>() : expected.dump();
        return found.get_ref<const std::string&>().find(part) != std::string::npos;
    }
    if (!found.is_structured()) return found == expected;
    if (found.is_object() && expected.is_string() && found.contains(expected.get<std::string>())) return true;
    return std::any_of(found.begin(), found.end(),
                       [&](const Json& item) { return item == expected || contains(item, expected); });
}

/// A number in quotes equals the text, too: seeds and checkpoint labels are texts that look like numbers.
bool equal(const Json& found, const Json& expected, const std::string& written) {
    return found == expected || (found.is_string() && found.get_ref<const std::string&>() == written);
}

bool ordered(const Json& found, const Json& expected) {
    return found.is_number() && expected.is_number();
}

}  // namespace

Status check_expectation(const Json& state, const std::string& pointer, const std::string& operation,
                         const std::string& expected) {
    const Json* found = nullptr;
    try {
        found = &state.at(Json::json_pointer(pointer));
    } catch (const Json::exception&) {
        return Error{ErrorKind::InvalidInput, fmt::format("nothing at {}", pointer)};
    }
    const Json value = read_expected(expected);
    bool holds = false;
    if (operation == "==")
        holds = equal(*found, value, expected);
    else if (operation == "!=")
        holds = !equal(*found, value, expected);
    else if (operation == "<")
        holds = ordered(*found, value) && *found < value;
    else if (operation == "<=")
        holds = ordered(*found, value) && *found <= value;
    else if (operation == ">")
        holds = ordered(*found, value) && *found > value;
    else if (operation == ">=")
        holds = ordered(*found, value) && *found >= value;
    else if (operation == "contains")
        holds = contains(*found, value);
    else
        return Error{ErrorKind::InvalidInput,
                     fmt::format("unknown comparison \"{}\"; allowed: == != < <= > >= contains", operation)};
    if (holds) return {};
    return Error{ErrorKind::Conflict, fmt::format("{} is {}, expected {} {}", pointer,
                                                  found->dump(-1, ' ', false, Json::error_handler_t::replace),
                                                  operation, expected)};
}

}  // namespace proofsheet::shell
