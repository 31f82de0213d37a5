# script_test.sh PROGRAM DEMO: what a session script can rely on.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

demo=$2
demo_play() {
  play "$1" "$2" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 1200x800 "${@:3}"
}

# Failures end with status 1 and where they are.
demo_play 1 $'wait ready\n\nexpect /slider/index == 99'
expect_in err "$work/session:3: /slider/index is 0, expected == 99"
demo_play 1 $'# a comment\nfly away'
expect_in err "$work/session:2: unknown command \"fly\""
demo_play 1 'text "no end'
expect_in err "$work/session:1: "
demo_play 1 'expect /no/such/place == 1'
expect_in err "$work/session:1: nothing at /no/such/place"
demo_play 1 'click-on no.such.thing'
expect_in err "$work/session:1: no target \"no.such.thing\""
demo_play 1 'key NoSuchKey'
demo_play 1 'resize 0 10'
demo_play 1 'wait ready soon'
demo_play 0 $'quit\nfly away'

# A session that does not exist, and calls that make no sense.
expect_status 1 "$program" --offscreen 320x240 --script no-such-file
expect_status 2 "$program" --offscreen 0x0 --script session
expect_status 2 "$program" --script session

# Standard input.
printf 'expect /screen == start\nfly away\n' |
  "$program" --data data --offscreen 320x240 --script - 2>err && fail "a failing script from standard input passes"
expect_in err "<stdin>:2: unknown command"

# What is on the screen and what it shows.
demo_play 0 "wait ready
targets $work/targets.json
expect /slider/index == 0
key .
wait ready
expect /slider/index == 1
state $work/state.json
screenshot $work/screen.png"
for target in nav.grid slider.master drawer.toggle 'grid.cell[0,0]' 'grid.header.x[0]'; do
  expect_in targets.json "\"name\": \"$target\""
done
for key in screen run mapping/x mapping/y mapping/slider filters slider/value slider/index slider/count \
  slider/playing grid/columns grid/rows grid/cells grid/cells/0/0/path grid/cells/0/0/score \
  grid/cells/0/0/level grid/cells/0/0/of focus/path focus/scores focus/flags camera/zoom camera/x camera/y \
  toasts jobs connections/comfyui connections/sinkin theme pending/scan pending/decode pending/upload \
  pending/store memory/gpu_bytes memory/cpu_bytes; do
  printf 'expect /%s != "no such value"\n' "$key"
done >keys
demo_play 0 "wait ready
$(<keys)
expect /grid/cells/0/0/level == full
expect /pending/decode == 0"
[ "$(head -c 4 screen.png | tail -c 3)" = PNG ] || fail "the screenshot is no PNG"
[ -s state.json ] || fail "no state was written"

# Every size of a window.
sizes='wait ready
resize 640 400
wait ready
key Enter
key Esc
resize 200 150
wait ready
key F1
wait frames 3
key Esc
key Ctrl+P
wait frames 3
key Ctrl+B
key Ctrl+F
wait frames 3
key Enter
wait frames 3
resize 1 1
wait frames 3
resize 3000 40
wait frames 3
resize 40 2000
wait frames 3
resize 640 400
wait ready
expect /slider/count > 1'
demo_play 0 "$sizes"
demo_play 0 "$sizes" --scale 2
play 0 "$sizes" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 16x16 --fixed-dt 16
