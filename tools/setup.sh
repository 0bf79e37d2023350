#!/usr/bin/env bash
# Sets up everything that Cleaner needs and builds it. Safe to run again: what is there is left alone.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
cd "$root"

usage() {
  cat <<'TEXT'
tools/setup.sh [--provider auto|nuget|system] [--torch PATH] [--cuda]

  --provider auto    nuget where its packages can be restored, else system; a choice made before stands (default)
  --provider nuget   TorchSharp and SixLabors.ImageSharp from NuGet: Windows, macOS, Linux
  --provider system  the machine's libtorch and image libraries: Debian, Ubuntu, or an installed PyTorch
  --torch PATH       system only: a libtorch, or the torch folder of an installed PyTorch (CUDA included)
  --cuda             nuget only: TorchSharp-cuda-linux instead of TorchSharp-cpu
TEXT
}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

provider=auto torch= cuda=false
while [ $# -gt 0 ]; do
  case $1 in
    --provider) provider=${2:?--provider takes auto, nuget or system}; shift 2 ;;
    --torch) torch=${2:?--torch takes a folder}; shift 2 ;;
    --cuda) cuda=true; shift ;;
    -h|--help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

choice_file=cleaner.provider.props
native=src/Cleaner.Torch/native/build/libcleaner_torch.so

need_dotnet() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: install dotnet-sdk-10.0 and put dotnet on PATH"
  case $(dotnet --version) in
    1[0-9].*) ;;
    *) die ".NET SDK $(dotnet --version) is too old: install dotnet-sdk-10.0" ;;
  esac
}

# One quick restore tells whether the packages of the nuget provider can be had here.
nuget_has_packages() {
  local probe
  probe=$(mktemp -d)
  cat >"$probe/probe.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" Version="[0.106.0]" />
    <PackageReference Include="SixLabors.ImageSharp" Version="[3.1.12]" />
  </ItemGroup>
</Project>
XML
  local answer=1
  timeout 120 dotnet restore "$probe/probe.csproj" -v q >"$probe/log" 2>&1 && answer=0
  rm -rf "$probe"
  return $answer
}

write_choice() {
  local package=TorchSharp-cpu
  $cuda && package=TorchSharp-cuda-linux
  cat >"$choice_file.new" <<XML
<Project>
  <PropertyGroup>
    <CleanerProvider>$provider</CleanerProvider>
    <CleanerTorchPackage>$package</CleanerTorchPackage>
  </PropertyGroup>
</Project>
XML
  if cmp -s "$choice_file.new" "$choice_file"; then rm "$choice_file.new"; else mv "$choice_file.new" "$choice_file"; fi
}

choose_provider() {
  if [ "$provider" = auto ]; then
    if [ -n "$torch" ]; then
      provider=system
    elif [ -f "$choice_file" ]; then
      provider=$(sed -n 's:.*<CleanerProvider>\(.*\)</CleanerProvider>.*:\1:p' "$choice_file")
      grep -q cuda "$choice_file" && cuda=true
      say "provider $provider (chosen before; --provider changes it)"
    elif nuget_has_packages; then
      provider=nuget
      say "provider nuget"
    else
      provider=system
      say "provider system (TorchSharp and ImageSharp cannot be restored from NuGet here)"
    fi
  fi
  case $provider in nuget|system) ;; *) die "unknown provider '$provider': auto, nuget or system" ;; esac
}

# What the system provider needs of Debian or Ubuntu. The BLAS matters: without openblas' threads libtorch is 50 times slower.
install_system_packages() {
  local wanted="g++ cmake libturbojpeg0 libpng16-16 libwebp7"
  [ -n "$torch" ] || wanted="$wanted libtorch-dev libopenblas0-pthread"
  command -v dpkg-query >/dev/null || die "the system provider is made for Debian and Ubuntu: install $wanted by your own means, or use --provider nuget"
  local missing=()
  for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  tools/apt-install.sh "${missing[@]}"
}

build() {
  if [ "$provider" = system ]; then
    install_system_packages
    tools/native-build.sh ${torch:+--torch "$torch"}
    [ -f "$native" ] || die "the native part did not build: see the messages above"
  fi
  write_choice
  say "building (Release)"
  dotnet build Cleaner.sln -c Release -v q -nologo -clp:NoSummary >&2 || die "the build failed: see the messages above"
}

need_dotnet
wanted=$provider
choose_provider
build
if ! findings=$(tools/cleaner doctor 2>&1); then
  # TorchSharp's native library asks for a newer C++ runtime than some distributions have.
  [ "$wanted" = auto ] && [ "$provider" = nuget ] || die "built, but not working: ${findings##*$'\n'}"
  say "the nuget provider does not work here (${findings##*$'\n'}); taking system"
  provider=system
  build
fi
say "ready: tools/cleaner doctor"
