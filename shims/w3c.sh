#!/usr/bin/env bash
# Runs the conformance suite of the W3C, which fetch-w3c.sh brings, through every adapter and prints how
# far each agrees. Needs python3. W3C names a folder that has the suite's xmlconf.xml already; words go
# to w3c.py: --only NAME, --list FILE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${W3C:-}
if [ -z "$suite" ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  suite=$("$here/fetch-w3c.sh" "$out")
fi
python3 "$here/w3c.py" "$suite" "$@"
