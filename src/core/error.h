#pragma once

#include <string>
#include <string_view>

namespace proofsheet {

/// What a caller can do about an error; the sentence is for the user.
enum class ErrorKind {
    NotFound,       ///< it is not there (any more)
    InvalidInput,   ///< broken or hostile data; the same input fails again
    Unsupported,    ///< well formed, but not something this program reads
    Io,             ///< the disk or the operating system said no
    Network,        ///< nothing was accepted, may be tried again
    Indeterminate,  ///< may have happened; never repeated by itself
    Cancelled,      ///< nobody wants it any more
    Conflict,       ///< somebody else changed it in between
};

/// An error as a value: a kind to branch on and one sentence that says what is wrong, where, and what to do.
struct Error {
    ErrorKind kind = ErrorKind::Io;
    std::string message;
    bool operator==(const Error&) const = default;
};

/// Adds context on the way up: "context: message".
Error with_context(Error error, std::string_view context);

/// A short lower-case word for logs and JSON: "not found", "invalid input", ...
std::string_view name_of(ErrorKind kind);

}  // namespace proofsheet
