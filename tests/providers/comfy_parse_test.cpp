#include <doctest/doctest.h>

#include <span>
#include <string>

#include "providers/comfy_address.h"
#include "providers/comfy_backoff.h"
#include "providers/comfy_client.h"
#include "providers/comfy_explain.h"
#include "providers/comfy_message.h"
#include "providers/comfy_preview.h"

using namespace proofsheet;
using namespace proofsheet::providers;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

Result<ComfyPreview> preview(const std::string& bytes) {
    return parse_comfy_preview(std::as_bytes(std::span(bytes)));
}

std::string bytes_of(const std::vector<std::byte>& picture) {
    return {reinterpret_cast<const char*>(picture.data()), picture.size()};
}

}  // namespace

TEST_CASE("addresses of ComfyUI are read as people write them") {
    const auto http = [](std::string_view text) { return parse_comfy_address(text)->http; };
    CHECK(http("localhost:8188") == "http://localhost:8188");
    CHECK(http("  http://0.0.0.0:8188/ ") == "http://127.0.0.1:8188");
    CHECK(http("192.168.1.7") == "http://192.168.1.7:80");
    CHECK(http("ws://host:1/") == "http://host:1");
    CHECK(http("https://host/comfy///") == "https://host:443/comfy");
    CHECK(http("[::]:8188") == "http://[::1]:8188");
    CHECK(parse_comfy_address("https://host/comfy")->ws == "wss://host:443/comfy");
    CHECK(parse_comfy_address("host:8188")->ws == "ws://host:8188");
    for (const char* bad :
         {"", "   ", "ftp://host", "http://", "http://host/?a=b", "http://me:secret@host"}) {
        CAPTURE(bad);
        const auto address = parse_comfy_address(bad);
        REQUIRE_FALSE(address);
        CHECK(address.error().kind == ErrorKind::InvalidInput);
        CHECK(address.error().message.find("secret") == std::string::npos);
    }
}

TEST_CASE("waiting doubles up to half a minute and is never the same for all") {
    CHECK(backoff(1, 0) == 500ms);
    CHECK(backoff(2, 0) == 1s);
    CHECK(backoff(7, 0) == 30s);
    CHECK(backoff(1'000'000, 0) == 30s);
    CHECK(backoff(0, 0) == 500ms);
    CHECK(backoff(3, 1) == 1s);
    CHECK(backoff(3, 0.5) == 1500ms);
}

TEST_CASE("previews are read with and without metadata") {
    const auto bare = preview("\0\0\0\1\0\0\0\1JPEG"s);
    REQUIRE(bare);
    CHECK(bytes_of(bare->picture) == "JPEG");
    CHECK(bare->prompt_id.empty());
    const std::string about = R"({"node_id":"3","prompt_id":"p","image_type":"image/jpeg"})";
    const auto described = preview("\0\0\0\4\0\0\0"s + static_cast<char>(about.size()) + about + "PNG");
    REQUIRE(described);
    CHECK(described->prompt_id == "p");
    CHECK(described->node == "3");
    CHECK(bytes_of(described->picture) == "PNG");
    const auto text = preview(
        "\0\0\0\3\0\0\0\2"
        "12hello"s);
    REQUIRE(text);
    CHECK(text->kind == ComfyPreview::Kind::Text);
    CHECK(text->node == "12");
    CHECK(text->text == "hello");
}

TEST_CASE("previews that are cut short or unknown are refused") {
    for (const std::string& bytes :
         {""s, "\0\0\0"s, "\0\0\0\1"s, "\0\0\0\1\0\0\0\1"s, "\0\0\0\3\0\0\0\5ab"s, "\0\0\0\4\0\0\0\3{}"s,
          "\0\0\0\4\xFF\xFF\xFF\xFF{}x"s, "\0\0\0\4\0\0\0\2{}"s, "\0\0\0\4\0\0\0\2{{x"s}) {
        const auto read = preview(bytes);
        REQUIRE_FALSE(read);
        CHECK(read.error().kind == ErrorKind::InvalidInput);
    }
    CHECK(preview("\0\0\0\2\0\0\0\1abc"s).error().kind == ErrorKind::Unsupported);
    CHECK(preview("\0\0\0\1\0\0\0\7abc"s).error().kind == ErrorKind::Unsupported);
}

TEST_CASE("messages of the WebSocket are told apart") {
    const auto read = [](std::string_view text) { return *parse_comfy_message(text); };
    const auto progress =
        read(R"({"type":"progress","data":{"value":2,"max":4,"prompt_id":"p","node":"3"}})");
    CHECK(progress.news == ComfyNews::Progress);
    CHECK(progress.value == 2);
    CHECK(progress.max == 4);
    CHECK(progress.node == "3");
    CHECK(read(R"({"type":"executing","data":{"node":null,"prompt_id":"p"}})").news == ComfyNews::Ended);
    CHECK(read(R"({"type":"executing","data":{"node":"1"}})").prompt_id.empty());
    CHECK(read(R"({"type":"executing","data":{"node":"5.0.1","display_node":"5","prompt_id":"p"}})").node ==
          "5");
    CHECK(read(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":3}},"sid":"x"}})")
              .queue_remaining == 3);
    const auto executed = read(
        R"({"type":"executed","data":{"node":"9","output":{"images":[{"filename":"a.png","subfolder":"s","type":"output","id":7}]},"prompt_id":"p"}})");
    CHECK(executed.files == std::vector{ComfyFile{"9", "a.png", "s", "output"}});
    CHECK(read(R"({"type":"executed","data":{"node":"9","output":null,"prompt_id":"p"}})").files.empty());
    CHECK(read(R"({"type":"assets.seed.done","data":[]})").news == ComfyNews::Other);
    CHECK(read(R"({"type":5,"data":"x"})").news == ComfyNews::Other);
    CHECK(read(R"({"type":"progress","data":{"value":1e300,"max":NaN}})").value == 0);
    CHECK_FALSE(parse_comfy_message("[1]"));
    CHECK_FALSE(parse_comfy_message("hello"));
}

TEST_CASE("a blocked branch is no end of a prompt") {
    const auto read = [](std::string_view type) {
        return parse_comfy_message(
                   R"({"type":"execution_error","data":{"prompt_id":"p","node_id":"3","exception_type":")" +
                   std::string(type) + R"("}})")
            ->news;
    };
    CHECK(read("ExecutionBlocked") == ComfyNews::Other);
    CHECK(read("RuntimeError") == ComfyNews::Failed);
}

TEST_CASE("the queue is sorted by number, whatever order it comes in") {
    const auto queue = parse_comfy_queue(
        R"({"queue_running":[[3,"r",{},{},["9"]]],"queue_pending":[[9,"c",{},{},[]],[-100.0,"a",{},{"proofsheet":{"attempt_id":"me"}},[]],[5,"b",{"9":{"inputs":{"filename_prefix":"proofsheet/old"}}},{},[]]]})");
    REQUIRE(queue);
    REQUIRE(queue->pending.size() == 3);
    CHECK(queue->running.front().prompt_id == "r");
    CHECK(queue->pending[0].prompt_id == "a");
    CHECK(queue->pending[0].attempt_id == "me");
    CHECK(queue->pending[1].attempt_id == "old");
    CHECK(queue->pending[2].prompt_id == "c");
    CHECK_FALSE(parse_comfy_queue("{}"));
    CHECK_FALSE(parse_comfy_queue("<html>"));
}

TEST_CASE("a history entry says how a prompt ended") {
    const auto read = [](std::string_view status) {
        return parse_comfy_history(
                   R"({"p":{"prompt":[1,"p",{},{},[]],"outputs":{"9":{"images":[{"filename":"a.png","subfolder":"","type":"output"}]}},"status":)" +
                   std::string(status) + "}}")
            ->front();
    };
    CHECK(read(R"({"status_str":"success","completed":true,"messages":[]})").end == ComfyEnd::Success);
    CHECK(read("null").end == ComfyEnd::Success);  // very old servers
    const auto failed = read(
        R"({"status_str":"error","completed":false,"messages":[["execution_start",{}],["execution_error",{"node_id":"3","node_type":"KSampler","exception_message":"boom\n","exception_type":"ValueError"}]]})");
    CHECK(failed.end == ComfyEnd::Error);
    CHECK(failed.fault == ComfyFault{"ValueError", "boom\n", "3", "KSampler"});
    CHECK(read(R"({"status_str":"error","messages":[["execution_interrupted",{"node_id":"3"}]]})").end ==
          ComfyEnd::Interrupted);
    CHECK(parse_comfy_history("{}")->empty());
    CHECK(parse_comfy_history(R"({"p":{"outputs":{},"status":null}})")->front().end == ComfyEnd::Error);
    CHECK_FALSE(parse_comfy_history("[]"));
}

TEST_CASE("refusals are sentences about nodes and fields") {
    CHECK(
        explain_refusal(
            R"({"error":{"type":"prompt_outputs_failed_validation","details":""},"node_errors":{"4":{"errors":[)"
            R"({"type":"value_not_in_list","message":"Value not in list","details":"ckpt_name: 'x' not in ['y']",)"
            R"("extra_info":{"input_name":"ckpt_name","input_config":null,"received_value":"x"}}],)"
            R"("class_type":"CheckpointLoaderSimple"}}})") ==
        "CheckpointLoaderSimple (node 4): ckpt_name 'x' is not among its choices");
    CHECK(explain_refusal(R"({"error":{},"node_errors":{"3":{"errors":[{"type":"value_smaller_than_min",)"
                          R"("message":"Value 0 smaller than min of 1","details":"steps",)"
                          R"("extra_info":{"input_name":"steps"}}],"class_type":"KSampler"}}})") ==
          "KSampler (node 3): steps: Value 0 smaller than min of 1");
    CHECK(explain_refusal(R"({"error":{"type":"missing_node_type","message":"Node 'X' not found.",)"
                          R"("details":"Node ID '#8'","extra_info":{}},"node_errors":[]})") ==
          "Node 'X' not found. (Node ID '#8')");
    CHECK(explain_refusal(R"({"error":"no prompt","node_errors":[]})") == "no prompt");
    for (const char* nothing :
         {"", "500 Internal Server Error", "{}", "[]", R"({"prompt_id":"p","node_errors":{}})", "null"})
        CHECK(explain_refusal(nothing).empty());
}

TEST_CASE("many reasons are counted and long ones are cut") {
    std::string errors;
    for (int i = 0; i < 9; ++i)
        errors += std::string(i ? "," : "") + R"({"type":"x","message":")" + std::string(1000, 'm') +
                  R"(","details":"","extra_info":{}})";
    const std::string text =
        explain_refusal(R"({"node_errors":{"1":{"errors":[)" + errors + R"(],"class_type":"A"}}})");
    CHECK(text.size() < 2000);
    CHECK(text.ends_with("; and 4 more"));
}

TEST_CASE("running out of memory is recognised by type and by text") {
    for (const ComfyFault& fault :
         {ComfyFault{"torch.OutOfMemoryError", "x", "3", "KSampler"},
          ComfyFault{"torch.cuda.OutOfMemoryError", "", "", ""},
          ComfyFault{"RuntimeError", "CUDA error: Out of memory in cublasCreate", "8", "VAEDecode"}})
        CHECK(explain_fault(fault).find("ran out of graphics memory") != std::string::npos);
    CHECK(explain_fault({"ValueError", "bad\x01\nthing\n\nTIPS: no\n", "3", "KSampler"}) ==
          "ComfyUI failed in KSampler (node 3): bad\xEF\xBF\xBD thing TIPS: no");
}

TEST_CASE("what a server says of itself is read from servers of all ages") {
    const auto old = parse_comfy_server(
        R"({"system":{"os":"posix","python_version":"3.10","embedded_python":false},"devices":[]})");
    REQUIRE(old);
    CHECK(service_name(*old) == "ComfyUI");
    const auto now = parse_comfy_server(
        R"({"system":{"comfyui_version":"0.33.0"},"devices":[{"name":"cuda:0 NVIDIA","index":null,"vram_total":25769803776,"vram_free":1}]})");
    REQUIRE(now);
    CHECK(service_name(*now) == "ComfyUI 0.33.0");
    CHECK(now->memory_bytes == 25769803776ull);
    CHECK_FALSE(parse_comfy_server("{}"));
    CHECK_FALSE(parse_comfy_server("<html>"));
}
