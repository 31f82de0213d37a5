#include "core/error.h"

#include <fmt/format.h>

namespace proofsheet {

Error with_context(Error error, std::string_view context) {
    error.message = fmt::format("{}: {}", context, error.message);
    return error;
}

std::string_view name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::NotFound:
            return "not found";
        case ErrorKind::InvalidInput:
            return "invalid input";
        case ErrorKind::Unsupported:
            return "unsupported";
        case ErrorKind::Io:
            return "input/output";
        case ErrorKind::Network:
            return "network";
        case ErrorKind::Indeterminate:
            return "indeterminate";
        case ErrorKind::Cancelled:
            return "cancelled";
        case ErrorKind::Conflict:
            return "conflict";
    }
    return "unknown";
}

}  // namespace proofsheet
