// comfy_stand_in [--port N] [--age old|mid|new] [--step MS] [--token TOKEN] [--fault NAME[=VALUE]]...
//
// Runs the stand-in for ComfyUI until it is ended, for scripts and for people. Prints its address on the
// first line.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "support/comfy_server.h"

using namespace proofsheet::test;

namespace {

using Set = std::function<void(ComfyFaults&, const std::string&)>;

Set post(PostFault fault) {
    return [fault](ComfyFaults& faults, const std::string&) { faults.post = fault; };
}
Set run(RunFault fault) {
    return [fault](ComfyFaults& faults, const std::string&) { faults.run = fault; };
}
Set view(ViewFault fault) {
    return [fault](ComfyFaults& faults, const std::string&) { faults.view = fault; };
}

const std::map<std::string, Set> kFaults{
    {"accepted-unanswered", post(PostFault::AcceptedUnanswered)},
    {"lost-unanswered", post(PostFault::LostUnanswered)},
    {"answer-after-run", post(PostFault::AfterTheRun)},
    {"answer-without-id", post(PostFault::WithoutId)},
    {"partly-invalid", post(PostFault::PartlyInvalid)},
    {"post-web-page", post(PostFault::WebPage)},
    {"too-large", post(PostFault::TooLarge)},
    {"forbidden", post(PostFault::Forbidden)},
    {"busy", post(PostFault::Busy)},
    {"server-error", post(PostFault::ServerError)},
    {"out-of-memory", run(RunFault::OutOfMemory)},
    {"node-error", run(RunFault::NodeError)},
    {"interrupted", run(RunFault::Interrupted)},
    {"no-picture", run(RunFault::NoPicture)},
    {"vanishes", run(RunFault::Vanishes)},
    {"stuck", run(RunFault::Stuck)},
    {"truncated", view(ViewFault::Truncated)},
    {"truncated-once", view(ViewFault::TruncatedOnce)},
    {"other-size", view(ViewFault::OtherSize)},
    {"gone", view(ViewFault::Gone)},
    {"view-web-page", view(ViewFault::WebPage)},
    {"view-cut", view(ViewFault::Cut)},
    {"jpeg", view(ViewFault::Jpeg)},
    {"own-ids", [](ComfyFaults& faults, const std::string&) { faults.own_ids = true; }},
    {"web-page", [](ComfyFaults& faults, const std::string&) { faults.web_page = true; }},
    {"deaf-socket", [](ComfyFaults& faults, const std::string&) { faults.deaf_socket = true; }},
    {"no-socket", [](ComfyFaults& faults, const std::string&) { faults.no_socket = true; }},
    {"foreign-noise", [](ComfyFaults& faults, const std::string&) { faults.foreign_noise = true; }},
    {"forgets", [](ComfyFaults& faults, const std::string&) { faults.forgets = true; }},
    {"drop-socket", [](ComfyFaults& faults, const std::string& event) { faults.drop_socket_at = event; }},
    {"restart", [](ComfyFaults& faults, const std::string& event) { faults.restart_at = event; }},
    {"withhold", [](ComfyFaults& faults, const std::string& event) { faults.withheld.insert(event); }},
    {"late-history",
     [](ComfyFaults& faults, const std::string& ms) {
         faults.late_history = std::chrono::milliseconds(std::stoi(ms));
     }},
};

int usage(const std::string& what) {
    std::fprintf(stderr, "comfy_stand_in: cannot use '%s'. Faults:", what.c_str());
    for (const auto& [name, set] : kFaults) std::fprintf(stderr, " %s", name.c_str());
    std::fprintf(stderr, "\n");
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    ComfyFaults faults;
    faults.step = std::chrono::milliseconds(20);
    ComfyAge age = ComfyAge::New;
    int port = 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        const std::string value = argv[i + 1];
        const std::string name = value.substr(0, value.find('='));
        if (option == "--port")
            port = std::atoi(value.c_str());
        else if (option == "--age")
            age = value == "old" ? ComfyAge::Old : value == "mid" ? ComfyAge::Mid : ComfyAge::New;
        else if (option == "--step")
            faults.step = std::chrono::milliseconds(std::atoi(value.c_str()));
        else if (option == "--token")
            faults.token = value;
        else if (option == "--fault" && kFaults.contains(name))
            kFaults.at(name)(faults, value.size() > name.size() ? value.substr(name.size() + 1) : "");
        else
            return usage(option + " " + value);
    }
    ComfyServer server(age, faults, port);
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    while (true) ::pause();
}
