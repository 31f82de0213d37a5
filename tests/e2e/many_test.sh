# many_test.sh PROGRAM: a run of 20 000 pictures.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

make_run() {
  mkdir -p checkpoints samples
  small_picture "$work/picture.png"
  local first=samples/many-step00000001.safetensors
  mkdir "$first"
  for prompt in a b c d e f g h i j; do
    for seed in {0..9}; do ln picture.png "$first/prompt_name=$prompt&seed=$seed&_00001_.png"; done
  done
  local step
  for n in {1..200}; do
    printf -v step '%08d' "$n"
    checkpoint "checkpoints/many-step$step.safetensors"
    [ "$n" -eq 1 ] || cp -rl "$first" "samples/many-step$step.safetensors"
  done
}

make_run
# A small window, so that a frame takes far less time than a scan.
play 0 'wait frames 1
expect /pending/scan > 0
wait ready 120
expect /images == 20000
expect /slider/count == 200
expect /slider/index == 0
key .
key .
expect /slider/index == 2
# The pictures are looked for again, and keys are answered meanwhile.
key-down F5
key-down .
expect /slider/index == 3
expect /pending/scan > 0
key-up .
key ,
key .
key .
expect /slider/index == 4
wait ready 120
expect /images == 20000
expect /slider/index == 4' --checkpoints checkpoints --samples samples --offscreen 400x300 --frame-log frames.jsonl

[ "$(wc -l <frames.jsonl)" -gt 20 ] || fail "only $(wc -l <frames.jsonl) frames"
grep -q '"input_to_present_ms":\[[0-9]' frames.jsonl || fail "no frame shows a key"

# at PERCENT: of the sorted frame times.
sed 's/.*"cpu_ms":\([0-9.]*\).*/\1/' frames.jsonl | sort -n >times
at() { sed -n "$((($(wc -l <times) - 1) * $1 / 100 + 1))p" times; }
echo "$(wc -l <times) frames, processor time in ms: median $(at 50), 99 % $(at 99), most $(at 100)"
