#!/usr/bin/env bash
# Sets up what is missing, runs every test, closes with "N passed, N failed".
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
cd "$root" || exit 1

tools/setup.sh || exit 1
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
  tools/apt-install.sh chromium || exit 1

log=$(mktemp)
dotnet test Cleaner.sln -c Release --no-build --nologo "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# One summary line a project: "Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, …"
awk '
  /(Passed|Failed)! +- Failed:/ {
    for (i = 1; i < NF; i++) {
      if ($i == "Failed:") failed += $(i + 1)
      if ($i == "Passed:") passed += $(i + 1)
      if ($i == "Skipped:") skipped += $(i + 1)
    }
  }
  END { printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : "" }
' "$log"
rm -f "$log"
exit "$status"
