#pragma once

#include "core/result.h"
#include "core/size.h"
#include "gpu/gl_texture.h"
#include "image/pixels.h"

namespace proofsheet::gpu {

/// Owns a framebuffer with one RGBA8 colour texture. Requires the same current OpenGL 3.3 core context in
/// every member and the destructor. Move-only.
class GlFramebuffer {
public:
    /// Errors: Unsupported when the size is too large for the driver.
    static Result<GlFramebuffer> create(SizePx size);
    ~GlFramebuffer();
    GlFramebuffer(GlFramebuffer&& other) noexcept;
    GlFramebuffer& operator=(GlFramebuffer&& other) noexcept;

    SizePx size() const { return colour_.size(); }
    /// Draws go here, the whole size is the viewport.
    void bind() const;
    /// What was drawn, rows top to bottom. Waits for the drawing to finish.
    image::Pixels read_pixels() const;

private:
    GlFramebuffer(GlTexture colour, unsigned name);

    GlTexture colour_;
    unsigned name_ = 0;
};

}  // namespace proofsheet::gpu
