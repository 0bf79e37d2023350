#!/usr/bin/env bash
# Installs Debian packages where it may; otherwise says in one line what to type.
set -euo pipefail
as_root=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=sudo
  else
    echo "setup: missing packages, and no right to install them; run: sudo apt-get install $*" >&2
    exit 1
  fi
fi
echo "setup: installing $*" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $as_root apt-get update -q && $as_root apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "setup: these packages could not be installed (is there a network?): $*" >&2
  exit 1
fi
rm -f "$log"
