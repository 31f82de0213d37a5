# settings_test.sh PROGRAM: the Settings screen writes config.yaml without losing what its owner wrote there.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

training_run alpha 100 200
training_run beta 300
mkdir more
mv checkpoints/beta* more
rm -r samples/beta*

cat >config.yaml <<'END'
# My settings, and why they are so
checkpoint_dirs:
  - checkpoints   # the fast disk
sample_dir: samples

favourite_colour: blue   # nobody knows this key
memory:
  gpu_mb: 512   # small card
  swap: yes
ui:
  # bright room
  theme: dark
END
cp config.yaml before.yaml

# settings STATUS SCRIPT: its log, at its most talkative, goes to `log`.
settings() {
  play "$1" "$2" --config config.yaml --log-level trace --offscreen 1200x800
  cat "$work/err" "$work/out" >>log
}

# Reading alone changes nothing.
settings 0 'wait ready
expect /theme == dark
expect /runs == 1
key Ctrl+,
wait ready
expect /screen == settings
click-on settings.section[2]
click-on settings.memory.gpu_mb
key Esc
key Esc
wait ready'
cmp -s config.yaml before.yaml || fail "looking at the settings changes the file"

# A theme and a folder, which apply at once; a number that is not allowed stays out.
settings 0 "wait ready
key Ctrl+,
wait ready
click-on settings.section[1]
click-on settings.ui.theme[2]
wait ready
expect /theme == light
click-on settings.section[0]
wait frames 3
click-on settings.checkpoint_dirs[1]
text $work/more
key Enter
wait ready 20
expect /runs == 2
click-on settings.section[2]
wait frames 3
click-on settings.memory.gpu_mb
key Ctrl+A
text 7
key Enter
wait ready
click-on settings.decode_threads
text many
key Enter
wait ready
key Esc
key Esc
wait ready
expect /screen == grid
expect /run == alpha
expect /runs == 2"
for kept in '# My settings, and why they are so' '- checkpoints   # the fast disk' \
  'favourite_colour: blue   # nobody knows this key' 'gpu_mb: 512   # small card' 'swap: yes' '# bright room' \
  'theme: light' "$work/more"; do
  expect_in config.yaml "$kept"
done
! grep -q 'decode_threads' config.yaml || fail "a wrong number was written"
settings 0 'wait ready
expect /theme == light
expect /runs == 2'

# A key of one's own, recorded as a keyboard sends it: the modifier goes down first.
settings 0 'wait ready
key Ctrl+,
wait ready
click-on toast[1].close
click-on toast[2].close
click-on settings.section[6]
wait frames 3
click-on settings.key.play.toggle.change
key-down Ctrl
key-down J
key-up J
key-up Ctrl
wait ready
click-on settings.key.step.next.change
key J
wait ready
key Esc
wait ready
expect /screen == grid
expect /slider/playing == false
key Space
expect /slider/playing == false
key Ctrl+J
expect /slider/playing == true
key Ctrl+J
key J
expect /slider/index == 1'
settings 0 'wait ready
key Ctrl+J
expect /slider/playing == true
key Ctrl+J
key J
expect /slider/index == 1'

# What is secret is in the configuration and nowhere else.
secret=s3cr3t-0f-mine
chmod 640 config.yaml
settings 0 "wait ready
key Ctrl+,
wait ready
click-on settings.section[3]
wait frames 3
click-on settings.comfyui.token
text $secret-A
wait frames 3
state $work/typing.json
targets $work/targets.json
key Enter
wait ready
click-on settings.section[4]
wait frames 3
click-on settings.sinkin.token
text $secret-B
key Enter
wait ready
state $work/typed.json
screenshot $work/typed.png
key Esc
wait ready
key Ctrl+S
wait frames 3
text \"a preset\"
key Enter
wait ready
state $work/later.json"
expect_in config.yaml "$secret-A"
expect_in config.yaml "$secret-B"
settings 0 "wait ready
key Ctrl+,
click-on settings.section[4]
wait ready
state $work/next.json"
found=$(grep -rlF "$secret" . | grep -v -e '^./config.yaml$' -e '^./session$' || true)
[ -z "$found" ] || fail "the token is in $found"
[ "$(stat -c %a config.yaml)" = 640 ] || fail "the file had other permissions before"

# The first configuration is written for its owner alone.
mv config.yaml kept.yaml
play 0 "wait ready
key Ctrl+,
wait ready
click-on settings.section[4]
wait frames 3
click-on settings.sinkin.token
text $secret-C
key Enter
wait ready
expect /toasts == []" --offscreen 1200x800
new=$XDG_CONFIG_HOME/proofsheet/config.yaml
expect_in "$new" "$secret-C"
[ "$(stat -c %a "$new")" = 600 ] || fail "others may read the new file with the token"
