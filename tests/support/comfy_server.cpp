#include "support/comfy_server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "support/comfy_server_data.h"
#include "support/web_socket_server.h"

namespace proofsheet::test {
namespace {

using Lock = std::unique_lock<std::mutex>;

struct Prompt {
    double number = 0;
    std::string id;
    ServerJson graph;
    ServerJson extra_data;
    std::chrono::milliseconds foreign{0};  ///< somebody else's: runs that long and paints nothing

    ServerJson queued() const {
        return ServerJson::array({number, id, graph, extra_data, output_nodes(graph)});
    }
    std::string client_id() const { return extra_data.value("client_id", ""); }
};

ServedAnswer json_answer(const ServerJson& body, int status = 200) {
    return {.status = status, .body = body.dump(), .content_type = "application/json; charset=utf-8"};
}
ServedAnswer empty_answer(int status) {
    return {.status = status, .body = {}, .content_type = "text/plain"};
}
ServedAnswer web_page() {
    return {.status = 200,
            .body = "<!DOCTYPE html><html><body>Please log in</body></html>",
            .content_type = "text/html"};
}

std::string new_id() {
    static std::atomic<std::uint64_t> counter = 0x1000;
    char text[40];
    std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012llx",
                  static_cast<unsigned long long>(++counter));
    return text;
}

/// The prompt was interrupted, the server restarted or ended.
struct Abandoned {};
/// A node failed; what the event says.
struct Failure {
    ServerJson data;
};

}  // namespace

struct ComfyServer::Impl {
    struct Listener {
        ServedWebSocket* socket = nullptr;
        bool preview_metadata = false;
    };

    const ComfyAge age;
    ComfyFaults faults;
    ComfyLists lists;
    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::vector<Prompt> pending;
    std::optional<Prompt> running;
    ServerJson history = ServerJson::object();
    std::map<std::string, std::string> files;          ///< "type/subfolder/name" -> bytes
    std::map<std::string, ServerJson> cached_outputs;  ///< signature -> output; null for nodes without
    std::map<std::string, int> counters;
    std::vector<std::string> accepted;
    int pictures = 0;
    int views = 0;
    double next_number = 0;
    std::uint64_t life = 0;  ///< counts starts of the server
    bool interrupt = false;
    bool frozen = false;
    bool ending = false;
    std::mutex listening;  ///< guards the sockets; taken after `mutex`, if both
    std::map<std::string, Listener> listeners;
    std::unique_ptr<HttpServer> http;
    std::jthread executor;

    Impl(ComfyAge wanted, ComfyFaults faulty, int port) : age(wanted), faults(std::move(faulty)) {
        http = std::make_unique<HttpServer>([this](const ServedRequest& request) { return answer(request); },
                                            port);
        executor = std::jthread([this] { execute_all(); });
    }
    ~Impl() {
        {
            const Lock lock(mutex);
            ending = true;
            frozen = false;
        }
        changed.notify_all();
        executor.join();
        http.reset();
    }

    ComfyFaults current() const {
        const Lock lock(mutex);
        return faults;
    }

    // ---- HTTP

    ServedAnswer answer(const ServedRequest& request) {
        {
            Lock lock(mutex);
            changed.wait(lock, [this] { return !frozen; });
        }
        const ComfyFaults now = current();
        if (!now.token.empty() && request.header("Authorization") != "Bearer " + now.token)
            return empty_answer(401);
        if (now.web_page) return web_page();
        std::string path = request.path();
        if (path.starts_with("/api/")) path = path.substr(4);
        if (path == "/ws") return open_socket(request, now);
        return request.method == "POST" ? answer_post(request, path, now) : answer_get(request, path, now);
    }

    ServedAnswer answer_get(const ServedRequest& request, const std::string& path, const ComfyFaults& now) {
        const Lock lock(mutex);
        if (path == "/system_stats") return json_answer(system_stats(age));
        if (path == "/queue") return json_answer(queue_json());
        if (path == "/history") return json_answer(history);
        if (path.starts_with("/history/")) {
            const std::string id = percent_decode(path.substr(9));
            return json_answer(history.contains(id) ? ServerJson{{id, history[id]}} : ServerJson::object());
        }
        if (path.starts_with("/object_info/"))
            return json_answer(object_info(percent_decode(path.substr(13)), age, lists));
        if (path == "/view") return view(request, now);
        return empty_answer(404);
    }

    ServerJson queue_json() const {
        ServerJson waiting = ServerJson::array();
        // A heap is in no order that a reader could rely on.
        for (auto prompt = pending.rbegin(); prompt != pending.rend(); ++prompt)
            waiting.push_back(prompt->queued());
        return {{"queue_running", running ? ServerJson::array({running->queued()}) : ServerJson::array()},
                {"queue_pending", waiting}};
    }

    ServedAnswer view(const ServedRequest& request, const ComfyFaults& now) {
        const std::string name = request.query("filename");
        if (name.find("..") != std::string::npos) return empty_answer(400);
        const std::string type = request.query("type");
        const auto found =
            files.find((type.empty() ? "output" : type) + "/" + request.query("subfolder") + "/" + name);
        if (found == files.end() || now.view == ViewFault::Gone) return empty_answer(404);
        ++views;
        ServedAnswer answer{.status = 200, .body = found->second, .content_type = "image/png"};
        if (now.view == ViewFault::Truncated || (now.view == ViewFault::TruncatedOnce && views == 1))
            answer.body.resize(answer.body.size() * 2 / 3);
        if (now.view == ViewFault::WebPage) return web_page();
        if (now.view == ViewFault::Cut) answer.cut = Cut::Body;
        if (now.view == ViewFault::Jpeg) answer.body = preview_jpeg();
        return answer;
    }

    ServedAnswer answer_post(const ServedRequest& request, const std::string& path, const ComfyFaults& now) {
        const ServerJson body = ServerJson::parse(request.body, nullptr, false);
        if (path == "/prompt") return post_prompt(body, now);
        if (!request.body.empty() && body.is_discarded()) return empty_answer(500);
        if (path == "/queue") return post_queue(body);
        if (path == "/interrupt") return post_interrupt(body);
        return empty_answer(405);
    }

    ServedAnswer post_queue(const ServerJson& body) {
        const Lock lock(mutex);
        if (body.value("clear", false)) pending.clear();
        for (const ServerJson& id : body.value("delete", ServerJson::array()))
            std::erase_if(pending, [&](const Prompt& prompt) { return prompt.id == id; });
        tell_status();
        changed.notify_all();
        return empty_answer(200);
    }

    ServedAnswer post_interrupt(const ServerJson& body) {
        const Lock lock(mutex);
        const bool targeted = age != ComfyAge::Old && body.is_object() && body.contains("prompt_id");
        if (running && (!targeted || running->id == body["prompt_id"])) interrupt = true;
        changed.notify_all();
        return empty_answer(200);
    }

    ServedAnswer post_prompt(const ServerJson& body, const ComfyFaults& now) {
        switch (now.post) {
            case PostFault::WebPage:
                return web_page();
            case PostFault::TooLarge:
                return {.status = 413,
                        .body = "Maximum request body size 1048576 exceeded",
                        .content_type = "text/plain"};
            case PostFault::Forbidden:
                return empty_answer(403);
            case PostFault::Busy:
                return empty_answer(503);
            case PostFault::ServerError:
                return empty_answer(500);
            case PostFault::LostUnanswered:
                return {.status = 200, .body = {}, .cut = Cut::Refuse};
            default:
                break;
        }
        if (body.is_discarded() || !body.is_object()) return empty_answer(500);
        Lock lock(mutex);
        if (const auto refused = refusal(body["prompt"], age, lists)) return json_answer(*refused, 400);
        const Prompt prompt = enqueue(body, now);
        if (now.post == PostFault::AcceptedUnanswered) return {.status = 200, .body = {}, .cut = Cut::Refuse};
        if (now.post == PostFault::WithoutId) return json_answer(ServerJson{{"status", "ok"}});
        if (now.post == PostFault::AfterTheRun)
            changed.wait(lock, [&] { return ending || (pending.empty() && !running); });
        ServerJson node_errors = age == ComfyAge::Old ? ServerJson::array() : ServerJson::object();
        if (now.post == PostFault::PartlyInvalid)
            node_errors = {{"99",
                            {{"errors",
                              {{{"type", "required_input_missing"},
                                {"message", "Required input is missing"},
                                {"details", "images"},
                                {"extra_info", {{"input_name", "images"}}}}}},
                             {"dependent_outputs", {"99"}},
                             {"class_type", "SaveImage"}}}};
        return json_answer(
            {{"prompt_id", prompt.id}, {"number", prompt.number}, {"node_errors", node_errors}});
    }

    /// With `mutex`.
    Prompt enqueue(const ServerJson& body, const ComfyFaults& now) {
        Prompt prompt;
        prompt.number = next_number++;
        const bool takes_id = age != ComfyAge::Old && !now.own_ids && body.contains("prompt_id");
        prompt.id = takes_id ? body["prompt_id"].get<std::string>() : new_id();
        prompt.graph = body["prompt"];
        prompt.extra_data = body.value("extra_data", ServerJson::object());
        if (body.contains("client_id")) prompt.extra_data["client_id"] = body["client_id"];
        accepted.push_back(prompt.id);
        if (now.run == RunFault::Vanishes) {
            tell_status();
            return prompt;
        }
        pending.push_back(prompt);
        tell_status();
        changed.notify_all();
        return prompt;
    }

    // ---- WebSocket

    ServedAnswer open_socket(const ServedRequest& request, const ComfyFaults& now) {
        if (now.no_socket) return empty_answer(403);
        std::string id = request.query("clientId");
        if (id.empty()) id = new_id();
        return web_socket_answer(request, [this, id, deaf = now.deaf_socket](ServedWebSocket& socket) {
            serve_socket(socket, id, deaf);
        });
    }

    void serve_socket(ServedWebSocket& socket, const std::string& id, bool deaf) {
        if (!deaf) {
            const Lock state(mutex);
            const Lock lock(listening);
            listeners[id] = {&socket, false};
            ServerJson first = status_json();
            first["data"]["sid"] = id;
            socket.send_text(first.dump());
        }
        bool is_first = true;
        while (const auto message = socket.receive()) {
            const ServerJson json = ServerJson::parse(message->data, nullptr, false);
            const bool flags = is_first && json.is_object() && json.value("type", "") == "feature_flags";
            is_first = false;
            if (!flags || age == ComfyAge::Old || deaf) continue;
            const Lock lock(listening);
            if (listeners.contains(id)) listeners[id].preview_metadata = true;
            socket.send_text(
                R"({"type":"feature_flags","data":{"supports_preview_metadata":true,"max_upload_size":104857600}})");
        }
        // As the real server: the entry of that id goes, even where a newer socket has taken it over.
        const Lock lock(listening);
        listeners.erase(id);
    }

    ServerJson status_json() const {
        const std::size_t remaining = pending.size() + (running ? 1 : 0);
        return {{"type", "status"},
                {"data", {{"status", {{"exec_info", {{"queue_remaining", remaining}}}}}}}};
    }

    /// With `mutex`.
    void tell_status() {
        if (faults.withheld.contains("status")) return;
        const std::string text = status_json().dump();
        const Lock lock(listening);
        for (auto& [id, listener] : listeners) listener.socket->send_text(text);
    }

    void broadcast(const std::string& text, const std::string& binary) {
        const Lock lock(listening);
        for (auto& [id, listener] : listeners) {
            listener.socket->send_text(text);
            listener.socket->send_binary(binary);
        }
    }

    /// Sends an event to the prompt's client, or does what a fault does at that point.
    void emit(const Prompt& prompt, const std::string& type, ServerJson data, std::uint64_t started_in) {
        const ComfyFaults now = current();
        const bool is_end = type == "executing" && data["node"].is_null();
        const std::string name = is_end ? "end" : type;
        if (now.restart_at == name) {
            restart();
            throw Abandoned();
        }
        check_life(started_in);
        data["prompt_id"] = prompt.id;
        if (age != ComfyAge::Old && type.starts_with("execution_")) data["timestamp"] = 1795234082386;
        const Lock lock(listening);
        const auto listener = listeners.find(prompt.client_id());
        if (listener == listeners.end()) return;
        if (now.drop_socket_at == name) {
            listener->second.socket->shut();
            listeners.erase(listener);
            return;
        }
        if (!now.withheld.contains(name))
            listener->second.socket->send_text(ServerJson{{"type", type}, {"data", data}}.dump());
    }

    void emit_preview(const Prompt& prompt, const std::string& node) {
        const Lock lock(listening);
        const auto listener = listeners.find(prompt.client_id());
        if (listener == listeners.end()) return;
        if (!listener->second.preview_metadata) {
            listener->second.socket->send_binary(big_endian(1, 4) + big_endian(1, 4) + preview_jpeg());
            return;
        }
        const std::string about =
            ServerJson{{"node_id", node}, {"prompt_id", prompt.id}, {"image_type", "image/jpeg"}}.dump();
        listener->second.socket->send_binary(big_endian(4, 4) + big_endian(about.size(), 4) + about +
                                             preview_jpeg());
    }

    // ---- the executor

    void execute_all() {
        while (true) {
            Prompt prompt;
            std::uint64_t started_in = 0;
            {
                Lock lock(mutex);
                changed.wait(lock, [this] { return ending || (!pending.empty() && !frozen); });
                if (ending) return;
                const auto next = std::ranges::min_element(pending, {}, &Prompt::number);
                running = prompt = *next;
                pending.erase(next);
                interrupt = false;
                started_in = life;
                tell_status();
            }
            try {
                run(prompt, started_in);
            } catch (const Abandoned&) {
            }
            const Lock lock(mutex);
            if (life == started_in) running.reset();
            changed.notify_all();
        }
    }

    void check_life(std::uint64_t started_in) const {
        const Lock lock(mutex);
        if (ending || life != started_in) throw Abandoned();
    }

    /// Sleeps, unless something happens; true when the prompt was interrupted.
    bool sleep(std::chrono::milliseconds time, std::uint64_t started_in) {
        Lock lock(mutex);
        changed.wait_for(lock, time, [&] { return ending || interrupt || life != started_in; });
        changed.wait(lock, [&] { return ending || !frozen; });
        if (ending || life != started_in) throw Abandoned();
        return interrupt;
    }

    void run(const Prompt& prompt, std::uint64_t started_in) {
        ServerJson outputs = ServerJson::object();
        ServerJson messages = ServerJson::array();
        std::string status = "success";
        const auto keep = [&](const std::string& type, ServerJson data) {
            emit(prompt, type, data, started_in);
            data["prompt_id"] = prompt.id;
            messages.push_back(ServerJson::array({type, data}));
        };
        try {
            keep("execution_start", ServerJson::object());
            run_nodes(prompt, outputs, keep, started_in);
            if (age != ComfyAge::Old) keep("execution_success", ServerJson::object());
        } catch (const Failure& failure) {
            status = "error";
            keep(failure.data.contains("exception_type") ? "execution_error" : "execution_interrupted",
                 failure.data);
        }
        remember(prompt, outputs, messages, status, started_in);
        emit(prompt, "executing", {{"node", nullptr}}, started_in);
    }

    void remember(const Prompt& prompt, const ServerJson& outputs, const ServerJson& messages,
                  const std::string& status, std::uint64_t started_in) {
        const ComfyFaults now = current();
        if (now.late_history.count() > 0) {
            {
                const Lock lock(mutex);
                running.reset();  // in neither for a while
            }
            sleep(now.late_history, started_in);
        }
        const Lock lock(mutex);
        if (life != started_in || ending) throw Abandoned();
        running.reset();
        if (status == "success" && !outputs.empty()) ++pictures;
        if (!now.forgets)
            history[prompt.id] = {
                {"prompt", prompt.queued()},
                {"outputs", outputs},
                {"status",
                 {{"status_str", status}, {"completed", status == "success"}, {"messages", messages}}},
                {"meta", ServerJson::object()}};
        tell_status();
        changed.notify_all();
    }

    template <typename Keep>
    void run_nodes(const Prompt& prompt, ServerJson& outputs, const Keep& keep, std::uint64_t started_in) {
        if (prompt.foreign.count() > 0) {
            if (sleep(prompt.foreign, started_in))
                throw Failure{{{"node_id", "1"}, {"node_type", "KSampler"}}};
            return;
        }
        const std::vector<std::string> order =
            execution_order(prompt.graph, output_nodes(prompt.graph).front());
        ServerJson cached = ServerJson::array();
        {
            const Lock lock(mutex);
            for (const std::string& id : order)
                if (cached_outputs.contains(signature(prompt.graph, id))) cached.push_back(id);
        }
        keep("execution_cached", {{"nodes", cached}});
        for (const std::string& id : order) {
            const bool is_cached = std::ranges::count(cached, ServerJson(id)) > 0;
            if (!is_cached) run_node(prompt, id, started_in);
            const Lock lock(mutex);
            const ServerJson output = cached_outputs[signature(prompt.graph, id)];
            if (output.is_null() || faults.run == RunFault::NoPicture) continue;
            outputs[id] = output;
        }
        for (const auto& [id, output] : outputs.items())
            if (age != ComfyAge::Old || std::ranges::count(cached, ServerJson(id)) == 0)
                emit(prompt, "executed", {{"node", id}, {"display_node", id}, {"output", output}},
                     started_in);
    }

    void run_node(const Prompt& prompt, const std::string& id, std::uint64_t started_in) {
        const ServerJson& node = prompt.graph[id];
        const std::string type = node["class_type"];
        emit(prompt, "executing", {{"node", id}, {"display_node", id}}, started_in);
        if (age != ComfyAge::Old)
            emit(prompt, "progress_state",
                 {{"nodes", {{id, {{"value", 0.0}, {"max", 1.0}, {"state", "running"}, {"node_id", id}}}}}},
                 started_in);
        ServerJson output;
        if (type == "KSampler" || type == "SamplerCustomAdvanced") sample(prompt, id, started_in);
        if (type == "SaveImage") output = save(prompt, node);
        const Lock lock(mutex);
        cached_outputs[signature(prompt.graph, id)] = output;
    }

    void sample(const Prompt& prompt, const std::string& id, std::uint64_t started_in) {
        const ComfyFaults now = current();
        const std::string type = prompt.graph[id]["class_type"];
        const ServerJson where{{"node_id", id}, {"node_type", type}, {"executed", ServerJson::array()}};
        int steps = prompt.graph[id]["inputs"].value("steps", 4);
        for (int step = 1; step <= steps || now.run == RunFault::Stuck; ++step) {
            if (sleep(now.step, started_in)) throw Failure{where};
            if (now.foreign_noise) {
                const std::string noise =
                    ServerJson{
                        {"type", "progress"},
                        {"data", {{"value", 77}, {"max", 99}, {"prompt_id", "somebody-else"}, {"node", id}}}}
                        .dump();
                const std::string about = ServerJson{{"prompt_id", "somebody-else"}, {"node_id", id}}.dump();
                broadcast(noise, big_endian(4, 4) + big_endian(about.size(), 4) + about + "foreign");
            }
            fail_at(now.run, step, where);
            const ServerJson progress{{"value", std::min(step, steps)}, {"max", steps}, {"node", id}};
            emit(prompt, "progress", progress, started_in);
            emit_preview(prompt, id);
        }
    }

    static void fail_at(RunFault fault, int step, ServerJson where) {
        if (step < 2) return;
        if (fault == RunFault::Interrupted) throw Failure{where};
        if (fault != RunFault::OutOfMemory && fault != RunFault::NodeError) return;
        const bool memory = fault == RunFault::OutOfMemory;
        where["exception_type"] = memory ? "torch.OutOfMemoryError" : "RuntimeError";
        where["exception_message"] =
            memory ? "CUDA out of memory. Tried to allocate 20.00 GiB.\nThis error means you ran out of "
                     "memory on your GPU.\n"
                   : "mat1 and mat2 shapes cannot be multiplied (77x2048 and 768x320)\n";
        where["traceback"] = ServerJson::array({"  File \"/comfy/execution.py\", line 545, in execute\n"});
        throw Failure{where};
    }

    ServerJson save(const Prompt& prompt, const ServerJson& node) {
        const std::string prefix = node["inputs"]["filename_prefix"];
        const auto slash = prefix.rfind('/');
        const std::string folder = slash == std::string::npos ? "" : prefix.substr(0, slash);
        const std::string stem = slash == std::string::npos ? prefix : prefix.substr(slash + 1);
        SizePx size = asked_size(prompt.graph);
        const Lock lock(mutex);
        if (faults.view == ViewFault::OtherSize) size = {size.width / 2, size.height / 2};
        char counter[32];
        std::snprintf(counter, sizeof counter, "_%05d_.png", ++counters[prefix]);
        const std::string name = stem + counter;
        const auto bytes = paint(prompt.graph, size);
        files["output/" + folder + "/" + name] = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
        return {
            {"images", ServerJson::array({{{"filename", name}, {"subfolder", folder}, {"type", "output"}}})}};
    }

    void restart() {
        {
            const Lock lock(mutex);
            ++life;
            pending.clear();
            running.reset();
            history = ServerJson::object();
            cached_outputs.clear();
            next_number = 0;
            faults.restart_at.clear();
            changed.notify_all();
        }
        const Lock lock(listening);
        for (auto& [id, listener] : listeners) listener.socket->shut();
        listeners.clear();
    }
};

ComfyServer::ComfyServer(ComfyAge age, ComfyFaults faults, int port)
    : impl_(std::make_unique<Impl>(age, std::move(faults), port)) {}
ComfyServer::~ComfyServer() = default;

int ComfyServer::port() const {
    return impl_->http->port();
}
std::string ComfyServer::url() const {
    return impl_->http->url();
}
std::vector<ServedRequest> ComfyServer::requests() const {
    return impl_->http->requests();
}

int ComfyServer::count(std::string_view method, std::string_view path) const {
    const auto all = requests();
    return static_cast<int>(std::ranges::count_if(all, [&](const ServedRequest& request) {
        return request.method == method && request.path() == path;
    }));
}

std::vector<std::string> ComfyServer::accepted() const {
    const Lock lock(impl_->mutex);
    return impl_->accepted;
}

int ComfyServer::pictures_made() const {
    const Lock lock(impl_->mutex);
    return impl_->pictures;
}

std::vector<std::string> ComfyServer::queued() const {
    const Lock lock(impl_->mutex);
    std::vector<std::string> ids;
    if (impl_->running) ids.push_back(impl_->running->id);
    for (const Prompt& prompt : impl_->pending) ids.push_back(prompt.id);
    return ids;
}

void ComfyServer::set_faults(ComfyFaults faults) {
    const Lock lock(impl_->mutex);
    impl_->faults = std::move(faults);
}

void ComfyServer::set_lists(ComfyLists lists) {
    const Lock lock(impl_->mutex);
    impl_->lists = std::move(lists);
}

std::string ComfyServer::queue_foreign(std::chrono::milliseconds time) {
    const Lock lock(impl_->mutex);
    Prompt prompt;
    prompt.number = impl_->next_number++;
    prompt.id = new_id();
    prompt.graph = {{"1", {{"class_type", "KSampler"}, {"inputs", ServerJson::object()}}}};
    prompt.extra_data = {{"client_id", "somebody-else"}};
    prompt.foreign = time;
    impl_->pending.push_back(prompt);
    impl_->tell_status();
    impl_->changed.notify_all();
    return prompt.id;
}

void ComfyServer::restart() {
    impl_->restart();
}

void ComfyServer::delete_files() {
    const Lock lock(impl_->mutex);
    impl_->files.clear();
}

void ComfyServer::freeze() {
    const Lock lock(impl_->mutex);
    impl_->frozen = true;
}

void ComfyServer::thaw() {
    const Lock lock(impl_->mutex);
    impl_->frozen = false;
    impl_->changed.notify_all();
}

void ComfyServer::wait_idle() {
    Lock lock(impl_->mutex);
    impl_->changed.wait(lock, [&] { return impl_->pending.empty() && !impl_->running; });
}

}  // namespace proofsheet::test
