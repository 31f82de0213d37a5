#pragma once

#include "core/result.h"

namespace proofsheet::gpu {

/// Owns a linked vertex and fragment shader. Move-only. Requires the same current OpenGL 3.3 core context in
/// every member and the destructor.
class GlProgram {
public:
    /// Errors: InvalidInput with the driver's log, which names the line.
    static Result<GlProgram> create(const char* vertex_source, const char* fragment_source);
    ~GlProgram();
    GlProgram(GlProgram&& other) noexcept;
    GlProgram& operator=(GlProgram&& other) noexcept;

    void use() const;
    /// -1, which OpenGL ignores, when the shaders do not use it.
    int uniform(const char* name) const;

private:
    explicit GlProgram(unsigned name) : name_(name) {}
    unsigned name_ = 0;
};

}  // namespace proofsheet::gpu
