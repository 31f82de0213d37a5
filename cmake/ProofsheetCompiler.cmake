# Compiler settings of our own code. Dependencies are SYSTEM and get none of the warnings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(PROOFSHEET_CCACHE ccache)
if(PROOFSHEET_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROOFSHEET_CCACHE})
endif()

add_library(proofsheet_options INTERFACE)
target_compile_options(proofsheet_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${PROOFSHEET_WERROR}>:-Werror>)
target_include_directories(proofsheet_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ takes a source file that a batch includes for a header, which must not use its own anonymous namespace.
  target_compile_options(proofsheet_options INTERFACE -Wno-subobject-linkage)
endif()

if(PROOFSHEET_SANITIZE)
  add_compile_options(-fsanitize=${PROOFSHEET_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PROOFSHEET_SANITIZE})
endif()
if(PROOFSHEET_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
