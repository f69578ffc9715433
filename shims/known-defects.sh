#!/usr/bin/env bash
# Two published faults of parsers, found again from a cold start within ten seconds each:
#   CVE-2023-34411  xml-rs 0.8.13 panics on certain document type declarations
#   CVE-2022-39353  xmldom 0.6.0 takes documents with several roots
# The old versions come from the registries; their lock files stand in known-defects/.
# CLAUSAL names the command to use; without it clausal is built.
set -euo pipefail
cd "$(dirname "$0")"
if [ -z "${CLAUSAL:-}" ]; then
  cargo build --release --quiet --manifest-path ../Cargo.toml
  CLAUSAL=../target/release/clausal
fi
cargo build --release --quiet --locked --manifest-path known-defects/Cargo.toml
[ -d known-defects/node_modules ] || (cd known-defects && npm ci --silent --no-audit --no-fund)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# NAME OUTCOME RULE (any when empty) COMMAND...
find_again() {
  local name=$1 outcome=$2 rule=$3 code=0
  shift 3
  "$CLAUSAL" fuzz parser --persistent --time 10 --out "$out/$name" \
    --report "json=$out/$name.json" -- "$@" >"$out/$name.txt" || code=$?
  if [ "$code" != 1 ]; then
    cat "$out/$name.txt"
    echo "$name: expected exit code 1, got $code" >&2
    return 1
  fi
  python3 - "$out/$name.json" "$name" "$outcome" "$rule" <<'PY'
import json, sys
path, name, outcome, rule = sys.argv[1:]
report = json.load(open(path))
found = [f for f in report["findings"] if f["outcome"] == outcome and (not rule or rule in [f["rule"], *f["also"]])]
if not found:
    sys.exit(f"{name}: no {outcome} {rule} in {report['documents']} documents")
first = min(found, key=lambda f: f["seconds"])
print(f"{name}: {outcome} ({first['rule']}) after {first['seconds']:.2f} s of {report['documents']} documents: {first['document']!r}")
print(f"  {first['got']}")
PY
}

find_again xml-rs-0.8.13 crash "" known-defects/target/release/known-defects --persistent
SHIM_XMLDOM=$PWD/known-defects/node_modules/xmldom \
  find_again xmldom-0.6.0 accepts-ill-formed second-root node/shim-xmldom.js --persistent
