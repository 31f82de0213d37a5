#pragma once

#include <chrono>
#include <string>

namespace proofsheet::store {

/// A random UUID, version 4, in lower case.
std::string new_uuid();

/// RFC 3339 in UTC with milliseconds: "2026-01-31T12:00:00.123Z".
std::string time_text(std::chrono::system_clock::time_point time);
/// Reads what `time_text` writes; 1970 for anything else.
std::chrono::system_clock::time_point time_from_text(const std::string& text);
/// The present as `time_text`.
std::string now_text();
/// The present for file names: "20260131T120000Z".
std::string compact_utc_now();

}  // namespace proofsheet::store
