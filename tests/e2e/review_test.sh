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
