#pragma once

#include <array>

namespace proofsheet::gpu {

/// Keeps what drawing with textures changes, and puts it back at its end: program, vertex array, active
/// texture unit, textures and samplers of the first units, scissor, blending. Costs a dozen queries that the
/// driver answers by itself. Requires the same current OpenGL 3.3 core context from the constructor to the
/// destructor.
class GlSavedState {
public:
    static constexpr int kUnits = 3;

    GlSavedState();
    ~GlSavedState();
    GlSavedState(const GlSavedState&) = delete;
    GlSavedState& operator=(const GlSavedState&) = delete;

private:
    struct Unit {
        int texture = 0;
        int sampler = 0;
    };
    int program_ = 0;
    int vertex_array_ = 0;
    int active_unit_ = 0;
    std::array<Unit, kUnits> units_;
    std::array<int, 4> scissor_{};
    bool scissors_ = false;
    bool blends_ = false;
};

}  // namespace proofsheet::gpu
