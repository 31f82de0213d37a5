# sampling_test.sh PROGRAM: sample jobs of real processes: made, stopped, killed, watched from another one.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir checkpoints
for step in 250 500 750; do
  checkpoint "checkpoints/$(printf 'lora-step%08d.safetensors' "$step")"
done
common=(--checkpoints checkpoints --samples samples --data data)

# preset NAME SEEDS SIDE: two prompts, one of them hard to put into a file name.
preset() {
  printf '{"name": "%s", "prompts": [{"name": "a/b & 100%% = \\"森\\"; +", "text": "harbour"},
    {"name": "forest", "text": "a forest"}], "steps": [4], "cfgs": [1.25, 1.2], "samplers": ["euler"],
    "schedulers": ["simple"], "seeds": [%s], "width": %d, "height": %d}' "$1" "$2" "$3" "$3" >"$1.json"
  expect_status 0 "$program" preset import "$1.json" --replace "${common[@]}"
}
job() { "$program" job "$@" "${common[@]}" 2>>log; }
pictures() { find samples -name '*.png' 2>/dev/null | wc -l; }
# until TRIES COMMAND...: waits for it to succeed.
until_true() {
  local tries=$1
  shift
  for ((; tries > 0; tries--)); do
    "$@" && return
    sleep 0.1
  done
  fail "waited in vain: $*"
}
at_least() { [ "$(pictures)" -ge "$1" ]; }
status_is() { job show "$1" --json | grep -m1 '"status"' | grep -q "\"$2\""; }
newest() { job list --json | grep -m1 '"id"' | cut -d'"' -f4; }
# begin ARGUMENT...: a job in the background.
begin() {
  "$program" sample --run lora --provider demo "$@" "${common[@]}" >job.out 2>job.err </dev/null &
  worker=$!
  started+=("$worker")
}

# A whole job; its pictures are what the scan finds, name by name, and nothing is made twice.
preset small '7, 18446744073709551615' 48
expect_status 0 "$program" sample --run lora --preset small --provider demo "${common[@]}"
expect_in out '3 checkpoints × 8 pictures = 24: 24 to make'
expect_in out '[24/24] lora-step00000750.safetensors: forest, 4 steps, CFG 1.2, euler simple, seed 18446744073709551615'
expect_in out 'Completed: 24 pictures in'
[ "$(pictures)" -eq 24 ] || fail "$(pictures) pictures"
expect_status 0 "$program" scan --run lora --json "${common[@]}"
for value in 'a/b & 100% = \"森\"; +' 18446744073709551615 1.25 '"1.2"' euler simple; do expect_in out "$value"; done
expect_status 0 "$program" sample --run lora --preset small --provider demo "${common[@]}"
expect_in out '24: 0 to make, 24 there already'
expect_status 0 "$program" inspect "$(find samples -name '*forest*551615.png' | head -n1)" --json
expect_in out '"seed": 18446744073709551615'

# A picture that was lost is the only one that is made.
rm "$(find samples -name '*.png' | head -n1)"
expect_status 0 "$program" sample --run lora --preset small --provider demo "${common[@]}"
expect_in out '24: 1 to make, 23 there already'
[ "$(pictures)" -eq 24 ] || fail "$(pictures) pictures"

# All: beside those that are there, never over them.
expect_status 0 "$program" sample --run lora --preset small --provider demo --checkpoints 500 --all "${common[@]}"
[ "$(pictures)" -eq 32 ] || fail "$(pictures) pictures"
[ "$(find samples -name '*_00001_.png' | wc -l)" -eq 8 ] || fail 'no counters'
expect_status 0 "$program" job delete "$(newest)" --trash-pictures "${common[@]}"
[ "$(pictures)" -eq 24 ] || fail 'the pictures of a deleted job stay in the samples'
[ "$(find data/trash/samples -name '*.png' | wc -l)" -eq 8 ] || fail 'the trash lacks pictures'

# Killed in the middle: what was made stays, the rest is made once.
preset large "$(seq -s, 1 12)" 160
begin --preset large --study killed
until_true 300 at_least 27
kill -9 "$worker"
wait "$worker" 2>/dev/null || true
killed=$(newest)
job list --json | grep -m1 '"interrupted"' | grep -q true || fail 'a killed job is not shown as interrupted'
expect_status 0 "$program" job resume "${killed:0:8}" "${common[@]}"
expect_in out 'Completed: 144 pictures in'
[ "$(find samples/killed -name '*.png' | wc -l)" -eq 144 ] || fail 'a killed job makes another number of pictures'
[ -z "$(find samples -name '*.part' -o -name '*_00001_*')" ] || fail "left over: $(find samples -name '*.part')"

# Ctrl+C lets the picture finish; resume goes on.
begin --preset large --study stopped
until_true 300 at_least 170
kill -INT "$worker"
status=0
wait "$worker" || status=$?
[ "$status" -eq 1 ] || fail "a stopped job ends with $status"
expect_in job.out 'Paused: '
stopped=$(newest)
status_is "$stopped" paused || fail 'a stopped job is not paused'
job show "$stopped" --json | grep -q '"failed": 0' || fail 'a stop makes pictures fail'

# Another process watches it and stops it, twice.
"$program" job resume "$stopped" "${common[@]}" >job.out 2>job.err </dev/null &
worker=$!
started+=("$worker")
until_true 300 status_is "$stopped" running
job show "$stopped" >shown
expect_in shown 'CHECKPOINT'
job stop "$stopped" >said
expect_in said 'Stopping after the current picture'
until_true 100 status_is "$stopped" paused
wait "$worker" 2>/dev/null || true

# Two jobs in line: the second waits for the first, and both are completed.
"$program" job resume "$stopped" "${common[@]}" >first.out 2>first.err </dev/null &
first=$!
started+=("$first")
until_true 300 status_is "$stopped" running
expect_status 0 "$program" sample --run lora --preset small --provider demo --study second "${common[@]}"
expect_in err 'Another process makes pictures'
wait "$first" || fail 'the first in line failed'
[ "$(find samples/stopped -name '*.png' | wc -l)" -eq 144 ] || fail 'a stopped and resumed job is not whole'
[ "$(find samples/second -name '*.png' | wc -l)" -eq 24 ] || fail 'the second in line is not whole'

# Wrong calls say what is possible.
expect_status 1 "$program" sample --run lora --preset nothing --provider demo "${common[@]}"
expect_in err "There is no sample preset 'nothing'. Nearest: "
expect_status 2 "$program" sample --run lora --preset small --provider demo --study ../out "${common[@]}"
expect_in err 'The study cannot be the name of a folder'
[ ! -e out ] || [ -f out ] || fail 'a study leads out of the sample folder'
expect_status 2 "$program" sample --run lora --preset small --provider nobody "${common[@]}"
expect_status 1 "$program" job show nothing "${common[@]}"
expect_status 0 "$program" preset export small "${common[@]}"
cp out exported.json
expect_status 0 "$program" preset import exported.json --replace "${common[@]}"
