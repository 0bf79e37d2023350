#!/usr/bin/env bash
# Packs what runs on a linux-x64 machine without .NET: cleaner, its runtime, the sources of the native part, GPU tests and benchmark.
#
#   tools/bundle.sh [FILE]     default: cleaner-linux-x64.tar.xz in the current folder
#
# There: tools/gpu-check.sh FILE, or unpack it, tools/native-build.sh [--torch PATH], ./cleaner doctor.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
case ${1:-} in
  -h|--help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -*) echo "bundle: unknown option $1" >&2; exit 2 ;;
esac
file=$(realpath -m "${1:-cleaner-linux-x64.tar.xz}")
most=60 # MiB
say() { printf 'bundle: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

cd "$root"
grep -q '<CleanerProvider>nuget' cleaner.provider.props 2>/dev/null && die "this checkout is built for the provider nuget: run tools/setup.sh --provider system first"
command -v dotnet >/dev/null || die "the .NET SDK is missing: run tools/setup.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=cleaner-linux-x64
bundle=$work/$name
mkdir -p "$bundle/app" "$bundle/tools" "$bundle/src/Cleaner.Torch"

# What each program needs beside the runtime: its build output without other machines' parts and without what only a debugger reads.
add_program() {
  local project=$1 folder=$2
  shift 2
  say "building $project"
  dotnet build "$project" -c Release -v q -nologo -clp:NoSummary >&2 || die "$project did not build: see the messages above"
  mkdir -p "$bundle/app/$folder"
  tar -C "$project/bin/Release/net10.0" -c \
    --exclude='*.pdb' --exclude='*.xml' --exclude='libcleaner_torch.so' --exclude='publish' \
    --exclude='runtimes/win*' --exclude='runtimes/osx*' --exclude='runtimes/browser*' --exclude='runtimes/maccatalyst*' \
    --exclude='runtimes/*arm*' --exclude='runtimes/*x86' --exclude='runtimes/*musl*' --exclude='runtimes/*s390x' --exclude='runtimes/*ppc64le' \
    --exclude='runtimes/*mips*' --exclude='runtimes/*riscv64' --exclude='runtimes/android' --exclude='runtimes/ios' --exclude='runtimes/linux-loongarch64' \
    "$@" . | tar -C "$bundle/app/$folder" -x
}
add_program src/Cleaner cleaner
# ONNX networks are for cleaner alone.
add_program tools/bench/training training-bench --exclude='libonnxruntime*'
add_program tests/Cleaner.Gpu.Tests gpu-tests --exclude='libonnxruntime*'
add_program tests/Cleaner.Torch.Tests torch-tests --exclude='libonnxruntime*'

# The runtime of the SDK that built them.
dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
version=$(sed -n '/"name": "Microsoft.NETCore.App"/,/version/s/.*"version": "\([0-9]*\.[0-9]*\).*/\1/p' "$bundle/app/cleaner/cleaner.runtimeconfig.json")
fxr=$(find "$dotnet_root/host/fxr" -maxdepth 1 -name "$version.*" | sort -V | tail -1)
mkdir -p "$bundle/dotnet/host/fxr"
cp "$dotnet_root/dotnet" "$bundle/dotnet/"
for framework in $(sed -n 's/.*"name": "\(Microsoft\.[A-Za-z]*\.App\)".*/\1/p' "$bundle/app/cleaner/cleaner.runtimeconfig.json"); do
  runtime=$(find "$dotnet_root/shared/$framework" -maxdepth 1 -name "$version.*" | sort -V | tail -1)
  [ -n "$runtime" ] || die "no $framework $version in $dotnet_root"
  mkdir -p "$bundle/dotnet/shared/$framework"
  cp -r "$runtime" "$bundle/dotnet/shared/$framework/"
done
cp -r "$fxr" "$bundle/dotnet/host/fxr/"
for notice in LICENSE.txt ThirdPartyNotices.txt; do
  [ ! -f "$dotnet_root/$notice" ] || cp "$dotnet_root/$notice" "$bundle/dotnet/"
done

# The native part is compiled where it will run, against the libtorch or PyTorch there.
mkdir "$bundle/src/Cleaner.Torch/native"
cp src/Cleaner.Torch/native/*.cpp src/Cleaner.Torch/native/*.h src/Cleaner.Torch/native/CMakeLists.txt "$bundle/src/Cleaner.Torch/native/"
cp tools/native-build.sh tools/gpu-check.sh "$bundle/tools/"
cp LICENSE README.md "$bundle/"
cat >"$bundle/cleaner" <<'TEXT'
#!/usr/bin/env bash
root=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
export CLEANER_TORCH_NATIVE="${CLEANER_TORCH_NATIVE:-$root/src/Cleaner.Torch/native/build/libcleaner_torch.so}"
exec "$root/dotnet/dotnet" "$root/app/cleaner/cleaner.dll" "$@"
TEXT
chmod +x "$bundle/cleaner"

say "packing $file"
mkdir -p "$(dirname "$file")"
tar -C "$work" -c "$name" | xz --lzma2=preset=4,dict=128MiB >"$file.partial"
size=$(($(stat -c %s "$file.partial") / 1024 / 1024 + 1))
[ "$size" -le "$most" ] || { rm "$file.partial"; die "the bundle would take $size MiB, more than $most: look at what app/ holds"; }
mv "$file.partial" "$file"
say "$file, $size MiB"
