cmake_minimum_required(VERSION 3.25)
# cmake -DCASE=name -DCHECK=check_rooms.cmake -DWORK=folder -P check_rooms_test.cmake
#
# Makes a small tree of two rooms and looks at what the check says about it.

set(rooms "base||fmt\nwall|base|\nhouse|all|threads\n")
set(base_h "#include <string>\n#include <fmt/format.h>\n")
set(wall_cpp "#include \"base/base.h\"\n#include \"wall/wall.h\"\n#include <vector>\n")
set(house_cpp "#include \"base/base.h\"\n#include <thread>\n")
set(expected "")

if(CASE STREQUAL "clean_tree")
elseif(CASE STREQUAL "room_not_used")
  string(APPEND base_h "  #  include \"wall/wall.h\"\n")
  set(expected "src/base/base.h includes wall/wall.h: room 'base' may not use room 'wall'")
elseif(CASE STREQUAL "library_not_owned")
  string(APPEND wall_cpp "#include <fmt/core.h>\n")
  set(expected "src/wall/wall.cpp includes fmt/core.h: room 'wall' does not own library 'fmt'")
elseif(CASE STREQUAL "threads_outside_their_room")
  string(APPEND wall_cpp "#include <mutex>\n")
  set(expected "src/wall/wall.cpp includes mutex: room 'wall' does not own library 'threads'")
elseif(CASE STREQUAL "all_means_every_room")
  string(APPEND house_cpp "#include \"wall/wall.h\"\n")
else()
  message(FATAL_ERROR "No case '${CASE}'")
endif()

file(REMOVE_RECURSE ${WORK})
file(WRITE ${WORK}/rooms.txt "${rooms}")
file(WRITE ${WORK}/src/base/base.h "${base_h}")
file(WRITE ${WORK}/src/wall/wall.h "")
file(WRITE ${WORK}/src/wall/wall.cpp "${wall_cpp}")
file(WRITE ${WORK}/src/house/house.cpp "${house_cpp}")

execute_process(COMMAND ${CMAKE_COMMAND} -DROOMS=${WORK}/rooms.txt -DSOURCE=${WORK}/src -P ${CHECK}
  RESULT_VARIABLE status ERROR_VARIABLE said)
string(REGEX REPLACE "[ \n]+" " " said "${said}")

if(expected STREQUAL "")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "A tree without faults was refused: ${said}")
  endif()
else()
  string(FIND "${said}" "${expected}" found)
  if(status EQUAL 0 OR found EQUAL -1)
    message(FATAL_ERROR "Expected '${expected}', status ${status}, got: ${said}")
  endif()
endif()
