"""The two tools: each run on a running server, its outcome read into the same shape."""
import base64
import datetime
import json
import re
import shutil
import subprocess
import time

from . import servers

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SEED = "7"


def named(spec):
    """The operations of a document, as `METHOD /path`."""
    paths = {path: item for path, item in spec.get("paths", {}).items() if path.startswith("/")}
    return sorted(f"{m.upper()} {path}" for path, item in paths.items() for m in METHODS if m in item)


class Operations:
    """Tells which operation of a document a request is one of."""

    def __init__(self, names, prefix):
        self.known = []
        for path in {name.split(" ", 1)[1] for name in names}:
            pattern = re.escape(prefix + path)
            pattern = re.sub(r"\\\{[^{}]+\\\}", "[^/]+", pattern)
            literal = len(re.sub(r"\{[^{}]+\}", "", path))
            methods = {name.split(" ", 1)[0] for name in names if name.split(" ", 1)[1] == path}
            self.known.append((-literal, re.compile(pattern + "/?$"), path, methods))
        self.known.sort(key=lambda known: known[0])
        self.all = sorted(f"{m} {path}" for _, _, path, methods in self.known for m in methods)

    def of(self, method, target):
        path = re.sub(r"^https?://[^/]+", "", target).split("?")[0].split("#")[0]
        other = None
        for _, pattern, template, methods in self.known:
            if pattern.match(path):
                if method in methods:
                    return f"{method} {template}"
                other = other or template
        return f"{method} {other or '?'}"


def short(text, limit=400):
    text = re.sub(r"\s+", " ", text or "")
    return text if len(text) <= limit else text[: limit - 1] + "…"


def har(file, operations):
    """How many requests there were, and how often each operation was accepted."""
    with open(file, encoding="utf-8", errors="replace") as text:
        entries = json.load(text)["log"]["entries"]
    accepted, tried = {}, set()
    for entry in entries:
        name = operations.of(entry["request"]["method"], entry["request"]["url"])
        tried.add(name)
        if 200 <= entry["response"]["status"] < 300:
            accepted[name] = accepted.get(name, 0) + 1
    known = set(operations.all)
    return len(entries), {k: v for k, v in accepted.items() if k in known}, sorted(tried & known)


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def moments(file):
    """When each (method, path with query, status) was first seen, in seconds after the first request."""
    with open(file, encoding="utf-8", errors="replace") as text:
        entries = json.load(text)["log"]["entries"]
    found = {}
    first = min((seconds(entry["startedDateTime"]) for entry in entries), default=0)
    for entry in entries:
        target = re.sub(r"^https?://[^/]+", "", entry["request"]["url"])
        key = (entry["request"]["method"], target, entry["response"]["status"])
        at = seconds(entry["startedDateTime"]) + entry["time"] / 1000 - first
        found[key] = min(at, found.get(key, at))
    return found


def run(command, folder, limit):
    begun = time.monotonic()
    with open(folder / "terminal.txt", "wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            code = "ended"
    lines = (folder / "terminal.txt").read_text(errors="replace").count("\n")
    return {"code": code, "seconds": round(time.monotonic() - begun, 2), "lines": lines}


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def clausal(program, server, folder, limit):
    command = [program, "check", "--contract", server.file or server.document, "--seed", SEED]
    if server.file:
        command += ["--target", server.base]
    for name, value in server.headers.items():
        command += ["-H", f"{name}: {value}"]
    if server.bearer:
        command += ["--bearer", server.bearer]
    if server.user:
        command += ["--user", server.user]
    command += ["--report", "json=report.json", "--report", "har=requests.har"]
    return about(server, run(command, fresh(folder), limit))


def about(server, outcome):
    outcome["operations"] = named(server.spec)
    outcome["prefix"] = servers.base_path(server.spec, server.document)
    return outcome


def read_clausal(folder, outcome):
    """Requests, operations and findings out of clausal's own reports."""
    operations = Operations(outcome["operations"], outcome["prefix"])
    outcome.update(requests=0, accepted={}, findings=[])
    if not (folder / "report.json").exists():
        return outcome
    report = json.loads((folder / "report.json").read_text())
    count, accepted, tried = har(folder / "requests.har", operations)
    outcome.update(requests=count, accepted=accepted, tried=tried, summary=report["summary"], causes=len(report["causes"]))
    outcome["untested"] = [f"{one['operation']}: {one['why']}" for one in report["untested"]]
    first = moments(folder / "requests.har")
    for clause in report["clauses"]:
        found = clause["finding"]
        if clause["verdict"] != "broken" or not found:
            continue
        request, answer = found.get("request") or {}, found.get("response") or {}
        target = re.sub(r"^https?://[^/]+", "", found.get("base") or "").rstrip("/") + request.get("target", "")
        outcome["findings"].append({
            "rule": re.sub(r"^[^/]+/[^/]+/", "", clause["id"]),
            "operation": operations.of(request.get("method", "?"), target),
            "status": answer.get("status") or 0,
            "words": short(f"{found['got']}; {found.get('failure') or ''}"),
            "case": short(f"{clause['duty']}; {found['case']}; expected {found['expected']}"),
            "request": short(f"{target} {request.get('body') or request.get('body_base64') or ''}"),
            "answer": short(answer.get("body"), 160),
            "id": clause["id"],
            "cause": found["cause_id"],
            "at": first.get((request.get("method"), target, answer.get("status"))),
        })
    return outcome


def schemathesis(cache, server, folder, limit):
    env = servers.venv(cache, "schemathesis", [servers.SCHEMATHESIS])
    command = [env / "bin/schemathesis", "run", server.file or server.document]
    if server.file:
        command += ["--url", server.base]
    command += ["--checks", "all", "--seed", SEED, "--no-color"]
    command += ["--report", "ndjson,har,json", "--report-dir", "reports", "--generation-database", "none"]
    for name, value in server.headers.items():
        command += ["-H", f"{name}: {value}"]
    if server.bearer:
        command += ["-H", f"Authorization: Bearer {server.bearer}"]
    if server.user:
        command += ["-a", server.user]
    return about(server, run(command, fresh(folder), limit))


def read_schemathesis(folder, outcome):
    """The same out of Schemathesis's reports."""
    operations = Operations(outcome["operations"], outcome["prefix"])
    outcome.update(requests=0, accepted={}, findings=[])
    reports = folder / "reports"
    for file in reports.glob("har-*.json"):
        try:
            outcome["requests"], outcome["accepted"], outcome["tried"] = har(file, operations)
        except (ValueError, KeyError):
            outcome["har"] = "cut"
    seen, begun = set(), 0
    for file in reports.glob("ndjson-*.ndjson"):
        with open(file, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if '"ScenarioFinished"' in line[:30] and '"failure_info"' in line:
                    try:
                        recorder = json.loads(line)["ScenarioFinished"]["recorder"]
                    except ValueError:
                        continue
                    recorded(recorder, operations, seen, outcome["findings"])
                elif '"LoadingFinished"' in line[:30]:
                    begun = json.loads(line)["LoadingFinished"]["timestamp"]
    for found in outcome["findings"]:
        found["at"] = found["at"] and found["at"] - begun
    return outcome


def recorded(recorder, operations, seen, findings):
    """The failures of one scenario; of those alike in rule, operation, status and words the first few."""
    for case, checks in recorder.get("checks", {}).items():
        exchange = recorder.get("interactions", {}).get(case, {})
        request, answer = exchange.get("request") or {}, exchange.get("response") or {}
        for check in checks:
            failure = (check.get("failure_info") or {}).get("failure")
            if not failure or (failure["code"] == "ST103" and answer.get("status_code", 0) >= 500):
                continue  # that it is a 5xx is told by ST101
            target = re.sub(r"^https?://[^/]+", "", request.get("uri", ""))
            operation = operations.of(request.get("method", "?"), target)
            status = answer.get("status_code", 0)
            meta = recorder.get("cases", {}).get(case, {}).get("value", {}).get("meta") or {}
            words = short(failure["title"] + "; " + failure["message"])
            key = (failure["code"], operation, status, re.sub(r"[0-9]+", "N", words))
            rank = sum(1 for one in seen if one[:4] == key)
            if rank >= 6:
                continue
            seen.add((*key, rank))
            findings.append({
                "rule": failure["code"],
                "operation": operation,
                "status": status,
                "words": words,
                "case": short(json.dumps((meta.get("phase") or {}).get("data") or {})),
                "request": short(f"{target} {text_of(request.get('body'))}"),
                "answer": short(text_of(answer.get("content")), 160),
                "id": case,
                "cause": failure["code"],
                "at": exchange.get("timestamp"),
            })


def text_of(body):
    if not isinstance(body, dict):
        return str(body or "")
    return base64.b64decode(body.get("$base64", "")).decode("utf-8", "backslashreplace")
