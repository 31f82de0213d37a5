#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_server.h"

/// A stand-in for ComfyUI: HTTP and WebSocket on one port of this process, with the habits and the faults of
/// the real server. It "paints" small pictures that depend on the graph alone.
namespace proofsheet::test {

/// Which ComfyUI it is: July 2024, 0.3.64 of October 2025, 0.33.0 of August 2026.
enum class ComfyAge { Old, Mid, New };

/// What becomes of `POST /prompt`.
enum class PostFault {
    None,
    AcceptedUnanswered,  ///< queued, but the connection ends without an answer
    LostUnanswered,      ///< not queued, and no answer
    AfterTheRun,         ///< the answer comes when the prompt has already ended
    WithoutId,           ///< an answer that names no prompt
    PartlyInvalid,       ///< 200, with node_errors: another output is invalid
    WebPage,
    TooLarge,     ///< 413
    Forbidden,    ///< 403
    Busy,         ///< 503
    ServerError,  ///< 500
};

/// What becomes of a prompt while it runs.
enum class RunFault {
    None,
    OutOfMemory,
    NodeError,
    Interrupted,  ///< by somebody else
    NoPicture,    ///< succeeds without output
    Vanishes,     ///< another client clears the queue while it waits
    Stuck,        ///< samples until it is interrupted
};

/// What `/view` gives.
enum class ViewFault { None, Truncated, TruncatedOnce, OtherSize, Gone, WebPage, Cut, Jpeg };

struct ComfyFaults {
    PostFault post = PostFault::None;
    RunFault run = RunFault::None;
    ViewFault view = ViewFault::None;
    bool own_ids = false;            ///< takes no id of the client, whatever its age
    bool web_page = false;           ///< every route answers with a page
    bool deaf_socket = false;        ///< the WebSocket opens and never says anything
    bool no_socket = false;          ///< the WebSocket is refused with 403
    bool foreign_noise = false;      ///< events and previews of somebody else's prompt come in between
    std::string drop_socket_at;      ///< type of the event at which the socket dies instead
    std::string restart_at;          ///< type of the event at which the server is started anew instead
    std::set<std::string> withheld;  ///< types of events that are never sent; "end" is executing with null
    std::chrono::milliseconds late_history{0};
    bool forgets = false;  ///< never writes history
    std::chrono::milliseconds step{1};
    std::string token;  ///< where set, everything else gets 401
};

struct ComfyLists {
    std::vector<std::string> checkpoints{"v1-5-pruned-emaonly.safetensors", "SDXL/sd_xl_base_1.0.safetensors",
                                         "my-model-step00001000.safetensors",
                                         "my-model-step00002000.safetensors"};
    std::vector<std::string> unets{"flux1-dev.safetensors", "qwen/qwen_image_fp8_e4m3fn.safetensors"};
    std::vector<std::string> loras{"my-lora.safetensors", "styles\\ink & wash=1%.safetensors"};
    std::vector<std::string> vaes{"ae.safetensors", "qwen_image_vae.safetensors", "pixel_space"};
    std::vector<std::string> clips{"t5xxl_fp16.safetensors", "clip_l.safetensors",
                                   "qwen_2.5_vl_7b_fp8_scaled.safetensors"};
    std::vector<std::string> samplers{"euler", "dpmpp_2m", "res_multistep"};
    std::vector<std::string> schedulers{"simple", "normal", "karras"};
    std::vector<std::string> upscalers{"4x-UltraSharp.pth"};
};

class ComfyServer {
public:
    explicit ComfyServer(ComfyAge age = ComfyAge::New, ComfyFaults faults = {}, int port = 0);
    ~ComfyServer();
    ComfyServer(const ComfyServer&) = delete;
    ComfyServer& operator=(const ComfyServer&) = delete;

    int port() const;
    std::string url() const;
    std::vector<ServedRequest> requests() const;
    /// How many requests of this method and path there were.
    int count(std::string_view method, std::string_view path) const;
    /// Ids of all prompts that were queued since the start, in order.
    std::vector<std::string> accepted() const;
    /// How many prompts ran to a picture.
    int pictures_made() const;
    /// Ids of prompts that are waiting or running.
    std::vector<std::string> queued() const;

    void set_faults(ComfyFaults faults);
    void set_lists(ComfyLists lists);
    /// Queues somebody else's prompt of one node that runs for that long.
    std::string queue_foreign(std::chrono::milliseconds time);
    /// Queue, history and connections are gone, as after a crash and a new start; files stay.
    void restart();
    /// Deletes all pictures.
    void delete_files();
    /// Requests wait until `thaw`; sockets stay open and silent.
    void freeze();
    void thaw();
    /// Blocks until no prompt waits or runs.
    void wait_idle();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace proofsheet::test
