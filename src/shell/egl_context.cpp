#include "shell/egl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>
#include <glad/gl.h>

#include <utility>

namespace proofsheet::shell {

struct EglContext::Handles {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    ~Handles() {
        if (display == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        eglTerminate(display);
    }
};

namespace {

Error no_context(const char* what) {
    return {ErrorKind::Unsupported,
            fmt::format("Cannot draw without a display: {} (EGL error 0x{:X}). Install the packages libegl1, "
                        "libegl-mesa0 and libgl1-mesa-dri",
                        what, static_cast<unsigned>(eglGetError()))};
}

EGLDisplay surfaceless_display() {
    const auto get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (get_display == nullptr) return eglGetDisplay(EGL_DEFAULT_DISPLAY);
    const EGLDisplay display =
        get_display(EGL_PLATFORM_SURFACELESS_MESA, reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr);
    return display == EGL_NO_DISPLAY ? eglGetDisplay(EGL_DEFAULT_DISPLAY) : display;
}

EGLContext make_context(EGLDisplay display) {
    const EGLint config_attributes[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(display, config_attributes, &config, 1, &count);
    const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                 3,
                                 EGL_CONTEXT_MINOR_VERSION,
                                 3,
                                 EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                 EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                 EGL_NONE};
    return eglCreateContext(display, count > 0 ? config : EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
}

}  // namespace

EglContext::EglContext(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
EglContext::~EglContext() = default;
EglContext::EglContext(EglContext&&) noexcept = default;
EglContext& EglContext::operator=(EglContext&&) noexcept = default;

Result<EglContext> EglContext::create() {
    auto handles = std::make_unique<Handles>();
    const EGLDisplay display = surfaceless_display();
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE)
        return no_context("no EGL display");
    handles->display = display;
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) return no_context("no desktop OpenGL");
    handles->context = make_context(display);
    if (handles->context == EGL_NO_CONTEXT) return no_context("no OpenGL 3.3 context");
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, handles->context) != EGL_TRUE)
        return no_context("the context cannot be made current");
    if (gladLoadGL(&eglGetProcAddress) == 0) return no_context("OpenGL functions cannot be loaded");
    return EglContext(std::move(handles));
}

}  // namespace proofsheet::shell
