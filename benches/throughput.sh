#!/usr/bin/env bash
# Requests a second of clausal's stateless invalid clauses, generation, proof and judging included,
# beside what wrk reaches with one fixed request on the same server in the same run.
# Needs wrk (Debian's package of that name). Traffic goes to the loopback interface only.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
cargo build --release --quiet
bin=target/release/clausal
out=$(mktemp -d)
"$bin" serve --port 0 >"$out/serve" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$out"' EXIT
for _ in $(seq 50); do grep -q http "$out/serve" && break; sleep 0.1; done
url=$(sed -n 's/^reference server on //p' "$out/serve")

cat >"$out/task.lua" <<'LUA'
wrk.method = "POST"
wrk.body = '<?xml version="1.0"?><TMMsg_CreateTaskReq><taskInfo><associations _type_="SUBCLIENT_ENTITY" appName="File System" clientName="client001" instanceName="DefaultInstanceName" backupsetName="defaultBackupSet" subclientName="default"/><subTasks><options><backupOpts backupLevel="FULLX"/></options><subTask subTaskType="BACKUP" operationType="BACKUP"/></subTasks><task taskType="IMMEDIATE" initiatedFrom="COMMANDLINE" policyType="DATA_PROTECTION" sequenceNumber="10"><taskFlags disabled="false"/></task></taskInfo></TMMsg_CreateTaskReq>'
wrk.headers["Content-Type"] = "application/xml"
wrk.headers["Accept"] = "application/xml"
wrk.headers["Authtoken"] = "QSDK 0123"
LUA

cat >"$out/fixed.lua" <<'LUA'
wrk.method = "POST"
wrk.body = '{"name":"not a name","configuration_id":1}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["SEC"] = "reference-token"
wrk.headers["backup_type"] = "CONFIG"
LUA

tell() {
  python3 - "$out/report.json" "$@" <<'PY'
import json, os, sys
report = json.load(open(sys.argv[1]))
own = report["requests"] / (report["duration_ms"] / 1000)
peer = float(sys.argv[2])
print(f"{sys.argv[3]}: clausal {own:,.0f} requests/s, wrk {peer:,.0f} requests/s, ratio {own / peer:.2f} ({os.cpu_count()} cores)")
PY
}

for round in 1 2 3; do
  peer=$(wrk -t1 -c16 -d5s -s "$out/fixed.lua" "$url/api/backup_and_restore/backups" | sed -n 's/Requests\/sec: *//p')
  "$bin" check --contract jsa --target "$url" --profile src/prove.toml --jobs 16 --cases "${CASES:-40000}" --seed 1 \
    --only '*/422-*.pattern' --only '*/422-*.maxLength' --only '*/422-*.unknown' \
    --report "json=$out/report.json" >/dev/null || true
  tell "$peer" "JSON, round $round"

  peer=$(wrk -t1 -c16 -d5s -s "$out/task.lua" "$url/webconsole/api/CreateTask" | sed -n 's/Requests\/sec: *//p')
  "$bin" check --contract commvault --target "$url" --profile src/prove.toml --jobs 16 --cases "${CASES:-4000}" --seed 1 \
    --only 'commvault/createTask/refuses/*.enum' --only 'commvault/createTask/refuses/startUpOpts.*' \
    --report "json=$out/report.json" >/dev/null || true
  tell "$peer" "XML, round $round"
done
