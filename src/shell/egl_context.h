#pragma once

#include <memory>

#include "core/result.h"

namespace proofsheet::shell {

/// An OpenGL 3.3 core context without a display (EGL, surfaceless), current on the thread that made it, with
/// its functions loaded. Move-only.
class EglContext {
public:
    /// Errors: Unsupported with the package that is missing.
    static Result<EglContext> create();
    ~EglContext();
    EglContext(EglContext&&) noexcept;
    EglContext& operator=(EglContext&&) noexcept;

private:
    struct Handles;
    explicit EglContext(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

}  // namespace proofsheet::shell
