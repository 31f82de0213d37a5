#!/usr/bin/env bash
# experiments_test.sh PROGRAM STAND_IN: from the form over the queue to scores, an upscale and a table, against
# a stand-in for the service.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
stand_in=$2
token=secret-token-0123456789

# serve ARGUMENT...: a stand-in; its address goes to $url.
serve() {
  rm -f "$work/address"
  "$stand_in" --token "$token" --small "$@" >"$work/address" &
  started+=($!)
  for ((i = 0; i < 100; ++i)); do
    [ -s "$work/address" ] && break
    sleep 0.1
  done
  url=$(head -n 1 "$work/address")
}

# configure YAML: the configuration besides the address.
configure() { printf 'sinkin: {url: "%s", token: "%s"}\n%s\n' "$url" "$token" "$1" >"$work/config.yaml"; }

experiments() { play 0 "$1" --config "$work/config.yaml" --offscreen 1280x800; }

# Without a token the form counts all the same, and nothing can be sent.
play 0 'wait ready 30
key Ctrl+N
wait ready
expect /screen == experiments
expect /connections/sinkin == off
expect /experiments/form/calls == 25
expect /experiments/form/ready == false
click-on experiments.token
wait ready
expect /screen == settings' --offscreen 1280x800
rm -rf "$work/data"

serve
configure 'budget: {day: 1000}'

# The form, filled by hand; what it says is what is queued.
experiments 'wait ready 30
key Ctrl+N
wait ready 30
expect /connections/sinkin == idle
expect /experiments/models > 3
click-on experiment.prompt
text "a lake at dawn, mist over the water"
click-on experiment.model_id
wait frames 3
text "majic"
key Enter
wait frames 3
expect /experiments/form/model == yBG2r9O
click-on experiment.num_images[0]
click-on experiment.total_images
key Ctrl+A
text "8"
click-on experiment.scheduler[2]
click-on experiment.steps
key Ctrl+A
text "20,30"
wait frames 3
expect /experiments/form/combinations == 4
expect /experiments/form/pictures == 8
expect /experiments/form/calls == 8
expect /experiments/form/ready == true
quit'

# It is kept over a restart; queued, nothing is sent before it is asked for.
experiments 'wait ready 30
key Ctrl+N
wait ready 30
expect /experiments/form/prompt contains mist
expect /experiments/form/pictures == 8
click-on experiment.queue
wait ready 30
expect /experiments/part == runs
expect /experiments/runs/0/planned == 8
expect /experiments/counts/queued == 8
expect /experiments/credits/session == 0
click-on queue.call[7].cancel
wait ready
click-on queue.call[3].first
wait ready
expect /experiments/counts/queued == 7
expect /experiments/counts/cancelled == 1
click-on queue.run_next
wait ready 60
expect /experiments/counts/queued == 6
expect /experiments/runs/0/pictures == 1
click-on queue.run_all
wait ready 120
expect /experiments/counts/queued == 0
expect /experiments/runs/0/pictures == 7
expect /experiments/credits/session > 0
state worked.json'
expect_in worked.json '"sinkin": "idle"'

# Reviewed, scored, upscaled, compared; the settings go back into the form; the table has it all.
experiments 'wait ready 30
key Ctrl+Shift+E
wait ready 30
click-on experiment.run.review
wait ready 60
expect /screen == review
expect /mapping/x == scheduler
expect /mapping/slider == steps
expect /review/total == 7
key 8
key 9
wait ready 30
expect /review/scored == 2
key Ctrl+U
wait ready 30
expect /overlay == upscale
expect /experiments/upscale/problem == ""
click-on upscale.scale[1]
click-on upscale.start
wait ready 90
expect /screen == compare
expect /images == 8
expect /compare/numbers/ssim > 0
key Ctrl+Shift+U
wait ready 30
expect /screen == experiments
expect /experiments/form/prompt contains mist
expect /experiments/form/pictures == 1
key Ctrl+Shift+E
wait ready
key Ctrl+Shift+E
wait ready 30
click-on experiments.part[0]
wait ready
expect /experiments/runs/0/upscaled == 1
expect /experiments/runs/0/scored == 2
expect /experiments/runs/0/unscored == 5
click-on queue.export
wait ready 60
state end.json'
tables=("$work"/data/exports/experiments-*.csv)
[ -f "${tables[0]}" ] || fail "no table was written"
[ "$(grep -c 'a lake at dawn' "${tables[0]}")" -eq 8 ] || fail "$(wc -l <"${tables[0]}") lines in the table"

# A call without an answer is never sent again by itself, over a restart either.
kill "${started[-1]}"
serve --fault broken-after
configure 'budget: {day: 1000}'
experiments 'wait ready 30
key Ctrl+N
wait ready 30
click-on experiment.queue
wait ready 30
click-on queue.run_all
wait ready 60
expect /experiments/counts/indeterminate == 1
expect /experiments/counts/queued == 0'
experiments 'wait ready 30
key Ctrl+Shift+E
wait ready 30
expect /experiments/counts/indeterminate == 1
click-on queue.call[0].resend
wait ready
expect /experiments/counts/indeterminate == 1
click-on queue.call[0].resend.yes
wait ready 30
expect /experiments/counts/queued == 1
click-on queue.run_all
wait ready 60
expect /experiments/counts/queued == 0
expect /experiments/runs/0/pictures == 1'

# Who leaves while a paid call is under way leaves once its answer is there.
kill "${started[-1]}"
serve --call-ms 2500
configure 'budget: {day: 1000}'
experiments 'wait ready 30
key Ctrl+N
wait ready 30
click-on experiment.queue
wait for /experiments/counts/queued == 1 30
click-on queue.run_all
wait for /experiments/counts/running == 1 10
key Ctrl+Q
expect /toasts contains "closes when its answer is saved"
wait ms 20000
expect /screen == nowhere'
experiments 'wait ready 30
key Ctrl+Shift+E
wait ready 30
expect /experiments/counts/indeterminate == 0
expect /experiments/counts/queued == 0
expect /experiments/runs/0/pictures == 1'

# A budget stops the queue before the call that could exceed it.
configure 'budget: {day: 1}'
experiments 'wait ready 30
key Ctrl+N
wait ready 30
click-on experiment.queue
wait ready 30
click-on queue.run_all
wait ready 60
expect /connections/sinkin == stopped
expect /experiments/counts/queued == 1
expect /toasts contains budget'

# The token is nowhere but in the configuration.
found=$(grep -rlF "$token" "$work" --exclude=config.yaml || true)
[ -z "$found" ] || fail "the token is in $found"
