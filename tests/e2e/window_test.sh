# window_test.sh PROGRAM ASK_TO_CLOSE: the program in a real window, with real keys.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ask_to_close=$2
window=

start_display() {
  # Without -noreset the server starts over when a client leaves, and turns away who comes just then.
  Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>"$work/display" 2>/dev/null &
  started+=($!)
  for _ in {1..100}; do
    [ -s "$work/display" ] && break
    sleep 0.1
  done
  [ -s "$work/display" ] || fail "Xvfb does not start"
  DISPLAY=:$(<"$work/display")
  export DISPLAY
}

make_run() {
  mkdir -p checkpoints
  small_picture "$work/picture.png"
  for step in 100 200 300; do
    checkpoint "checkpoints/boats-step00000$step.safetensors"
    mkdir -p "samples/boats-step00000$step.safetensors"
    for seed in 1 2; do
      cp picture.png "samples/boats-step00000$step.safetensors/prompt_name=harbour&seed=$seed&_00001_.png"
    done
  done
}

title() { xdotool getwindowname "$window" 2>/dev/null || true; }

wait_for_title() {
  for _ in {1..200}; do
    [ "$(title)" = "$1" ] && return
    sleep 0.1
  done
  cat "$work/log" >&2
  fail "the title is \"$(title)\", expected \"$1\""
}

start_program() {
  "$program" --checkpoints checkpoints --samples samples --data "$work/data" --frame-log frames.jsonl >log 2>&1 &
  pid=$!
  started+=("$pid")
  window=
  for _ in {1..200}; do
    window=$(xdotool search --onlyvisible --class proofsheet 2>/dev/null | head -n 1 || true)
    [ -n "$window" ] && break
    sleep 0.1
  done
  [ -n "$window" ] || { cat log >&2; fail "no window"; }
  wait_for_title 'boats · checkpoint 100 — Proofsheet'
  xdotool windowfocus --sync "$window"
}

expect_end() {
  for _ in {1..200}; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -0 "$pid" 2>/dev/null && fail "still runs after $1"
  local status=0
  wait "$pid" || status=$?
  [ "$status" -eq 0 ] || { cat log >&2; fail "status $status after $1"; }
}

# Processor time in ticks, of all threads.
processor_ticks() {
  local stat
  stat=$(<"/proc/$pid/stat")
  set -- ${stat##*) }
  printf '%d' $((${12} + ${13}))
}

expect_idle() {
  sleep 2
  local before ticks
  before=$(processor_ticks)
  sleep 3
  ticks=$(($(processor_ticks) - before))
  local spent=$((ticks * 1000 / $(getconf CLK_TCK)))
  [ "$spent" -lt 150 ] || fail "an untouched window used $spent ms of processor time in 3 s"
}

start_display
make_run

start_program
xdotool key period
wait_for_title 'boats · checkpoint 200 — Proofsheet'
xdotool key Next
wait_for_title 'boats · checkpoint 300 — Proofsheet'
xdotool key comma
wait_for_title 'boats · checkpoint 200 — Proofsheet'
expect_idle
xdotool key ctrl+q
expect_end "Ctrl+Q"
grep -q '"input_to_present_ms":\[[0-9]' frames.jsonl || fail "no frame shows an event"

start_program
xdotool key Escape
"$ask_to_close" "$window"
expect_end "the window manager's wish"
