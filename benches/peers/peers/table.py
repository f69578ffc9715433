"""Kinds of findings, judged by hand in kinds.tsv, and the table made from them."""
import csv
import json
import re

from . import servers, tools

COLUMNS = ["server", "tool", "kind", "pattern", "verdict", "why"]
VERDICTS = {"true", "false", "arguable"}


def kinds():
    rows = []
    with open(servers.HERE / "kinds.tsv", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or row[0].startswith("#") or row == COLUMNS:
                continue
            if len(row) != len(COLUMNS) or row[4] not in VERDICTS:
                raise SystemExit(f"kinds.tsv:{number}: {len(row)} columns, verdict {row[4:5]}")
            row = dict(zip(COLUMNS, row))
            row["pattern"] = re.compile(row["pattern"])
            rows.append(row)
    return rows


def excused():
    """Why clausal does not tell a true kind of the other tool's: (server, kind) -> reason, from missed.tsv."""
    told = {}
    with open(servers.HERE / "missed.tsv", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or row[0].startswith("#") or row[0] == "server":
                continue
            if len(row) != 3:
                raise SystemExit(f"missed.tsv:{number}: {len(row)} columns")
            told[row[0], row[1]] = row[2]
    return told


def line(found):
    return " | ".join(str(found[part]) for part in ("rule", "operation", "status", "words", "case", "request", "answer"))


def kind_of(name, tool, found, rows):
    text = line(found)
    for row in rows:
        if row["server"] in (name, "*") and row["tool"] in (tool, "*") and row["pattern"].search(text):
            return row["kind"], row["verdict"], row["why"]
    rule = re.sub(r"[^/]*\.", "", found["rule"])
    return f"{rule} {found['operation']} {found['status']}", "not judged", text


def judge(name, tool, findings, rows):
    """Kind -> (verdict, why, how many findings); what no row recognises is a kind of its own."""
    told = {}
    for found in findings:
        kind, verdict, why = kind_of(name, tool, found, rows)
        before = told.get(kind, (verdict, why, 0))
        told[kind] = (before[0], before[1], before[2] + 1)
    return told


def first_true(name, tool, findings, rows):
    """Seconds until the first request that showed a true kind was answered."""
    known = [one["at"] for one in findings if one.get("at") and kind_of(name, tool, one, rows)[1] == "true"]
    return f"{min(known):.1f}" if known else ""


def outcomes(cache, name):
    found = {}
    for tool, read in (("clausal", tools.read_clausal), ("schemathesis", tools.read_schemathesis)):
        folder = cache / "out" / name / tool
        if (folder / "outcome.json").exists():
            found[tool] = read(folder, json.loads((folder / "outcome.json").read_text()))
    return found


def write(cache, known, folder):
    rows, reasons = kinds(), excused()
    lines, records, details = [], [], []
    for name, server in known.items():
        ran = outcomes(cache, name)
        if not ran:
            continue
        told = {tool: judge(name, tool, outcome["findings"], rows) for tool, outcome in ran.items()}
        right = {tool: {kind for kind, (verdict, _, _) in of.items() if verdict == "true"} for tool, of in told.items()}
        reached = set().union(*(outcome["accepted"] for outcome in ran.values()))
        if server.get("callable") == "all":
            reached |= set(next(iter(ran.values()))["operations"])
        reached -= set(server.get("not_callable", []))
        for tool, outcome in ran.items():
            other = set().union(set(), *(kinds for which, kinds in right.items() if which != tool))
            count = lambda verdict: sum(1 for kind in told[tool].values() if kind[0] == verdict)  # noqa: E731
            records.append({
                "server": name,
                "tool": tool,
                "seconds": f"{outcome['seconds']:.1f}" + ("+" if outcome["code"] == "ended" else ""),
                "requests": outcome["requests"],
                "operations": len(outcome["operations"]),
                "reachable": len(reached),
                "tested": len(reached & set(outcome["accepted"])),
                "first": first_true(name, tool, outcome["findings"], rows),
                "true": count("true"),
                "false": count("false"),
                "arguable": count("arguable"),
                "not judged": count("not judged"),
                "missed": len(other - right[tool]),
                "findings": len(outcome["findings"]),
                "lines": outcome["lines"],
                "exit": outcome["code"],
            })
        details += detail(name, server, told, right, ran, reached, reasons)
    if not records:
        return
    names = list(records[0])
    with open(folder / "results.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    lines += ["# What both tools found", "", *HEAD, *measured(), "", "| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    lines += ["| " + " | ".join(str(record[name]) for name in names) + " |" for record in records]
    (folder / "RESULTS.md").write_text("\n".join([*lines, "", *totals(records), "", *details]).rstrip() + "\n")


HEAD = [
    "Made by `run.py`; do not edit. `reachable` are the operations that a person with the document could call:",
    "on servers made here all, on others those that either tool had accepted (2xx) at least once; `tested` are those of",
    "them that this tool had accepted. `first` are the seconds from the first request to the one that shows a true kind.",
    "`true`, `false`, `arguable` and `missed` (true kinds of the other tool) count kinds, judged by hand in kinds.tsv.",
    "A `+` at the seconds says that the tool was ended.",
]


def measured():
    """What is to be known of the runs themselves, from measured.txt, where there is one."""
    file = servers.HERE / "measured.txt"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def totals(records):
    """What the rows of both tools come to, over the servers that both ran on."""
    own = {one["server"]: one for one in records if one["tool"] == "clausal"}
    peer = {one["server"]: one for one in records if one["tool"] == "schemathesis"}
    both = sorted(own.keys() & peer.keys())
    if not both:
        return []
    total = lambda of, column: sum(of[name][column] for name in both)  # noqa: E731
    more = sum(1 for name in both if own[name]["true"] > peer[name]["true"])
    pace = sorted(float(own[n]["seconds"].rstrip("+")) / float(peer[n]["seconds"].rstrip("+")) for n in both)
    out = [f"Over {len(both)} servers:", "", "| | clausal | Schemathesis |", "|---|---|---|"]
    for column in ("true", "false", "arguable", "missed", "tested", "reachable", "lines"):
        out.append(f"| {column} | {total(own, column)} | {total(peer, column)} |")
    out += ["", f"clausal has more true kinds on {more} of {len(both)}; its time is {pace[len(pace) // 2]:.2f} of the other's"]
    return [*out[:-1], out[-1] + " on the server in the middle."]


def detail(name, server, told, right, ran, reached, reasons):
    out = [f"## {name}", "", server["about"] + "."]
    for tool, of in told.items():
        out += ["", f"### {tool}", ""]
        for kind, (verdict, why, count) in sorted(of.items(), key=lambda kind: (kind[1][0], kind[0])):
            out.append(f"- {verdict}: {kind} ({count})" + (f": {why}" if verdict != "not judged" else ""))
        other = set().union(set(), *(kinds for which, kinds in right.items() if which != tool))
        for kind in sorted(other - right[tool]):
            why = reasons.get((name, kind)) or reasons.get(("*", kind)) if tool == "clausal" else None
            out.append(f"- missed: {kind}" + (f": {why}" if why else ""))
        lacks = sorted(reached - set(ran[tool]["accepted"]))
        if lacks:
            out.append("- not tested: " + ", ".join(lacks))
    return [*out, ""]
