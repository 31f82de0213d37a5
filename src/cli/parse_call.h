#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// A command line that ends at once: help or the version (Done, for standard output), or a mistake (BadCall,
/// for standard error: which option, and what is allowed).
struct Answer {
    ExitStatus status = ExitStatus::Done;
    std::string text;
    bool operator==(const Answer&) const = default;
};

/// Reads the arguments after the program's name. Opens no file.
std::variant<Call, Answer> parse_call(const std::vector<std::string>& arguments);

}  // namespace proofsheet::cli
