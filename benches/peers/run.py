#!/usr/bin/env python3
"""Runs clausal and Schemathesis on the same servers, and writes a table of what both found.

Usage: run.py [--clausal FILE] [--cache FOLDER] [--tool clausal|schemathesis] [--limit SECONDS]
              [--table-only] [SERVER ...]

Needs Python 3.11, node and npm; everything else is installed from the package registries below the
cache folder. Each server is started anew for each tool. Outcomes stay in the cache, so that the table can
be made from runs of several calls; `--tool` runs one tool alone.
"""
import argparse
import json
import pathlib
import signal
import sys

from peers import servers, table, tools

HERE = pathlib.Path(__file__).resolve().parent


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("names", nargs="*", metavar="SERVER")
    about.add_argument("--clausal", default=str(HERE.parent.parent / "target/release/clausal"))
    about.add_argument("--cache", type=pathlib.Path, default=pathlib.Path.home() / ".cache/clausal-peers")
    about.add_argument("--tool", choices=["clausal", "schemathesis"], action="append")
    about.add_argument("--limit", type=float, default=900, help="seconds after which a tool is ended [default: 900]")
    about.add_argument("--table-only", action="store_true")
    about.add_argument("--results", type=pathlib.Path, default=HERE)
    options = about.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))  # so that the server is ended, too
    known = servers.all_servers()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        about.error(f"no such server: {', '.join(unknown)}; there are {', '.join(known)}")
    cache = options.cache.resolve()
    failed = []
    if not options.table_only:
        for name in options.names or [name for name in known if not known[name].get("heavy")]:
            for tool in options.tool or ["clausal", "schemathesis"]:
                if not one(cache, name, known[name], tool, options):
                    failed.append(f"{name} ({tool})")
    table.write(cache, known, options.results)
    if failed:
        print("did not run: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def one(cache, name, server, tool, options):
    folder = cache / "out" / name / tool
    folder.parent.mkdir(parents=True, exist_ok=True)
    print(f"{name}: {tool}", end=" ", flush=True)
    try:
        with servers.Running(cache, name, server, folder.parent / f"{tool}-server.log") as running:
            if tool == "clausal":
                outcome = tools.clausal(options.clausal, running, folder, options.limit)
            else:
                outcome = tools.schemathesis(cache, running, folder, options.limit)
            outcome["alive"] = running.alive()
            (folder / "outcome.json").write_text(json.dumps(outcome, indent=1))
            outcome = (tools.read_clausal if tool == "clausal" else tools.read_schemathesis)(folder, outcome)
    except Exception as error:
        print(f"failed: {error}")
        return False
    print(
        f"{outcome['seconds']} s, exit {outcome['code']}, {outcome['requests']} requests,"
        f" {len(outcome['accepted'])} of {len(outcome['operations'])} operations accepted something,"
        f" {len(outcome['findings'])} findings, {outcome['lines']} lines"
    )
    return True


if __name__ == "__main__":
    sys.exit(main())
