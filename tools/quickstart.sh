#!/usr/bin/env bash
# The main job from nothing: sets up what is missing, draws a noisy set of faces, cleans it, proves the gain.
# tools/quickstart.sh [FOLDER]   (default: quickstart/ in the repository)
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
folder=${1:-$root/quickstart}

"$root/tools/setup.sh"
say() { printf '\n== %s\n' "$*" >&2; }

say "drawing a noisy set of faces into $folder/demo"
[ -f "$folder/demo/truth.csv" ] || "$root/tools/cleaner" demo-data "$folder/demo"

# Small inputs, a short training and one round: minutes on two cores. Your own data deserve the defaults.
say "cleaning it: ingest, subcenter-train, purge, train, evaluate, report"
"$root/tools/cleaner" run "$folder/demo/images" --out "$folder/run" \
  --heldout "$folder/demo/heldout" --truth "$folder/demo/truth.csv" \
  --input-size 32 --epochs 20 --rounds 1 ||
  [ $? -eq 3 ] # 3: done, and the damaged files that were planted are listed
