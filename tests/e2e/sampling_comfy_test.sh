# sampling_comfy_test.sh PROGRAM STAND_IN: the window and ComfyUI, which comes late, gets stuck, moves and fails.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stand_in=$2
mkdir checkpoints samples
for step in 1000 2000 3000; do
  checkpoint "checkpoints/$(printf 'my-model-step%08d.safetensors' "$step")"  # the server lacks the third
done

# serve LOG ARGUMENT...: a server in the background; its address is in $address afterwards, its id in $server.
serve() {
  local log=$1
  shift
  "$stand_in" "$@" >"$log" 2>&1 &
  server=$!
  started+=("$server")
  for ((tries = 100; tries > 0; tries--)); do
    [ -s "$log" ] && break
    sleep 0.05
  done
  address=$(head -n1 "$log")
}
stop_server() {
  kill "$server"
  wait "$server" 2>/dev/null || true
}
common=(--config config.yaml --checkpoints checkpoints --samples samples)
screen() { play 0 "$1" "${common[@]}" --offscreen 1280x800 "${@:2}"; }
made() { find samples -name '*.png' | wc -l; }

# The preset comes by file, as another one wrote it, and leaves by file.
cat >four.json <<'END'
{"name": "four", "prompts": [{"name": "harbour", "text": "a harbour"}, {"name": "a/b % 森", "text": "a forest"}],
 "steps": [4], "cfgs": [1.25, 1.2], "samplers": ["euler"], "schedulers": ["simple"], "seeds": [18446744073709551615],
 "width": 64, "height": 64}
END

# Nobody answers: the screen says so, and goes on by itself once somebody does.
serve server.log --step 60
port=${address##*:}
printf 'comfyui:\n  url: %s\n' "$address" >config.yaml
stop_server
( sleep 4; exec "$stand_in" --port "$port" --step 60 >server.log 2>&1 ) &
server=$!
started+=("$server")
screen "wait ready 60
key Ctrl+Shift+S
wait for /connections/comfyui == failed 10
wait for /connections/comfyui == connected 40
click-on sampling.tab[1]
wait frames 3
click-on sample_preset.file
text $work/four.json
click-on sample_preset.import
wait for /toasts == [] 20
click-on sample_preset.file
key Ctrl+A
text $work/five.json
click-on sample_preset.export
wait ms 500"
grep -q '"a/b % 森"' five.json || fail 'the preset that was exported is another one'

# A whole job: what the server does not know is skipped, and the names say what was asked for, byte for byte.
screen 'wait ready 60
wait for /connections/comfyui == connected 20
click-on grid.generate
wait frames 3
click-on dialog.launch.workflow
wait frames 3
click-on dialog.launch.workflow[3]
wait frames 3
click-on dialog.launch.preset
wait frames 3
click-on dialog.launch.preset[0]
wait for /launch/to_make == 8 20
expect /launch/skipped == 4
expect /launch/provider == comfyui
key Enter
wait for /jobs/0/status == running 20
wait for /images >= 2 30
key .
wait for /jobs/0/status == completed_with_errors 60
expect /jobs/0/done == 12
expect /jobs/0/skipped == 4
expect /jobs/0/failed == 0
wait for /images == 8 20'
[ "$(made)" -eq 8 ] || fail "$(made) pictures"
expect_status 0 "$program" scan --run my-model --json "${common[@]}" --data data
for value in 'a/b % 森' 18446744073709551615 1.25; do expect_in out "$value"; done
stop_server

# A graph without roles is of no use until its copy has them; the file itself stays as it was.
sed '/"cs_role"/d' data/workflows/sd15-checkpoint.json | sed 's/\("title": "[^"]*"\),/\1/' >data/workflows/mine.json
cp data/workflows/mine.json mine.before
screen 'wait ready 60
key Ctrl+Shift+S
wait frames 3
click-on sampling.tab[2]
wait frames 3
click-on workflow[2]
wait frames 3
click-on workflow.tag
wait ms 800'
expect_status 0 "$program" comfy workflows "${common[@]}" --data data
expect_in out 'mine tagged.json'
cmp -s data/workflows/mine.json mine.before || fail 'the graph without roles was changed'
rm data/workflows/mine*

# A picture that never ends: one press waits for it, the second one interrupts it. The server has moved, which
# the Settings screen is told while a job waits for it.
serve moved.log --step 60 --fault stuck
screen "wait ready 60
key Ctrl+Shift+S
wait for /connections/comfyui == failed 20
key Ctrl+,
wait ready
click-on settings.section[3]
wait frames 3
click-on settings.comfyui.url
key Ctrl+A
text $address
key Enter
wait for /connections/comfyui == connected 30
key Ctrl+Shift+S
wait frames 3
click-on sampling.generate
wait frames 3
click-on dialog.launch.study
text stuck
wait frames 3
click-on dialog.launch.workflow
wait frames 3
click-on dialog.launch.workflow[3]
wait for /launch/to_make == 8 20
key Enter
wait for /jobs/0/status == running 20
wait ms 1500
click-on job[0].stop
wait ms 2500
expect /jobs/0/status == running
click-on job[0].stop
wait for /jobs/0/status == paused 20
expect /jobs/0/done == 4
expect /jobs/0/failed == 0"
grep -qF "url: $address" config.yaml || fail 'the Settings screen did not write the address'
stop_server

# Resumed with a healthy server behind the same address: each picture once.
"$stand_in" --port "${address##*:}" --step 30 >healthy.log 2>&1 &
server=$!
started+=("$server")
screen 'wait ready 60
key Ctrl+Shift+S
wait for /jobs/0/status == paused 20
wait for /connections/comfyui == connected 30
click-on job[0].resume
wait for /jobs/0/status == completed_with_errors 60
expect /jobs/0/done == 12'
[ "$(find samples/stuck -name '*.png' | wc -l)" -eq 8 ] || fail 'a resumed job is not whole'
[ -z "$(find samples -name '*.part' -o -name '*_00001_*')" ] || fail 'something was made twice or left unfinished'

# A job of another process is seen here while it runs and when it is done.
"$program" sample --run my-model --preset four --provider demo --study elsewhere --all "${common[@]}" --data data \
  >job.out 2>job.err </dev/null &
worker=$!
started+=("$worker")
screen 'wait ready 60
key Ctrl+Shift+S
wait for /jobs/0/status == completed 60
expect /jobs/0/total == 12'
wait "$worker" || fail 'the job of another process failed'
