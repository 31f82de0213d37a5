# sampling_screen_test.sh PROGRAM DEMO: a whole sample job without a server: started, stopped, resumed, finished.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

demo=$2
mkdir samples
sampled() { play 0 "$1" --checkpoints "$demo/checkpoints" --samples samples --offscreen 1280x800; }
made() { find samples -name '*.png' | wc -l; }

# A run without samples offers to have them made; the grid fills while one flips; a stop lets the picture finish.
sampled 'wait ready 60
click-on drawer.run[1]
wait ready
expect /run == paper-boats
click-on grid.generate
wait for /launch/to_make == 18 60
expect /launch/provider == demo
key Enter
wait for /jobs/0/total == 18 60
wait for /images >= 8 200
expect /overlay == none
expect /slider/count >= 2
key .
wait frames 2
key Ctrl+Shift+S
wait frames 3
click-on job[0].stop
wait for /jobs/0/status == paused 60
expect /connections/comfyui == off'
before=$(made)
[ "$before" -ge 8 ] && [ "$before" -lt 18 ] || fail "$before pictures after the stop"

# The next start knows the job and does not go on by itself.
sampled 'wait ready 60
wait for /jobs/0/status == paused 20
wait ms 1500
expect /jobs/0/status == paused'
[ "$(made)" -eq "$before" ] || fail "a stopped job went on"

# Resumed, it makes what is missing and nothing twice.
sampled 'wait ready 60
key Ctrl+Shift+S
wait for /jobs/0/status == paused 20
click-on job[0].resume
wait for /jobs/0/status == completed 200
expect /jobs/0/done == 18
expect /jobs/0/failed == 0
key Escape
click-on drawer.run[1]
wait ready 60
wait for /images == 18 30
expect /slider/count == 3
expect /grid/cells/0/0/of == 1'
[ "$(made)" -eq 18 ] || fail "$(made) pictures in the end"
[ -z "$(find samples -name '*.part')" ] || fail "something unfinished was left"

# Now nothing is missing; a job that is deleted leaves its pictures, or they are moved to the trash.
sampled 'wait ready 60
key Ctrl+Shift+S
wait frames 3
click-on sampling.generate
wait frames 3
click-on dialog.launch.run
wait frames 3
click-on dialog.launch.run[1]
wait for /launch/already_there == 18 60
expect /launch/to_make == 0
key Enter
wait frames 3
expect /overlay == launch
key Escape
click-on job[0].delete
wait frames 2
click-on job[0].delete.trash
wait for /jobs == [] 30'
[ "$(made)" -eq 0 ] || fail "$(made) pictures were not moved to the trash"
[ "$(find data/trash -name '*.png' | wc -l)" -eq 18 ] || fail "the trash has not all pictures"
