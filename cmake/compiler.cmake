# Warnings, sanitizers and the compiler cache: what holds for every target.

add_compile_options(-Wall -Wextra -Wpedantic)
if(FOVEA_WERROR)
  add_compile_options(-Werror)
endif()

if(FOVEA_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(FOVEA_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(FOVEA_SANITIZE)
  message(FATAL_ERROR "FOVEA_SANITIZE is \"${FOVEA_SANITIZE}\"; it can be address or thread")
endif()

# Paths are made relative to the source folder so that several worktrees share one cache.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Headers that most files of a target include, read once. With a compiler cache they are not: it
# would take every folder's for another.
if(NOT CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(precompiles TRUE)
endif()
function(fovea_precompile target)
  if(precompiles)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
function(fovea_precompile_as target other)
  if(precompiles)
    target_precompile_headers(${target} REUSE_FROM ${other})
  endif()
endfunction()
set(standard_headers
  <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
  <numeric> <optional> <set> <span> <string> <string_view> <variant> <vector> <fmt/format.h>)
