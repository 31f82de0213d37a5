# make_demo.sh PROGRAM FOLDER: the demo data set that other tests read.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

demo=$2
printf 'expect /screen != "no such screen"\n' >"$work/session"
"$program" demo "$demo" --data "$work/data" --offscreen 320x240 --script "$work/session"
[ -s "$demo/demo.json" ] || fail "no demo data set"
