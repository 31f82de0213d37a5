#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "providers/comfy_provider.h"
#include "providers/comfy_workflows.h"
#include "support/comfy_server.h"

namespace proofsheet::test {

inline std::string shipped(std::string_view file) {
    for (const auto& workflow : providers::shipped_workflows())
        if (workflow.file == file) return std::string(workflow.json);
    FAIL("no such workflow");
    return {};
}

/// A request for a picture of 64 x 64 with the SD 1.5 template.
inline jobs::GenerationRequest small_request(
    const std::string& attempt = "6fa459ea-ee8a-4ca4-894e-db77e160355e") {
    jobs::GenerationRequest request;
    request.attempt_id = attempt;
    request.checkpoint_file = "my-model-step00001000.safetensors";
    request.model_path = "my-model-step00001000.safetensors";
    request.workflow_json = shipped("sd15-checkpoint.json");
    request.prompt = "a cat";
    request.negative_prompt = "bad";
    request.steps = 4;
    request.cfg = 7;
    request.sampler = "euler";
    request.scheduler = "normal";
    request.seed = 18446744073709551615ull;
    request.width = 64;
    request.height = 64;
    return request;
}

/// Times that keep tests short; nothing is decided by them but how soon it is looked.
inline providers::ComfyTimes short_times() {
    using namespace std::chrono_literals;
    return {.connect = 5s,
            .request = 5s,
            .download = 5s,
            .poll = 40ms,
            .quick_poll = 10ms,
            .patience = 300ms,
            .stopping = 2s};
}

/// What a provider reported.
struct Heard {
    std::vector<jobs::GenerationEvent> events;
    std::function<void(const jobs::GenerationEvent&)> also;

    jobs::ReportEvent ear() {
        return [this](const jobs::GenerationEvent& event) {
            events.push_back(event);
            if (also) also(event);
        };
    }
    template <typename T>
    std::vector<T> all() const {
        std::vector<T> found;
        for (const auto& event : events)
            if (const T* wanted = std::get_if<T>(&event)) found.push_back(*wanted);
        return found;
    }
};

/// A stand-in for ComfyUI and a provider that talks to it.
struct ComfyFixture {
    explicit ComfyFixture(ComfyAge age = ComfyAge::New, ComfyFaults faults = {})
        : server(age, std::move(faults)),
          connection(std::move(*providers::make_comfy_connection(server.url(), "", short_times()))),
          provider(*connection.client) {}

    Status generate(const jobs::GenerationRequest& request = small_request(), std::stop_token stop = {}) {
        return provider.generate(request, heard.ear(), std::move(stop));
    }

    ComfyServer server;
    providers::ComfyConnection connection;
    providers::ComfyProvider provider;
    Heard heard;
};

/// Exactly one Accepted came first, and the picture last, once.
inline void check_whole(const Heard& heard) {
    REQUIRE(heard.events.size() >= 2);
    CHECK(std::holds_alternative<jobs::Accepted>(heard.events.front()));
    CHECK(std::holds_alternative<jobs::Finished>(heard.events.back()));
    CHECK(heard.all<jobs::Accepted>().size() == 1);
    CHECK(heard.all<jobs::Finished>().size() == 1);
}

}  // namespace proofsheet::test
