#!/usr/bin/env bash
# Compiles src/Cleaner.Torch/native into src/Cleaner.Torch/native/build/libcleaner_torch.so.
#
#   tools/native-build.sh                 on the system's libtorch (Debian/Ubuntu: libtorch-dev)
#   tools/native-build.sh --torch PATH    on an unpacked libtorch, or on an installed PyTorch:
#                                         --torch "$(python3 -c 'import torch; print(torch.__path__[0])')"
# Does nothing when the library is newer than its sources and was built for the same libtorch.
set -euo pipefail

native="$(cd "$(dirname "${BASH_SOURCE[0]}")/../src/Cleaner.Torch/native" && pwd)"
torch=""
while [ $# -gt 0 ]; do
  case "$1" in
    --torch) [ $# -ge 2 ] || { echo "native-build.sh: --torch needs a path" >&2; exit 2; }; torch="$2"; shift 2 ;;
    -h|--help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "native-build.sh: unknown argument $1" >&2; exit 2 ;;
  esac
done
if [ -n "$torch" ]; then
  [ -d "$torch/include" ] && [ -d "$torch/lib" ] || {
    echo "native-build.sh: $torch has no include/ and lib/: give the folder of an unpacked libtorch, or an installed PyTorch's torch folder" >&2
    exit 2
  }
  torch="$(cd "$torch" && pwd)"
fi
for tool in cmake c++; do
  command -v "$tool" > /dev/null || { echo "native-build.sh: $tool is missing (Debian/Ubuntu: apt-get install cmake g++)" >&2; exit 1; }
done

build="$native/build"
library="$build/libcleaner_torch.so"
stamp="$build/torch-path"
if [ -f "$library" ] && [ "$(cat "$stamp" 2> /dev/null || echo '?')" = "$torch" ] &&
  [ -z "$(find "$native" -maxdepth 1 -type f -newer "$library" -print -quit)" ]; then
  exit 0
fi

if [ "$(cat "$stamp" 2> /dev/null || echo '?')" != "$torch" ]; then
  rm -rf "$build"
fi
mkdir -p "$build"
log="$build/build.log"
if ! { cmake -S "$native" -B "$build" -DTORCH_PATH="$torch" && cmake --build "$build" --parallel "$(nproc)"; } > "$log" 2>&1; then
  grep -E -A3 "CMake Error|error:" "$log" | head -20 >&2
  echo "native-build.sh: the native library was not built; the whole log is $log" >&2
  exit 1
fi
printf '%s' "$torch" > "$stamp"
grep -E "^-- libtorch" "$log" | sed 's/^-- //' || true
