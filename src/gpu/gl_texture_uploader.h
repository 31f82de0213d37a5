#pragma once

#include "cache/texture_uploader.h"

namespace proofsheet::gpu {

/// RGBA8 textures with a full mip chain. Bytes stay sRGB-encoded on the way to the screen, so that a pixel drawn 1:1 keeps its
/// value; levels are made elsewhere. Requires the same current OpenGL 3.3 core context in every member.
class GlTextureUploader final : public cache::TextureUploader {
public:
    cache::TextureHandle create(SizePx size) override;
    void upload(cache::TextureHandle texture, int mip_level, int first_row, int rows, std::span<const std::uint8_t> rgba) override;
    void destroy(cache::TextureHandle texture) override;
};

}  // namespace proofsheet::gpu
