#!/usr/bin/env bash
# Brings the public networks that find faces and tell them apart to where 'cleaner run --faces' looks for them: 7 MB of face-api
# (https://github.com/vladmandic/face-api, MIT licence), whose recognition network is dlib's, in the public domain.
# tools/face-networks.sh [FOLDER]   (default: cleaner/faces among the user's application data)
set -euo pipefail
case $(uname) in
  Darwin) data="$HOME/Library/Application Support" ;;
  *) data=${XDG_DATA_HOME:-$HOME/.local/share} ;;
esac
folder=${1:-$data/cleaner/faces}
version=1.7.15
commit=189226d63aabb48cb40776fd1c453ebc0fa722f1

sums() {
  cat <<'TEXT'
cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b  face_recognition_model-weights_manifest.json
b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589  face_recognition_model.bin
ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9  face_landmark_68_model-weights_manifest.json
4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b  face_landmark_68_model.bin
5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5  tiny_face_detector_model-weights_manifest.json
b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871  tiny_face_detector_model.bin
TEXT
}

say() { printf 'face-networks: %s\n' "$*" >&2; }
hash() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
whole() { (cd "$1" 2>/dev/null && sums | hash --check --status 2>/dev/null); }

if whole "$folder"; then
  say "they are in $folder already"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/model"

from_npm() {
  command -v npm >/dev/null || return 1
  (cd "$work" && npm pack --silent "@vladmandic/face-api@$version" >/dev/null) || return 1
  tar xzf "$work"/vladmandic-face-api-*.tgz -C "$work/model" --strip-components=2 package/model
}

from_github() {
  command -v curl >/dev/null || return 1
  local name
  for name in $(sums | cut -d' ' -f3); do
    curl --fail --silent --show-error --location --output "$work/model/$name" "https://raw.githubusercontent.com/vladmandic/face-api/$commit/model/$name" || return 1
  done
}

for way in from_npm from_github; do
  if $way && whole "$work/model"; then
    mkdir -p "$folder"
    for name in $(sums | cut -d' ' -f3); do
      cp "$work/model/$name" "$folder/$name.part"
      mv "$folder/$name.part" "$folder/$name"
    done
    say "in $folder; now: tools/cleaner run photos/ --out work/ --faces"
    exit 0
  fi
done
say "neither npm nor curl brought them whole; copy the files of face-api's folder 'model' to $folder, or give that folder: --detect FOLDER --pretrained FOLDER"
exit 1
