#!/usr/bin/env bash
# Builds the packages and the launch template into artifacts/. The work is in packaging/build.mjs, which build.ps1 calls
# as well.
set -euo pipefail

if ! command -v node >/dev/null; then
  echo 'build.sh needs Node 20 or later: https://nodejs.org' >&2
  exit 3
fi
exec node "$(dirname "${BASH_SOURCE[0]}")/packaging/build.mjs" "$@"
