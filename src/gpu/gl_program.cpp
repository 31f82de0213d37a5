#include "gpu/gl_program.h"

#include <fmt/format.h>
#include <glad/gl.h>

#include <string>
#include <utility>

namespace proofsheet::gpu {
namespace {

Error log_error(const char* step, std::string log) {
    while (!log.empty() && (log.back() == '\0' || log.back() == '\n')) log.pop_back();
    return {ErrorKind::InvalidInput,
            fmt::format("The graphics driver does not accept the {}: {}", step, log)};
}

std::string shader_log(GLuint shader) {
    GLint length = 0;
    glGetShaderiv(shader, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(length), '\0');
    glGetShaderInfoLog(shader, length, nullptr, log.data());
    return log;
}

std::string program_log(GLuint program) {
    GLint length = 0;
    glGetProgramiv(program, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(length), '\0');
    glGetProgramInfoLog(program, length, nullptr, log.data());
    return log;
}

/// Compiles a shader into the program, which keeps it until it is linked.
Status attach(GLuint program, GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
    GLint compiled = GL_FALSE;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (compiled == GL_TRUE) return {};
    return log_error(kind == GL_VERTEX_SHADER ? "vertex shader" : "fragment shader", shader_log(shader));
}

}  // namespace

Result<GlProgram> GlProgram::create(const char* vertex_source, const char* fragment_source) {
    GlProgram program(glCreateProgram());
    if (const Status status = attach(program.name_, GL_VERTEX_SHADER, vertex_source); !status)
        return status.error();
    if (const Status status = attach(program.name_, GL_FRAGMENT_SHADER, fragment_source); !status)
        return status.error();
    glLinkProgram(program.name_);
    GLint linked = GL_FALSE;
    glGetProgramiv(program.name_, GL_LINK_STATUS, &linked);
    if (linked != GL_TRUE) return log_error("shaders together", program_log(program.name_));
    return program;
}

GlProgram::~GlProgram() {
    if (name_ != 0) glDeleteProgram(name_);
}

GlProgram::GlProgram(GlProgram&& other) noexcept : name_(std::exchange(other.name_, 0)) {}

GlProgram& GlProgram::operator=(GlProgram&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
}

void GlProgram::use() const {
    glUseProgram(name_);
}

int GlProgram::uniform(const char* name) const {
    return glGetUniformLocation(name_, name);
}

}  // namespace proofsheet::gpu
