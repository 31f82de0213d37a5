#include <doctest/doctest.h>

#include <thread>

#include "comfy_fixture.h"
#include "image/decode.h"
#include "image/metadata.h"

using namespace proofsheet;
using namespace proofsheet::providers;
using namespace proofsheet::test;
using namespace std::chrono_literals;

namespace {

ComfyFaults post_fault(PostFault fault) {
    ComfyFaults faults;
    faults.post = fault;
    return faults;
}
ComfyFaults run_fault(RunFault fault) {
    ComfyFaults faults;
    faults.run = fault;
    return faults;
}
ComfyFaults view_fault(ViewFault fault) {
    ComfyFaults faults;
    faults.view = fault;
    return faults;
}

/// The picture is whole, of the attempt and made once.
void check_one_picture(const ComfyFixture& comfy) {
    check_whole(comfy.heard);
    const auto finished = comfy.heard.all<jobs::Finished>().front();
    const auto metadata = image::read_metadata(finished.picture, {});
    REQUIRE(metadata);
    CHECK(metadata->info.size == SizePx{64, 64});
    CHECK(metadata->parameters.seed == 18446744073709551615ull);
    CHECK(comfy.server.pictures_made() == 1);
    CHECK(comfy.server.accepted().size() == 1);
}

void check_error(const Status& status, ErrorKind kind, std::string_view part) {
    REQUIRE_FALSE(status);
    CAPTURE(status.error().message);
    CHECK(name_of(status.error().kind) == name_of(kind));
    CHECK(status.error().message.find(part) != std::string::npos);
}

constexpr ComfyAge kAges[]{ComfyAge::Old, ComfyAge::Mid, ComfyAge::New};

}  // namespace

TEST_CASE("a picture is made, reported and checked by servers of all ages") {
    for (const ComfyAge age : kAges) {
        CAPTURE(static_cast<int>(age));
        ComfyFixture comfy(age);
        const Status status = comfy.generate();
        REQUIRE_MESSAGE(status, status.error().message);
        check_one_picture(comfy);
        const auto finished = comfy.heard.all<jobs::Finished>().front();
        CHECK(finished.workflow_hash.size() == 64);
        CHECK(finished.service == (age == ComfyAge::Old   ? "ComfyUI"
                                   : age == ComfyAge::Mid ? "ComfyUI 0.3.64"
                                                          : "ComfyUI 0.33.0"));
        CHECK((comfy.heard.all<jobs::Accepted>().front().remote_id == small_request().attempt_id) ==
              (age != ComfyAge::Old));
        CHECK(comfy.heard.all<jobs::Preview>().size() == 4);
        const auto progress = comfy.heard.all<jobs::Progress>();
        CHECK(std::ranges::any_of(progress,
                                  [](const jobs::Progress& p) { return p.step == 4 && p.steps == 4; }));
    }
}

TEST_CASE("every picture has its own connection, its own client id and its own file name") {
    ComfyFixture comfy;
    REQUIRE(comfy.generate());
    auto second = small_request("7fa459ea-ee8a-4ca4-894e-db77e160355e");
    REQUIRE(comfy.generate(second));
    std::set<std::string> clients;
    for (const auto& request : comfy.server.requests())
        if (request.path() == "/ws") clients.insert(request.query("clientId"));
    CHECK(clients.size() == 2);
    const auto pictures = comfy.heard.all<jobs::Finished>();
    REQUIRE(pictures.size() == 2);
    CHECK(pictures[0].workflow_hash != pictures[1].workflow_hash);
    CHECK(comfy.server.pictures_made() == 2);
}

TEST_CASE("the token goes along with every request and the WebSocket, and into no message") {
    ComfyFaults faults;
    faults.token = "hunter2";
    ComfyServer server(ComfyAge::New, faults);
    Heard heard;
    const auto good = make_comfy_connection(server.url(), "hunter2", short_times());
    REQUIRE(ComfyProvider(*good->client).generate(small_request(), heard.ear(), {}));
    check_whole(heard);
    for (const auto& request : server.requests()) CHECK(request.header("Authorization") == "Bearer hunter2");

    const auto bad = make_comfy_connection(server.url(), "hunter3", short_times());
    const Status refused = ComfyProvider(*bad->client).generate(small_request(), heard.ear(), {});
    check_error(refused, ErrorKind::InvalidInput, "check comfyui.token");
    CHECK(refused.error().message.find("hunter") == std::string::npos);
}

TEST_CASE("events that are missing, all or some, change nothing about the picture") {
    for (const char* type : {"status", "execution_start", "executing", "progress", "executed",
                             "execution_success", "execution_cached", "end"}) {
        CAPTURE(type);
        ComfyFaults faults;
        faults.withheld = {type};
        ComfyFixture comfy(ComfyAge::New, faults);
        REQUIRE(comfy.generate());
        check_one_picture(comfy);
    }
    ComfyFaults faults;
    faults.deaf_socket = true;
    ComfyFixture deaf(ComfyAge::New, faults);
    REQUIRE(deaf.generate());
    check_one_picture(deaf);
    faults = {};
    faults.no_socket = true;
    ComfyFixture without(ComfyAge::Old, faults);
    REQUIRE(without.generate());
    check_one_picture(without);
}

TEST_CASE("a socket that dies at any message loses no picture and makes none twice") {
    for (const char* type : {"execution_start", "execution_cached", "executing", "progress", "executed",
                             "execution_success", "end"})
        for (const ComfyAge age : kAges) {
            CAPTURE(type);
            ComfyFaults faults;
            faults.drop_socket_at = type;
            ComfyFixture comfy(age, faults);
            REQUIRE(comfy.generate());
            check_one_picture(comfy);
        }
}

TEST_CASE("a server that starts anew while a picture is made has lost it, and says so soon") {
    for (const char* type : {"execution_start", "progress", "executed"}) {
        CAPTURE(type);
        ComfyFaults faults;
        faults.restart_at = type;
        ComfyFixture comfy(ComfyAge::New, faults);
        check_error(comfy.generate(), ErrorKind::NotFound, "restarted");
        CHECK(comfy.heard.all<jobs::Finished>().empty());
        // It can be sent again.
        Heard again;
        REQUIRE(comfy.provider.generate(small_request(), again.ear(), {}));
        check_whole(again);
    }
}

TEST_CASE("a queue that somebody else cleared has lost the picture") {
    ComfyFixture comfy(ComfyAge::New, run_fault(RunFault::Vanishes));
    check_error(comfy.generate(), ErrorKind::NotFound, "queue was cleared");
}

TEST_CASE("a history that is late is waited for, and one that never comes is made up by the events") {
    ComfyFaults faults;
    faults.late_history = 300ms;
    ComfyFixture late(ComfyAge::New, faults);
    REQUIRE(late.generate());
    check_one_picture(late);

    faults = {};
    faults.forgets = true;
    ComfyFixture never(ComfyAge::New, faults);
    REQUIRE(never.generate());
    check_one_picture(never);
}

TEST_CASE("events that come before the answer are not lost") {
    ComfyFixture comfy(ComfyAge::New, post_fault(PostFault::AfterTheRun));
    REQUIRE(comfy.generate());
    check_one_picture(comfy);
    CHECK(comfy.heard.all<jobs::Preview>().size() == 4);
}

TEST_CASE("a server that makes its own ids is believed") {
    ComfyFaults faults;
    faults.own_ids = true;
    ComfyFixture comfy(ComfyAge::New, faults);
    REQUIRE(comfy.generate());
    check_one_picture(comfy);
    CHECK(comfy.heard.all<jobs::Accepted>().front().remote_id == comfy.server.accepted().front());
}

TEST_CASE("a request without an answer is looked for before anything is sent again") {
    for (const ComfyAge age : kAges) {
        ComfyFixture accepted(age, post_fault(PostFault::AcceptedUnanswered));
        REQUIRE(accepted.generate());
        check_one_picture(accepted);
        ComfyFixture odd(age, post_fault(PostFault::WithoutId));
        REQUIRE(odd.generate());
        check_one_picture(odd);
    }
    ComfyFixture lost(ComfyAge::New, post_fault(PostFault::LostUnanswered));
    check_error(lost.generate(), ErrorKind::Network, "did not take the workflow");
    CHECK(lost.heard.events.empty());
    CHECK(lost.server.count("POST", "/prompt") == 1);
}

TEST_CASE("what a server refuses is explained and nothing is accepted") {
    struct Case {
        PostFault fault;
        ErrorKind kind;
        const char* part;
    };
    for (const Case& wrong :
         {Case{PostFault::TooLarge, ErrorKind::InvalidInput, "--max-upload-size"},
          Case{PostFault::Forbidden, ErrorKind::InvalidInput, "HTTP 403"},
          Case{PostFault::WebPage, ErrorKind::InvalidInput, "a web page instead of ComfyUI's data"},
          Case{PostFault::Busy, ErrorKind::Network, "HTTP 503"},
          Case{PostFault::ServerError, ErrorKind::InvalidInput, "its log says why"}}) {
        CAPTURE(wrong.part);
        ComfyFixture comfy(ComfyAge::New, post_fault(wrong.fault));
        check_error(comfy.generate(), wrong.kind, wrong.part);
        CHECK(comfy.heard.events.empty());
        CHECK(comfy.server.accepted().empty());
    }
}

TEST_CASE("a graph that does not pass the server's checks is explained by node and field") {
    auto request = small_request();
    request.model_path = "missing.safetensors";
    request.sampler = "nope";
    for (const ComfyAge age : kAges) {
        ComfyFixture comfy(age);
        const Status status = comfy.generate(request);
        check_error(
            status, ErrorKind::InvalidInput,
            "CheckpointLoaderSimple (node 4): ckpt_name 'missing.safetensors' is not among its choices");
        CHECK(status.error().message.find("KSampler (node 3): sampler_name 'nope'") != std::string::npos);
    }
}

TEST_CASE("a node that the server lacks is named by servers of all ages") {
    auto request = small_request();
    const auto at = request.workflow_json.find("VAEDecode");
    request.workflow_json.replace(at, 9, "NoSuchNode");
    for (const ComfyAge age : kAges) {
        ComfyFixture comfy(age);
        check_error(comfy.generate(request), ErrorKind::InvalidInput, "NoSuchNode");
    }
}

TEST_CASE("a workflow of which only a part would run is taken back") {
    ComfyFaults faults = post_fault(PostFault::PartlyInvalid);
    faults.run = RunFault::Stuck;
    ComfyFixture comfy(ComfyAge::New, faults);
    check_error(comfy.generate(), ErrorKind::InvalidInput,
                "only a part of the workflow: SaveImage (node 99): images is missing");
    comfy.server.wait_idle();
    CHECK(comfy.server.pictures_made() == 0);
}

TEST_CASE("failures while it runs are explained, memory with advice of its own") {
    ComfyFixture memory(ComfyAge::New, run_fault(RunFault::OutOfMemory));
    check_error(memory.generate(), ErrorKind::InvalidInput,
                "ran out of graphics memory in KSampler (node 3): choose a smaller size");
    ComfyFixture shapes(ComfyAge::Old, run_fault(RunFault::NodeError));
    check_error(shapes.generate(), ErrorKind::InvalidInput,
                "ComfyUI failed in KSampler (node 3): mat1 and mat2 shapes cannot be multiplied");
    ComfyFixture nothing(ComfyAge::New, run_fault(RunFault::NoPicture));
    check_error(nothing.generate(), ErrorKind::InvalidInput, "without a picture");
    ComfyFixture interrupted(ComfyAge::Mid, run_fault(RunFault::Interrupted));
    check_error(interrupted.generate(), ErrorKind::Io, "interrupted in ComfyUI");
}

TEST_CASE("a picture that does not come whole is fetched again, and one that never does is an error") {
    ComfyFixture once(ComfyAge::New, view_fault(ViewFault::TruncatedOnce));
    REQUIRE(once.generate());
    check_one_picture(once);
    ComfyFixture always(ComfyAge::New, view_fault(ViewFault::Truncated));
    check_error(always.generate(), ErrorKind::Io, "damaged");
    ComfyFixture cut(ComfyAge::New, view_fault(ViewFault::Cut));
    check_error(cut.generate(), ErrorKind::Indeterminate, "could not be fetched");
    ComfyFixture page(ComfyAge::New, view_fault(ViewFault::WebPage));
    check_error(page.generate(), ErrorKind::InvalidInput, "web page");
    ComfyFixture gone(ComfyAge::New, view_fault(ViewFault::Gone));
    check_error(gone.generate(), ErrorKind::NotFound, "gone from ComfyUI's folder: proofsheet/6fa459ea");
    for (const auto* comfy : {&always, &cut, &page, &gone}) CHECK(comfy->heard.all<jobs::Finished>().empty());
}

TEST_CASE("a picture of another size is refused") {
    ComfyFixture comfy(ComfyAge::New, view_fault(ViewFault::OtherSize));
    check_error(comfy.generate(), ErrorKind::InvalidInput, "measures 32 x 32 instead of 64 x 64");
}

TEST_CASE("sides that ComfyUI cuts down to multiples of eight are fine") {
    auto request = small_request();
    request.width = 70;
    ComfyFixture comfy;
    REQUIRE(comfy.generate(request));
}

TEST_CASE("a file name of an earlier picture is never taken for this one") {
    // The same graph twice: the server names the first file again and makes nothing.
    auto request = small_request();
    ComfyFixture comfy;
    REQUIRE(comfy.generate(request));
    REQUIRE(comfy.generate(small_request("7fa459ea-ee8a-4ca4-894e-db77e160355e")));
    const auto pictures = comfy.heard.all<jobs::Finished>();
    REQUIRE(pictures.size() == 2);
    CHECK(pictures[0].picture != pictures[1].picture);  // the prefix is in the text of the PNG
}

TEST_CASE("a cached repeat of the same attempt gives the same picture by all servers") {
    for (const ComfyAge age : kAges) {
        ComfyFixture comfy(age);
        REQUIRE(comfy.generate());
        Heard again;
        REQUIRE(comfy.provider.generate(small_request(), again.ear(), {}));
        check_whole(again);
        CHECK(again.all<jobs::Finished>().front().picture ==
              comfy.heard.all<jobs::Finished>().front().picture);
    }
}

TEST_CASE("a cached picture whose file was deleted is an error with its name") {
    ComfyFixture comfy;
    REQUIRE(comfy.generate());
    comfy.server.delete_files();
    check_error(comfy.generate(), ErrorKind::NotFound, "gone from ComfyUI's folder");
}

TEST_CASE("somebody else's progress and previews are not ours") {
    ComfyFaults faults;
    faults.foreign_noise = true;
    ComfyFixture comfy(ComfyAge::New, faults);
    REQUIRE(comfy.generate());
    check_one_picture(comfy);
    for (const auto& progress : comfy.heard.all<jobs::Progress>()) CHECK(progress.steps != 99);
    for (const auto& preview : comfy.heard.all<jobs::Preview>())
        CHECK(image::read_info(preview.picture).has_value());
}

TEST_CASE("waiting behind others is told and nothing is lost") {
    ComfyFixture comfy;
    comfy.server.queue_foreign(300ms);
    REQUIRE(comfy.generate());
    const auto progress = comfy.heard.all<jobs::Progress>();
    CHECK(std::ranges::any_of(
        progress, [](const auto& p) { return p.note == "Waiting in ComfyUI's queue, 1 before it"; }));
    check_whole(comfy.heard);
}

TEST_CASE("where nobody answers, or something else, nothing was sent") {
    const auto nobody =
        make_comfy_connection("127.0.0.1:" + std::to_string(unused_port()), "", short_times());
    Heard heard;
    check_error(ComfyProvider(*nobody->client).generate(small_request(), heard.ear(), {}), ErrorKind::Network,
                "Nothing answers at");
    ComfyFaults faults;
    faults.web_page = true;
    ComfyFixture page(ComfyAge::New, faults);
    check_error(page.generate(), ErrorKind::InvalidInput, "a web page instead of ComfyUI's data");
    HttpServer other([](const ServedRequest&) { return ServedAnswer{.status = 200, .body = "{}"}; });
    const auto no_comfy = make_comfy_connection(other.url(), "", short_times());
    check_error(ComfyProvider(*no_comfy->client).generate(small_request(), heard.ear(), {}),
                ErrorKind::InvalidInput, "no ComfyUI");
    CHECK(heard.events.empty());
}

TEST_CASE("a server that stands still is waited for, and then its picture is an open question") {
    ComfyFixture comfy(ComfyAge::New, run_fault(RunFault::Stuck));
    auto times = short_times();
    times.request = 100ms;
    const auto impatient = make_comfy_connection(comfy.server.url(), "", times);
    Heard heard;
    heard.also = [&](const auto& event) {
        if (std::holds_alternative<jobs::Preview>(event)) comfy.server.freeze();
    };
    check_error(ComfyProvider(*impatient->client).generate(small_request(), heard.ear(), {}),
                ErrorKind::Indeterminate, "silent for too long");
    comfy.server.thaw();
}

TEST_CASE("a short standstill costs nothing but time") {
    ComfyFixture comfy;
    bool once = true;
    std::jthread thawing;
    comfy.heard.also = [&](const auto& event) {
        if (!once || !std::holds_alternative<jobs::Preview>(event)) return;
        once = false;
        comfy.server.freeze();
        thawing = std::jthread([&] {
            std::this_thread::sleep_for(150ms);
            comfy.server.thaw();
        });
    };
    REQUIRE(comfy.generate());
    check_one_picture(comfy);
}

TEST_CASE("a stop before anything was sent sends nothing") {
    ComfyFixture comfy;
    std::stop_source stop;
    stop.request_stop();
    check_error(comfy.generate(small_request(), stop.get_token()), ErrorKind::Cancelled, "Stopped");
    CHECK(comfy.server.accepted().empty());
}

TEST_CASE("a stop interrupts the picture while it runs, and it alone") {
    for (const ComfyAge age : kAges) {
        ComfyFixture comfy(age, run_fault(RunFault::Stuck));
        std::stop_source stop;
        comfy.heard.also = [&](const auto& event) {
            if (std::holds_alternative<jobs::Preview>(event)) stop.request_stop();
        };
        check_error(comfy.generate(small_request(), stop.get_token()), ErrorKind::Cancelled, "Stopped");
        comfy.server.wait_idle();
        CHECK(comfy.server.count("POST", "/interrupt") == 1);
        CHECK(comfy.server.pictures_made() == 0);
    }
}

TEST_CASE("a stop while it waits takes it out of the queue and leaves what runs alone") {
    for (const ComfyAge age : kAges) {
        ComfyFixture comfy(age);
        const std::string foreign = comfy.server.queue_foreign(400ms);
        std::stop_source stop;
        comfy.heard.also = [&](const auto& event) {
            if (std::holds_alternative<jobs::Progress>(event)) stop.request_stop();
        };
        check_error(comfy.generate(small_request(), stop.get_token()), ErrorKind::Cancelled, "Stopped");
        CHECK(comfy.server.queued() == std::vector{foreign});
        CHECK(comfy.server.count("POST", "/interrupt") == 0);
    }
}

TEST_CASE("a stop that the server does not hear leaves the picture an open question") {
    ComfyFixture comfy(ComfyAge::New, run_fault(RunFault::Stuck));
    auto times = short_times();
    times.stopping = 100ms;
    const auto hurried = make_comfy_connection(comfy.server.url(), "", times);
    std::stop_source stop;
    Heard heard;
    heard.also = [&](const auto& event) {
        if (!std::holds_alternative<jobs::Preview>(event)) return;
        comfy.server.freeze();
        stop.request_stop();
    };
    check_error(ComfyProvider(*hurried->client).generate(small_request(), heard.ear(), stop.get_token()),
                ErrorKind::Indeterminate, "may still make the picture");
    comfy.server.thaw();
}

TEST_CASE("a stop while the request is on its way takes back what arrived of it") {
    ComfyFaults faults = run_fault(RunFault::Stuck);
    faults.post = PostFault::AfterTheRun;  // no answer while it runs
    ComfyFixture comfy(ComfyAge::Old, faults);
    std::stop_source stop;
    std::jthread stopper([&] {
        while (comfy.server.accepted().empty()) std::this_thread::yield();
        stop.request_stop();
    });
    check_error(comfy.generate(small_request(), stop.get_token()), ErrorKind::Cancelled, "Stopped");
    comfy.server.wait_idle();
    CHECK(comfy.server.pictures_made() == 0);
    CHECK(comfy.heard.events.empty());
}

TEST_CASE("what another process sent is found by its id, waited for and fetched") {
    for (const ComfyAge age : kAges)
        for (const bool journalled : {true, false}) {
            CAPTURE(static_cast<int>(age));
            CAPTURE(journalled);
            ComfyFaults slow;
            slow.step = 50ms;
            ComfyFixture comfy(age, slow);
            const auto workflow = fill_workflow(small_request());
            const auto sent =
                comfy.connection.client->submit(workflow->graph, small_request().attempt_id, "gone", {});
            REQUIRE(sent);
            const Status found = comfy.provider.find(small_request(), journalled ? sent->prompt_id : "",
                                                     comfy.heard.ear(), {});
            REQUIRE_MESSAGE(found, found.error().message);
            check_one_picture(comfy);
            CHECK(comfy.heard.all<jobs::Accepted>().front().remote_id == sent->prompt_id);
            CHECK(comfy.heard.all<jobs::Finished>().front().workflow_hash == workflow->hash);

            Heard after;  // and when it ended long ago
            REQUIRE(comfy.provider.find(small_request(), journalled ? sent->prompt_id : "", after.ear(), {}));
            check_whole(after);
        }
}

TEST_CASE("what the server does not know is not found, and what cannot be asked stays open") {
    ComfyFixture comfy;
    check_error(comfy.provider.find(small_request(), "", comfy.heard.ear(), {}), ErrorKind::NotFound,
                "can be sent again");
    check_error(comfy.provider.find(small_request(), "some-id", comfy.heard.ear(), {}), ErrorKind::NotFound,
                "can be sent again");
    const auto nobody =
        make_comfy_connection("127.0.0.1:" + std::to_string(unused_port()), "", short_times());
    check_error(ComfyProvider(*nobody->client).find(small_request(), "", comfy.heard.ear(), {}),
                ErrorKind::Indeterminate, "Nothing answers");
    CHECK(comfy.heard.events.empty());
}

TEST_CASE("a picture in another format is kept as PNG") {
    auto request = small_request();
    request.width = request.height = 16;
    ComfyFixture comfy(ComfyAge::New, view_fault(ViewFault::Jpeg));
    REQUIRE(comfy.generate(request));
    const auto info = image::read_info(comfy.heard.all<jobs::Finished>().front().picture);
    REQUIRE(info);
    CHECK(info->format == image::PictureFormat::Png);
}

TEST_CASE("all templates that come with the program run on servers of all ages") {
    for (const ShippedWorkflow& workflow : shipped_workflows())
        for (const ComfyAge age : kAges) {
            CAPTURE(workflow.file);
            auto request = small_request();
            request.workflow_json = workflow.json;
            request.model_path = workflow.file.starts_with("flux") ? "flux1-dev.safetensors"
                                 : workflow.file.starts_with("qwen")
                                     ? "qwen/qwen_image_fp8_e4m3fn.safetensors"
                                 : workflow.file.starts_with("lora") ? "styles\\ink & wash=1%.safetensors"
                                                                     : "SDXL/sd_xl_base_1.0.safetensors";
            ComfyLists lists;
            lists.checkpoints.push_back("sd_xl_base_1.0.safetensors");
            ComfyFixture comfy(age);
            comfy.server.set_lists(lists);
            const Status status = comfy.generate(request);
            REQUIRE_MESSAGE(status, status.error().message);
            check_whole(comfy.heard);
        }
}
