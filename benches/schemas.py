#!/usr/bin/env python3
"""Holds clausal's values to the official JSON Schema test suite.

Usage: schemas.py CLAUSAL [--draft draft2020-12|draft4] [--only TEXT] [--verbose]

Needs `jsonschema[format-nongpl]` (PyPI), whose source archive carries the suite; it is fetched with pip
into a temporary folder, unless JSONSCHEMA_SUITE names a folder that holds `draft2020-12` and its like.
Each schema of the suite becomes the member of a request body; every request that clausal calls valid
must hold a value that `jsonschema` calls valid, every one that breaks the schema one that it calls
invalid. Exit 0 where there is no exception.
"""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import sys
import tarfile
import tempfile

import jsonschema

DRAFTS = {
    "draft2020-12": ("3.1.0", jsonschema.Draft202012Validator),
    "draft4": ("3.0.3", jsonschema.Draft4Validator),
}
# Of a document of its own: references to other files, dialects and vocabularies.
NOT_HERE = {
    "refRemote", "vocabulary", "id", "anchor", "dynamicRef", "unevaluatedItems-recursive", "definitions",
    "infinite-loop-detection", "ref", "defs",
}


def suite(folder):
    named = os.environ.get("JSONSCHEMA_SUITE")
    if named:
        return named
    command = [sys.executable, "-m", "pip", "-q", "download", "--no-binary", ":all:", "--no-deps", "jsonschema"]
    subprocess.run(command, cwd=folder, check=True)
    with tarfile.open(glob.glob(os.path.join(folder, "*.tar.gz"))[0]) as archive:
        archive.extractall(folder, filter="data")
    return glob.glob(os.path.join(folder, "jsonschema-*", "json", "tests"))[0]


def document(version, schema):
    """A contract whose one request holds a value of the schema."""
    body = {"type": "object", "required": ["v"], "properties": {"v": schema}}
    operation = {
        "operationId": "put",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "taken"}, "400": {"description": "refused"}},
    }
    return {"openapi": version, "info": {"title": "suite", "version": "1"}, "paths": {"/v": {"post": operation}}}


def plain(schema):
    """A schema without what only a document of its own can say."""
    if isinstance(schema, dict):
        return {k: plain(v) for k, v in schema.items() if k not in ("$schema", "$id", "id", "$comment")}
    return [plain(s) for s in schema] if isinstance(schema, list) else schema


def refers(schema):
    if isinstance(schema, dict):
        return any(k in ("$ref", "$dynamicRef", "$anchor") for k in schema) or any(map(refers, schema.values()))
    return isinstance(schema, list) and any(map(refers, schema))


def one(tool, draft, name, schema):
    version, judge = DRAFTS[draft]
    judge = judge(schema, format_checker=judge.FORMAT_CHECKER)
    told = {"name": name, "valid": 0, "broken": 0, "wrong": []}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "contract.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document(version, schema), file)
        command = [tool, "generate", "request", "--contract", path, "--cases", "4"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 4):
        told["wrong"].append("exit %d: %s" % (run.returncode, run.stderr.strip().split("\n")[0][:160]))
        return told
    for line in filter(None, run.stdout.split("\n")):
        case = json.loads(line)
        family = case["clause"].split("/")[2]
        if family not in ("accepts", "refuses"):
            continue
        try:
            body = json.loads(case.get("body") or "null")
        except ValueError:
            continue
        if not isinstance(body, dict) or "v" not in body:
            continue
        valid = judge.is_valid(body["v"])
        kind = "valid" if case["expected"] == "accepted" else "broken"
        if case["expected"] not in ("accepted", "refused"):
            continue
        told[kind] += 1
        if valid != (kind == "valid"):
            told["wrong"].append("%s said to be %s: %s" % (case["clause"], kind, json.dumps(body["v"])[:120]))
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clausal")
    parser.add_argument("--draft", action="append", choices=DRAFTS)
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    tool = os.path.abspath(args.clausal)
    exceptions = 0
    with tempfile.TemporaryDirectory() as folder:
        root = suite(folder)
        for draft in args.draft or DRAFTS:
            jobs = []
            for path in sorted(glob.glob(os.path.join(root, draft, "*.json"))):
                keyword = os.path.basename(path)[:-5]
                if keyword in NOT_HERE:
                    continue
                with open(path, encoding="utf-8") as file:
                    groups = json.load(file)
                for group in groups:
                    schema = plain(group["schema"])
                    name = "%s: %s" % (keyword, group["description"])
                    if args.only in name and not refers(schema):
                        jobs.append((name, schema))
            counts = collections.Counter()
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                for told in pool.map(lambda job: one(tool, draft, *job), jobs):
                    counts["schemas"] += 1
                    for kind in ("valid", "broken"):
                        counts[kind] += told[kind]
                        counts["schemas with " + kind] += told[kind] > 0
                    exceptions += len(told["wrong"])
                    for wrong in told["wrong"]:
                        print("  %s: %s" % (told["name"], wrong))
                    if args.verbose and not (told["valid"] and told["broken"]):
                        print("  %s: %d valid, %d broken" % (told["name"], told["valid"], told["broken"]))
            print(draft, ", ".join("%d %s" % (n, what) for what, n in counts.items()))
    print("%d exceptions" % exceptions)
    sys.exit(exceptions > 0)


if __name__ == "__main__":
    main()
