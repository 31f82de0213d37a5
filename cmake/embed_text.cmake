cmake_minimum_required(VERSION 3.25)
# cmake -DTEXT=file -DHEADER=file.h -P embed_text.cmake
#
# Writes a header with the text as a constant named after the file. Texts hold neither `)text"` nor zero bytes.

get_filename_component(name ${TEXT} NAME)
string(MAKE_C_IDENTIFIER ${name} name)
file(READ ${TEXT} text)
string(FIND "${text}" ")text\"" end)
if(NOT end EQUAL -1)
  message(FATAL_ERROR "${TEXT} holds the characters that end an embedded text")
endif()
file(WRITE ${HEADER} "#pragma once\n\nnamespace proofsheet::embedded {\ninline constexpr char ${name}[] = R\"text(${text})text\";\n}\n")
