#pragma once

#include <unordered_map>

#include "cache/texture_uploader.h"
#include "gpu/gl_texture.h"

namespace proofsheet::gpu {

/// Textures of a cache; their handles are OpenGL names. Levels are made elsewhere. Requires the same current
/// OpenGL 3.3 core context in every member and the destructor.
class GlTextureUploader final : public cache::TextureUploader {
public:
    cache::TextureHandle create(SizePx size) override;
    void upload(cache::TextureHandle texture, int mip_level, int first_row, int rows,
                std::span<const std::uint8_t> rgba) override;
    void destroy(cache::TextureHandle texture) override;

private:
    std::unordered_map<cache::TextureHandle, GlTexture> textures_;
};

}  // namespace proofsheet::gpu
