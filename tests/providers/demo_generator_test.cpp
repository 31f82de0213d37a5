#include "providers/demo_generator.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "image/decode.h"
#include "image/metadata.h"

using namespace proofsheet;
using namespace proofsheet::providers;

namespace {

jobs::GenerationRequest request() {
    jobs::GenerationRequest request;
    request.attempt_id = "attempt";
    request.checkpoint_file = "a-step00001000.safetensors";
    request.checkpoint_number = 1000;
    request.prompt = "a harbour at dusk";
    request.negative_prompt = "blurry";
    request.steps = 20;
    request.cfg = 7;
    request.sampler = "euler";
    request.scheduler = "simple";
    request.seed = 18446744073709551615ULL;
    request.width = 64;
    request.height = 48;
    return request;
}

struct Heard {
    std::vector<std::string> order;
    std::optional<jobs::Finished> finished;

    jobs::ReportEvent report() {
        return [this](const jobs::GenerationEvent& event) {
            order.push_back(std::holds_alternative<jobs::Accepted>(event)   ? "accepted"
                            : std::holds_alternative<jobs::Progress>(event) ? "progress"
                            : std::holds_alternative<jobs::Preview>(event)  ? "preview"
                                                                            : "finished");
            if (const auto* done = std::get_if<jobs::Finished>(&event)) finished = *done;
        };
    }
};

std::vector<std::byte> painted(const jobs::GenerationRequest& wanted) {
    Heard heard;
    REQUIRE(DemoGenerator().generate(wanted, heard.report(), {}));
    REQUIRE(heard.finished);
    return heard.finished->picture;
}

}  // namespace

TEST_CASE("the demo generator reports acceptance first, steps and a sketch, and the picture last") {
    Heard heard;
    REQUIRE(DemoGenerator().generate(request(), heard.report(), {}));
    CHECK(heard.order.front() == "accepted");
    CHECK(heard.order.back() == "finished");
    CHECK(std::count(heard.order.begin(), heard.order.end(), "progress") >= 3);
    CHECK(std::count(heard.order.begin(), heard.order.end(), "preview") == 1);
}

TEST_CASE("its picture decodes, has the size that was asked for and says what it was made from") {
    const auto bytes = painted(request());
    const auto pixels = image::decode(bytes);
    REQUIRE(pixels);
    CHECK(pixels->size() == SizePx{64, 48});
    const auto metadata = image::read_metadata(bytes);
    REQUIRE(metadata);
    CHECK(metadata->parameters.seed == 18446744073709551615ULL);
    CHECK(metadata->parameters.sampler == "euler");
    CHECK(metadata->parameters.model == "a-step00001000.safetensors");
}

TEST_CASE("equal requests give equal pictures, whatever was painted before; each parameter shows") {
    const auto first = painted(request());
    DemoGenerator used;
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        jobs::GenerationRequest other = request();
        other.seed = seed;
        Heard ignored;
        REQUIRE(used.generate(other, ignored.report(), {}));
    }
    Heard heard;
    REQUIRE(used.generate(request(), heard.report(), {}));
    CHECK(heard.finished->picture == first);
    const auto pixels_of = [](const jobs::GenerationRequest& wanted) {
        const auto pixels = image::decode(painted(wanted));
        REQUIRE(pixels);
        return std::vector<std::uint8_t>(pixels->bytes().begin(), pixels->bytes().end());
    };
    const auto pixels = pixels_of(request());
    for (const auto& change : std::vector<std::function<void(jobs::GenerationRequest&)>>{
             [](auto& r) { r.seed = 1; }, [](auto& r) { r.cfg = 2; }, [](auto& r) { r.steps = 2; },
             [](auto& r) { r.prompt = "a forest"; }, [](auto& r) { r.checkpoint_number = 200; },
             [](auto& r) { r.base_model = true; }, [](auto& r) { r.lora_strength = 0.25; }}) {
        jobs::GenerationRequest other = request();
        change(other);
        CHECK(pixels_of(other) != pixels);
    }
}

TEST_CASE("what it cannot paint is refused before it is accepted") {
    jobs::GenerationRequest large = request();
    large.width = 4096;
    Heard heard;
    CHECK(DemoGenerator().generate(large, heard.report(), {}).error().kind == ErrorKind::InvalidInput);
    CHECK(heard.order.empty());
}

TEST_CASE("a stop interrupts it, and it finds nothing again") {
    std::stop_source stop;
    stop.request_stop();
    Heard heard;
    CHECK(DemoGenerator().generate(request(), heard.report(), stop.get_token()).error().kind ==
          ErrorKind::Cancelled);
    CHECK_FALSE(heard.finished);
    CHECK(DemoGenerator().find(request(), "attempt", heard.report(), {}).error().kind == ErrorKind::NotFound);
}

TEST_CASE("later checkpoints have learnt more, epochs and steps alike") {
    jobs::GenerationRequest early = request();
    jobs::GenerationRequest late = request();
    for (const auto& [first, second] : {std::pair{250.0, 3000.0}, std::pair{2.0, 20.0}}) {
        early.checkpoint_number = first;
        late.checkpoint_number = second;
        CHECK(demo_progress(early) < demo_progress(late));
    }
    late.base_model = true;
    CHECK(demo_progress(late) == 0);
}
