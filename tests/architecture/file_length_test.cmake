cmake_minimum_required(VERSION 3.25)
# cmake -DSOURCE=project -P file_length_test.cmake
#
# Fails when a source file is longer than one can keep in mind.

set(longest 500)
file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/src/*.h ${SOURCE}/src/*.cpp)
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "No source files under ${SOURCE}/src")
endif()
set(faults "")
foreach(file IN LISTS files)
  file(READ ${SOURCE}/${file} text)
  string(REGEX REPLACE "[^\n]+" "" breaks "${text}")
  string(LENGTH "${breaks}" lines)
  if(lines GREATER longest)
    string(APPEND faults "\n  ${file}: ${lines} lines")
  endif()
endforeach()
if(faults)
  message(FATAL_ERROR "Longer than ${longest} lines; is each still one room?${faults}")
endif()
