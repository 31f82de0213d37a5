# hostile_test.sh PROGRAM: folders with everything that can be wrong in one.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

jpeg='/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z'
pictures=$work/samples/run-step00000001.safetensors

# png_header WIDTH_AND_HEIGHT CHECKSUM: a picture that ends after its header; the numbers as printf escapes.
png_header() {
  printf '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR%b%b\x08\x02\0\0\0%b' "$1" "$1" "$2"
}

make_pictures() {
  mkdir -p "$pictures" samples/run-step00000002.safetensors
  small_picture "$work/good.png"
  for step in 1 2; do cp good.png "samples/run-step0000000$step.safetensors/seed=1&_00001_.png"; done
  head -c 600 good.png >"$pictures/seed=2&_00001_.png"
  : >"$pictures/seed=3&_00001_.png"
  png_header '\0\0\0\0' '\xb4\xe9\xeb\x45' >"$pictures/seed=4&_00001_.png"
  png_header '\0\0\x75\x30' '\xe9\x45\x6f\xed' >"$pictures/seed=5&_00001_.png"
  base64 -d <<<"$jpeg" >"$pictures/seed=6&_00001_.png"
  echo "not a picture" >"$pictures/seed=7&_00001_.png"
  cp good.png "$pictures/"$'note=caf\xe9&seed=8&_00001_.png'
  cp good.png "$pictures/"$'note=two\nlines&seed=9&_00001_.png'
}

make_odd_entries() {
  mkdir "$pictures/x.png"
  ln -s nowhere.png "$pictures/dangling.png"
  ln -s loop.png "$pictures/loop.png"
  ln -s . "$pictures/again"
  ln -s .. samples/up
  cp good.png outside.png
  ln -s ../../outside.png "$pictures/outside.png"
  ln -s /dev/zero "$pictures/endless.png"
  mkfifo "$pictures/pipe.png"
}

make_checkpoints() {
  mkdir checkpoints
  checkpoint checkpoints/run-step00000001.safetensors
  checkpoint checkpoints/run-step00000002.safetensors
  truncate -s 1G checkpoints/run-step00000003.safetensors
  printf '\0\0\0\0\0\0\0\x80{}' >checkpoints/run-step00000004.safetensors
  printf '\x02\0' >checkpoints/run-step00000005.safetensors
  mkfifo checkpoints/run-step00000006.safetensors
  ln -s run-step00000007.safetensors checkpoints/run-step00000007.safetensors
}

# inspects STATUS FILE: a failure is a sentence.
inspects() {
  expect_status "$1" "$program" inspect "$2"
  expect_status "$1" "$program" inspect --json "$2"
  [ "$1" -eq 0 ] || [ -s err ] || fail "no word about $2"
}

inspect_everything() {
  for name in 'seed=3&_00001_.png' 'seed=4&_00001_.png' 'seed=7&_00001_.png' again x.png dangling.png loop.png endless.png pipe.png; do
    inspects 1 "$pictures/$name"
  done
  # The header of a picture that is cut short can be read.
  for name in 'seed=1&_00001_.png' 'seed=2&_00001_.png' 'seed=5&_00001_.png' 'seed=6&_00001_.png' outside.png $'note=caf\xe9&seed=8&_00001_.png' \
    $'note=two\nlines&seed=9&_00001_.png'; do
    inspects 0 "$pictures/$name"
  done
  for step in 3 4 5 6 7; do inspects 1 "checkpoints/run-step0000000$step.safetensors"; done
  inspects 0 checkpoints/run-step00000001.safetensors
}

scan_everything() {
  local folders=(--checkpoints checkpoints --samples samples)
  expect_status 0 "$program" scan "${folders[@]}"
  expect_status 0 "$program" scan --run run "${folders[@]}"
  expect_status 0 "$program" scan --json "${folders[@]}"
  for step in 3 4 5 6 7; do expect_in out "checkpoints/run-step0000000$step.safetensors\""; done
  for kind in bad-header not-a-file loop outside; do expect_in out "\"kind\": \"$kind\""; done
  expect_status 0 "$program" scan --json --run run "${folders[@]}"
  for kind in unreadable loop outside not-a-file empty name-encoding; do expect_in out "\"kind\": \"$kind\""; done
  for name in 'seed=3&_00001_.png' x.png dangling.png loop.png again outside.png endless.png pipe.png; do
    expect_in out "\"path\": \"run-step00000001.safetensors/$name\""
  done
}

# watch_memory PROCESS: the most that it ever held until it ended, in MiB.
watch_memory() {
  local line most=0
  while kill -0 "$1" 2>/dev/null; do
    line=$(grep VmHWM "/proc/$1/status" 2>/dev/null || true)
    [ -z "$line" ] || most=$(tr -dc 0-9 <<<"$line")
    sleep 0.05
  done
  printf '%d' $((most / 1024))
}

look_at_everything() {
  cat >session <<'SCRIPT'
wait ready 60
key .
wait ready 60
expect /slider/index == 1
key ,
wait ready 60
expect /slider/index == 0
key Enter
wait ready 60
key Right
wait ready 60
key Right
wait ready 60
key Right
wait ready 60
key Right
wait ready 60
key Esc
key F1
wait ready 60
expect /help == true
key Esc
key Ctrl+P
wait ready 60
expect /problems > 0
key F5
wait ready 60
state state.json
expect /grid/cells contains failed
expect /grid/cells contains full
SCRIPT
  "$program" "$@" --data data --offscreen 1600x600 --script session 2>err </dev/null &
  local session=$! status=0 most
  started+=("$session")
  most=$(watch_memory "$session")
  wait "$session" || status=$?
  [ "$status" -eq 0 ] || { cat err >&2; fail "status $status of a session with $*"; }
  [ "$most" -lt 1536 ] || fail "a session needed $most MiB"
  echo "largest memory: $most MiB"
}

make_pictures
make_odd_entries
make_checkpoints
scan_everything
inspect_everything
look_at_everything --checkpoints checkpoints --samples samples
