# open_test.sh PROGRAM: what `proofsheet open PATH...` shows.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

training_run alpha 100 200
training_run beta 300
mkdir -p disk/apart elsewhere pictures other
cp checkpoints/alpha* disk/apart
cp -r samples/. elsewhere
for name in one two three; do cp picture.png "pictures/$name.png"; done
cp picture.png other/four.png

# opens SCRIPT PATH...
opens() {
  printf '%s\n' "$1" >session
  expect_status 0 "$program" open "${@:2}" --data data --offscreen 900x600 --script session
}

# Checkpoints and the folder of their samples, in either order.
for paths in 'elsewhere disk/apart' 'disk/apart elsewhere'; do
  opens 'wait ready
expect /run == alpha
expect /images == 16
expect /slider/count == 2' $paths
done
# Both come back at the next start without being named again.
play 0 'wait ready
expect /run == alpha
expect /images == 16' --offscreen 900x600

# A picture: its folder opens and it has the focus, also when it is named from within.
for name in two three one; do
  opens "wait ready
expect /images == 3
expect /focus/path == $name.png" "pictures/$name.png"
done
(cd pictures && printf 'wait ready\nexpect /focus/path == three.png\n' >../session &&
  expect_status 0 "$program" open three.png --data ../data --offscreen 900x600 --script ../session)

# With a picture of another folder: the first one opens, the other is named.
opens 'wait ready
expect /focus/path == two.png
expect /images == 3
expect /toasts/0/kind == warning
expect /toasts/0/text contains four.png' pictures/two.png other/four.png
opens 'wait ready
expect /focus/path == two.png
expect /toasts == []' pictures/two.png pictures/one.png

# A checkpoint: its run is selected, whichever comes first in the list.
opens 'wait ready
expect /run == beta' checkpoints/beta-step00000300.safetensors
opens 'wait ready
expect /run == alpha' checkpoints/alpha-step00000200.safetensors

# What cannot be opened is said.
expect_status 1 "$program" open no-such-folder --data data --offscreen 900x600 --script session
expect_in err no-such-folder
