#!/usr/bin/env bash
# How far the strict reader agrees with the conformance suite of the W3C, which shims/fetch-w3c.sh
# brings; one may give the folder with the suite's xmlconf.xml instead.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-}
if [ -z "$suite" ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  suite=$(shims/fetch-w3c.sh "$out")
fi
CLAUSAL_W3C=$(realpath "$suite") cargo test --quiet --test it w3c -- --nocapture
