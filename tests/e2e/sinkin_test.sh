#!/usr/bin/env bash
# sinkin_test.sh PROGRAM STAND_IN: a run that is killed in the middle of a paid call, and what comes of it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
stand_in=$2
export SINKIN_ACCESS_TOKEN=token-nobody-may-see-4711

"$stand_in" --token "$SINKIN_ACCESS_TOKEN" --small --fault none --fault timeout-after >"$work/address" &
started+=($!)
for ((i = 0; i < 100; ++i)); do [ -s "$work/address" ] && break || sleep 0.1; done
url=$(cat "$work/address")
printf 'sinkin:\n  url: %s\n' "$url" >config.yaml
port=${url##*:}
port=${port%%/*}

# seen: what the stand-in was asked for, as JSON.
seen() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /seen HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3
  cat <&3
  exec 3>&-
}
# calls_seen N: waits until the stand-in has had N calls.
calls_seen() {
  for ((i = 0; i < 200; ++i)); do
    [ "$(seen | grep -o '"endpoint"' | wc -l)" -eq "$1" ] && return
    sleep 0.1
  done
  fail "the stand-in has not had $1 calls"
}

cat >form.json <<'JSON'
{"name": "Quay", "prompt": "a harbour at dawn", "model_id": "yBG2r9O", "total_images": 12, "num_images": 1,
 "schedulers": ["DDIM", "K_EULER"], "steps": [20, 30, 40], "scales": [5, 7.5]}
JSON

# The second call is charged and never answered; there the program is killed.
"$program" --data "$work/data" sinkin run form.json >"$work/run.out" 2>"$work/run.err" &
running=$!
calls_seen 2
kill -9 "$running"
wait "$running" 2>/dev/null || true

# The rest is made; what is unknown is said and not sent again.
expect_status 0 "$program" --data "$work/data" --log-level trace sinkin queue run --json
cp out run.json
cp err run.log
expect_in run.json '"completed": 10'
expect_in run.log 'call was under way'
calls_seen 12
expect_status 0 "$program" --data "$work/data" sinkin queue list --json
expect_in out '"status": "indeterminate"'
[ "$(grep -c '"id"' out)" -eq 1 ] || fail "more than one call is left"
[ "$(seen | grep -o '"seed":"[0-9]*"' | sort | uniq -d | wc -l)" -eq 0 ] || fail "a call was sent twice"
[ "$(find data/images/1 -name '*.png' | wc -l)" -eq 11 ] || fail "not all paid pictures are there"

# The batch opens as schedulers by scales, steps on the slider, and can be scored.
play 0 "wait ready 60
expect /mapping/x == scheduler
expect /mapping/y == scale
expect /mapping/slider == steps
expect /slider/count == 3
key E
wait ready
key 9
wait ready 60
expect /review/scored == 1
state state.json" open data/images/1 --offscreen 1000x700
expect_status 0 "$program" --data "$work/data" --log-level trace export csv --folder data/images/1
cp out table.csv
expect_in table.csv 'Quay,1,'
expect_in table.csv 'a harbour at dawn'

# The token is nowhere.
if grep -rlF "$SINKIN_ACCESS_TOKEN" "$work"; then fail "the token was written down"; fi
