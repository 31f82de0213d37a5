#!/usr/bin/env bash
# analysis_test.sh PROGRAM DEMO: the table of all pictures, its ranking and its exports.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
demo=$2

analysed() {
  play 0 "$1" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 1280x720
}

# Some scores, then the table: sorted by several keys, filtered, searched.
script="wait ready 60
key E
wait ready"
for ((i = 0; i < 24; ++i)); do script+=$'\n'"key $((i % 9 + 1))"; done
analysed "$script
key X
wait ready 60
key Ctrl+Shift+A
wait ready 60
expect /screen == analysis
expect /analysis/rows == 415
expect /analysis/unread == 0
expect /analysis/visible/0/cells/model != \"\"
click-on analysis.header[overall_quality]
wait ready
expect /analysis/sort/0/column == overall_quality
expect /analysis/sort/0/descending == true
expect /analysis/visible/0/cells/overall_quality == 9
key-down Shift
click-on analysis.header[seed]
key-up Shift
wait ready
expect /analysis/sort/1/column == seed
key Ctrl+Alt+8
wait ready
expect /analysis/rows == 4
key Ctrl+Alt+0
key N
wait ready
expect /analysis/rows == 391
key N
key /
text \"LAKE\"
wait ready
expect /analysis/search == LAKE
expect /analysis/rows < 415
expect /analysis/rows > 0
key Esc
key Home
key Down
wait ready
expect /analysis/cursor/place == 1
click-on analysis.clear
wait ready
expect /analysis/rows == 415
state table.json"

# To the review of a picture far down, and back to the same row and the same place on the screen.
analysed "wait ready 60
key Ctrl+Shift+A
wait ready 60
key End
key PgUp
wait ready
state before.json
key Enter
wait ready
expect /screen == review
state review.json
key Esc
wait ready
expect /screen == analysis
state after.json
key Enter
wait ready
key Backspace
wait ready
expect /screen == analysis
key G
wait ready
expect /screen == grid"
python3 - <<'PYTHON' || fail "the row that was left is not the row that was come back to"
import json
before, review, after = (json.load(open(name + ".json")) for name in ("before", "review", "after"))
same = ("cursor", "first_row", "last_row")
assert [before["analysis"][key] for key in same] == [after["analysis"][key] for key in same]
assert before["analysis"]["cursor"]["place"] > 300
assert before["analysis"]["cursor"]["path"].endswith(review["focus"]["path"])
PYTHON

# A mean never comes without its n; the groups add up to what was scored.
analysed "wait ready 60
key Ctrl+Shift+A
wait ready 60
key M
wait ready
expect /analysis/page == ranking
state ranking.json
key M
wait ready
expect /analysis/page == chart
screenshot chart.png
key Right
click-on analysis.dimension
wait frames 3
key Esc
expect /screen == analysis"
python3 - <<'PYTHON' || fail "the ranking does not say what was scored"
import json
groups = json.load(open("ranking.json"))["analysis"]["ranking"]["groups"]
assert sum(group["n"] for group in groups) == 24, groups
assert all(group["n"] > 0 and 1 <= group["mean"] <= 10 for group in groups)
PYTHON

# The exports of the screen are those of the command line, and another program reads them.
export_as() { # export_as FORM FILE
  analysed "wait ready 60
key Ctrl+Shift+A
wait ready 60
key N
wait ready
key Ctrl+E
wait frames 3
click-on analysis.export.form[$1]
click-on analysis.export.file
wait frames 3
key Ctrl+A
text \"$work/$2\"
key Enter
wait ready 60
expect /toasts/0/kind == good"
}
export_as 0 wide.csv
export_as 1 long.csv
export_as 2 table.json
expect_status 0 "$program" --data "$work/data" --checkpoints "$demo/checkpoints" --samples "$demo/samples" export csv
cp out command.csv
python3 - <<'PYTHON' || fail "the exports are not what was shown"
import csv, json
def rows(name):
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
wide, command, long = rows("wide.csv"), rows("command.csv"), rows("long.csv")
document = json.load(open("table.json", encoding="utf-8"))
assert len(wide) == 391 and len(document["images"]) == 391
unscored = {row["file_path"]: row for row in command if not row["overall_quality"]}
assert {row["file_path"]: row for row in wide} == unscored
assert {row["file_path"] for row in long} == set(unscored)
assert any("," in row["prompt"] for row in wide)
PYTHON
