#include "shell/imgui_bridge.h"

#include <glad/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>

#include "shell/font_atlas.h"
#include "shell/imgui_input.h"

namespace proofsheet::shell {

/// Texture filters that a draw list can switch to. With none bound, a texture's own filter holds.
struct ImguiBridge::Samplers {
    GLuint nearest = 0;
    Samplers() {
        glGenSamplers(1, &nearest);
        glSamplerParameteri(nearest, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glSamplerParameteri(nearest, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        glSamplerParameteri(nearest, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glSamplerParameteri(nearest, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    }
    ~Samplers() { glDeleteSamplers(1, &nearest); }
    Samplers(const Samplers&) = delete;
    Samplers& operator=(const Samplers&) = delete;
};

namespace {

ImguiBridge* bridge_of(const ImDrawCmd* command) {
    return static_cast<ImguiBridge*>(command->UserCallbackData);
}

void use_nearest(const ImDrawList*, const ImDrawCmd* command) {
    bridge_of(command)->bind_nearest();
}

void use_smooth(const ImDrawList*, const ImDrawCmd*) {
    glBindSampler(0, 0);
}

}  // namespace

ImguiBridge::ImguiBridge(Platform& platform)
    : platform_(platform), context_(ImGui::CreateContext()), samplers_(std::make_unique<Samplers>()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    set_up_keys(io);
    connect_clipboard(io);
    ImGui::StyleColorsDark();
    ImGui_ImplOpenGL3_Init("#version 330");
}

void ImguiBridge::connect_clipboard(ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 19110
    io.ClipboardUserData = this;
    io.GetClipboardTextFn = [](void* user) { return static_cast<ImguiBridge*>(user)->clipboard_text(); };
    io.SetClipboardTextFn = [](void* user, const char* text) {
        static_cast<ImguiBridge*>(user)->platform_.set_clipboard(text);
    };
#else
    static_cast<void>(io);
    ImGuiPlatformIO& platform_io = ImGui::GetPlatformIO();
    platform_io.Platform_ClipboardUserData = this;
    platform_io.Platform_GetClipboardTextFn = [](ImGuiContext*) {
        return static_cast<ImguiBridge*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)->clipboard_text();
    };
    platform_io.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
        static_cast<ImguiBridge*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)
            ->platform_.set_clipboard(text);
    };
#endif
}

const char* ImguiBridge::clipboard_text() {
    clipboard_ = platform_.clipboard();
    return clipboard_.c_str();
}

ImguiBridge::~ImguiBridge() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
}

void ImguiBridge::bind_nearest() const {
    glBindSampler(0, samplers_->nearest);
}

void ImguiBridge::feed(const ui::InputEvent& event) {
    if (const auto* moved = std::get_if<ui::MouseMoved>(&event.kind)) pointer_ = {moved->x, moved->y};
    feed_imgui(ImGui::GetIO(), event);
}

void ImguiBridge::begin_frame(SizePx framebuffer, float seconds) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(framebuffer.width), static_cast<float>(framebuffer.height));
    io.DisplayFramebufferScale = ImVec2(1, 1);
    io.DeltaTime = std::clamp(seconds, 1e-4f, 0.5f);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
}

void ImguiBridge::end_frame() {
    ImGui::Render();
}

void ImguiBridge::render() {
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool ImguiBridge::wants_text() const {
    return ImGui::GetIO().WantTextInput;
}

Cursor ImguiBridge::cursor() const {
    switch (ImGui::GetMouseCursor()) {
        case ImGuiMouseCursor_TextInput:
            return Cursor::Text;
        case ImGuiMouseCursor_ResizeEW:
            return Cursor::ResizeHorizontal;
        case ImGuiMouseCursor_ResizeNS:
            return Cursor::ResizeVertical;
        case ImGuiMouseCursor_ResizeAll:
            return Cursor::Move;
        case ImGuiMouseCursor_Hand:
            return Cursor::Hand;
        default:
            return Cursor::Arrow;
    }
}

const ui::Fonts& ImguiBridge::fonts(float scale, const std::set<char32_t>& missing) {
    if (scale == font_scale_ && missing == characters_) return fonts_;
    font_scale_ = scale;
    characters_ = missing;
    fonts_ = build_font_atlas(scale, characters_);
#if IMGUI_VERSION_NUM < 19200
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
    return fonts_;
}

ui::PictureSampling ImguiBridge::sampling() const {
    return {&use_nearest, &use_smooth, const_cast<ImguiBridge*>(this)};
}

}  // namespace proofsheet::shell
