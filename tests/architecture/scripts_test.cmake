cmake_minimum_required(VERSION 3.25)
# cmake -DSOURCE=project -P scripts_test.cmake
#
# The scripts can be started and are well-formed, the continuous integration runs the tests as people do, and the
# package list has the form that scripts/setup reads.

foreach(script .ci/run scripts/setup scripts/run scripts/test)
  execute_process(COMMAND test -x ${SOURCE}/${script} RESULT_VARIABLE not_executable)
  execute_process(COMMAND bash -n ${SOURCE}/${script} RESULT_VARIABLE malformed)
  if(not_executable OR malformed)
    message(FATAL_ERROR "${script} cannot be started")
  endif()
endforeach()

file(READ ${SOURCE}/.ci/run text)
if(NOT text MATCHES "\nexec bash scripts/test")
  message(FATAL_ERROR ".ci/run does not call scripts/test")
endif()

file(STRINGS ${SOURCE}/scripts/package-list lines)
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^(#.*|(build|run|test) +[a-z0-9.+-]+)$")
    message(FATAL_ERROR "scripts/package-list: '${line}' is not '<build|run|test> <package>'")
  endif()
endforeach()
