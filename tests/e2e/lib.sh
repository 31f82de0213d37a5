# For the scripts beside this file: `source lib.sh`. Their first argument is the program.
set -euo pipefail

program=$1
work=$(mktemp -d)
started=()  # ids of the processes to end with the script
cleanup() {
  [ "${#started[@]}" -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}
trap cleanup EXIT

# Nothing of the machine's own configuration.
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache
unset CONFIG_PATH WAYLAND_DISPLAY
cd "$work"

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# expect_status STATUS COMMAND...: its outputs go to $work/out and $work/err.
expect_status() {
  local expected=$1 status=0
  shift
  timeout 120 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  [ "$status" -eq "$expected" ] && return
  cat "$work/err" >&2
  fail "status $status, expected $expected: $*"
}

# expect_in FILE TEXT
expect_in() {
  grep -qF -- "$2" "$1" && return
  head -c 4000 "$1" >&2
  fail "no \"$2\" in ${1##*/}"
}

# play STATUS SCRIPT ARGUMENT...: an offscreen session.
play() {
  local expected=$1
  printf '%s\n' "$2" >"$work/session"
  shift 2
  expect_status "$expected" "$program" --data "$work/data" --script "$work/session" "$@"
}

# small_picture FILE: 96 x 64 pixels.
small_picture() { play 0 "screenshot $1" --offscreen 96x64; }

# checkpoint FILE: a header without tensors.
checkpoint() { printf '\x02\0\0\0\0\0\0\0{}' >"$1"; }

# training_run NAME STEP...: checkpoints and samples of 2 prompts x 2 seeds x 2 cfg, all of one picture.
training_run() {
  local name=$1 step file
  shift
  [ -s "$work/picture.png" ] || small_picture "$work/picture.png"
  mkdir -p checkpoints
  for step in "$@"; do
    printf -v file '%s-step%08d.safetensors' "$name" "$step"
    checkpoint "checkpoints/$file"
    mkdir -p "samples/$file"
    for settings in prompt_name={harbour,portal}\&seed={1,2}\&cfg={3,7}; do
      cp picture.png "samples/$file/${settings}_00001_.png"
    done
  done
}

# Sessions on what training_run made.
play_runs() { play "$1" "$2" --checkpoints checkpoints --samples samples --offscreen 1200x800 "${@:3}"; }
