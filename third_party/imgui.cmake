# Debian's libimgui.a holds the core, the OpenGL 3 backend and the FreeType builder, but its pkg-config file names
# none of what they need; the link interface below does, so that the static libraries come in the right order.
if(PROOFSHEET_IMGUI_SOURCE)
  set(imgui ${PROOFSHEET_IMGUI_SOURCE})
  add_library(proofsheet_imgui STATIC
    ${imgui}/imgui.cpp ${imgui}/imgui_draw.cpp ${imgui}/imgui_tables.cpp ${imgui}/imgui_widgets.cpp
    ${imgui}/misc/freetype/imgui_freetype.cpp ${imgui}/misc/cpp/imgui_stdlib.cpp ${imgui}/backends/imgui_impl_opengl3.cpp)
  set_target_properties(proofsheet_imgui PROPERTIES UNITY_BUILD OFF)
  target_include_directories(proofsheet_imgui SYSTEM PUBLIC ${imgui} ${imgui}/misc/freetype ${imgui}/misc/cpp)
  target_include_directories(proofsheet_imgui SYSTEM PUBLIC ${imgui}/backends)
  target_compile_definitions(proofsheet_imgui PUBLIC IMGUI_ENABLE_FREETYPE)
  target_link_libraries(proofsheet_imgui PUBLIC PkgConfig::freetype ${CMAKE_DL_LIBS})
else()
  pkg_check_modules(imgui_system REQUIRED imgui)
  find_path(IMGUI_INCLUDE_DIR imgui.h REQUIRED HINTS ${imgui_system_INCLUDE_DIRS})
  find_library(IMGUI_LIBRARY imgui REQUIRED HINTS ${imgui_system_LIBRARY_DIRS})
  find_library(STB_LIBRARY stb REQUIRED)
  add_library(proofsheet_imgui STATIC IMPORTED GLOBAL)
  set_target_properties(proofsheet_imgui PROPERTIES
    IMPORTED_LOCATION ${IMGUI_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES "${IMGUI_INCLUDE_DIR};${IMGUI_INCLUDE_DIR}/backends"
    INTERFACE_LINK_LIBRARIES "glfw;PkgConfig::freetype;${STB_LIBRARY};${CMAKE_DL_LIBS}")
endif()
dependency(imgui TARGETS proofsheet_imgui)
