# demo_test.sh PROGRAM DEMO: contact sheets and metadata of the demo data set.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

demo=$2
demo_play() { play 0 "$1" --checkpoints "$demo/checkpoints" --samples "$demo/samples" --offscreen 1200x800; }

# The sheet of the grid is the one of the command line, to the byte.
demo_play 'wait ready
key .
key .
key Ctrl+E
wait frames 3
expect /overlay == sheet
key Enter
wait ready 60
expect /overlay == none
expect /toasts/0/kind == good
expect /toasts/0/text contains sheets/gloaming-style-750.png'
expect_status 0 "$program" export sheet --checkpoints "$demo/checkpoints" --samples "$demo/samples" --data data \
  --run gloaming-style --slider 750 --output asked.png
cmp data/sheets/gloaming-style-750.png asked.png || fail "the grid's sheet is not the command's"

# One that is stopped leaves nothing behind.
rm -r data/sheets
demo_play 'wait ready
key Ctrl+E
wait frames 3
click-on sheet.extent[1]
click-on sheet.cell[3]
click-on sheet.save
wait ms 300
click-on status.stop
wait ready 60
expect /toasts/0/text contains stopped'
[ -z "$(find data/sheets -type f 2>/dev/null)" ] || fail "a stopped sheet left $(find data/sheets -type f)"

# Metadata follows focus and slider.
demo_play 'wait ready
key Ctrl+I
wait ready
expect /detail/kind == picture
expect /detail/path contains step00000250
expect /detail/path contains seed=7
expect /detail/fields/Seed == 7
expect /detail/fields/Prompt contains "forest at dusk"
key Right
wait ready
expect /detail/fields/Seed == 42
key Down
wait ready
expect /detail/fields/Prompt contains harbour
key .
wait ready
expect /detail/path contains step00000500
expect /detail/fields/Seed == 42
key Ctrl+I
wait ready
expect /detail/kind == none'

# A checkpoint: the last one, until another is chosen; the grid stays where it was.
demo_play 'wait ready
key .
key Right
key Ctrl+Shift+I
wait ready
expect /detail/kind == checkpoint
expect /detail/path contains gloaming-style.safetensors
expect /detail/error == ""
expect /detail/fields/ss_steps == 3200
expect /slider/index == 1
expect /focus/column == 1
click-on detail.checkpoint[1]
wait ready
expect /detail/path contains step00003000
expect /slider/index == 1'
