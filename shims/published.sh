#!/usr/bin/env bash
# Published faults of parsers, found again from nothing: each in the version that had it, for TIME (60s)
# with SEED (1). Prints of each whether it was found, by which rule, after how long and with what document.
# `published.sh NAME...` tries some. Versions come from cargo and npm; REXML, Go and Woodstox from the
# system's packages, and what is not there is left out. CLAUSAL names the command.
set -uo pipefail
cd "$(dirname "$0")"
time=${TIME:-60s}
seed=${SEED:-1}
if [ -z "${CLAUSAL:-}" ]; then
  cargo build --release --quiet --manifest-path ../Cargo.toml || exit 1
  CLAUSAL=../target/release/clausal
fi
export CLAUSAL_SHIMS=$PWD
(cargo build --release --quiet --locked --manifest-path published/Cargo.toml) || exit 1
[ -d published/node_modules ] || (cd published && npm ci --silent --no-audit --no-fund) || exit 1
[ -x known-defects/target/release/known-defects ] \
  || cargo build --release --quiet --locked --manifest-path known-defects/Cargo.toml || exit 1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
wanted=("$@")
found=0 missed=0

# NAME OUTCOMES RULES WITH OPTIONS... -- COMMAND...: outcomes and rules with bars between, any when empty;
# WITH has to stand in the document.
find_again() {
  local name=$1 outcomes=$2 rules=$3 with=$4
  shift 4
  if [ "${#wanted[@]}" -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then return; fi
  "$CLAUSAL" fuzz parser --persistent --time "$time" --seed "$seed" --out "$out/$name" \
    --report "json=$out/$name.json" "$@" >"$out/$name.txt" 2>&1
  if python3 - "$out/$name.json" "$name" "$outcomes" "$rules" "$with" <<'PY'
import json, re, sys
path, name, outcomes, rules, text = sys.argv[1:]
try:
    report = json.load(open(path))
except OSError:
    sys.exit(f"missed  {name}: no report")
def is_it(finding):
    names = {finding["rule"], *finding.get("also", [])}
    return (
        (not outcomes or finding["outcome"] in outcomes.split("|"))
        and (not rules or names & set(rules.split("|")))
        and re.search(text, finding["document"] or "") is not None
    )
all = report["findings"]
own = [f for f in all if is_it(f)]
if not own:
    others = ", ".join(f"{f['outcome']} {f['rule']}" for f in all[:6])
    sys.exit(f"missed  {name} in {report['documents']} documents; other findings: {len(all)} {others}")
first = min(own, key=lambda f: f["seconds"])
shown = first["document"] if len(first["document"]) < 80 else first["document"][:77] + "..."
print(f"found   {name}: {first['outcome']} {first['rule']} after {first['seconds']:.1f} s of {len(all)} findings: {shown!r}")
print(f"        {first['got'][:150]}")
PY
  then found=$((found + 1)); else missed=$((missed + 1)); tail -3 "$out/$name.txt"; fi
}

rust=published/target/release
text=--expect=no-dtd,utf8-only
find_again roxmltree-153 growth 'attributes|prefixed-attributes|namespaces' '' --expect namespaces,no-dtd -- $rust/roxmltree --persistent
find_again RUSTSEC-2026-0194 growth 'attributes|prefixed-attributes' '' --expect no-dtd,utf8-only -- $rust/quick-xml --persistent
find_again quick-xml-957 'crash|differs' '' '<!' --chunks --expect utf8-only -- $rust/quick-xml --persistent
find_again xml-rs-51 rejects-well-formed '' '[^ -~\s]' --expect namespaces,no-dtd -- $rust/xml-rs --persistent
find_again CVE-2023-34411 crash '' '' --expect namespaces,no-dtd -- known-defects/target/release/known-defects --persistent
find_again parse-xml-9 'growth|hang' '' '&' $text -- node published/shim.mjs parse-xml --persistent
find_again cml-xml-1.0.1 hang '' '' $text -- node published/shim.mjs cml-xml --persistent
find_again sax-wasm-118 differs '' '' --chunks --compare canonical $text -- node published/shim.mjs sax-wasm --persistent
SHIM_XMLDOM=$PWD/published/node_modules/xmldom \
  find_again CVE-2022-39353 accepts-ill-formed second-root '' $text -- node/shim-xmldom.js --persistent
if command -v ruby >/dev/null; then
  find_again CVE-2024-43398 growth 'attributes-in-depth' '' -- ruby ruby/shim-rexml.rb --persistent
fi
if command -v go >/dev/null; then
  mkdir -p go/bin && go build -o go/bin/shim go/shim.go
  SHIM_ROUND_TRIP=1 find_again go-43168 differs '' '' --expect no-dtd,utf8-only,fourth-edition -- go/bin/shim --persistent
fi
echo "$found found, $missed missed"
[ "$missed" = 0 ]
