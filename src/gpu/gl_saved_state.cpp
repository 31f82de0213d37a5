#include "gpu/gl_saved_state.h"

#include <glad/gl.h>

namespace proofsheet::gpu {
namespace {

void set_enabled(GLenum capability, bool on) {
    if (on)
        glEnable(capability);
    else
        glDisable(capability);
}

}  // namespace

GlSavedState::GlSavedState() {
    glGetIntegerv(GL_CURRENT_PROGRAM, &program_);
    glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &vertex_array_);
    glGetIntegerv(GL_ACTIVE_TEXTURE, &active_unit_);
    GLenum unit = GL_TEXTURE0;
    for (Unit& kept : units_) {
        glActiveTexture(unit++);
        glGetIntegerv(GL_TEXTURE_BINDING_2D, &kept.texture);
        glGetIntegerv(GL_SAMPLER_BINDING, &kept.sampler);
    }
    glGetIntegerv(GL_SCISSOR_BOX, scissor_.data());
    scissors_ = glIsEnabled(GL_SCISSOR_TEST) == GL_TRUE;
    blends_ = glIsEnabled(GL_BLEND) == GL_TRUE;
}

GlSavedState::~GlSavedState() {
    glUseProgram(static_cast<GLuint>(program_));
    glBindVertexArray(static_cast<GLuint>(vertex_array_));
    GLuint unit = 0;
    for (const Unit& kept : units_) {
        glActiveTexture(GL_TEXTURE0 + unit);
        glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(kept.texture));
        glBindSampler(unit++, static_cast<GLuint>(kept.sampler));
    }
    glActiveTexture(static_cast<GLenum>(active_unit_));
    glScissor(scissor_[0], scissor_[1], scissor_[2], scissor_[3]);
    set_enabled(GL_SCISSOR_TEST, scissors_);
    set_enabled(GL_BLEND, blends_);
}

}  // namespace proofsheet::gpu
