#!/usr/bin/env bash
# Checks and measures Cleaner on a Linux machine with a PyTorch and an NVIDIA GPU, without .NET. Needs g++, cmake, xz.
#
#   tools/gpu-check.sh [BUNDLE] [--python PYTHON] [--cpu] [--out FILE] [--rounds N]
#
#   BUNDLE            what tools/bundle.sh packed; left out inside an unpacked bundle
#   --python PYTHON   the Python that has PyTorch (default: python3)
#   --cpu             without a GPU: the same way with tiny settings, which proves the script and no speed
#   --out FILE        where the report goes (default: gpu-check.md)
#   --rounds N        times that each side is measured; the best counts (default: 2)
#
# Compiles the native part against that PyTorch, runs the GPU tests and the tests of the tensor layer, and measures iresnet50, 112 px,
# 512-d, batch 128 and 512, 93,431 classes x K = 3, in fp32, TF32, fp16 and bf16, in images a second beside the same step in PyTorch.
set -euo pipefail
say() { printf 'gpu-check: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

bundle='' python=python3 suite=gpu out=gpu-check.md rounds=2
while [ $# -gt 0 ]; do
  case $1 in
    --python) python=${2:?--python takes a program}; shift 2 ;;
    --out) out=${2:?--out takes a file}; shift 2 ;;
    --rounds) rounds=${2:?--rounds takes a number}; shift 2 ;;
    --cpu) suite=tiny; shift ;;
    -h|--help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) say "unknown option $1"; exit 2 ;;
    *) bundle=$1; shift ;;
  esac
done
out=$(realpath -m "$out")

for tool in c++ cmake; do
  command -v "$tool" >/dev/null || die "$tool is missing: install g++ and cmake (Debian, Ubuntu: apt-get install g++ cmake; pip has cmake too)"
done
"$python" -c 'import torch' 2>/dev/null || die "$python has no PyTorch: name the one that has it with --python"
if [ $suite = gpu ]; then
  "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' ||
    die "the PyTorch of $python sees no CUDA device; --cpu checks the script without one"
fi

# Unpack, or take the bundle that this script lies in.
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
if [ -n "$bundle" ]; then
  [ -f "$bundle" ] || die "there is no bundle '$bundle': make it with tools/bundle.sh"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  say "unpacking $bundle"
  tar -C "$work" -xJf "$bundle"
  root=$work/cleaner-linux-x64
fi
[ -x "$root/dotnet/dotnet" ] || die "name the bundle that tools/bundle.sh made"

# A PyTorch from Debian has its headers in libtorch-dev, every other beside its libraries.
torch=$("$python" -c 'import torch; print(torch.__path__[0])')
say "compiling the native part against the PyTorch in $torch"
if [ -d "$torch/include" ] && [ -d "$torch/lib" ]; then
  "$root/tools/native-build.sh" --torch "$torch" >&2
else
  "$root/tools/native-build.sh" >&2
fi
export CLEANER_TORCH_NATIVE=$root/src/Cleaner.Torch/native/build/libcleaner_torch.so
run() { "$root/dotnet/dotnet" "$root/app/$1" "${@:2}"; }

{
  echo "# Cleaner on this machine, $(date -u +%Y-%m-%d)"
  echo
  if [ $suite = gpu ]; then
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | sed 's/^/- GPU: /'
  else
    echo "- no GPU: tiny settings, which say nothing about speed"
  fi
  echo "- CPU: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) threads"
  echo "- $("$python" -c 'import torch, platform; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, "cudnn", torch.backends.cudnn.version(), "Python", platform.python_version())')"
  echo
  echo "## doctor"
  echo
  "$root/cleaner" doctor | sed 's/^/    /'
  echo
  echo "## Tests"
  echo
} >"$out"

failed=0
for tests in "gpu-tests/Cleaner.Gpu.Tests.dll" "torch-tests/Cleaner.Torch.Tests.dll"; do
  say "running $tests"
  # The runner is the first one; the others are handed to it.
  argument=
  [ "$tests" = gpu-tests/Cleaner.Gpu.Tests.dll ] || argument=$root/app/$tests
  run gpu-tests/Cleaner.Gpu.Tests.dll ${argument:+"$argument"} | sed 's/^/    /' | tee -a "$out" >&2 || failed=1
done

say "measuring beside PyTorch (A B A B)"
{ echo; echo "## Speed"; echo; } >>"$out"
run training-bench/training-bench.dll race $suite --python "$python" --rounds "$rounds" | tee -a "$out" >&2 || failed=1
say "the report is $out"
[ $failed = 0 ] || die "some tests or measurements failed: see the report"
