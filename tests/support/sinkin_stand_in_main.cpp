#include <unistd.h>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "support/sinkin_server.h"

/// A stand-in for SinkIn that runs until it is ended: `sinkin_stand_in [--token T] [--fault NAME]...
/// [--picture-fault NAME]... [--lifetime-ms N] [--call-ms N] [--small]`. Prints its address in one line, such as
/// http://127.0.0.1:40123/api; set sinkin.url to it. Faults hit the next calls in their order.
namespace {

using namespace proofsheet::test;

struct Named {
    std::string_view name;
    int value;
};

constexpr Named kCallFaultNames[] = {
    {"none", 0},          {"refused", 1},      {"timeout-before", 2}, {"timeout-after", 3},
    {"broken-before", 4}, {"broken-after", 5}, {"half-answer", 6},    {"429", 7},
    {"503", 8},           {"500", 9},          {"html", 10},          {"huge", 11},
    {"wrong-type", 12},   {"redirect", 13},    {"no-pictures", 14},   {"no-cost", 15}};
constexpr Named kPictureFaultNames[] = {{"none", 0}, {"truncated", 1}, {"html", 2}, {"redirect", 3},
                                        {"503", 4},  {"broken", 5},    {"huge", 6}};

template <std::size_t N>
int value_of(const Named (&names)[N], std::string_view name) {
    for (const Named& each : names)
        if (each.name == name) return each.value;
    std::fprintf(stderr, "sinkin_stand_in: no fault has the name %s. Names:", std::string(name).c_str());
    for (const Named& each : names) std::fprintf(stderr, " %s", std::string(each.name).c_str());
    std::fprintf(stderr, "\n");
    std::exit(2);
}

}  // namespace

int main(int count, char** arguments) {
    StandInOptions options;
    std::vector<CallFault> calls;
    std::vector<PictureFault> pictures;
    long lifetime = -1;
    for (int i = 1; i < count; ++i) {
        const std::string option = arguments[i];
        const std::string value = i + 1 < count ? arguments[i + 1] : "";
        if (option == "--small") {
            options.picture_divisor = 8;
            continue;
        }
        ++i;
        if (option == "--token")
            options.token = value;
        else if (option == "--fault")
            calls.push_back(static_cast<CallFault>(value_of(kCallFaultNames, value)));
        else if (option == "--picture-fault")
            pictures.push_back(static_cast<PictureFault>(value_of(kPictureFaultNames, value)));
        else if (option == "--call-ms")
            options.call_time = std::chrono::milliseconds(std::strtol(value.c_str(), nullptr, 10));
        else if (option == "--lifetime-ms")
            lifetime = std::strtol(value.c_str(), nullptr, 10);
        else
            return std::fprintf(stderr, "sinkin_stand_in: %s is not known\n", option.c_str()), 2;
    }
    SinkInServer server(options);
    server.service().fail_calls(std::move(calls));
    server.service().fail_pictures(std::move(pictures));
    if (lifetime >= 0) server.service().set_lifetime(std::chrono::milliseconds(lifetime));
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    for (;;) ::pause();
}
