# memory_test.sh PROGRAM: what comes back at the next start, and what happens when it cannot.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

database=data/experiments.db
training_run alpha 100 200 300
training_run beta 100 200

# Everything is changed by hand.
play_runs 0 "wait ready
expect /run == alpha
expect /theme == dark
state first.json
click-on drawer.run[1]
wait ready
expect /run == beta
expect /mapping/slider == checkpoint
click-on drawer.role.cfg[1]
expect /mapping/x == cfg
click-on drawer.role.seed[3]
expect /mapping/slider == seed
key Ctrl+F
click-on filter.cfg
click-on filter.cfg[0].label
key Esc
key Ctrl+T
expect /theme == light
key Ctrl+=
key Ctrl+=
wait ready
key Ctrl+S
wait frames 3
text \"Low cfg\"
key Enter
wait ready
key .
expect /slider/index == 1
wait ready
state left.json"

cell_size() { grep -A2 '"cell": {' "$1" | tr -d ' \n'; }
[ "$(cell_size first.json)" != "$(cell_size left.json)" ] || fail "Ctrl+= does not change the size of a cell"

as_left='wait ready
expect /run == beta
expect /mapping/x == cfg
expect /mapping/y == prompt_name
expect /mapping/slider == seed
expect /filters/cfg/selected/0 == 3
expect /filtered_out == 8
expect /theme == light
expect /presets/0 == "Low cfg"
expect /slider/index == 0
expect /toasts == []'
expect_as_left() {
  play_runs 0 "$as_left
state back.json"
  [ "$(cell_size back.json)" = "$(cell_size left.json)" ] || fail "the cells have another size after $1"
}
expect_as_left "a restart"

# A start that finds the folder empty, as when a disk is not mounted, forgets nothing.
mkdir empty
play 0 'wait ready
expect /run == ""
key Ctrl+T
wait ms 1500
key Ctrl+T' --checkpoints empty --samples empty --offscreen 400x300
expect_as_left "a start without its folders"

# Killed in the middle of its work.
{
  for _ in {1..200}; do printf 'key Ctrl+T\nclick-on drawer.run[0]\nkey Ctrl+=\nwait ms 30\nclick-on drawer.run[1]\n'; done
} >busy
for wait in 1.2 1.9; do
  "$program" --data data --checkpoints checkpoints --samples samples --offscreen 1200x800 --script busy >/dev/null 2>&1 &
  victim=$!
  sleep "$wait"
  kill -9 "$victim" 2>/dev/null || fail "the busy session ended by itself"
  wait "$victim" 2>/dev/null || true
  play_runs 0 'wait ready
expect /images > 0
expect /presets/0 == "Low cfg"
expect /toasts == []'
done

# Two at the same time: what both save is there.
printf 'wait ready\nkey Ctrl+S\nwait frames 3\ntext "%s"\nkey Enter\nwait ready\nkey Ctrl+T\nwait ms 1500\nwait ready\nexpect /images > 0\n' one >one
sed 's/"one"/"two"/' one >two
pids=()
for session in one two; do
  "$program" --data data --checkpoints checkpoints --samples samples --offscreen 1200x800 --script "$session" >"$session.log" 2>&1 &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || { cat one.log two.log >&2; fail "one of two instances failed"; }; done
play_runs 0 'wait ready
expect /presets contains one
expect /presets contains two
expect /presets contains "Low cfg"
expect /toasts == []'

# A damaged database is set aside, and a new one is made.
rm -f "$database"-wal "$database"-shm
head -c 3000 /dev/urandom | dd of="$database" bs=1 seek=100 conv=notrunc 2>/dev/null
cp "$database" damaged.copy
play_runs 0 'wait ready
expect /images == 24
expect /presets == []
expect /toasts/0/kind == warning
expect /toasts/0/text contains damaged
key Ctrl+T
expect /theme == light'
cmp -s damaged.copy "$database".damaged-*Z || fail "the damaged database was not kept"
play_runs 0 'wait ready
expect /theme == light
expect /toasts == []'

# Data folders that cannot be written: root may write anywhere, so a mount has to say no.
if ! unshare -rm true 2>/dev/null; then
  echo "no mounts here: folders that cannot be written were not tried"
  exit 0
fi

# on_mount STATUS PREPARE SCRIPT: a session whose data folder is a small file system of its own.
on_mount() {
  printf '%s\n' "$3" >session
  mkdir -p mounted
  expect_status "$1" unshare -rm bash -c "
    mount -t tmpfs -o size=600k none mounted
    $2
    \"\$0\" --data mounted --checkpoints checkpoints --samples samples --offscreen 1200x800 --script session" "$program"
}
fill='head -c 1000000 /dev/zero >mounted/full 2>/dev/null'

# works STATE: a session goes on, and says that a preset was not saved.
works() {
  printf '%s\n' 'key Ctrl+T' 'key Ctrl+T' 'key .' 'wait ready' 'expect /slider/index == 1' \
    'expect /grid/cells/0/0/level == full' 'key Ctrl+S' 'wait frames 3' 'text "cannot be kept"' 'key Enter' \
    'wait ready' 'expect /images == 24' 'expect /presets == []' "state $1"
}
on_mount 0 'mount -o remount,ro mounted' "wait ready
expect /toasts/0/kind == error
expect /toasts/0/text contains mounted/experiments.db
$(works read_only.json)
expect /toasts/1/text contains \"not saved\""
on_mount 0 "$fill" "wait ready
expect /toasts/0/kind == error
expect /toasts/0/text contains \"disk is full\"
$(works full.json)
expect /toasts/1/text contains \"not saved\""
# Full only later.
cp "$database" kept.db
on_mount 0 "cp kept.db mounted/experiments.db; (sleep 1; $fill) &" "wait ready
expect /toasts == []
wait ms 1500
$(works full_later.json)
expect /toasts/0/kind == error
expect /toasts/0/text contains \"disk is full\""
