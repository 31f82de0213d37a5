#!/usr/bin/env bash
# review_test.sh PROGRAM DEMO: scores by key, undone, redone, over restarts and on copied files.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
demo=$2

# keys N KEY: the line "key KEY", N times.
keys() { for ((i = 0; i < $1; ++i)); do echo "key $2"; done; }

# reviewed SCRIPT: a session on the demo's samples, nothing else remembered but the database.
reviewed() {
  play 0 "$1" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 900x600
}

# Different digits over 40 pictures: the table equals what was pressed.
script="wait ready 60
key E
wait ready"
for ((i = 0; i < 40; ++i)); do script+=$'\n'"key $((i % 9 + 1))"; done
reviewed "$script
wait ready 60
expect /screen == review
expect /review/scored == 40
expect /review/unsaved == 0
expect /review/index == 40
$(keys 3 Left)
expect /focus/scores/overall_quality == 2
state scored.json"

# Undo to the start gives an empty table, redo gives it back; the undone picture is shown.
reviewed "wait ready 60
key E
wait ready
expect /review/scored == 40
$(keys 40 Ctrl+Z)
wait ready 60
expect /review/scored == 0
expect /review/index == 0
key Ctrl+Z
wait ready
$(keys 40 Ctrl+Y)
wait ready 60
expect /review/scored == 40"

# After a restart undo still works; flags and the filter too.
reviewed "wait ready 60
key E
wait ready
key Ctrl+Z
wait ready
expect /review/scored == 39
key X
key F
wait ready
expect /focus/flags contains reject
expect /focus/flags contains favourite
key N
wait ready
expect /review/count == 376
key N
key G
wait ready
expect /screen == grid
expect /grid/cells/0/0/score > 0"

# A copy under other names keeps what was said of the pixels.
mkdir copied
number=0
for file in "$demo"/samples/*00000250.safetensors/*.png; do cp "$file" "copied/seed=$((number += 1)).png"; done
play 0 "wait ready 60
wait ms 6000
key E
wait ready
expect /review/total == 32
expect /review/scored == 32" open copied --offscreen 900x600

# Every change is in the export.
expect_status 0 "$program" --data "$work/data" --checkpoints "$demo/checkpoints" --samples "$demo/samples" export csv --long
[ "$(grep -c ',overall_quality,[0-9]' out)" -eq 39 ] || fail "$(grep -c ',overall_quality,[0-9]' out) scores in the export"

# Two programs on one database: one scores, the other exports again and again.
cat >scoring <<SCRIPT
wait ready 60
key E
wait ready
key N
key Home
wait ready
$(for ((i = 0; i < 60; ++i)); do printf 'key %d\nwait ms 30\n' $((i % 9 + 1)); done)
wait ready 60
expect /review/unsaved == 0
SCRIPT
before=$(grep -c ',overall_quality,[0-9]' out)
"$program" --data "$work/data" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 900x600 --script scoring >scored 2>&1 </dev/null &
scorer=$!
started+=("$scorer")
exports=0 last=$before
while kill -0 "$scorer" 2>/dev/null; do
  expect_status 0 "$program" --data "$work/data" --checkpoints "$demo/checkpoints" --samples "$demo/samples" export csv --long
  count=$(grep -c ',overall_quality,[0-9]' out)
  [ "$count" -ge "$last" ] || fail "an export has $count scores after one with $last"
  last=$count
  exports=$((exports + 1))
done
wait "$scorer" || { cat scored >&2; fail "the session that scored beside exports"; }
[ "$exports" -ge 2 ] || fail "only $exports exports beside the scoring"
expect_status 0 "$program" --data "$work/data" --checkpoints "$demo/checkpoints" --samples "$demo/samples" export csv --long
count=$(grep -c ',overall_quality,[0-9]' out)
[ "$count" -eq $((before + 60)) ] || fail "$count scores after $before and 60 more"

# A database of a newer version is shown and not written; a score is refused in words. Who only reads leaves a
# write-ahead log behind when it is the last to close; a session that writes folds it into the file.
play 0 'wait ready 60' --offscreen 96x64
[ ! -s data/experiments.db-wal ] || fail "a session leaves its write-ahead log behind"
mkdir newer
cp data/experiments.db newer/experiments.db
printf '\0\0\003\347' | dd of=newer/experiments.db bs=1 seek=60 conv=notrunc status=none
sum=$(sha256sum <newer/experiments.db)
cat >newer.script <<SCRIPT
wait for /toasts contains newer 60
wait ready 60
key E
wait ready
expect /review/scored == $count
key N
wait ready
key 5
wait ready
expect /review/scored == $count
expect /review/unsaved == 0
SCRIPT
expect_status 0 "$program" --data "$work/newer" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 900x600 --script newer.script
[ "$sum" = "$(sha256sum <newer/experiments.db)" ] || fail "a newer database was written"

# A database that was cut off is kept aside, and scoring goes on in a new one.
mkdir cut
head -c 30000 data/experiments.db >cut/experiments.db
cat >cut.script <<SCRIPT
wait for /toasts contains damaged 60
wait ready 60
key E
wait ready
expect /review/scored == 0
key 5
wait ready
expect /review/scored == 1
SCRIPT
expect_status 0 "$program" --data "$work/cut" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 900x600 --script cut.script
ls cut/experiments.db.damaged-* >/dev/null || fail "the damaged database is gone"
cmp -s <(head -c 30000 data/experiments.db) cut/experiments.db.damaged-*Z || fail "the damaged database was changed"
