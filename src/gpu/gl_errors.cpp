#include "gpu/gl_errors.h"

#include <glad/gl.h>

namespace proofsheet::gpu {

void forget_gl_errors() {
    while (glGetError() != GL_NO_ERROR) {
    }
}

}  // namespace proofsheet::gpu
