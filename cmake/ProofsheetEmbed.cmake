# embed_texts(<target> file...)
#
# Makes each text file a string of the program, so that nothing is looked for at run time: `shaders/compare.frag.glsl`
# becomes `proofsheet::embedded::compare_frag_glsl` in the header "embedded/compare.frag.glsl.h".
set(PROOFSHEET_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_text.cmake)

function(embed_texts target)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/generated)
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME)
    set(header ${folder}/embedded/${name}.h)
    add_custom_command(
      OUTPUT ${header}
      COMMAND ${CMAKE_COMMAND} -DTEXT=${file} -DHEADER=${header} -P ${PROOFSHEET_EMBED_SCRIPT}
      DEPENDS ${file} ${PROOFSHEET_EMBED_SCRIPT}
      COMMENT "Embedding ${name}"
      VERBATIM)
    target_sources(${target} PRIVATE ${header})
  endforeach()
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
