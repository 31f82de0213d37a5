# room(<name> [USES room...] [LIBS library...] SOURCES file...)
#
# One static library for each folder of src/. USES names the rooms whose headers it may include, LIBS the
# dependencies it owns; anything else fails the build (check_rooms.cmake, target `rooms_checked`).
# USES `all` is for the two rooms that wire everything together.
set_property(GLOBAL PROPERTY PROOFSHEET_ROOMS "")

function(room name)
  cmake_parse_arguments(ARG "" "" "USES;LIBS;SOURCES" ${ARGN})
  set(target proofsheet_${name})
  add_library(${target} STATIC ${ARG_SOURCES})
  target_link_libraries(${target} PUBLIC proofsheet_options)
  add_dependencies(${target} rooms_checked)

  get_property(known GLOBAL PROPERTY PROOFSHEET_ROOMS)
  if(ARG_USES STREQUAL "all")
    set(linked ${known})
  else()
    set(linked ${ARG_USES})
  endif()
  foreach(used IN LISTS linked)
    target_link_libraries(${target} PUBLIC proofsheet_${used})
  endforeach()
  foreach(library IN LISTS ARG_LIBS)
    target_link_libraries(${target} PUBLIC proofsheet::${library})
  endforeach()

  set_property(GLOBAL APPEND PROPERTY PROOFSHEET_ROOMS ${name})
  string(REPLACE ";" " " uses "${ARG_USES}")
  string(REPLACE ";" " " libraries "${ARG_LIBS}")
  set_property(GLOBAL APPEND_STRING PROPERTY PROOFSHEET_ROOM_LINES "${name}|${uses}|${libraries}\n")
endfunction()

# Writes what the rooms declared and makes the target that checks it. Call once, after the last room.
function(check_rooms)
  get_property(lines GLOBAL PROPERTY PROOFSHEET_ROOM_LINES)
  set(list ${CMAKE_BINARY_DIR}/rooms.txt)
  file(WRITE ${list}.new "${lines}")
  configure_file(${list}.new ${list} COPYONLY)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.h ${CMAKE_SOURCE_DIR}/src/*.cpp)
  add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/rooms.stamp
    COMMAND ${CMAKE_COMMAND} -DROOMS=${list} -DSOURCE=${CMAKE_SOURCE_DIR}/src -P ${CMAKE_SOURCE_DIR}/cmake/check_rooms.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_BINARY_DIR}/rooms.stamp
    DEPENDS ${sources} ${list} ${CMAKE_SOURCE_DIR}/cmake/check_rooms.cmake
    COMMENT "Checking include directions"
    VERBATIM)
  add_custom_target(rooms_checked ALL DEPENDS ${CMAKE_BINARY_DIR}/rooms.stamp)
endfunction()
