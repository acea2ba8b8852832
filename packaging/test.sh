#!/usr/bin/env bash
# Sets Fovea up on a Debian 12 and runs everything that it is checked by: all tests (warnings as errors),
# qmllint, the format, the core's tests under the address and undefined-behaviour sanitizers and the
# engine's and the threads' under the thread sanitizer. Arguments go to the first ctest (such as -L unit).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

failed=()
summary=()

# check WORDS COMMAND...: runs it, remembers how it went, and goes on.
check() {
  local words=$1 start=$SECONDS
  shift
  say "$words ..."
  if "$@"; then
    summary+=("held    $words ($((SECONDS - start)) s)")
  else
    summary+=("FAILED  $words ($((SECONDS - start)) s)")
    failed+=("$words")
  fi
}

format() {
  find app core shaders tests ui '(' -name '*.cpp' -o -name '*.h' ')' -print0 |
    xargs -0 clang-format-14 --dry-run --Werror
}

lint() {
  local report
  report=$(ninja -C build/ci all_qmllint 2>&1) || { printf '%s\n' "$report"; return 1; }
  if grep -E '^(Warning|Error):' <<<"$report"; then return 1; fi
}

install "build and run" "test"
cd "$root"
if [ -n "${FOVEA_TEST_DATA:-}" ]; then
  say "reference networks and data are read from $FOVEA_TEST_DATA"
else
  say "FOVEA_TEST_DATA is not set: tests against reference networks will skip"
fi

check "the format of the sources" format
build ci
check "all tests" ctest --preset ci -j "$(nproc)" "$@"
check "qmllint" lint
build asan
check "core tests, address and undefined-behaviour sanitizers" ctest --preset asan -j "$(nproc)"
build tsan
check "engine tests, thread sanitizer" ctest --preset tsan

printf '%s\n' "${summary[@]}"
[ ${#failed[@]} -eq 0 ] || stop "failed: ${failed[*]}"
say "everything held, in $((SECONDS / 60)) min $((SECONDS % 60)) s"
