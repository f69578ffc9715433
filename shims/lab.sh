#!/usr/bin/env bash
# A lab of broken parsers (lab/parser.py): of each whether its fault is found in TIME (60s) with SEED (1), by
# a true rule, after how long, and how many findings there were. `lab.sh NAME...` tries some. CLAUSAL names
# the command.
set -uo pipefail
cd "$(dirname "$0")"
time=${TIME:-60s}
seed=${SEED:-1}
clausal=${CLAUSAL:-../target/release/clausal}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
found=0 all=0
while IFS=$'\t' read -r name outcomes rules; do
  if [ "$#" -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
  all=$((all + 1))
  began=$(date +%s.%N)
  "$clausal" fuzz parser --persistent --known xml.etree --expect fourth-edition --time "$time" --seed "$seed" \
    --out "$out/$name" --report "json=$out/$name.json" -- python3 lab/parser.py "$name" \
    >"$out/$name.txt" 2>&1 </dev/null
  if python3 - "$out/$name.json" "$name" "$outcomes" "$rules" "$began" <<'PY'
import json, sys, time
path, name, outcomes, rules, began = sys.argv[1:]
try:
    report = json.load(open(path))
except OSError:
    sys.exit(f"missed  {name}: no report")
took = time.time() - float(began)
all = report["findings"]
own = [f for f in all if f["outcome"] in outcomes.split("|")]
true = [f for f in own if not rules or any(word in f["rule"] for word in rules.split("|"))]
shown = ", ".join(f"{f['outcome']} {f['rule']} at {f['seconds']:.1f} s ({len(f['document'] or '')})" for f in all[:5])
word = "found " if true else "misled" if own else "missed"
print(f"{word}  {name}: {len(all)} findings in {took:.1f} s: {shown}")
sys.exit(not true)
PY
  then found=$((found + 1)); fi
done < <(python3 lab/parser.py --list)
echo "$found of $all found"
