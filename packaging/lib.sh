# What packaging/run.sh and packaging/test.sh share. Sourced by bash; `root` is the source folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$root/build/packaging.log

say() { printf 'fovea: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# packages PART...: the names in the parts ("build and run", "test") of the list.
packages() {
  local part
  for part in "$@"; do
    awk -v part="# -- to $part" '/^# --/ { inside = $0 == part; next } inside && NF && !/^#/' \
      "$root/packaging/debian-packages.txt"
  done
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  local installed
  installed=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/^installed //p')
  printf '%s\n' "$@" | grep -vxF -e "${installed:-none}" || true
}

# What a build needs, by the names of programs: all that can be looked for on a system without dpkg.
missing_programs() {
  local program
  for program in c++ cmake ninja glslc moc6:/usr/lib/qt6/libexec/moc; do
    [ -x "${program#*:}" ] || command -v "${program%%:*}" >/dev/null || printf '%s ' "${program%%:*}"
  done
}

# quietly WORDS COMMAND...: one line for the person, the output in the log; on failure its end, and stop.
quietly() {
  local words=$1 start=$SECONDS
  shift
  say "$words ..."
  mkdir -p "$root/build" && : >"$log" || stop "$root/build cannot be written to"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    stop "$words failed after $((SECONDS - start)) s; everything it said is in $log"
  fi
  say "$words: done in $((SECONDS - start)) s"
}

# install PART...: makes sure that the packages of these parts are installed.
install() {
  local system names missing become=()
  system=$(. /etc/os-release 2>/dev/null && printf '%s %s' "${ID:-unknown}" "${VERSION_ID:-}" || true)
  mapfile -t names < <(packages "$@")
  if [ "$system" != "debian 12" ]; then
    say "this script sets Fovea up on Debian 12; this system is ${system:-unknown}"
    if command -v dpkg-query >/dev/null; then
      mapfile -t missing < <(missing_packages "${names[@]}")
      say "missing here: ${missing[*]:-none of its packages}"
    else
      say "missing here: Debian's packages; of the programs that a build needs: $(missing_programs)"
    fi
    stop "install what packaging/debian-packages.txt names, then: cmake --preset release && cmake --build --preset release"
  fi

  mapfile -t missing < <(missing_packages "${names[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      stop "these packages are missing, and neither root nor sudo is here to install them: ${missing[*]}"
    sudo -v || stop "these packages are missing, and sudo did not let them be installed: ${missing[*]}"
    become=(sudo)
  fi
  quietly "reading the package lists" "${become[@]}" apt-get update -q
  quietly "installing Debian packages: ${#missing[@]} of the list" "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# jobs: as many compilers as there are cores, but no more than memory holds at 1.2 GB each.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1200000) }' /proc/meminfo)
  [ "${memory:-1}" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

# build PRESET TARGET...: configures where that is due, and builds. Costs a moment if nothing changed.
build() {
  local preset=$1 folder=$root/build/$1
  shift
  cd "$root"
  if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ] ||
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    quietly "configuring ($preset)" cmake --fresh --preset "$preset"
  fi
  if [ -t 1 ]; then
    say "building ($preset) ..."
    ninja -C "$folder" -j "$(jobs)" "$@" || stop "building ($preset) failed"
  else
    quietly "building ($preset)" ninja -C "$folder" -j "$(jobs)" "$@"
  fi
}
