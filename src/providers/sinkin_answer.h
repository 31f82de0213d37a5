#pragma once

#include <chrono>

#include "core/result.h"
#include "jobs/experiment_service.h"
#include "net/http_client.h"
#include "providers/sinkin_text.h"

namespace proofsheet::providers {

/// What an answer to /inference or /upscale means. JSON counts before the status. Texts are without the
/// token. 429 and 503 turn a call away; other 4xx and redirects refuse it; what makes no sense, and any other
/// 5xx, leaves the outcome unknown.
jobs::CallOutcome judge_answer(const net::HttpResponse& response, jobs::CallKind kind,
                               const TokenScrubber& scrubber,
                               std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

/// What it means that no answer came.
jobs::CallOutcome judge_failure(const Error& error, const TokenScrubber& scrubber);

/// Reads an answer to /models: `title` or `name`, unknown keys are ignored. Errors: InvalidInput.
Result<jobs::ModelList> read_models(const net::HttpResponse& response, const TokenScrubber& scrubber);

}  // namespace proofsheet::providers
