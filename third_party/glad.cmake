# glad 2 writes the loader; --reproducible keeps it from downloading the specification.
find_program(GLAD_GENERATOR glad REQUIRED)
set(glad_dir ${CMAKE_BINARY_DIR}/generated/glad)
add_custom_command(
  OUTPUT ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h
  COMMAND ${GLAD_GENERATOR} --quiet --reproducible --api gl:core=3.3 --extensions= --out-path ${glad_dir} c
  COMMENT "Generating the OpenGL 3.3 loader"
  VERBATIM)
add_library(proofsheet_glad STATIC ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h)
target_include_directories(proofsheet_glad SYSTEM PUBLIC ${glad_dir}/include)
dependency(glad TARGETS proofsheet_glad)
