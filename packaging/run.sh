#!/usr/bin/env bash
# Sets Fovea up on a Debian 12 and starts it: installs what is missing, builds what changed, opens the
# window. Arguments go to the program. Without a display, and without arguments, it runs the sample
# picture through the sample network, writes one figure a layer and prints the answer.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

here=$PWD
install "build and run"
build release fovea
program=$root/build/release/bin/fovea
cd "$here"

if [ $# -gt 0 ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
  exec "$program" "$@"
fi

figures=$root/build/figures
say "there is no display, so the sample picture goes through the sample network here"
rm -rf "$figures"
"$program" run natural10 -i "$root/assets/pictures/chelsea.png" --figures "$figures"
say "one figure a layer, $(find "$figures" -name '*.png' | wc -l) in all: $figures"
